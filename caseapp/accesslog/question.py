"""What is asked of the log, and the selection that answers it."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, union

from caseapp.accesslog.aims import Activity
from caseapp.accesslog.events import Event
from caseapp.accesslog.facts import FACTS
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
    return clock.midnight(day) if day is not None else None


@dataclass(frozen=True, slots=True)
class Selection:
    """Rows of the log without order, and the columns they are put in order by."""

    query: Any
    at: Any
    seq: Any


@dataclass(frozen=True, slots=True)
class Question:
    """About whom or what the log is asked, and over which period."""

    municipality_id: UUID
    about: About
    subject_id: UUID | None = None
    period: Period = ALWAYS
    narrowed_to: UUID | None = None
    """Of the lines of a colleague only those about this resident, case or other thing."""

    @property
    def by_line(self) -> bool:
        """Tell whether the answer is a line per resident, and not an entry as a whole."""
        return self.about in (About.RESIDENT, About.COLLEAGUE)

    def selection(self) -> Selection:
        """Give the selection that answers it, without order."""
        if self.by_line:
            return Selection(self._lines(), Processing.at, Processing.seq)
        if self.about is About.CASE:
            near = self._near_case().subquery("near")
            return Selection(select(near), near.c.at, near.c.seq)
        return Selection(self._in_period(), AccessEntry.at, AccessEntry.seq)

    def _lines(self) -> Any:
        is_whose = Processing.user_id if self.about is About.COLLEAGUE else Processing.resident_id
        return select(Processing).where(
            Processing.municipality_id == self.municipality_id,
            is_whose == self.subject_id,
            *self.period.holds(Processing.at),
            *self._narrow(),
        )

    def _narrow(self) -> list[ColumnElement[bool]]:
        """Give the condition that a line, or the entry it stands under, is about one thing."""
        if self.narrowed_to is None:
            return []
        entries = select(AccessEntry.seq).where(
            AccessEntry.municipality_id == self.municipality_id,
            AccessEntry.user_id == self.subject_id,
            *self.period.holds(AccessEntry.at),
            or_(
                AccessEntry.case_id == self.narrowed_to, AccessEntry.subject_id == self.narrowed_to
            ),
        )
        about = Processing.resident_id == self.narrowed_to
        return [about | Processing.entry_seq.in_(entries)]

    def _near_case(self) -> Any:
        """Numbers of who opened, changed or was refused the case, or saw it on a list."""
        return union(
            select(Processing.entry_seq.label("seq"), Processing.at.label("at")).where(
                Processing.municipality_id == self.municipality_id,
                Processing.case_id == self.subject_id,
                *self.period.holds(Processing.at),
            ),
            select(AccessEntry.seq, AccessEntry.at).where(
                AccessEntry.municipality_id == self.municipality_id,
                AccessEntry.case_id == self.subject_id,
                *self.period.holds(AccessEntry.at),
            ),
        )

    def _in_period(self) -> Any:
        return select(AccessEntry).where(
            AccessEntry.municipality_id == self.municipality_id,
            AccessEntry.event.not_in(ACCOUNT_EVENTS),
            *self.period.holds(AccessEntry.at),
        )
