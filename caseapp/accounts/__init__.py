"""The people who work here: their accounts, roles, teams and sessions."""

from caseapp.accounts.actions import arrange, choose_language, deactivate, end_session, invite
from caseapp.accounts.beginning import ADDRESS, first_administrator
from caseapp.accounts.expiry import forget_ended_sessions, forget_old_attempts
from caseapp.accounts.queries import (
    active_holders,
    actors,
    colleagues,
    open_sessions,
    team_leads,
    teams,
    user,
)

__all__ = [
    "ADDRESS",
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
    "invite",
    "open_sessions",
    "team_leads",
    "teams",
    "user",
]
