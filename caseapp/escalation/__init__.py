"""Escalation: the phase of a case, and flags that must be answered."""

from caseapp.escalation.actions import acknowledge, answer_flag, escalate, keep_phase, raise_flag
from caseapp.escalation.climbing import climb_unanswered
from caseapp.escalation.queries import (
    FEW,
    Briefed,
    Standing,
    acknowledgement,
    answer_by,
    audience,
    first_reach,
    first_seen,
    flag,
    highest_cases,
    history,
    last_duties,
    open_flags,
    open_flags_of,
    phase_counts,
    standings,
)

__all__ = [
    "FEW",
    "Briefed",
    "Standing",
    "acknowledge",
    "acknowledgement",
    "answer_by",
    "answer_flag",
    "audience",
    "climb_unanswered",
    "escalate",
    "first_reach",
    "first_seen",
    "flag",
    "highest_cases",
    "history",
    "keep_phase",
    "last_duties",
    "open_flags",
    "open_flags_of",
    "phase_counts",
    "raise_flag",
    "standings",
]
