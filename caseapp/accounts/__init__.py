"""The people who work here: their accounts, roles, teams and sessions."""

from caseapp.accounts.actions import (
    arrange,
    choose_language,
    deactivate,
    end_session,
    invite,
)
from caseapp.accounts.beginning import ADDRESS, first_administrator
from caseapp.accounts.expiry import forget_ended_sessions, forget_old_attempts
from caseapp.accounts.holding import hold, hold_teams
from caseapp.accounts.queries import (
    Reachable,
    active_holders,
    actors,
    colleagues,
    know_roles,
    know_teams,
    leads_of,
    open_sessions,
    people,
    reachable,
    team_leads,
    teams,
    user,
)

__all__ = [
    "ADDRESS",
    "Reachable",
    "active_holders",
    "actors",
    "arrange",
    "choose_language",
    "colleagues",
    "deactivate",
    "end_session",
    "first_administrator",
    "forget_ended_sessions",
    "forget_old_attempts",
    "hold",
    "hold_teams",
    "invite",
    "know_roles",
    "know_teams",
    "leads_of",
    "open_sessions",
    "people",
    "reachable",
    "team_leads",
    "teams",
    "user",
]
