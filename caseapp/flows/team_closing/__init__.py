"""Closing a team: what is with it goes to another team in one go; nothing is left behind."""

from caseapp.flows.team_closing.actions import close_team
from caseapp.flows.team_closing.queries import successors_of

__all__ = ["close_team", "successors_of"]
