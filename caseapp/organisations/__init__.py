"""The teams of a municipality, and the organisations whose people work with it."""

from caseapp.organisations.actions import (
    change_organisation,
    change_team,
    set_up_organisation,
    set_up_team,
)
from caseapp.organisations.queries import members_of, open_team, organisation, organisations, team

__all__ = [
    "change_organisation",
    "change_team",
    "members_of",
    "open_team",
    "organisation",
    "organisations",
    "set_up_organisation",
    "set_up_team",
    "team",
]
