"""Facts about cases on an agenda about which nothing was concluded: when, and who chairs."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import exists, or_, select

from caseapp.extensions import db
from caseapp.model import lock
from caseapp.model.among import among
from caseapp.model.case_words import Part
from caseapp.model.cases import Involvement
from caseapp.model.meetings import AgendaItem, Meeting
from caseapp.watchdog.asking import rows
from caseapp.watchdog.facts import ItemFacts
from caseapp.watchdog.kept import Kept
from caseapp.watchdog.staff import Staff

READS = or_(
    AgendaItem.track.is_(None),
    exists().where(
        Involvement.case_id == AgendaItem.case_id,
        Involvement.user_id == Meeting.chair_id,
        Involvement.ended_at.is_(None),
        (Involvement.part == Part.DIRECTOR)
        | Involvement.part.in_((Part.OWNER, Part.MEMBER)) & (Involvement.track == AgendaItem.track),
    ),
)
"""Who chairs works on what is spoken about alone; who left that track runs nothing about it."""
OPEN = (
    select(AgendaItem.case_id, AgendaItem.id, AgendaItem.track)
    .add_columns(Meeting.on_day, Meeting.chair_id, READS.label("reads"))
    .join(Meeting, Meeting.id == AgendaItem.meeting_id)
    .where(among(AgendaItem.case_id, "ids"), AgendaItem.outcome.is_(None))
    .order_by(Meeting.on_day, AgendaItem.id)
)
CHAIRED = select(Meeting.id).where(among(Meeting.chair_id, "ids"), Meeting.closed_at.is_(None))


@dataclass(frozen=True, slots=True)
class Tabled:
    """The open items of some cases, with the day and the chair of each meeting."""

    waiting: dict[UUID, list[Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, ids: Sequence[UUID]) -> "Tabled":
        """Look these up, on whichever track they are, with the voice that shows nobody."""
        waiting = defaultdict[UUID, list[Any]](list)
        for row in rows(OPEN, ids=ids) if ids else ():
            waiting[row.case_id].append(row)
        return cls(dict(waiting))

    @property
    def people(self) -> set[UUID]:
        """Give everybody who chairs one of these meetings."""
        return {row.chair_id for found in self.waiting.values() for row in found}

    def facts(self, case_id: UUID, staff: Staff, kept: Kept) -> tuple[ItemFacts, ...]:
        """Give the open items of one case as facts; a chair who cannot run it is no chair."""
        return tuple(
            ItemFacts(row.id, row.on_day, row.track, self._chair(row, case_id, staff, kept))
            for row in self.waiting.get(case_id, ())
        )

    def _chair(self, row: Any, case_id: UUID, staff: Staff, kept: Kept) -> UUID | None:
        chair = kept.holder(staff.workers[row.chair_id], case_id)
        return chair.id if chair.can_work and row.reads else None


def cases_of(meeting_ids: set[UUID]) -> set[UUID]:
    """Give the cases that wait on these agendas: their day or their chair changed."""
    if not meeting_ids:
        return set()
    query = select(AgendaItem.case_id).where(
        AgendaItem.meeting_id.in_(meeting_ids), AgendaItem.outcome.is_(None)
    )
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        return {row[0] for row in rows(query)}


def chaired_by(user_ids: set[UUID]) -> set[UUID]:
    """Give the cases that wait on an agenda of a meeting these people chair."""
    return cases_of({row[0] for row in rows(CHAIRED, ids=list(user_ids))})
