"""What is asked about residents: who somebody is, lives with, relates to, and in which cases."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import contains_eager

from caseapp import policy
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.cases import Case, CaseState, CaseSubject
from caseapp.model.residents import HouseholdMember, Relation, Resident
from caseapp.policy import Permission


def resident(resident_id: UUID) -> Resident | None:
    """Give the resident with this id."""
    return db.session.get(Resident, resident_id)


def in_household_of(actor: Actor, resident: Resident) -> Sequence[HouseholdMember]:
    """Give who lives with a resident now, as far as this person may see them."""
    today = clock.today()
    homes = select(HouseholdMember.household_id).where(
        HouseholdMember.resident_id == resident.id, _still(today)
    )
    query = (
        select(HouseholdMember)
        .join(HouseholdMember.resident)
        .where(
            HouseholdMember.household_id.in_(homes),
            HouseholdMember.resident_id != resident.id,
            _still(today),
        )
        .options(contains_eager(HouseholdMember.resident))
        .order_by(HouseholdMember.started_on, HouseholdMember.id)
    )
    return db.session.scalars(policy.visible(actor, Permission.RESIDENT_VIEW, query)).all()


@dataclass(frozen=True, slots=True)
class Tie:
    """A relation as it looks from one of the two: who the other is, and which way it runs."""

    relation: Relation
    other: Resident
    outgoing: bool
    """The resident in view is the parent, guardian ... of the other; else the other way round."""


def relations_of(actor: Actor, resident: Resident) -> list[Tie]:
    """Give how a resident relates to others, as far as this person may see those."""
    query = (
        select(Relation, Resident)
        .join(
            Resident,
            or_(
                and_(Relation.from_id == resident.id, Resident.id == Relation.to_id),
                and_(Relation.to_id == resident.id, Resident.id == Relation.from_id),
            ),
        )
        .order_by(Relation.ended_on.is_not(None), Relation.created_at, Relation.id)
    )
    rows = db.session.execute(policy.visible(actor, Permission.RESIDENT_VIEW, query))
    return [Tie(tie, other, outgoing=tie.from_id == resident.id) for tie, other in rows]


def cases_of(actor: Actor, resident: Resident) -> Sequence[Case]:
    """Give the cases a resident is in that this person may open, running ones first."""
    query = (
        select(Case)
        .join(CaseSubject, CaseSubject.case_id == Case.id)
        .where(CaseSubject.resident_id == resident.id)
        .order_by(Case.state == CaseState.CLOSED, Case.opened_at.desc(), Case.id)
    )
    return db.session.scalars(policy.visible(actor, Permission.CASE_VIEW, query)).all()


def _still(today: date) -> ColumnElement[bool]:
    return or_(HouseholdMember.ended_on.is_(None), HouseholdMember.ended_on >= today)
