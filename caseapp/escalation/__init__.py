"""Escalation: the phase of a case, and flags that must be answered."""

from caseapp.escalation.actions import acknowledge, answer_flag, change_phase, raise_flag
from caseapp.escalation.queries import (
    FEW,
    Briefed,
    acknowledgement,
    audience,
    flag,
    flags_of,
    highest_cases,
    history,
    open_flags,
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
    "flags_of",
    "highest_cases",
    "history",
    "open_flags",
    "phase_counts",
    "raise_flag",
]
