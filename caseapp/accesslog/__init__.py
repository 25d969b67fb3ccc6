"""What was seen and what was done, by whom, about whom. Append-only."""

from caseapp.accesslog.aims import ASKED_PURPOSES, Activity, Origin, Purpose
from caseapp.accesslog.entries import details_of
from caseapp.accesslog.events import Event
from caseapp.accesslog.facts import FACTS, Facts
from caseapp.accesslog.grounds import (
    ACTIVITIES,
    DataKind,
    Disclosure,
    Ground,
    Registered,
    activity_of,
    grounds_of,
    kind_of,
)
from caseapp.accesslog.handout import MOST_EXPORTED, export
from caseapp.accesslog.incidents import Refusals, pseudonym, refusals_by_day, session_events
from caseapp.accesslog.integrity import check_log, destroy_month, hand_out, keep_on_paper
from caseapp.accesslog.looks import LISTS, Account, Colleague, Look
from caseapp.accesslog.purposes import forget_past_purposes, state_purpose, stated
from caseapp.accesslog.queries import (
    calls_since_a_minute,
    colleagues,
    faces,
    first,
    page,
    references,
    refusals,
    subject,
    tally,
)
from caseapp.accesslog.question import About, Period, Question, Subject
from caseapp.accesslog.record import (
    also_about,
    at_hand,
    book_of,
    open_call,
    open_view,
    record,
    record_by_command,
    record_refusal,
    rehearse,
    tells_nothing_of,
)
from caseapp.accesslog.rungs import RungNote
from caseapp.accesslog.seal.ending import expires_on
from caseapp.accesslog.seal.lateness import Ladder, Rung, waits_since
from caseapp.accesslog.standing import Seal, fingerprint, newest_head, public_keys, seal_of
from caseapp.accesslog.witness import logbook
from caseapp.model.accesslog import Result

__all__ = [
    "ACTIVITIES",
    "ASKED_PURPOSES",
    "FACTS",
    "LISTS",
    "MOST_EXPORTED",
    "About",
    "Account",
    "Activity",
    "Colleague",
    "DataKind",
    "Disclosure",
    "Event",
    "Facts",
    "Ground",
    "Ladder",
    "Look",
    "Origin",
    "Period",
    "Purpose",
    "Question",
    "Refusals",
    "Registered",
    "Result",
    "Rung",
    "RungNote",
    "Seal",
    "Subject",
    "activity_of",
    "also_about",
    "at_hand",
    "book_of",
    "calls_since_a_minute",
    "check_log",
    "colleagues",
    "destroy_month",
    "details_of",
    "expires_on",
    "export",
    "faces",
    "fingerprint",
    "first",
    "forget_past_purposes",
    "grounds_of",
    "hand_out",
    "keep_on_paper",
    "kind_of",
    "logbook",
    "newest_head",
    "open_call",
    "open_view",
    "page",
    "pseudonym",
    "public_keys",
    "record",
    "record_by_command",
    "record_refusal",
    "references",
    "refusals",
    "refusals_by_day",
    "rehearse",
    "seal_of",
    "session_events",
    "state_purpose",
    "stated",
    "subject",
    "tally",
    "tells_nothing_of",
    "waits_since",
]
