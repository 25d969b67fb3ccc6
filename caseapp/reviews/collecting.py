"""Gathering what the rules are shown: the lines of the log, and what is known beside it.

Everything is read unseen: a program weighs it, and nobody is shown a row. What stands out is put
to a reviewer, whose look is logged like any other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlalchemy import select

from caseapp import accesslog
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.accesslog import AccessEntry, Processing, Result
from caseapp.model.cases import Case, CaseSubject
from caseapp.reviews.colleagues import colleagues_of, ties_of
from caseapp.reviews.history import Colleague, History, Known, Look
from caseapp.reviews.parameters import Parameters

LOOKS_BACK = timedelta(days=30)
CROWD_SPAN = timedelta(days=2)
UNSEEN = {"unseen": "review"}
AT_ONCE = 5_000


@dataclass(slots=True)
class Gathered:
    """All looks of a municipality in a period, and what the rules need to know beside them."""

    municipality_id: UUID
    looks: dict[UUID, list[Look]]
    colleagues: dict[UUID, Colleague]
    faces: Mapping[UUID | None, accesslog.Colleague]
    """Who looked, with every role they ever held."""
    closed_at: dict[UUID, datetime]
    shielded: frozenset[UUID]
    recognised: frozenset[UUID]

    def histories(self, day: date) -> Iterator[History]:
        """Give the day of everybody who was there, with the thirty days before it."""
        known = self._known(day)
        first = day - LOOKS_BACK
        for user_id, looks in sorted(self.looks.items(), key=lambda pair: pair[0].hex):
            today = tuple(look for look in looks if look.day == day)
            if not today:
                continue
            before = tuple(look for look in looks if first <= look.day < day)
            yield History(self._then(user_id, today), day, today, before, known)

    def _then(self, user_id: UUID, today: tuple[Look, ...]) -> Colleague:
        """Give a colleague as they were then: with the roles they held when they looked."""
        who = self.faces[user_id]
        roles = {str(role) for look in today for role in who.roles_at(look.at)}
        return replace(self.colleagues[user_id], roles=frozenset(roles))

    def _known(self, day: date) -> Known:
        crowds: dict[UUID, set[UUID]] = {}
        since = day - CROWD_SPAN + timedelta(days=1)
        for user_id, looks in self.looks.items():
            for look in looks:
                bare = look.opened and not look.relation and since <= look.day <= day
                if bare and look.about is not None:
                    crowds.setdefault(look.about, set()).add(user_id)
        numbers = {one: len(people) for one, people in crowds.items()}
        return Known(self.closed_at, self.shielded, self.recognised, numbers)


def gather(municipality_id: UUID, first: date, last: date, parameters: Parameters) -> Gathered:
    """Read the log of these days and the thirty before them."""
    looks = _looks(
        municipality_id,
        clock.midnight(first - LOOKS_BACK),
        clock.midnight(last + timedelta(days=1)),
    )
    ties = ties_of(municipality_id)
    return Gathered(
        municipality_id,
        looks,
        colleagues_of(municipality_id, looks, ties, parameters),
        accesslog.colleagues(looks),
        *_cases(municipality_id),
        frozenset(resident for own in ties.own.values() for resident in own),
    )


def _looks(municipality_id: UUID, since: datetime, until: datetime) -> dict[UUID, list[Look]]:
    query = (
        select(
            AccessEntry.user_id,
            AccessEntry.at,
            AccessEntry.event,
            Processing.resident_id,
            Processing.case_id,
            AccessEntry.case_id.label("entry_case"),
            AccessEntry.relation,
            AccessEntry.purpose,
            AccessEntry.result,
            AccessEntry.origin,
            AccessEntry.emergency_id,
            AccessEntry.subject_id,
            AccessEntry.seq,
        )
        .outerjoin(Processing, Processing.entry_seq == AccessEntry.seq)
        .where(
            AccessEntry.municipality_id == municipality_id,
            AccessEntry.at >= since,
            AccessEntry.at < until,
            AccessEntry.user_id.is_not(None),
        )
        .order_by(AccessEntry.at, AccessEntry.seq)
        .execution_options(yield_per=AT_ONCE, **UNSEEN)
    )
    found: dict[UUID, list[Look]] = {}
    for row in db.session.execute(query):
        look = Look(
            at=row.at,
            event=row.event,
            resident_id=row.resident_id,
            case_id=row.case_id or row.entry_case,
            relation=row.relation,
            purpose=row.purpose,
            refused=row.result is Result.REFUSED,
            origin=row.origin,
            emergency_id=row.emergency_id,
            subject_id=row.subject_id,
            entry=row.seq,
        )
        found.setdefault(row.user_id, []).append(look)
    return found


def _cases(municipality_id: UUID) -> tuple[dict[UUID, datetime], frozenset[UUID]]:
    """Give when cases were closed, and which cases and people are shielded."""
    closed = select(Case.id, Case.closed_at).where(
        Case.municipality_id == municipality_id, Case.closed_at.is_not(None)
    )
    shielded = select(Case.id).where(Case.municipality_id == municipality_id, Case.is_shielded)
    about = select(CaseSubject.resident_id).where(CaseSubject.case_id.in_(shielded))
    moments = {
        row.id: row.closed_at for row in db.session.execute(closed.execution_options(**UNSEEN))
    }
    sheltered = [
        *db.session.scalars(shielded.execution_options(**UNSEEN)),
        *db.session.scalars(about.execution_options(**UNSEEN)),
    ]
    return moments, frozenset(sheltered)
