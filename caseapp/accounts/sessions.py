"""Being signed in: a row in the database, so that it ends when it must."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select, update

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.accounts import attempts, doors, passwords
from caseapp.extensions import db
from caseapp.kernel import bearing, clock
from caseapp.kernel.actor import Actor, Role
from caseapp.kernel.errors import RuleBroken
from caseapp.model import lock
from caseapp.model.accounts import RoleGrant, TeamMembership, User, UserSession
from caseapp.model.ladders import Ladder
from caseapp.model.lock import Voice
from caseapp.model.organisations import Municipality

SEEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Office:
    """The municipality an actor works for, as its screens need it; permissions are asked of it."""

    id: UUID
    name: str
    theme: str
    fictitious: bool
    ladder_id: UUID | None = None
    """Its own escalation ladder; None where it goes by the usual one."""

    __tablename__ = "municipalities"

    @property
    def municipality_id(self) -> UUID:
        """A municipality is its own."""
        return self.id


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who is signed in, and where."""

    actor: Actor
    office: Office
    function: str


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a session may last: without activity, and in all."""

    idle: timedelta
    absolute: timedelta


ACTING = (
    select(User.id.label("user_id"))
    .add_columns(User.municipality_id, User.name, User.function, User.language)
    .add_columns(User.organisation_id, RoleGrant.role)
    .add_columns(TeamMembership.team_id, TeamMembership.is_lead)
    .add_columns(doors.closes_doors().label("closes_doors"))
    .add_columns(doors.opens_doors().label("opens_doors"))
    .add_columns(doors.stands_in().label("stands_in"))
    .outerjoin(RoleGrant, (RoleGrant.user_id == User.id) & RoleGrant.ended_at.is_(None))
    .outerjoin(TeamMembership, TeamMembership.user_id == User.id)
    .where(User.deactivated_at.is_(None))
)
"""Everybody who may sign in, as they act: a row for each role and team."""

HOLDERS = (
    ACTING.add_columns(UserSession.id.label("session_id"), UserSession.seen_at)
    .add_columns(Municipality.name.label("place"), Municipality.theme)
    .add_columns(Municipality.is_fictitious, Ladder.id.label("ladder_id"))
    .join(UserSession, UserSession.user_id == User.id)
    .join(Municipality, Municipality.id == User.municipality_id)
    .outerjoin(
        Ladder,
        (Ladder.municipality_id == User.municipality_id)
        & Ladder.adopted_at.is_not(None)
        & Ladder.ended_at.is_(None),
    )
    .where(
        UserSession.token_hash == bindparam("token_hash"),
        UserSession.ended_at.is_(None),
        UserSession.seen_at > bindparam("idle_since"),
        UserSession.started_at > bindparam("begun_since"),
    )
)
"""Who holds a token: a row for each role and team. Made once; every request asks it."""


def find(token: str, limits: Limits) -> SignedIn | None:
    """Give who holds this token, if the session has not ended and the account is active.

    From here on it is that person who asks the database for rows, or nobody.
    """
    now = clock.now()
    lock.speak(db.session(), lock.Speaker(voice=Voice.DOOR))
    rows = db.session.execute(
        HOLDERS,
        {
            "token_hash": bearing.digest(token),
            "idle_since": now - limits.idle,
            "begun_since": now - limits.absolute,
            "now": now,
            "today": clock.today(),
        },
    ).all()
    user = rows[0] if rows else None
    lock.speak(db.session(), introduced(user) if user is not None else lock.NOBODY)
    if user is None:
        return None
    if now - user.seen_at > SEEN_EVERY:
        _touch(user.session_id, now)
    actor = actor_of(rows)
    office = Office(
        user.municipality_id, user.place, user.theme, user.is_fictitious, user.ladder_id
    )
    return SignedIn(actor, office, user.function)


def introduced(user: Any) -> lock.Speaker:
    """Give a user, or a row about one, as who speaks to the database."""
    user_id = user.id if isinstance(user, User) else user.user_id
    return lock.Speaker(user.municipality_id, user_id)


def actor_of(rows: Sequence[Any]) -> Actor:
    """Give somebody as they act, from their rows: one for each role and team."""
    user = rows[0]
    roles = frozenset(row.role for row in rows if row.role is not None)
    away = doors.stands_in_for(user.user_id) if user.stands_in else frozenset()
    led = doors.led_by(away) if away and Role.TEAM_LEAD in roles else frozenset()
    return Actor(
        user_id=user.user_id,
        municipality_id=user.municipality_id,
        name=user.name,
        roles=roles,
        team_ids=frozenset(row.team_id for row in rows if row.team_id is not None),
        led_team_ids=led.union(row.team_id for row in rows if row.is_lead),
        organisation_id=user.organisation_id,
        session_id=getattr(user, "session_id", None),
        language=user.language,
        kept_from=doors.kept_from(user.user_id) if user.closes_doors else frozenset(),
        emergencies=doors.emergencies(user.user_id) if user.opens_doors else (),
        stands_in_for=away,
    )


def _touch(session_id: UUID, now: datetime) -> None:
    db.session.execute(
        update(UserSession).where(UserSession.id == session_id).values(seen_at=now),
        execution_options={"synchronize_session": False},
    )


def holder_of_ended(token: str) -> User | None:
    """Give whose session this was; used only to keep what they were writing when it ended.

    Whatever is kept now is kept in their name.
    """
    with lock.aloud(db.session(), Voice.DOOR):
        found = db.session.scalar(
            select(User)
            .join(UserSession, UserSession.user_id == User.id)
            .where(UserSession.token_hash == bearing.digest(token), User.deactivated_at.is_(None))
        )
    if found is not None:
        lock.speak(db.session(), introduced(found))
    return found


def sign_in(email: str, password: str, *, address: str) -> str:
    """Start a session and give its token.

    Raises RuleBroken with one and the same message whether the account does not exist, was ended
    or the password is wrong, and with another when too many attempts failed.
    """
    keys = attempts.keys_of(email, address)
    attempts.refuse_if_too_many(keys)
    with lock.aloud(db.session(), Voice.DOOR):
        user = db.session.scalar(select(User).where(User.email == email.casefold()))
    right = passwords.fits(password, user.password_hash if user else None)
    if user is None or not right or not user.is_active:
        attempts.remember_failure(keys, user)
        raise RuleBroken("sign-in-failed")
    lock.speak(db.session(), introduced(user))
    if passwords.is_outdated(user.password_hash or ""):
        user.password_hash = passwords.hashed(password)
    return start(user)


def confirm(actor: Actor, password: str, *, address: str) -> None:
    """Ask who is signed in for the password again, before something grave.

    Raises RuleBroken when it is wrong, or was tried too often.
    """
    user = db.session.get_one(User, actor.user_id)
    keys = attempts.keys_of(user.email, address)
    attempts.refuse_if_too_many(keys)
    if not passwords.fits(password, user.password_hash):
        attempts.remember_failure(keys, user)
        raise RuleBroken("password-wrong", "password")


def start(user: User) -> str:
    """Open a session for somebody whose identity was established, and record it."""
    token, now = bearing.new_secret(), clock.now()
    session = UserSession(
        municipality_id=user.municipality_id,
        token_hash=bearing.digest(token),
        user_id=user.id,
        started_at=now,
        seen_at=now,
    )
    db.session.add(session)
    actor = Actor(user.id, user.municipality_id, user.name, session_id=session.id)
    accesslog.record(actor, Event.SIGNED_IN, session)
    return token
