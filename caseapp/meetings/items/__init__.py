"""Cases on an agenda: put there, people asked to the table for each, and concluded."""

from caseapp.meetings.items.actions import (
    ask_to_table,
    conclude,
    note_presence,
    table_case,
    take_from_table,
)
from caseapp.meetings.items.queries import (
    decided,
    held,
    invitation,
    is_of_today,
    is_readable,
    item,
    neighbours,
    of_case,
    on_agenda,
    right_to_table,
    seats,
    told,
)

__all__ = [
    "ask_to_table",
    "conclude",
    "decided",
    "held",
    "invitation",
    "is_of_today",
    "is_readable",
    "item",
    "neighbours",
    "note_presence",
    "of_case",
    "on_agenda",
    "right_to_table",
    "seats",
    "table_case",
    "take_from_table",
    "told",
]
