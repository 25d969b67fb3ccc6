"""What is done about teams and organisations: setting them up and changing what they are."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseapp import accesslog, holdings, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.organisations import Organisation, OrganisationKind, Team, TeamKind
from caseapp.policy import Permission


def set_up_team(actor: Actor, municipality: Any, *, name: str, kind: TeamKind) -> Team:
    """Make a team, in whose queue work can wait; raises RuleBroken for a name that is taken."""
    policy.require(actor, Permission.TEAMS_ARRANGE, municipality)
    _refuse_known(Team, municipality.id, name)
    team = Team(municipality_id=municipality.id, name=name, kind=kind)
    db.session.add(team)
    accesslog.record(actor, Event.TEAM_ARRANGED, team, kind=kind)
    return team


def change_team(actor: Actor, team: Team, *, name: str, kind: TeamKind) -> None:
    """Give a team another name or other work.

    Raises RuleBroken for a name that is taken, and for other work while anything is with the team:
    who works there could not take them any more.
    """
    policy.require(actor, Permission.TEAMS_ARRANGE, team)
    _refuse_known(Team, team.municipality_id, name, but=team.id)
    if kind is not team.kind and holdings.has_work(team.id):
        raise RuleBroken("team-holds-work", "kind")
    team.name, team.kind = name, kind
    accesslog.record(actor, Event.TEAM_ARRANGED, team, kind=kind)


def set_up_organisation(
    actor: Actor, municipality: Any, *, name: str, kind: OrganisationKind
) -> Organisation:
    """Name an organisation whose people may be asked to take part in a case."""
    policy.require(actor, Permission.TEAMS_ARRANGE, municipality)
    _refuse_known(Organisation, municipality.id, name)
    organisation = Organisation(municipality_id=municipality.id, name=name, kind=kind)
    db.session.add(organisation)
    accesslog.record(actor, Event.ORGANISATION_ARRANGED, organisation, kind=kind)
    return organisation


def change_organisation(
    actor: Actor, organisation: Organisation, *, name: str, kind: OrganisationKind
) -> None:
    """Give an organisation another name or kind."""
    policy.require(actor, Permission.TEAMS_ARRANGE, organisation)
    _refuse_known(Organisation, organisation.municipality_id, name, but=organisation.id)
    organisation.name, organisation.kind = name, kind
    accesslog.record(actor, Event.ORGANISATION_ARRANGED, organisation, kind=kind)


def _refuse_known(noun: Any, municipality_id: UUID, name: str, but: UUID | None = None) -> None:
    known = select(noun.id).where(noun.municipality_id == municipality_id, noun.name == name)
    found = db.session.scalar(known)
    if found is not None and found != but:
        raise RuleBroken("name-taken", "name")
