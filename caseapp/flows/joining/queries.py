"""What is asked about joining: which cases are about the same people, and what was joined."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import aliased

from caseapp import policy
from caseapp.extensions import db
from caseapp.kernel.actor import Actor
from caseapp.model.cases import Case, CaseSubject
from caseapp.model.closures import Closure
from caseapp.model.residents import HouseholdMember
from caseapp.policy import Permission


def others_about(actor: Actor, case: Case) -> Sequence[Case]:
    """Give the open cases about the same people or household that this person steers as well.

    A shielded case is joined with nothing: who is named on one would come to read the other.
    """
    if case.is_shielded:
        return []
    query = (
        select(Case)
        .where(Case.id != case.id, Case.is_shielded.is_(False), about_the_same(case.id))
        .order_by(Case.opened_at, Case.id)
    )
    return db.session.scalars(policy.visible(actor, Permission.CASE_CLOSE, query)).all()


def about_the_same(case_id: UUID) -> ColumnElement[bool]:
    """Ask whether a case is about one of the people of another, or about who lives with them."""
    theirs = select(CaseSubject.resident_id).where(CaseSubject.case_id == case_id)
    return Case.id.in_(
        select(CaseSubject.case_id).where(
            or_(CaseSubject.resident_id.in_(theirs), CaseSubject.resident_id.in_(_living(theirs)))
        )
    )


def _living(people: Select[Any]) -> Select[Any]:
    """Select who lives in a household with any of these people now."""
    mine, others = aliased(HouseholdMember), aliased(HouseholdMember)
    return (
        select(others.resident_id)
        .join(mine, mine.household_id == others.household_id)
        .where(mine.resident_id.in_(people))
        .where(mine.ended_on.is_(None), others.ended_on.is_(None))
    )


def joined_into(actor: Actor, case: Case) -> Case | None:
    """Give the case that a closed one goes on as, if this person may open it."""
    if case.is_open:
        return None
    standing = select(Closure.into_id).where(
        Closure.case_id == case.id, Closure.reopened_at.is_(None), Closure.into_id.is_not(None)
    )
    query = select(Case).where(Case.id.in_(standing))
    return db.session.scalar(policy.visible(actor, Permission.CASE_VIEW, query))


def joined_from(actor: Actor, case: Case) -> Sequence[Case]:
    """Give the closed cases that go on as this one, as far as this person may open them."""
    from_ids = select(Closure.case_id).where(
        Closure.into_id == case.id, Closure.reopened_at.is_(None)
    )
    query = select(Case).where(Case.id.in_(from_ids)).order_by(Case.opened_at, Case.id)
    return db.session.scalars(policy.visible(actor, Permission.CASE_VIEW, query)).all()
