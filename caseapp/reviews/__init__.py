"""The review of access: what stood out or was drawn, put to people who give a verdict."""

from caseapp.reviews.actions import answer, ask, handle_breach, judge, reread
from caseapp.reviews.drawing import draw, set_number
from caseapp.reviews.parameters import MEANINGS, Parameters, is_within
from caseapp.reviews.queries import (
    Figures,
    asked_of,
    breaches,
    figures,
    overdue,
    parameters_of,
    queue,
    review,
    to_reread,
    undrawn_since,
    waiting,
    weeks_without_sample,
)
from caseapp.reviews.rules import Rule

__all__ = [
    "MEANINGS",
    "Figures",
    "Parameters",
    "Rule",
    "answer",
    "ask",
    "asked_of",
    "breaches",
    "draw",
    "figures",
    "handle_breach",
    "is_within",
    "judge",
    "overdue",
    "parameters_of",
    "queue",
    "reread",
    "review",
    "set_number",
    "to_reread",
    "undrawn_since",
    "waiting",
    "weeks_without_sample",
]
