"""What is asked of the log, and the selection that answers it."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, select, union

from caseapp.accesslog.events import FACTS, Activity, Event
from caseapp.kernel import clock
from caseapp.model.accesslog import AccessEntry, Processing

ACCOUNT_EVENTS = [event for event in Event if FACTS[event].activity is Activity.OPERATION]
"""Signing in and arranging accounts: no resident's data, and the security officer's to see."""


class About(StrEnum):
    """Whom or what the log can be asked about."""

    RESIDENT = "resident"
    COLLEAGUE = "colleague"
    CASE = "case"
    PERIOD = "period"


TABLES = {About.RESIDENT: "residents", About.COLLEAGUE: "users", About.CASE: "cases"}


@dataclass(frozen=True, slots=True)
class Subject:
    """Whom or what a page of the log is about, as far as it may be known before it is shown."""

    about: About
    id: UUID
    municipality_id: UUID
    name: str
    """The name of a colleague or the reference of a case; nothing for a resident."""

    @property
    def __tablename__(self) -> str:
        """The kind of thing the log writes down."""
        return TABLES[self.about]

    @property
    def case_id(self) -> UUID | None:
        """The case, when it is one."""
        return self.id if self.about is About.CASE else None


@dataclass(frozen=True, slots=True)
class Period:
    """From one moment up to another; an end that is None is open."""

    since: datetime | None = None
    until: datetime | None = None

    @classmethod
    def of_days(cls, first: date | None, last: date | None) -> "Period":
        """Give the period from the first day through the last, on the Dutch calendar."""
        after = last + timedelta(days=1) if last is not None and last < date.max else None
        return cls(_midnight(first), _midnight(after))

    def holds(self, at: Any) -> list[ColumnElement[bool]]:
        """Give the conditions that keep what happened in it."""
        found = [at >= self.since] if self.since is not None else []
        return [*found, at < self.until] if self.until is not None else found


ALWAYS = Period()


def _midnight(day: date | None) -> datetime | None:
    return datetime.combine(day, time(), tzinfo=clock.AMSTERDAM) if day is not None else None


@dataclass(frozen=True, slots=True)
class Question:
    """About whom or what the log is asked, and over which period."""

    municipality_id: UUID
    about: About
    subject_id: UUID | None = None
    period: Period = ALWAYS

    @property
    def model(self) -> Any:
        """What the answer consists of: a line per resident, or entries as a whole."""
        by_line = self.about in (About.RESIDENT, About.COLLEAGUE)
        return Processing if by_line else AccessEntry

    def select(self) -> Any:
        """Give the selection that answers it, without order."""
        if self.about is About.RESIDENT:
            return self._lines().where(Processing.resident_id == self.subject_id)
        if self.about is About.COLLEAGUE:
            return self._lines().where(Processing.user_id == self.subject_id)
        return self._of_case() if self.about is About.CASE else self._in_period()

    def _lines(self) -> Any:
        return (
            select(Processing, AccessEntry)
            .join(AccessEntry, AccessEntry.seq == Processing.entry_seq)
            .where(
                Processing.municipality_id == self.municipality_id,
                *self.period.holds(Processing.at),
            )
        )

    def _of_case(self) -> Any:
        """Whoever opened, changed or was refused the case, or saw it on a list."""
        numbers = union(
            select(Processing.entry_seq).where(
                Processing.municipality_id == self.municipality_id,
                Processing.case_id == self.subject_id,
                *self.period.holds(Processing.at),
            ),
            select(AccessEntry.seq).where(
                AccessEntry.municipality_id == self.municipality_id,
                AccessEntry.case_id == self.subject_id,
                *self.period.holds(AccessEntry.at),
            ),
        ).subquery()
        return select(AccessEntry).join(numbers, numbers.c[0] == AccessEntry.seq)

    def _in_period(self) -> Any:
        return select(AccessEntry).where(
            AccessEntry.municipality_id == self.municipality_id,
            AccessEntry.event.not_in(ACCOUNT_EVENTS),
            *self.period.holds(AccessEntry.at),
        )
