"""Meetings about cases: called, held and closed, and nothing on the agenda is left."""

from caseapp.meetings.actions import (
    Planned,
    add_kind,
    call_meeting,
    change_meeting,
    close_meeting,
    end_kind,
)
from caseapp.meetings.queries import (
    Listed,
    fit_to_chair,
    listed,
    meeting,
    own_kinds,
    to_come,
)

__all__ = [
    "Listed",
    "Planned",
    "add_kind",
    "call_meeting",
    "change_meeting",
    "close_meeting",
    "end_kind",
    "fit_to_chair",
    "listed",
    "meeting",
    "own_kinds",
    "to_come",
]
