"""What is asked about evaluations: what was learned, and of what nothing was written down yet."""

from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from caseapp.extensions import db
from caseapp.model.cases import Case
from caseapp.model.escalation import PhaseChange
from caseapp.model.evaluations import Evaluation


def of_case(case: Case) -> dict[UUID, Evaluation]:
    """Give what was learned of a case, by the decision that it came down by."""
    query = select(Evaluation).where(Evaluation.case_id == case.id)
    found = db.session.scalars(query.options(joinedload(Evaluation.made_by)))
    return {one.change_id: one for one in found}


def asked_of(case: Case) -> UUID | None:
    """Give the decision that waits longest for an evaluation; None if nothing does."""
    query = waiting().where(PhaseChange.case_id == case.id).with_only_columns(PhaseChange.id)
    return db.session.scalars(query.execution_options(unseen="policy")).first()


def waiting() -> Select[UUID, UUID, object]:
    """Select the decisions that ask an evaluation and have none, the oldest first."""
    return (
        select(PhaseChange.id, PhaseChange.case_id, PhaseChange.changed_at)
        .outerjoin(Evaluation, Evaluation.change_id == PhaseChange.id)
        .where(PhaseChange.asks_evaluation, Evaluation.id.is_(None))
        .order_by(PhaseChange.changed_at, PhaseChange.id)
    )
