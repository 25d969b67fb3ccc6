"""Whom a flag reaches on each rung of the ladder of people, and on which it is next.

Only who can sign in and does casework, is not kept away from the file, did not raise it, and was
not reached before: a rung on which nobody is left is passed over.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select

from caseapp import accounts, notifications
from caseapp.escalation import ladder, on_call
from caseapp.extensions import db
from caseapp.kernel.actor import WORKING_ROLES, Role
from caseapp.model.case_words import Part
from caseapp.model.cases import Involvement
from caseapp.model.escalation import Rung

PARTS = {Rung.OWNER: Part.OWNER, Rung.DIRECTOR: Part.DIRECTOR}


@dataclass(frozen=True, slots=True)
class Reach:
    """Where a flag goes next, and to whom."""

    rung: Rung
    user_ids: tuple[UUID, ...]


def next_reach(
    municipality_id: UUID,
    case_id: UUID,
    *,
    raised_by_id: UUID,
    rung: Rung | None = None,
    reached: Collection[UUID] = (),
) -> Reach | None:
    """Give the next rung on which there is somebody; None when it reached everybody there is."""
    fit = {
        one.user_id
        for one in accounts.actors(municipality_id)
        if one.has_any(WORKING_ROLES) and case_id not in one.kept_from
    }
    left = fit - {raised_by_id, *reached}
    for step in ladder.rungs_from(rung):
        people = [one for one in _on(step, municipality_id, case_id) if one in left]
        if people:
            first = people[:1] if step is Rung.ON_CALL else people
            return Reach(step, tuple(first))
    return None


def _on(rung: Rung, municipality_id: UUID, case_id: UUID) -> Iterable[UUID]:
    if rung in PARTS:
        return _with(case_id, PARTS[rung])
    if rung is Rung.PROCESS_DIRECTOR:
        return sorted(notifications.holders_of(municipality_id, {Role.PROCESS_DIRECTOR}))
    if rung is Rung.TEAM_LEAD:
        return sorted(notifications.leads_of_case(case_id))
    return on_call.called(municipality_id)


def _with(case_id: UUID, part: Part) -> list[UUID]:
    query = select(Involvement.user_id).where(
        Involvement.case_id == case_id, Involvement.part == part, Involvement.ended_at.is_(None)
    )
    return sorted(set(db.session.scalars(query.execution_options(unseen="position"))))
