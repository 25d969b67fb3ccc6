"""What is asked about coming down: one proposal, and the one that waits for a case."""

from uuid import UUID

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload, selectinload

from caseapp.escalation import ladder, ladders
from caseapp.extensions import db
from caseapp.model.cases import Case, Involvement
from caseapp.model.descents import Descent

HEAD = (
    joinedload(Descent.case).options(
        selectinload(Case.tracks),
        selectinload(Case.involvements).joinedload(Involvement.user),
        selectinload(Case.subjects),
    ),
    joinedload(Descent.requested_by),
    joinedload(Descent.receiver),
    joinedload(Descent.agreed_by),
    joinedload(Descent.ended_by),
)
WAITING = (
    select(Descent)
    .where(Descent.case_id == bindparam("case_id"), Descent.ended_at.is_(None))
    .options(joinedload(Descent.receiver), joinedload(Descent.requested_by))
)


def descent(descent_id: UUID) -> Descent | None:
    """Give one proposal, with the case it is about and who works on that."""
    return db.session.scalar(select(Descent).where(Descent.id == descent_id).options(*HEAD))


def waiting(case: Case) -> Descent | None:
    """Give the proposal to bring a case down that waits for an answer."""
    return db.session.scalar(WAITING, {"case_id": case.id})


def is_of_another_ladder(descent: Descent) -> bool:
    """Tell whether it would skip a phase by now, or come to one that there is no more."""
    known = ladders.in_force(descent.municipality_id).weights
    return descent.to_phase != ladder.below(descent.from_phase, known)
