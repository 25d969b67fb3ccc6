"""Who may have to be told: ids only. Whether each of them may know it is asked when it is sent."""

from collections.abc import Collection, Iterable
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accounts import RoleGrant, TeamMembership, User
from caseapp.model.case_words import Part
from caseapp.model.cases import Involvement, Track
from caseapp.model.leaves import Leave


def members_of(team_id: UUID) -> set[UUID]:
    """Give who works in a team and may sign in."""
    return _active(select(TeamMembership.user_id).where(TeamMembership.team_id == team_id))


def leads_of_teams(team_ids: Iterable[UUID]) -> set[UUID]:
    """Give who leads any of these teams, and who stands in today for one who is on leave.

    Only who is a team lead too acts as one; whether they are is asked when it is sent.
    """
    leads = select(TeamMembership.user_id).where(
        TeamMembership.team_id.in_(list(team_ids)), TeamMembership.is_lead
    )
    today = clock.today()
    standing_in = select(Leave.substitute_id).where(
        Leave.user_id.in_(leads),
        Leave.accepted_at.is_not(None),
        Leave.ended_at.is_(None),
        Leave.first_on <= today,
        Leave.last_on >= today,
    )
    return _active(leads) | _active(standing_in)


def leads_of_case(case_id: UUID) -> set[UUID]:
    """Give who leads the teams that the tracks of a case are with."""
    teams = select(Track.team_id).where(Track.case_id == case_id, Track.team_id.is_not(None))
    found = db.session.scalars(teams.execution_options(unseen="position"))
    return leads_of_teams(one for one in found if one is not None)


def directors_of(case_id: UUID) -> set[UUID]:
    """Give who directs a case today."""
    return _active(
        select(Involvement.user_id).where(
            Involvement.case_id == case_id,
            Involvement.part == Part.DIRECTOR,
            Involvement.ended_at.is_(None),
        )
    )


def holders_of(municipality_id: UUID, roles: Collection[Role]) -> set[UUID]:
    """Give who holds one of these roles in a municipality."""
    return _active(
        select(RoleGrant.user_id).where(
            RoleGrant.municipality_id == municipality_id,
            RoleGrant.role.in_(roles),
            RoleGrant.ended_at.is_(None),
        )
    )


def _active(people: Select[Any]) -> set[UUID]:
    query = select(User.id).where(User.id.in_(people), User.deactivated_at.is_(None))
    return set(db.session.scalars(query.execution_options(unseen="position")))
