"""What is asked about accounts."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Select, inspect, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from caseapp.accounts.sessions import ACTING, Limits, actor_of, introduced
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor, Role
from caseapp.model import lock
from caseapp.model.accounts import RoleGrant, TeamMembership, User, UserSession
from caseapp.model.organisations import Team


def user(user_id: UUID) -> User | None:
    """Give the account with this id."""
    return db.session.get(User, user_id)


def is_known(address: str) -> bool:
    """Tell whether an address has an account, in whichever municipality: it has but one."""
    with lock.aloud(db.session(), lock.Voice.DOOR):
        return db.session.scalar(select(User.id).where(User.email == address)) is not None


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


def know_roles(people: Iterable[User]) -> None:
    """Ask in one go for the roles of several people, of whom they are not known yet."""
    _know(people, "grants", select(RoleGrant).order_by(RoleGrant.granted_at), RoleGrant.user_id)


def know_teams(people: Iterable[User]) -> None:
    """Ask in one go in which teams several people are, of whom it is not known yet."""
    _know(people, "memberships", select(TeamMembership), TeamMembership.user_id)


def _know(people: Iterable[User], what: str, query: Select[Any], whose: Any) -> None:
    strangers = {one.id: one for one in people if what in inspect(one).unloaded}
    if not strangers:
        return
    held = defaultdict[UUID, list[Any]](list)
    for row in db.session.scalars(query.where(whose.in_(strangers))):
        held[row.user_id].append(row)
    for user_id, user in strangers.items():
        set_committed_value(user, what, held[user_id])


def people(user_ids: Collection[UUID]) -> Sequence[User]:
    """Give some people, by name."""
    if not user_ids:
        return ()
    return db.session.scalars(
        select(User).where(User.id.in_(user_ids)).order_by(User.name, User.id)
    ).all()


def teams(municipality_id: UUID) -> Sequence[Team]:
    """Give the teams of a municipality, by name; those that were closed are not there."""
    known = select(Team).where(Team.municipality_id == municipality_id, Team.closed_at.is_(None))
    return db.session.scalars(known.order_by(Team.name)).all()


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


def leads_of(user: User) -> Sequence[User]:
    """Give who leads a team somebody works in, but for themselves: they can hand over the work."""
    teams_of = select(TeamMembership.team_id).where(TeamMembership.user_id == user.id)
    return db.session.scalars(
        select(User)
        .join(TeamMembership, TeamMembership.user_id == User.id)
        .where(
            TeamMembership.team_id.in_(teams_of),
            TeamMembership.is_lead,
            User.id != user.id,
            User.deactivated_at.is_(None),
        )
        .distinct()
        .order_by(User.name, User.id)
    ).all()


@dataclass(frozen=True, slots=True)
class Reachable:
    """Somebody who may sign in, as they act, and where a mail reaches them."""

    actor: Actor
    email: str


def reachable(user_id: UUID) -> Reachable | None:
    """Give somebody as they act today, and their address; None when their access ended.

    From here on it is that person who asks the database for rows, or nobody.
    """
    lock.speak(db.session(), lock.Speaker(voice=lock.Voice.DOOR))
    query = ACTING.add_columns(User.email).where(User.id == user_id)
    rows = db.session.execute(query, {"now": clock.now(), "today": clock.today()}).all()
    lock.speak(db.session(), introduced(rows[0]) if rows else lock.NOBODY)
    return Reachable(actor_of(rows), rows[0].email) if rows else None


def actors(municipality_id: UUID) -> list[Actor]:
    """Give everybody who may sign in as they act, by name: to tell who can see what."""
    query = ACTING.where(User.municipality_id == municipality_id).order_by(User.name, User.id)
    rows: dict[UUID, list[Any]] = {}
    for row in db.session.execute(query, {"now": clock.now(), "today": clock.today()}):
        rows.setdefault(row.user_id, []).append(row)
    return [actor_of(own) for own in rows.values()]
