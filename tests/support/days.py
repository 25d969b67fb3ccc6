"""Days of a test, told before it is known on which day that test runs.

A run can pass midnight: what is written beside a test, in its parameters or at the top of its file,
says how far a day lies from the day of the test.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from caseapp.kernel import clock

DAY = timedelta(days=1)
EARLY = "The day is asked while tests are gathered. Ask it in the test: that may be tomorrow."


@dataclass(frozen=True)
class FromToday:
    """A day, as a number of days from the day on which the test runs."""

    days: int = 0

    def settled(self) -> date:
        """Give the day itself, once the test runs."""
        return clock.today() + timedelta(days=self.days)


@dataclass
class NotYet:
    """What tells the time, to nobody before the tests run; who took hold of it then may keep it.

    Raises RuntimeError to who asks before.
    """

    now: Callable[[], datetime]
    has_come: bool = False

    def __call__(self) -> datetime:
        if not self.has_come:
            raise RuntimeError(EARLY)
        return self.now()


def settled(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Give facts with the days themselves, for an action or a row."""
    return {
        name: value.settled() if isinstance(value, FromToday) else value
        for name, value in facts.items()
    }


def typed_in(facts: Mapping[str, Any]) -> dict[str, Any]:
    """Give facts as the fields of a form, in which a day is three numbers."""
    fields: dict[str, Any] = {}
    for name, value in settled(facts).items():
        fields |= day(name, value) if isinstance(value, date) else {name: value}
    return fields


def day(name: str, when: date) -> dict[str, str]:
    """Give the three boxes in which a day is typed."""
    return {
        f"{name}-day": str(when.day),
        f"{name}-month": str(when.month),
        f"{name}-year": str(when.year),
    }
