"""Lines of the log with what decides whether they may be told: read in batches, judged at once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from caseapp.accesslog import colleagues
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import CaseSubject, Involvement
from caseapp.model.privacy import Confidentiality
from caseapp.privacy.withholding import HANDLING, Hold, Processed, Standing, standing

COLUMNS = (
    Processing.seq,
    Processing.at,
    Processing.municipality_id,
    Processing.user_id,
    Processing.event,
    Processing.purpose,
    Processing.resident_id,
    Processing.case_id,
    AccessEntry.trace_id,
    AccessEntry.details,
    AccessEntry.emergency_id,
    AccessEntry.case_id.label("entry_case_id"),
)
OF_SAFETY = f"track={TrackKind.SAFETY}"


@dataclass(frozen=True, slots=True)
class Line:
    """One processing of one resident's data, as it stands in the log."""

    seq: int
    at: datetime
    municipality_id: UUID | None
    user_id: UUID | None
    event: str
    purpose: str | None
    resident_id: UUID | None
    case_id: UUID | None
    trace_id: UUID
    details: str
    emergency_id: UUID | None
    entry_case_id: UUID | None

    @property
    def case_ids(self) -> frozenset[UUID]:
        """The case it is about, and that of the page it stood on."""
        return frozenset(one for one in (self.case_id, self.entry_case_id) if one is not None)

    @property
    def day(self) -> date:
        """The day in the Netherlands."""
        return clock.local(self.at).date()


@dataclass(frozen=True, slots=True)
class Judged:
    """A line, from which side it was, and whether it may be told today."""

    line: Line
    from_safety: bool
    standing: Standing


def lines() -> Select[Any]:
    """Give the selection of lines, without conditions and without order."""
    selection: Any = select(*COLUMNS)
    found: Select[Any] = selection.join(AccessEntry, AccessEntry.seq == Processing.entry_seq)
    return found


def read(query: Select[Any]) -> list[Line]:
    """Read lines; those about the work on answers are left out, for they are never told."""
    kept = query.where(Processing.event.not_in([str(event) for event in HANDLING]))
    return [Line(*row) for row in db.session.execute(kept)]


def judge(municipality_id: UUID, found: Sequence[Line]) -> list[Judged]:
    """Say of each line whether it may be told, in four queries whatever their number."""
    today, safety = clock.today(), _Safety(found)
    holds = holds_on(
        municipality_id,
        {line.resident_id for line in found},
        frozenset().union(*(line.case_ids for line in found)),
    )
    judged = []
    for line in found:
        from_safety = safety.holds_for(line)
        about = Processed(line.event, line.day, line.resident_id, line.case_ids, from_safety)
        judged.append(Judged(line, from_safety, standing(about, holds, today)))
    return judged


def holds_on(
    municipality_id: UUID, residents: Iterable[UUID | None], cases: Iterable[UUID]
) -> list[Hold]:
    """Give what the register says about these residents and cases, past rows included."""
    wanted = [one for one in residents if one is not None]
    around = _cases_around(wanted)
    query = select(
        Confidentiality.case_id,
        Confidentiality.resident_id,
        Confidentiality.scope,
        Confidentiality.since,
        Confidentiality.until,
        Confidentiality.ended_at,
    ).where(
        Confidentiality.municipality_id == municipality_id,
        Confidentiality.resident_id.in_(wanted) | Confidentiality.case_id.in_({*cases, *around}),
    )
    return [
        Hold(
            row.case_id,
            row.resident_id,
            row.scope,
            row.since,
            _last(row.until, row.ended_at),
            frozenset(around.get(row.case_id, ())),
        )
        for row in db.session.execute(query)
    ]


def _cases_around(residents: Sequence[UUID]) -> dict[UUID, set[UUID]]:
    """Give the cases that are about these residents, each with whom of them."""
    query = select(CaseSubject.case_id, CaseSubject.resident_id).where(
        CaseSubject.resident_id.in_(residents)
    )
    found: dict[UUID, set[UUID]] = {}
    for case_id, resident_id in db.session.execute(query.execution_options(unseen="log")):
        found.setdefault(case_id, set()).add(resident_id)
    return found


def _last(until: date, ended_at: datetime | None) -> date:
    return until if ended_at is None else min(until, clock.local(ended_at).date())


class _Safety:
    """Knows who looked from the safety side: by office, or by their place in a case then."""

    def __init__(self, found: Sequence[Line]) -> None:
        self.people = colleagues(line.user_id for line in found)
        self.places: dict[tuple[UUID | None, UUID], list[tuple[datetime, datetime | None]]] = {}
        cases = frozenset[UUID]().union(*(line.case_ids for line in found))
        query = select(
            Involvement.user_id, Involvement.case_id, Involvement.started_at, Involvement.ended_at
        ).where(Involvement.case_id.in_(cases), Involvement.track == TrackKind.SAFETY)
        for user, case, since, until in db.session.execute(query) if cases else ():
            self.places.setdefault((user, case), []).append((since, until))

    def holds_for(self, line: Line) -> bool:
        """Tell whether a line is from the safety side."""
        if OF_SAFETY in line.details.split():
            return True
        who = self.people.get(line.user_id)
        if who is not None and Role.SAFETY_ADVISER in who.roles_at(line.at):
            return True
        held = [
            span
            for case_id in line.case_ids
            for span in self.places.get((line.user_id, case_id), ())
        ]
        return any(since <= line.at and (until is None or line.at < until) for since, until in held)
