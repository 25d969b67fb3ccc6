"""Police data that is not at hand any more: searched for with a reason, only stored, destroyed."""

from caseapp.journal.police.actions import read_stored, search_police_data
from caseapp.journal.police.ageing import days_of
from caseapp.journal.police.aims import objections_to_search
from caseapp.journal.police.destruction import (
    Destroyed,
    ask_destruction,
    asked,
    count_due,
    destroy,
    destroyed,
    due,
    fingerprint,
    lines_of,
)
from caseapp.journal.police.queries import MOST, Stored, stored, stored_on, stored_step

__all__ = [
    "MOST",
    "Destroyed",
    "Stored",
    "ask_destruction",
    "asked",
    "count_due",
    "days_of",
    "destroy",
    "destroyed",
    "due",
    "fingerprint",
    "lines_of",
    "objections_to_search",
    "read_stored",
    "search_police_data",
    "stored",
    "stored_on",
    "stored_step",
]
