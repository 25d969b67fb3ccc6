"""The end of police data: asked by who watches over its days, agreed by another, and then gone."""

from caseapp.journal.police.destruction.actions import ask_destruction, destroy
from caseapp.journal.police.destruction.exact import fingerprint
from caseapp.journal.police.destruction.queries import (
    Destroyed,
    asked,
    count_due,
    destroyed,
    due,
    lines_of,
)

__all__ = [
    "Destroyed",
    "ask_destruction",
    "asked",
    "count_due",
    "destroy",
    "destroyed",
    "due",
    "fingerprint",
    "lines_of",
]
