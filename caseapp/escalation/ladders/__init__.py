"""Which phases a municipality's ladder of escalation has: versions, by agreement of two people."""

from caseapp.escalation.ladders.actions import adopt, ask, write
from caseapp.escalation.ladders.queries import (
    ever_in_force,
    in_force,
    known,
    ladder,
    left_behind,
    shape_of,
    versions,
)
from caseapp.escalation.ladders.shape import (
    BY_PERSON,
    NAME_LENGTH,
    SHIPPED,
    USUAL,
    WORDS_LENGTH,
    Shape,
    Step,
    dropped,
    objections,
)

__all__ = [
    "BY_PERSON",
    "NAME_LENGTH",
    "SHIPPED",
    "USUAL",
    "WORDS_LENGTH",
    "Shape",
    "Step",
    "adopt",
    "ask",
    "dropped",
    "ever_in_force",
    "in_force",
    "known",
    "ladder",
    "left_behind",
    "objections",
    "shape_of",
    "versions",
    "write",
]
