"""What is asked about one action: the action itself, and to whom it can be given."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from caseapp import cases
from caseapp.extensions import db
from caseapp.kernel.actor import Actor
from caseapp.model.accounts import User
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.meetings import AgendaItem
from caseapp.model.plans import PlanAction
from caseapp.plans.bearing import Place, reaches
from caseapp.plans.placing import placed, within
from caseapp.plans.queries import readable


def action(action_id: UUID) -> PlanAction | None:
    """Give one action with its case; raises Hidden for one that the database itself keeps back."""
    found: PlanAction | None = placed(PlanAction, action_id)
    return found


def fit_for(case: Case, track: TrackKind | None) -> Sequence[User]:
    """Give to whom an action on a track, or for both, can be given: who works on it and can."""
    found = {
        one.user_id: one.user
        for one in cases.at_work(case)
        if reaches(Place(one.user_id, one.part, one.track), track)
    }
    return sorted(found.values(), key=lambda one: one.name)


def decided(actor: Actor, item: AgendaItem) -> Sequence[PlanAction]:
    """Give what was decided about a case on an agenda, as far as this person may read it."""
    query = (
        select(PlanAction)
        .where(
            PlanAction.agenda_item_id == item.id,
            within(PlanAction.track, readable(actor, item.case)),
        )
        .options(joinedload(PlanAction.owner))
        .order_by(PlanAction.made_at, PlanAction.id)
    )
    return db.session.scalars(query).all()
