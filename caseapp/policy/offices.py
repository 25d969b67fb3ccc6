"""The part of the law that asks for an office and nothing else: what holds for a municipality."""

from caseapp.kernel.actor import Role
from caseapp.policy.permissions import Permission as P  # noqa: N817 - the law is read often
from caseapp.policy.predicates import Predicate, anyone, has_role
from caseapp.policy.terms import (
    administers,
    casework,
    guards_log,
    imports,
    reads_log,
    watches,
    watches_cover,
)

OF_MUNICIPALITY: dict[P, Predicate] = {
    P.WORKLIST_READ: anyone,
    P.CASES_BROWSE: casework | has_role(Role.CHAIN_PARTNER, Role.MAYOR),
    P.BRIEFING_READ: has_role(Role.MAYOR),
    P.COVER_BROWSE: watches_cover,
    P.SETTINGS_ARRANGE: administers,
    P.LEAVES_BROWSE: casework,
    P.CASE_OPEN: casework,
    P.CASES_IMPORT: imports,
    P.SIGNALS_BROWSE: casework,
    P.SIGNAL_RECORD: casework,
    P.RESIDENTS_SEARCH: casework,
    P.RESIDENT_REGISTER: casework,
    P.DRAFT_KEEP: anyone,
    P.PURPOSE_STATE: casework,
    P.PROFILE_EDIT: anyone,
    P.MESSAGES_OWN: anyone,
    P.LOG_READ: reads_log,
    P.LOG_EXPORT: reads_log,
    P.ANSWER_PREPARE: reads_log,
    P.CONFIDENTIALITY_KEEP: reads_log,
    P.SEAL_READ: guards_log,
    P.SEAL_CHECK: guards_log,
    P.SEAL_KEEP: guards_log,
    P.LOG_HAND_OUT: guards_log,
    P.LOG_HOLD: guards_log,
    P.APPROVALS_BROWSE: anyone,
    P.EMERGENCY_OPEN: casework,
    P.MARKS_SET: anyone,
    P.REVIEWS_BROWSE: watches,
    P.REVIEWS_OWN: anyone,
    P.SECURITY_LOG_READ: has_role(Role.CISO, Role.DATA_PROTECTION_OFFICER),
    P.LETTER_TEMPLATES_KEEP: administers,
    P.LADDERS_KEEP: administers,
    P.TOKENS_ARRANGE: administers,
    P.TEAMS_ARRANGE: administers,
    P.USERS_BROWSE: administers,
    P.USER_INVITE: administers,
}
