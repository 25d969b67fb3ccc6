"""Escalation: the phase of a case, and flags that must be answered."""

from caseapp.escalation.actions import acknowledge, answer_flag, escalate, keep_phase, raise_flag
from caseapp.escalation.queries import (
    FEW,
    Briefed,
    acknowledgement,
    audience,
    flag,
    highest_cases,
    history,
    last_duties,
    open_flags,
    open_flags_of,
    phase_counts,
)

__all__ = [
    "FEW",
    "Briefed",
    "acknowledge",
    "acknowledgement",
    "answer_flag",
    "audience",
    "escalate",
    "flag",
    "highest_cases",
    "history",
    "keep_phase",
    "last_duties",
    "open_flags",
    "open_flags_of",
    "phase_counts",
    "raise_flag",
]
