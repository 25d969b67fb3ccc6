"""On which days somebody is on leave and nobody stands in: decided by days, without a database."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from caseapp.watchdog.facts import Gap

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stay:
    """A leave that holds or waits for an answer."""

    user_id: UUID
    first_on: date
    last_on: date
    substitute_id: UUID | None = None
    """Who said to stand in; None where nobody did, or did not yet."""

    def includes(self, day: date) -> bool:
        """Tell whether a day falls in it."""
        return self.first_on <= day <= self.last_on


StandsIn = Callable[[UUID, date], bool]
"""Tells whether a substitute can do it on a day."""


def is_away(stays: Iterable[Stay], day: date) -> bool:
    """Tell whether somebody with these leaves is away on a day."""
    return any(stay.includes(day) for stay in stays)


def first_gap(stays: Iterable[Stay], today: date, stands_in: StandsIn) -> Gap | None:
    """Give the first days, not over yet, on which somebody is away and nobody stands in."""
    return first_of(uncovered(list(stays), stands_in), today)


def first_of(days: Iterable[date], today: date) -> Gap | None:
    """Give the first of these days that are not over, with all that follow on it."""
    return next((gap for gap in _gaps(days) if gap.last_on >= today), None)


def uncovered(stays: Sequence[Stay], stands_in: StandsIn) -> set[date]:
    """Give every day on which somebody is away and nobody stands in."""
    away = {day for stay in stays for day in _days(stay)}
    return {day for day in away if not any(_is_covered(one, day, stands_in) for one in stays)}


def _gaps(days: Iterable[date]) -> Iterator[Gap]:
    first: date | None = None
    before: date | None = None
    for day in sorted(days):
        if first is None or before is None:
            first = day
        elif day - before > DAY:
            yield Gap(first, before)
            first = day
        before = day
    if first is not None and before is not None:
        yield Gap(first, before)


def _days(stay: Stay) -> Iterator[date]:
    length = (stay.last_on - stay.first_on).days + 1
    return (stay.first_on + DAY * number for number in range(length))


def _is_covered(stay: Stay, day: date, stands_in: StandsIn) -> bool:
    return (
        stay.substitute_id is not None and stay.includes(day) and stands_in(stay.substitute_id, day)
    )
