"""What is done to accounts: inviting colleagues, their roles and teams, ending their access."""

from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm.attributes import flag_modified

from caseapp import accesslog, holdings, policy
from caseapp.accesslog import Event
from caseapp.accounts import passwords
from caseapp.accounts.holding import hold, hold_teams
from caseapp.accounts.queries import is_known
from caseapp.extensions import db
from caseapp.holdings import HoldingKind
from caseapp.kernel import clock
from caseapp.kernel.actor import OVERSIGHT_ROLES, WORKING_ROLES, Actor, Role
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import RoleGrant, TeamMembership, User, UserSession
from caseapp.model.leaves import Leave, LeaveEnd
from caseapp.model.organisations import Organisation, Team
from caseapp.policy import Permission
from caseapp.policy.trades import fits


def invite(
    actor: Actor,
    municipality: Any,
    *,
    name: str,
    email: str,
    function: str,
    roles: Collection[Role],
    team_ids: Collection[UUID],
    password: str,
    led_team_ids: Collection[UUID] = (),
    organisation_id: UUID | None = None,
) -> User:
    """Give a new colleague an account; raises RuleBroken for a known address or clashing roles."""
    policy.require(actor, Permission.USER_INVITE, municipality)
    _refuse_clash(roles)
    address = email.strip().casefold()
    if is_known(address):
        raise RuleBroken("email-known", "email")
    if (problem := passwords.problem(password)) is not None:
        raise RuleBroken(f"password-{problem}", "password")
    user = User(
        municipality_id=municipality.id,
        name=name,
        email=address,
        function=function,
        password_hash=passwords.hashed(password),
    )
    _set_organisation(user, roles, organisation_id)
    db.session.add(user)
    db.session.flush()
    _set_roles(actor, user, roles)
    _set_teams(user, team_ids, led_team_ids)
    accesslog.record(actor, Event.USER_INVITED, user, roles=",".join(sorted(roles)))
    return user


def arrange(
    actor: Actor,
    user: User,
    *,
    function: str,
    roles: Collection[Role],
    team_ids: Collection[UUID],
    led_team_ids: Collection[UUID] = (),
    organisation_id: UUID | None = None,
) -> None:
    """Set a colleague's function, roles and teams; a right that goes is gone at the next click.

    Raises RuleBroken for clashing roles, and while work of theirs or of a team would be left to
    nobody by it.
    """
    policy.require(actor, Permission.USER_ARRANGE, user)
    _refuse_clash(roles)
    if user.id == actor.user_id:
        raise RuleBroken("not-oneself")
    _refuse_dropping(user, roles, {*team_ids, *led_team_ids}, set(led_team_ids))
    user.function = function
    _set_organisation(user, roles, organisation_id)
    flag_modified(
        user, "function"
    )  # roles and teams are other rows: the version rises all the same
    _set_roles(actor, user, roles)
    _set_teams(user, team_ids, led_team_ids)
    accesslog.record(actor, Event.USER_CHANGED, user, roles=",".join(sorted(roles)))


def deactivate(actor: Actor, user: User, *, at_once: bool = False) -> None:
    """End a colleague's access: every session of theirs ends in the same transaction.

    Raises RuleBroken while anything is open with them. `at_once` is for danger, such as an account
    in the hands of somebody else: access ends all the same, and what was open is a crack from that
    moment, told to whoever leads the team.
    """
    policy.require(actor, Permission.USER_ARRANGE, user)
    if user.id == actor.user_id:
        raise RuleBroken("not-oneself")
    hold_teams(*_teams_of(user), leaves=True)
    hold(user)
    if not at_once and user.is_active and holdings.held_by(user.id):
        raise RuleBroken("user-holds-work")
    now = clock.now()
    _end_leave(user, now)
    user.deactivated_at = user.deactivated_at or now
    db.session.execute(
        update(UserSession)
        .where(UserSession.user_id == user.id, UserSession.ended_at.is_(None))
        .values(ended_at=now),
        execution_options={"synchronize_session": False},
    )
    accesslog.record(actor, Event.USER_DEACTIVATED, user, at_once="yes" if at_once else "no")


def end_session(actor: Actor, municipality: Any) -> None:
    """Sign out: the session ends on the server, whatever the browser keeps."""
    policy.require(actor, Permission.PROFILE_EDIT, municipality)
    db.session.execute(
        update(UserSession).where(UserSession.id == actor.session_id).values(ended_at=clock.now()),
        execution_options={"synchronize_session": False},
    )
    accesslog.record(actor, Event.SIGNED_OUT, municipality)


def choose_language(actor: Actor, municipality: Any, *, language: str) -> None:
    """Show the screens in Dutch (nl) or English (en) from now on."""
    policy.require(actor, Permission.PROFILE_EDIT, municipality)
    user = db.session.get_one(User, actor.user_id)
    user.language = language
    accesslog.record(actor, Event.LANGUAGE_CHOSEN, municipality, language=language)


def _refuse_clash(roles: Collection[Role]) -> None:
    """Who watches the log, or runs the system, does no casework (separation of duties)."""
    if not roles:
        raise RuleBroken("role-needed", "roles")
    if OVERSIGHT_ROLES.intersection(roles) and len(set(roles)) > 1:
        raise RuleBroken("roles-clash", "roles")


def _end_leave(user: User, now: datetime) -> None:
    """Who works here no more is not away from anything, and nobody stands in for them."""
    mine = select(Leave).where(Leave.user_id == user.id, Leave.ended_at.is_(None))
    for leave in db.session.scalars(mine):
        leave.end, leave.ended_at = LeaveEnd.WITHDRAWN, now


OF_TEAM = frozenset({HoldingKind.TRACK, HoldingKind.SIGNAL})
"""What is with a team, and for one trade alone or for both."""


def _teams_of(user: User) -> list[UUID]:
    return [one.team_id for one in user.memberships]


def _refuse_dropping(
    user: User, roles: Collection[Role], team_ids: set[UUID], led_team_ids: set[UUID]
) -> None:
    """Raise RuleBroken for other roles or teams that would leave work, or a team, to nobody."""
    hold_teams(*_teams_of(user), leaves=True)
    hold(user)
    works = not WORKING_ROLES.isdisjoint(roles)
    gone = {one.team_id for one in user.memberships} - team_ids
    for one in holdings.held_by(user.id):
        if one.kind in holdings.OF_WORK and not works:
            raise RuleBroken("user-holds-work", "roles")
        if one.kind in OF_TEAM and not fits(roles, one.track):
            raise RuleBroken("user-holds-work-of-trade", "roles")
        if one.kind in OF_TEAM and one.team_id in gone:
            raise RuleBroken("user-holds-work-of-team", "teams")
        leads = one.team_id in led_team_ids and Role.TEAM_LEAD in roles
        if one.kind is HoldingKind.LEAD and not leads:
            raise RuleBroken("team-needs-lead", "leads")
        if one.kind is HoldingKind.QUEUE and not (works and one.team_id in team_ids):
            raise RuleBroken("queue-needs-staff", "teams")


def _set_roles(actor: Actor, user: User, roles: Collection[Role]) -> None:
    now = clock.now()
    for grant in user.grants:
        if grant.ended_at is None and grant.role not in roles:
            grant.ended_at = now
    for role in set(roles) - user.roles:
        user.grants.append(
            RoleGrant(
                municipality_id=user.municipality_id,
                role=role,
                granted_at=now,
                granted_by_id=actor.user_id,
            )
        )


def _set_organisation(user: User, roles: Collection[Role], organisation_id: UUID | None) -> None:
    """A chain partner works for an organisation; everybody else for the municipality itself."""
    if Role.CHAIN_PARTNER not in roles:
        user.organisation_id = None
        return
    if organisation_id is None:
        raise RuleBroken("partner-needs-organisation", "organisation")
    known = select(Organisation.id).where(
        Organisation.id == organisation_id, Organisation.municipality_id == user.municipality_id
    )
    if db.session.scalar(known) is None:
        raise RuleBroken("organisation-unknown", "organisation")
    user.organisation_id = organisation_id


def _set_teams(user: User, team_ids: Collection[UUID], led_team_ids: Collection[UUID] = ()) -> None:
    wanted = set(team_ids) | set(led_team_ids)
    known = set(
        db.session.scalars(
            select(Team.id).where(
                Team.id.in_(wanted),
                Team.municipality_id == user.municipality_id,
                Team.closed_at.is_(None),
            )
        )
    )
    if known != wanted:
        raise RuleBroken("team-unknown", "teams")
    for membership in list(user.memberships):
        if membership.team_id not in wanted:
            db.session.delete(membership)
            user.memberships.remove(membership)
        else:
            membership.is_lead = membership.team_id in set(led_team_ids)
    for team_id in wanted - {m.team_id for m in user.memberships}:
        user.memberships.append(
            TeamMembership(
                municipality_id=user.municipality_id,
                team_id=team_id,
                is_lead=team_id in set(led_team_ids),
            )
        )
