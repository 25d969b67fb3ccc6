"""What was seen and what was done, by whom, about whom. Append-only."""

from caseapp.accesslog.events import ASKED_PURPOSES, FACTS, Activity, Event, Facts, Purpose
from caseapp.accesslog.purposes import state_purpose, stated
from caseapp.accesslog.record import book_of, open_view, record, record_refusal
from caseapp.accesslog.witness import logbook
from caseapp.model.accesslog import Result

__all__ = [
    "ASKED_PURPOSES",
    "FACTS",
    "Activity",
    "Event",
    "Facts",
    "Purpose",
    "Result",
    "book_of",
    "logbook",
    "open_view",
    "record",
    "record_refusal",
    "state_purpose",
    "stated",
]
