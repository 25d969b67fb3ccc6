"""What is asked about teams and organisations."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from caseapp.extensions import db
from caseapp.model.organisations import Organisation, Team


def team(team_id: UUID) -> Team | None:
    """Give the team with this id."""
    return db.session.get(Team, team_id)


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
