"""What is asked about leave: one's own, whom one stands in for, and who is away in one's teams."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from caseapp import policy
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import WORKING_ROLES, Actor
from caseapp.model.accounts import RoleGrant, User
from caseapp.model.leaves import Leave, LeaveEnd
from caseapp.policy import Permission

SHOWN_FOR = timedelta(days=31)
"""How long a leave that is over stays on the page."""
MOST = 200
HEAD = (
    joinedload(Leave.user).selectinload(User.memberships),
    joinedload(Leave.substitute),
    joinedload(Leave.asked_by),
    joinedload(Leave.replaces),
)


def leave(leave_id: UUID) -> Leave | None:
    """Give one leave, with whose it is and who stands in."""
    return db.session.scalar(select(Leave).where(Leave.id == leave_id).options(*HEAD))


def _lately(query: Select[Any]) -> Select[Any]:
    """Narrow to what holds or waits, and is not long over; the first days first."""
    recent = Leave.last_on >= clock.today() - SHOWN_FOR
    return (
        query.where(Leave.ended_at.is_(None), recent)
        .options(*HEAD)
        .order_by(Leave.first_on, Leave.id)
        .limit(MOST)
    )


def own(actor: Actor) -> Sequence[Leave]:
    """Give one's own leave: what holds and what waits."""
    return db.session.scalars(_lately(select(Leave).where(Leave.user_id == actor.user_id))).all()


def stood_in_by(actor: Actor) -> Sequence[Leave]:
    """Give the leave of colleagues for whom one stands in, or is asked to."""
    return db.session.scalars(
        _lately(select(Leave).where(Leave.substitute_id == actor.user_id))
    ).all()


def of_teams(actor: Actor) -> Sequence[Leave]:
    """Give the leave of the colleagues one leads."""
    query = _lately(select(Leave).where(Leave.user_id != actor.user_id))
    return db.session.scalars(policy.visible(actor, Permission.LEAVE_ARRANGE, query)).all()


def to_answer(actor: Actor) -> Sequence[Leave]:
    """Give the leaves for which one is asked to stand in and did not answer."""
    query = select(Leave).where(
        Leave.substitute_id == actor.user_id,
        Leave.accepted_at.is_(None),
        Leave.ended_at.is_(None),
        Leave.last_on >= clock.today(),
    )
    return db.session.scalars(query.options(*HEAD).order_by(Leave.first_on, Leave.id)).all()


def turned_down(actor: Actor) -> Sequence[Leave]:
    """Give one's own leaves that were refused, until something else is asked or it is off."""
    anew = aliased(Leave)
    query = select(Leave).where(
        Leave.user_id == actor.user_id,
        Leave.end == LeaveEnd.REFUSED,
        Leave.last_on >= clock.today(),
        ~exists().where(
            anew.user_id == Leave.user_id,
            anew.asked_at > Leave.asked_at,
            or_(anew.end.is_(None), anew.end != LeaveEnd.WITHDRAWN),
        ),
    )
    return db.session.scalars(query.options(*HEAD).order_by(Leave.first_on, Leave.id)).all()


def away_today(municipality_id: UUID) -> set[UUID]:
    """Give who is on leave today: somebody stands in for them, or nobody has to."""
    today = clock.today()
    agreed = or_(Leave.accepted_at.is_not(None), Leave.substitute_id.is_(None))
    query = select(Leave.user_id).where(
        Leave.municipality_id == municipality_id,
        Leave.ended_at.is_(None),
        Leave.first_on <= today,
        Leave.last_on >= today,
        agreed,
    )
    return set(db.session.scalars(query))


def who_may_be_away(actor: Actor) -> Sequence[User]:
    """Give for whom one may ask leave: oneself, and the colleagues one leads; by name."""
    query = (
        select(User).where(User.deactivated_at.is_(None)).options(selectinload(User.memberships))
    )
    asked = policy.visible(actor, Permission.LEAVE_ASK, query)
    return db.session.scalars(asked.order_by(User.name, User.id)).all()


def candidates(municipality_id: UUID) -> Sequence[User]:
    """Give who may stand in for anybody: who can sign in and does casework; with roles, by name."""
    works = exists().where(
        RoleGrant.user_id == User.id,
        RoleGrant.ended_at.is_(None),
        RoleGrant.role.in_(WORKING_ROLES),
    )
    query = select(User).where(
        User.municipality_id == municipality_id, User.deactivated_at.is_(None), works
    )
    roles = selectinload(User.grants)
    return db.session.scalars(query.options(roles).order_by(User.name, User.id)).all()
