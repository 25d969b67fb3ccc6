"""What is asked about accounts."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from caseapp.accounts.sessions import ACTING, Limits, actor_of
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor, Role
from caseapp.model.accounts import RoleGrant, TeamMembership, User, UserSession
from caseapp.model.organisations import Team


def user(user_id: UUID) -> User | None:
    """Give the account with this id."""
    return db.session.get(User, user_id)


def colleagues(municipality_id: UUID) -> Sequence[User]:
    """Give everybody with an account in this municipality, active ones first."""
    return db.session.scalars(
        select(User)
        .where(User.municipality_id == municipality_id)
        .options(
            selectinload(User.grants),
            selectinload(User.memberships).joinedload(TeamMembership.team),
            joinedload(User.organisation),
        )
        .order_by(User.deactivated_at.is_not(None), User.name, User.id)
    ).all()


def open_sessions(municipality_id: UUID, limits: Limits) -> Sequence[UserSession]:
    """Give the sessions that are open now, the longest first."""
    now = clock.now()
    return db.session.scalars(
        select(UserSession)
        .join(UserSession.user)
        .where(
            UserSession.municipality_id == municipality_id,
            UserSession.ended_at.is_(None),
            UserSession.seen_at > now - limits.idle,
            UserSession.started_at > now - limits.absolute,
            User.deactivated_at.is_(None),
        )
        .options(contains_eager(UserSession.user))
        .order_by(UserSession.started_at, UserSession.id)
    ).all()


def active_holders(municipality_id: UUID, *roles: Role) -> Sequence[User]:
    """Give the active colleagues who hold one of these roles, by name."""
    return db.session.scalars(
        select(User)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(
            User.municipality_id == municipality_id,
            User.deactivated_at.is_(None),
            RoleGrant.ended_at.is_(None),
            RoleGrant.role.in_(roles),
        )
        .options(joinedload(User.organisation))
        .distinct()
        .order_by(User.name, User.id)
    ).all()


def teams(municipality_id: UUID) -> Sequence[Team]:
    """Give the teams of a municipality, by name."""
    return db.session.scalars(
        select(Team).where(Team.municipality_id == municipality_id).order_by(Team.name)
    ).all()


def team_leads(team_id: UUID) -> Sequence[User]:
    """Give the active leads of a team."""
    return db.session.scalars(
        select(User)
        .join(TeamMembership, TeamMembership.user_id == User.id)
        .where(
            TeamMembership.team_id == team_id,
            TeamMembership.is_lead,
            User.deactivated_at.is_(None),
        )
        .order_by(User.name, User.id)
    ).all()


def actors(municipality_id: UUID) -> list[Actor]:
    """Give everybody who may sign in as they act, by name: to tell who can see what."""
    query = ACTING.where(User.municipality_id == municipality_id).order_by(User.name, User.id)
    rows: dict[UUID, list[Any]] = {}
    for row in db.session.execute(query, {"now": clock.now()}):
        rows.setdefault(row.user_id, []).append(row)
    return [actor_of(own) for own in rows.values()]
