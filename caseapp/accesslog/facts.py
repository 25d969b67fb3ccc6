"""Under which purpose and which processing activity each event of the log falls.

The activity is the line of the municipality's register of processing (AVG article 30) that the
event falls under; the purpose is what the data was used for when nothing more precise is known.
"""

from dataclasses import dataclass

from caseapp.accesslog.aims import Activity, Purpose
from caseapp.accesslog.events import Event


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
            Event.WORKLIST_SHOWN, Event.COVER_SHOWN, Event.COVER_STATED, Event.FINDING_AGREED,
            Event.AGREEMENT_SHOWN, Event.HANDOVER_OFFERED, Event.HANDOVER_ACCEPTED,
            Event.HANDOVER_REFUSED, Event.HANDOVER_WITHDRAWN, Event.HANDOVER_RETURNED,
            Event.HANDOVER_SEEN, Event.HANDOVER_SHOWN, Event.LEAVES_SHOWN, Event.LEAVE_ASKED,
            Event.LEAVE_CHANGED, Event.LEAVE_ACCEPTED, Event.LEAVE_REFUSED, Event.LEAVE_WITHDRAWN,
            Event.CASES_LISTED, Event.BRIEFING_SHOWN, Event.CASE_SHOWN, Event.CASE_STAFFED,
            Event.CASE_CLOSED, Event.CASE_JOINED, Event.CASE_REOPENED, Event.WATCH_ENDED,
            Event.WATCH_EXTENDED, Event.WATCH_PASSED_ON, Event.PHASE_CHANGED,
            Event.ESCALATION_EVALUATED, Event.PHASES_SHOWN, Event.DESCENT_SHOWN,
            Event.DESCENT_PROPOSED, Event.DESCENT_AGREED, Event.DESCENT_ACCEPTED,
            Event.DESCENT_REFUSED, Event.DESCENT_WITHDRAWN, Event.MEASURES_SHOWN,
            Event.MEASURE_SHOWN, Event.MEASURE_PREPARED, Event.MEASURE_ADVANCED,
            Event.CARE_OFFERS_SHOWN, Event.CARE_OFFERED, Event.CARE_ANSWERED, Event.TRACK_TAKEN,
            Event.TRACK_QUEUED, Event.WORK_REASSIGNED, Event.HOLDINGS_SHOWN, Event.TRACK_ARRANGED,
            Event.SAFETY_LINE_SET, Event.SAFETY_LINE_CONFIRMED, Event.TRACK_CONFIRMED,
            Event.TRACK_CONTESTED, Event.TRACK_REASON_SHOWN, Event.RETURN_EXPECTED,
            Event.PLAN_SHOWN, Event.PLAN_BEGUN, Event.PLAN_WRITTEN, Event.PLAN_CONFIRMED,
            Event.GOAL_SET, Event.GOAL_DROPPED, Event.ACTION_ADDED, Event.ACTION_REPLANNED,
            Event.ACTION_ENDED, Event.MEASURED, Event.MEASUREMENT_CORRECTED,
            Event.MEASUREMENT_WITHDRAWN, Event.ACTION_DECIDED, Event.MEETINGS_SHOWN,
            Event.MEETING_SHOWN, Event.MEETING_CALLED, Event.MEETING_CHANGED, Event.MEETING_CLOSED,
            Event.CASE_TABLED, Event.ITEM_SHOWN, Event.INVITED, Event.UNINVITED,
            Event.PRESENCE_NOTED, Event.ITEM_CONCLUDED, Event.INVITATION_PRINTED, Event.STEP_SHOWN,
            Event.STEP_LOGGED, Event.STEP_CORRECTED, Event.POLICE_SEARCHED, Event.STORED_LISTED,
            Event.STORED_READ, Event.POLICE_DESTROYED, Event.SHARE_DECIDED, Event.SHARE_WITHDRAWN,
            Event.SHARES_SHOWN,
            Event.PAPERS_SHOWN, Event.PAPER_PREVIEWED, Event.PAPER_MADE, Event.LETTER_PREVIEWED,
            Event.LETTER_MADE, Event.FLAG_SHOWN, Event.FLAG_RAISED, Event.FLAG_ANSWERED,
            Event.FLAG_ACKNOWLEDGED, Event.FLAG_CLIMBED, Event.FORM_SHOWN, Event.DRAFT_SAVED,
            Event.DRAFT_DISCARDED, Event.PURPOSE_STATED, Event.CASE_SHIELDED, Event.CASE_UNSHIELDED,
            Event.STEPPED_ASIDE, Event.DEPARTURE_SEEN, Event.EMERGENCY_OPENED,
            Event.EMERGENCY_TRACKS_OPENED, Event.EMERGENCY_EXPLAINED, Event.EMERGENCY_ENDED,
        ],
        _CASEWORK,
    ),
    **dict.fromkeys(
        [
            Event.CASE_OPENED, Event.SIGNALS_SHOWN, Event.SIGNAL_SHOWN, Event.SIGNAL_RECORDED,
            Event.SIGNAL_PLANNED, Event.SIGNAL_IDENTIFIED, Event.SIGNAL_FORWARDED,
            Event.SIGNAL_ACCEPTED, Event.SIGNAL_REFUSED, Event.SIGNAL_DECIDED,
            Event.SIGNAL_ANSWERED, Event.RESIDENTS_SEARCHED, Event.SEARCH_SHOWN,
            Event.RESIDENT_SHOWN, Event.RESIDENT_REGISTERED, Event.RESIDENT_CHANGED,
            Event.RELATION_REGISTERED, Event.HOUSEHOLD_FORMED, Event.BSN_REVEALED,
            Event.LIST_OFFERED, Event.LIST_SHOWN, Event.LIST_IMPORTED, Event.LIST_DISCARDED,
        ],
        _INTAKE,
    ),
    **dict.fromkeys(
        [
            Event.LOG_SHOWN, Event.LOG_EXPORTED, Event.ANSWER_SHOWN, Event.ANSWER_PREPARED,
            Event.ANSWER_RELEASED, Event.CONFIDENTIALITY_SHOWN, Event.CONFIDENTIALITY_REGISTERED,
            Event.CONFIDENTIALITY_ENDED, Event.SEAL_SHOWN, Event.LOG_CHECKED, Event.LOG_HANDED_OUT,
            Event.HEAD_KEPT, Event.LOG_HELD, Event.LOG_HOLD_LIFTED, Event.LOG_END_AGREED,
            Event.LOG_ENDED, Event.READERS_SHOWN, Event.APPROVALS_SHOWN, Event.APPROVAL_ASKED,
            Event.APPROVAL_DECIDED, Event.ACQUAINTANCE_LIFTED, Event.EMERGENCY_SHOWN,
            Event.REVIEWS_SHOWN, Event.REVIEW_SHOWN, Event.REVIEW_ASKED, Event.REVIEW_ANSWERED,
            Event.REVIEW_JUDGED, Event.REVIEW_REREAD, Event.REVIEWS_DRAWN, Event.REVIEW_NUMBER_SET,
            Event.BREACH_HANDLED,
        ],
        _REVIEW,
    ),
    Event.PROCESSINGS_SERVED: Facts(Purpose.RESIDENT_REQUEST, Activity.OVERSIGHT),
    **dict.fromkeys(
        [
            Event.SIGNED_IN, Event.SIGNED_OUT, Event.LANGUAGE_CHOSEN, Event.MARKS_SET,
            Event.MESSAGES_SHOWN, Event.MESSAGES_CHOSEN, Event.CALENDAR_MADE, Event.CALENDAR_ENDED,
            Event.CALENDAR_FETCHED,
        ],
        _ACCOUNT,
    ),
    **dict.fromkeys(
        [
            Event.SECURITY_LOG_SHOWN, Event.REFUSED, Event.SIGN_IN_FAILED, Event.SEALING_LATE,
            Event.SEALING_IN_TIME,
        ],
        _SECURITY,
    ),
    **dict.fromkeys(
        [
            Event.SETTINGS_SHOWN, Event.SETTING_CHANGED, Event.ON_CALL_KEPT, Event.DOMAIN_SET_ADDED,
            Event.DOMAIN_SET_RETIRED, Event.MEETING_KIND_SET, Event.MEETING_KIND_ENDED,
            Event.CLOSING_DAY_SET, Event.CLOSING_DAY_LIFTED, Event.LADDERS_SHOWN,
            Event.LADDER_WRITTEN, Event.LADDER_ADOPTED, Event.LETTER_TEMPLATES_SHOWN,
            Event.LETTER_TEMPLATE_KEPT, Event.LETTER_TEMPLATE_RETIRED, Event.LOG_SENT,
            Event.TOKENS_SHOWN, Event.TOKEN_MADE, Event.TOKEN_ENDED, Event.TEAMS_SHOWN,
            Event.TEAM_ARRANGED, Event.TEAM_CLOSED, Event.ORGANISATION_ARRANGED, Event.USERS_SHOWN,
            Event.USER_INVITED, Event.USER_CHANGED, Event.USER_DEACTIVATED,
        ],
        _ADMINISTRATION,
    ),
}  # fmt: skip
