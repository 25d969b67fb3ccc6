"""Escalation: the phase of a case, and flags that must be answered."""

from caseapp.escalation.actions import acknowledge, answer_flag, change_phase, raise_flag
from caseapp.escalation.queries import (
    FEW,
    Briefed,
    acknowledgement,
    audience,
    flag,
    highest_cases,
    history,
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
    "change_phase",
    "flag",
    "highest_cases",
    "history",
    "open_flags",
    "open_flags_of",
    "phase_counts",
    "raise_flag",
]
