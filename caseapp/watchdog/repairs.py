"""By which right each kind of finding is mended: who holds it on the thing can do it."""

from caseapp.model.watchdog import OF_SIGNALS
from caseapp.model.watchdog import FindingKind as K
from caseapp.policy import Permission

REPAIRS: dict[K, Permission] = {
    K.NOTHING_RUNS: Permission.TRACK_ARRANGE,
    K.TRACK_NOBODYS: Permission.CASE_DIRECT,
    K.TRACK_UNOWNED: Permission.CASE_DIRECT,
    K.OWNER_GONE: Permission.CASE_DIRECT,
    K.OWNER_AWAY: Permission.CASE_DIRECT,
    K.DIRECTOR_AWAY: Permission.CASE_DIRECT,
    K.OWNER_LEFT_TEAM: Permission.CASE_DIRECT,
    K.HANDOVER_UNANSWERED: Permission.HANDOVER_ANSWER,
    **dict.fromkeys([K.WATCH_UNDECIDED, K.WATCHER_GONE, K.WATCHER_AWAY], Permission.WATCH_DECIDE),
    **dict.fromkeys(OF_SIGNALS, Permission.SIGNAL_HANDLE),
    K.SIGNAL_NOBODYS: Permission.USERS_BROWSE,
    K.NO_DIRECTOR: Permission.CASE_DIRECT,
    K.DIRECTOR_GONE: Permission.CASE_DIRECT,
    K.NO_NEXT_DATE: Permission.TRACK_ARRANGE,
    K.DATE_PASSED: Permission.TRACK_ARRANGE,
    K.ACTION_PASSED: Permission.ACTION_KEEP,
    K.ITEM_UNDECIDED: Permission.ITEM_RUN,
    K.NO_CONTACT: Permission.TRACK_WRITE,
    K.UNREACHED: Permission.TRACK_WRITE,
    K.STAGNATION: Permission.STRIP_WRITE,
    K.FLAG_UNANSWERED: Permission.FLAG_ANSWER,
    K.REVIEW_MISSING: Permission.CASE_CHANGE_PHASE,
    K.REVIEW_PASSED: Permission.CASE_CHANGE_PHASE,
    K.PHASE_OVERSTAYED: Permission.CASE_CHANGE_PHASE,
    K.DESCENDED_UNRECEIVED: Permission.CASE_CHANGE_PHASE,
    K.MEASURE_DUE: Permission.MEASURES_READ,
    K.DESCENT_UNANSWERED: Permission.PHASES_READ,
    K.CLOSED_WITH_OPEN: Permission.CASE_VIEW,
    K.RETURNED: Permission.CASE_VIEW,
    K.REPEATED: Permission.CASE_CHANGE_PHASE,
    K.TURNS_ADULT: Permission.CASE_VIEW,
    K.RETURN_AHEAD: Permission.RETURN_EXPECT,
    K.RETURN_UNSEEN: Permission.STRIP_WRITE,
    K.TRACK_WAITS_IN_VAIN: Permission.TRACK_ARRANGE,
    K.TEAM_WITHOUT_LEAD: Permission.USERS_BROWSE,
    K.QUEUE_WITHOUT_STAFF: Permission.USERS_BROWSE,
    K.EMERGENCY_UNJUDGED: Permission.REVIEWS_BROWSE,
    K.BREACH_UNREPORTED: Permission.REVIEWS_BROWSE,
    K.REQUEST_UNANSWERED: Permission.LOG_READ,
    K.APPROVAL_UNDECIDED: Permission.APPROVALS_BROWSE,
}
"""By which right each kind is mended."""
