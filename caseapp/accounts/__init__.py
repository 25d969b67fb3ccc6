"""The people who work here: their accounts, roles, teams and sessions."""

from caseapp.accounts.actions import arrange, choose_language, deactivate, end_session, invite
from caseapp.accounts.expiry import forget_ended_sessions, forget_old_attempts
from caseapp.accounts.queries import (
    active_holders,
    colleagues,
    open_sessions,
    team_leads,
    teams,
    user,
)

__all__ = [
    "active_holders",
    "arrange",
    "choose_language",
    "colleagues",
    "deactivate",
    "end_session",
    "forget_ended_sessions",
    "forget_old_attempts",
    "invite",
    "open_sessions",
    "team_leads",
    "teams",
    "user",
]
