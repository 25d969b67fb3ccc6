"""Who may do what. The whole law on two screens: a permission not listed here is refused.

Every rule holds only within the actor's own municipality, and in no file of themselves, their
household or somebody they know; `Rule` adds that to each.
"""

from caseapp.kernel.actor import Role
from caseapp.model.accounts import User
from caseapp.model.acquaintances import Acquaintance, Departure
from caseapp.model.approvals import Approval
from caseapp.model.cases import Case, Track
from caseapp.model.closures import Watch
from caseapp.model.descents import Descent
from caseapp.model.emergencies import EmergencyAccess
from caseapp.model.endings import LogDestruction, LogHold
from caseapp.model.escalation import Acknowledgement, Flag
from caseapp.model.handovers import Handover
from caseapp.model.imports import ImportRun
from caseapp.model.journal import Step
from caseapp.model.ladders import Ladder
from caseapp.model.leaves import Leave
from caseapp.model.letters import LetterTemplate
from caseapp.model.messages import Message
from caseapp.model.organisations import Municipality
from caseapp.model.privacy import Confidentiality, ResidentAnswer
from caseapp.model.residents import Resident
from caseapp.model.reviews import Review
from caseapp.model.seals import LogTree
from caseapp.model.searches import Search
from caseapp.model.shares import Share
from caseapp.model.signals import Signal
from caseapp.model.tokens import ApiToken
from caseapp.model.watchdog import CoverStatement, Finding
from caseapp.policy.around import resident_of
from caseapp.policy.cover import agrees_on_finding, sees_finding
from caseapp.policy.descents import OF_DESCENT
from caseapp.policy.doors import (
    another_asked,
    another_judged,
    another_looked,
    another_placed,
    asked_approval,
    case_is_not_shielded,
    decides_approval,
    opened_in_emergency,
    resident_is_not_shielded,
    step_opened_in_emergency,
    was_asked,
)
from caseapp.policy.flags import OF_FLAG, was_told_of_flag
from caseapp.policy.handing_over import (
    handover_waits,
    holds_part,
    is_of_watch,
    leads_receiver,
    offered_handover,
    was_offered_handover,
)
from caseapp.policy.left_over import steers_what_is_left
from caseapp.policy.measures import OF_MEASURES
from caseapp.policy.meetings import OF_MEETINGS
from caseapp.policy.offices import OF_MUNICIPALITY
from caseapp.policy.permissions import Permission as P  # noqa: N817 - the law is read often
from caseapp.policy.plans import OF_PLANS
from caseapp.policy.police import OF_POLICE, is_at_hand
from caseapp.policy.predicates import Predicate, has_role
from caseapp.policy.relations import (
    case_is_in_highest_phase,
    case_is_open,
    directs_case,
    is_own,
    is_partner_on_case,
    leads_team_of_case,
    registered_resident,
    step_is_on_strip,
    via_case,
    wrote_step,
)
from caseapp.policy.rule import Rule
from caseapp.policy.shares import OF_SHARE
from caseapp.policy.signal_rules import OF_SIGNAL
from caseapp.policy.signals import has_signal_about
from caseapp.policy.standing_in import (
    is_oneself,
    leads_colleague,
    leads_who_is_away,
    was_asked_to_stand_in,
)
from caseapp.policy.terms import (
    administers,
    casework,
    directs,
    guards_log,
    imports,
    keeps_watch,
    oversees,
    oversees_escalation,
    owns_side,
    reads_log,
    reviews,
    sees_case,
    steers_case,
    step_on_own_track,
    watches,
    watches_cover,
    works,
    works_near_case,
)
from caseapp.policy.tracks import OF_TRACK
from caseapp.policy.watching import case_is_closed, is_own_watch, watch_runs, watches_case

_OF_CASE: dict[P, Predicate] = {
    P.CASE_VIEW: sees_case,
    P.CASE_BRIEF: has_role(Role.MAYOR) & case_is_in_highest_phase & case_is_not_shielded,
    P.CASE_DIRECT: (steers_case | steers_what_is_left) & case_is_open,
    P.CASE_CLOSE: steers_case & case_is_open,
    P.CASE_REOPEN: (steers_case | keeps_watch) & case_is_closed,
    P.PHASES_READ: oversees | casework & opened_in_emergency,
    P.CASE_CHANGE_PHASE: ((directs | oversees_escalation & case_is_not_shielded) & case_is_open),
    P.STRIP_WRITE: (works | is_partner_on_case) & case_is_open,
    P.SAFETY_LINE_SET: (directs | owns_side) & case_is_open,
    P.RETURN_EXPECT: works & case_is_open,
    P.FLAG_RAISE: ((works | leads_team_of_case & case_is_not_shielded) & case_is_open),
    P.CASE_SHIELD: casework & directs_case & case_is_open,
    P.READERS_SEE: oversees,
    P.SHARES_READ: oversees,
    P.PAPERS_READ: oversees,
    P.PAPER_MAKE: (works | oversees_escalation & case_is_not_shielded) & case_is_open,
    P.HANDOVER_OFFER: casework & (holds_part & case_is_open | watches_case),
}

_OF_STEP: dict[P, Predicate] = {
    **OF_POLICE,
    P.STEP_SHARE: step_on_own_track & is_at_hand & via_case(Step, case_is_open),
    P.STEP_VIEW: (
        (
            step_on_own_track
            | step_is_on_strip & via_case(Step, sees_case)
            | casework & step_opened_in_emergency
        )
        & is_at_hand
    ),
    P.STEP_CORRECT: (
        (step_on_own_track | step_is_on_strip & via_case(Step, works_near_case))
        & (wrote_step | via_case(Step, directs))
        & is_at_hand
        & via_case(Step, case_is_open)
    ),
}

_OF_HANDOVER: dict[P, Predicate] = {
    P.HANDOVER_VIEW: (
        casework & (offered_handover | was_offered_handover)
        | leads_receiver
        | via_case(Handover, steers_case)
    ),
    P.HANDOVER_ANSWER: (
        (casework & was_offered_handover & handover_waits)
        & (
            ~is_of_watch & via_case(Handover, case_is_open)
            | is_of_watch & via_case(Handover, case_is_closed)
        )
    ),
    P.HANDOVER_WITHDRAW: casework & offered_handover & handover_waits,
    P.HANDOVER_SEE: casework & offered_handover,
}

_OF_LEAVE: dict[P, Predicate] = {
    P.LEAVE_VIEW: casework & (is_own(Leave) | was_asked_to_stand_in) | leads_who_is_away,
    P.LEAVE_ARRANGE: casework & is_own(Leave) | leads_who_is_away,
    P.LEAVE_ANSWER: casework & was_asked_to_stand_in,
}

_OF_RESIDENT: dict[P, Predicate] = {
    P.RESIDENT_VIEW: (
        (has_role(Role.INTAKE) | casework & registered_resident) & resident_is_not_shielded
        | casework & has_signal_about & resident_is_not_shielded
        | resident_of(oversees)
        | resident_of(casework & opened_in_emergency)
    ),
    P.RESIDENT_EDIT: (
        (has_role(Role.INTAKE) | casework & registered_resident) & resident_is_not_shielded
        | resident_of(works)
    ),
    P.RESIDENT_READERS_SEE: (has_role(Role.INTAKE) & resident_is_not_shielded | resident_of(works)),
    P.BSN_REVEAL: (has_role(Role.INTAKE) & resident_is_not_shielded | resident_of(works)),
}

_OF_APPROVAL: dict[P, Predicate] = {
    P.APPROVAL_VIEW: asked_approval | decides_approval,
    P.APPROVAL_DECIDE: decides_approval & another_asked,
}

_OF_EMERGENCY: dict[P, Predicate] = {
    P.EMERGENCY_VIEW: is_own(EmergencyAccess) | via_case(EmergencyAccess, oversees) | reviews,
    P.EMERGENCY_EXPLAIN: via_case(EmergencyAccess, steers_case),
    P.EMERGENCY_USE: is_own(EmergencyAccess),
}

_OF_REVIEW: dict[P, Predicate] = {
    P.REVIEW_VIEW: watches & another_looked,
    P.REVIEW_JUDGE: reviews & another_looked,
    P.REVIEW_REREAD: watches & another_looked & another_judged,
    P.REVIEW_ANSWER: is_own(Review) & was_asked,
}

RULES: dict[P, Rule] = {
    **{p: Rule(Municipality, predicate) for p, predicate in OF_MUNICIPALITY.items()},
    **{p: Rule(Case, predicate) for p, predicate in _OF_CASE.items()},
    **{p: Rule(Track, predicate) for p, predicate in OF_TRACK.items()},
    **{p: Rule(Step, predicate) for p, predicate in _OF_STEP.items()},
    **{p: Rule(Flag, predicate) for p, predicate in OF_FLAG.items()},
    **{p: Rule(Share, predicate) for p, predicate in OF_SHARE.items()},
    **{p: Rule(Handover, predicate) for p, predicate in _OF_HANDOVER.items()},
    **{p: Rule(Descent, predicate) for p, predicate in OF_DESCENT.items()},
    **{p: Rule(model, predicate) for p, (model, predicate) in OF_MEASURES.items()},
    **OF_PLANS,
    **OF_MEETINGS,
    **{p: Rule(Leave, predicate) for p, predicate in _OF_LEAVE.items()},
    P.WORK_REASSIGN: Rule(User, casework & is_oneself | leads_colleague),
    P.LEAVE_ASK: Rule(User, casework & is_oneself | leads_colleague),
    **{p: Rule(Resident, predicate) for p, predicate in _OF_RESIDENT.items()},
    **{p: Rule(Signal, predicate) for p, predicate in OF_SIGNAL.items()},
    **{p: Rule(Approval, predicate) for p, predicate in _OF_APPROVAL.items()},
    P.LOG_END: Rule(LogTree, guards_log),
    P.LOG_CERTIFICATE_READ: Rule(LogDestruction, guards_log),
    P.LOG_HOLD_LIFT: Rule(LogHold, guards_log & another_placed),
    **{p: Rule(EmergencyAccess, predicate) for p, predicate in _OF_EMERGENCY.items()},
    P.ACQUAINTANCE_LIFT: Rule(Acquaintance, is_own(Acquaintance)),
    P.DEPARTURE_SEE: Rule(Departure, via_case(Departure, steers_case & case_is_open)),
    **{p: Rule(Review, predicate) for p, predicate in _OF_REVIEW.items()},
    P.FINDING_VIEW: Rule(Finding, sees_finding),
    P.FINDING_AGREE: Rule(Finding, agrees_on_finding),
    P.WATCH_DECIDE: Rule(Watch, via_case(Watch, steers_case | keeps_watch) & watch_runs),
    P.WATCH_GIVE: Rule(Watch, via_case(Watch, steers_case) & watch_runs & ~is_own_watch),
    P.NIGHT_READ: Rule(CoverStatement, watches_cover),
    P.FLAG_ACKNOWLEDGE: Rule(Acknowledgement, was_told_of_flag),
    P.LIST_HANDLE: Rule(ImportRun, imports & is_own(ImportRun)),
    P.MESSAGE_READ: Rule(Message, is_own(Message)),
    P.SEARCH_READ: Rule(Search, casework & is_own(Search)),
    P.LOG_SUBJECT_FIND: Rule(Search, reads_log & is_own(Search)),
    P.ANSWER_READ: Rule(ResidentAnswer, reads_log),
    P.ANSWER_RELEASE: Rule(ResidentAnswer, reads_log),
    P.CONFIDENTIALITY_END: Rule(Confidentiality, reads_log),
    P.LETTER_TEMPLATE_CHANGE: Rule(LetterTemplate, administers),
    P.LADDER_VIEW: Rule(Ladder, administers | has_role(Role.PROCESS_DIRECTOR)),
    P.LADDER_ASK: Rule(Ladder, administers),
    P.TOKEN_END: Rule(ApiToken, administers),
    P.USER_ARRANGE: Rule(User, administers),
}
