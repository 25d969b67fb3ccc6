"""Everything the access log can say, with its purpose and its processing activity.

The activity is the line of the municipality's register of processing (AVG article 30) that the
event falls under; the purpose is what the data was used for when nothing more precise is known.
"""

from dataclasses import dataclass
from enum import StrEnum


class Purpose(StrEnum):
    """What somebody looked for. The last ones are asked; the first follow from the work."""

    CASEWORK = "casework"
    TRIAGE = "triage"
    ADMINISTRATION = "administration"
    ACCOUNT = "account"
    SECURITY = "security"
    LOG_REVIEW = "log-review"
    SUPERVISION = "supervision"
    ESCALATION = "escalation"
    REPLACEMENT = "replacement"
    COMPLAINT = "complaint"
    RESIDENT_REQUEST = "resident-request"


ASKED_PURPOSES = (
    Purpose.TRIAGE,
    Purpose.SUPERVISION,
    Purpose.ESCALATION,
    Purpose.REPLACEMENT,
    Purpose.COMPLAINT,
    Purpose.RESIDENT_REQUEST,
)
"""The short list for somebody who looks by office, without a relation to the case."""


class Origin(StrEnum):
    """How far away on the network somebody was."""

    MACHINE = "machine"
    OWN = "own"
    OUTSIDE = "outside"


class Activity(StrEnum):
    """A processing activity of the municipality's register."""

    CASEWORK = "care-and-safety-casework"
    INTAKE = "intake-and-registration"
    OVERSIGHT = "oversight-of-access"
    OPERATION = "operation-of-the-system"


class Event(StrEnum):
    """What happened. Name: <subject>:<participle>."""

    WORKLIST_SHOWN = "worklist:shown"
    CASES_LISTED = "cases:listed"
    BRIEFING_SHOWN = "briefing:shown"
    CASE_SHOWN = "case:shown"
    CASE_OPENED = "case:opened"
    CASE_STAFFED = "case:staffed"
    PHASE_CHANGED = "case:phase-changed"
    TRACK_TAKEN = "track:taken"
    TRACK_ARRANGED = "track:arranged"
    STEP_SHOWN = "step:shown"
    STEP_LOGGED = "step:logged"
    STEP_CORRECTED = "step:corrected"
    FLAG_SHOWN = "flag:shown"
    FLAG_RAISED = "flag:raised"
    FLAG_ANSWERED = "flag:answered"
    FLAG_ACKNOWLEDGED = "flag:acknowledged"
    CASE_SHIELDED = "case:shielded"
    CASE_UNSHIELDED = "case:unshielded"
    READERS_SHOWN = "case:readers-shown"
    STEPPED_ASIDE = "case:stepped-aside"
    DEPARTURE_SEEN = "case:departure-seen"
    ACQUAINTANCE_LIFTED = "acquaintance:lifted"
    MARKS_SET = "profile:marks-set"
    APPROVALS_SHOWN = "approvals:shown"
    APPROVAL_ASKED = "approval:asked"
    APPROVAL_DECIDED = "approval:decided"
    EMERGENCY_OPENED = "emergency:opened"
    EMERGENCY_TRACKS_OPENED = "emergency:tracks-opened"
    EMERGENCY_SHOWN = "emergency:shown"
    EMERGENCY_EXPLAINED = "emergency:explained"
    EMERGENCY_ENDED = "emergency:ended"
    REVIEWS_SHOWN = "reviews:shown"
    REVIEW_SHOWN = "review:shown"
    REVIEW_ASKED = "review:asked"
    REVIEW_ANSWERED = "review:answered"
    REVIEW_JUDGED = "review:judged"
    REVIEW_REREAD = "review:reread"
    REVIEWS_DRAWN = "reviews:drawn"
    REVIEW_NUMBER_SET = "reviews:number-set"
    BREACH_HANDLED = "breach:handled"
    FORM_SHOWN = "form:shown"
    DRAFT_SAVED = "draft:saved"
    DRAFT_DISCARDED = "draft:discarded"
    RESIDENTS_SEARCHED = "residents:searched"
    SEARCH_SHOWN = "search:shown"
    RESIDENT_SHOWN = "resident:shown"
    RESIDENT_REGISTERED = "resident:registered"
    RESIDENT_CHANGED = "resident:changed"
    RELATION_REGISTERED = "resident:related"
    HOUSEHOLD_FORMED = "household:formed"
    BSN_REVEALED = "resident:bsn-revealed"
    LIST_OFFERED = "import:offered"
    LIST_SHOWN = "import:shown"
    LIST_IMPORTED = "import:done"
    LIST_DISCARDED = "import:discarded"
    PURPOSE_STATED = "purpose:stated"
    LOG_SHOWN = "log:shown"
    LOG_EXPORTED = "log:exported"
    ANSWER_SHOWN = "answer:shown"
    ANSWER_PREPARED = "answer:prepared"
    ANSWER_RELEASED = "answer:released"
    CONFIDENTIALITY_SHOWN = "confidentiality:shown"
    CONFIDENTIALITY_REGISTERED = "confidentiality:registered"
    CONFIDENTIALITY_ENDED = "confidentiality:ended"
    PROCESSINGS_SERVED = "processings:served"
    LOG_SENT = "log:sent"
    TOKENS_SHOWN = "tokens:shown"
    TOKEN_MADE = "token:made"  # noqa: S105 - an event
    TOKEN_ENDED = "token:ended"  # noqa: S105 - an event
    SEAL_SHOWN = "seal:shown"
    LOG_CHECKED = "log:checked"
    LOG_HANDED_OUT = "log:handed-out"
    HEAD_KEPT = "seal:head-kept"
    SEALING_LATE = "sealing:late"
    SEALING_IN_TIME = "sealing:in-time"
    SECURITY_LOG_SHOWN = "security-log:shown"
    TEAMS_SHOWN = "teams:shown"
    TEAM_ARRANGED = "team:arranged"
    ORGANISATION_ARRANGED = "organisation:arranged"
    USERS_SHOWN = "users:shown"
    USER_INVITED = "user:invited"
    USER_CHANGED = "user:changed"
    USER_DEACTIVATED = "user:deactivated"
    SIGNED_IN = "session:started"
    SIGN_IN_FAILED = "session:refused"
    SIGNED_OUT = "session:ended"
    LANGUAGE_CHOSEN = "profile:language-chosen"
    REFUSED = "access:refused"


@dataclass(frozen=True, slots=True)
class Facts:
    """What is true of an event wherever it happens."""

    purpose: Purpose
    activity: Activity


_CASEWORK = Facts(Purpose.CASEWORK, Activity.CASEWORK)
_INTAKE = Facts(Purpose.TRIAGE, Activity.INTAKE)
_REVIEW = Facts(Purpose.LOG_REVIEW, Activity.OVERSIGHT)
_SECURITY = Facts(Purpose.SECURITY, Activity.OVERSIGHT)
_ACCOUNT = Facts(Purpose.ACCOUNT, Activity.OPERATION)
_ADMINISTRATION = Facts(Purpose.ADMINISTRATION, Activity.OPERATION)

FACTS: dict[Event, Facts] = {
    **dict.fromkeys(
        [
            Event.WORKLIST_SHOWN,
            Event.CASES_LISTED,
            Event.BRIEFING_SHOWN,
            Event.CASE_SHOWN,
            Event.CASE_STAFFED,
            Event.PHASE_CHANGED,
            Event.TRACK_TAKEN,
            Event.TRACK_ARRANGED,
            Event.STEP_SHOWN,
            Event.STEP_LOGGED,
            Event.STEP_CORRECTED,
            Event.FLAG_SHOWN,
            Event.FLAG_RAISED,
            Event.FLAG_ANSWERED,
            Event.FLAG_ACKNOWLEDGED,
            Event.FORM_SHOWN,
            Event.DRAFT_SAVED,
            Event.DRAFT_DISCARDED,
            Event.PURPOSE_STATED,
            Event.CASE_SHIELDED,
            Event.CASE_UNSHIELDED,
            Event.STEPPED_ASIDE,
            Event.DEPARTURE_SEEN,
            Event.EMERGENCY_OPENED,
            Event.EMERGENCY_TRACKS_OPENED,
            Event.EMERGENCY_EXPLAINED,
            Event.EMERGENCY_ENDED,
        ],
        _CASEWORK,
    ),
    **dict.fromkeys(
        [
            Event.CASE_OPENED,
            Event.RESIDENTS_SEARCHED,
            Event.SEARCH_SHOWN,
            Event.RESIDENT_SHOWN,
            Event.RESIDENT_REGISTERED,
            Event.RESIDENT_CHANGED,
            Event.RELATION_REGISTERED,
            Event.HOUSEHOLD_FORMED,
            Event.BSN_REVEALED,
            Event.LIST_OFFERED,
            Event.LIST_SHOWN,
            Event.LIST_IMPORTED,
            Event.LIST_DISCARDED,
        ],
        _INTAKE,
    ),
    **dict.fromkeys(
        [
            Event.LOG_SHOWN,
            Event.LOG_EXPORTED,
            Event.ANSWER_SHOWN,
            Event.ANSWER_PREPARED,
            Event.ANSWER_RELEASED,
            Event.CONFIDENTIALITY_SHOWN,
            Event.CONFIDENTIALITY_REGISTERED,
            Event.CONFIDENTIALITY_ENDED,
            Event.SEAL_SHOWN,
            Event.LOG_CHECKED,
            Event.LOG_HANDED_OUT,
            Event.HEAD_KEPT,
            Event.READERS_SHOWN,
            Event.APPROVALS_SHOWN,
            Event.APPROVAL_ASKED,
            Event.APPROVAL_DECIDED,
            Event.ACQUAINTANCE_LIFTED,
            Event.EMERGENCY_SHOWN,
            Event.REVIEWS_SHOWN,
            Event.REVIEW_SHOWN,
            Event.REVIEW_ASKED,
            Event.REVIEW_ANSWERED,
            Event.REVIEW_JUDGED,
            Event.REVIEW_REREAD,
            Event.REVIEWS_DRAWN,
            Event.REVIEW_NUMBER_SET,
            Event.BREACH_HANDLED,
        ],
        _REVIEW,
    ),
    Event.PROCESSINGS_SERVED: Facts(Purpose.RESIDENT_REQUEST, Activity.OVERSIGHT),
    **dict.fromkeys(
        [Event.SIGNED_IN, Event.SIGNED_OUT, Event.LANGUAGE_CHOSEN, Event.MARKS_SET], _ACCOUNT
    ),
    **dict.fromkeys(
        [
            Event.SECURITY_LOG_SHOWN,
            Event.REFUSED,
            Event.SIGN_IN_FAILED,
            Event.SEALING_LATE,
            Event.SEALING_IN_TIME,
        ],
        _SECURITY,
    ),
    **dict.fromkeys(
        [
            Event.LOG_SENT,
            Event.TOKENS_SHOWN,
            Event.TOKEN_MADE,
            Event.TOKEN_ENDED,
            Event.TEAMS_SHOWN,
            Event.TEAM_ARRANGED,
            Event.ORGANISATION_ARRANGED,
            Event.USERS_SHOWN,
            Event.USER_INVITED,
            Event.USER_CHANGED,
            Event.USER_DEACTIVATED,
        ],
        _ADMINISTRATION,
    ),
}
