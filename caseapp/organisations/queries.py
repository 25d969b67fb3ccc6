"""What is asked about teams and organisations."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from caseapp.extensions import db
from caseapp.model.accounts import TeamMembership, User
from caseapp.model.organisations import Organisation, Team


def team(team_id: UUID) -> Team | None:
    """Give the team with this id."""
    return db.session.get(Team, team_id)


def open_team(team_id: UUID) -> Team | None:
    """Give the team with this id, if it was not closed."""
    found = team(team_id)
    return found if found is not None and found.closed_at is None else None


def members_of(team_id: UUID) -> Sequence[UUID]:
    """Give who works in a team and can sign in."""
    query = select(TeamMembership.user_id).join(User, User.id == TeamMembership.user_id)
    return db.session.scalars(
        query.where(TeamMembership.team_id == team_id, User.deactivated_at.is_(None))
    ).all()


def organisation(organisation_id: UUID) -> Organisation | None:
    """Give the organisation with this id."""
    return db.session.get(Organisation, organisation_id)


def organisations(municipality_id: UUID) -> Sequence[Organisation]:
    """Give the organisations a municipality works with, by name."""
    return db.session.scalars(
        select(Organisation)
        .where(Organisation.municipality_id == municipality_id)
        .order_by(Organisation.name)
    ).all()
