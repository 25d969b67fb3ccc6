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
    is_of_today,
    is_readable,
    item,
    neighbours,
    of_case,
    on_agenda,
    told,
)

__all__ = [
    "ask_to_table",
    "conclude",
    "decided",
    "held",
    "is_of_today",
    "is_readable",
    "item",
    "neighbours",
    "note_presence",
    "of_case",
    "on_agenda",
    "table_case",
    "take_from_table",
    "told",
]
