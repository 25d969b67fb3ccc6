"""Whom a colleague knows, is or lives with: from those files they keep out."""

from caseapp.acquaintances.actions import (
    ask_lift,
    lift,
    see_departure,
    set_own_marks,
    step_aside_from_case,
    step_aside_from_resident,
)
from caseapp.acquaintances.queries import (
    acquaintance,
    acquaintances_of,
    departure,
    own_marks,
)

__all__ = [
    "acquaintance",
    "acquaintances_of",
    "ask_lift",
    "departure",
    "lift",
    "own_marks",
    "see_departure",
    "set_own_marks",
    "step_aside_from_case",
    "step_aside_from_resident",
]
