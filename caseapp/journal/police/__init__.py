"""Police data that is not at hand any more: searched for with a reason, only stored, destroyed."""

from caseapp.journal.police.actions import read_stored, search_police_data
from caseapp.journal.police.ageing import days_of
from caseapp.journal.police.queries import Stored, stored, stored_on, stored_step

__all__ = [
    "Stored",
    "days_of",
    "read_stored",
    "search_police_data",
    "stored",
    "stored_on",
    "stored_step",
]
