"""Who may do what. The whole law on two screens: a permission not listed here is refused.

Every rule holds only within the actor's own municipality, and in no file of themselves, their
household or somebody they know; `Rule` adds that to each.
"""

from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, and_

from caseapp.kernel.actor import Actor, Role
from caseapp.model.accounts import User
from caseapp.model.acquaintances import Acquaintance, Departure
from caseapp.model.approvals import Approval
from caseapp.model.cases import Case, Track
from caseapp.model.emergencies import EmergencyAccess
from caseapp.model.escalation import Acknowledgement, Flag
from caseapp.model.imports import ImportRun
from caseapp.model.journal import Step
from caseapp.model.organisations import Municipality
from caseapp.model.privacy import Confidentiality, ResidentAnswer
from caseapp.model.residents import Resident, Search
from caseapp.model.reviews import Review
from caseapp.model.tokens import ApiToken
from caseapp.policy.blocks import is_kept_from, open_to
from caseapp.policy.doors import (
    another_asked,
    another_judged,
    another_looked,
    asked_approval,
    case_is_not_shielded,
    decides_approval,
    opened_in_emergency,
    resident_is_not_shielded,
    step_opened_in_emergency,
    track_opened_in_emergency,
    was_asked,
)
from caseapp.policy.permissions import Permission as P  # noqa: N817 - the law is read often
from caseapp.policy.predicates import Predicate, anyone, has_role
from caseapp.policy.relations import (
    case_is_escalated,
    case_is_in_highest_phase,
    case_is_in_intake,
    case_is_open,
    case_waits_in_own_queue,
    directs_case,
    flag_is_open,
    is_own,
    is_partner_on_case,
    leads_team_of_case,
    leads_team_of_track,
    registered_resident,
    resident_of,
    step_is_on_own_track,
    step_is_on_strip,
    track_waits_in_own_queue,
    unshielded_in_own_queue,
    via_case,
    was_told_of_flag,
    works_on_case,
    works_on_track,
    wrote_step,
)


@dataclass(frozen=True, slots=True)
class Rule:
    """One permission's rule: what it is asked of, and when it holds."""

    model: Any
    predicate: Predicate

    def check(self, actor: Actor, subject: Any) -> bool:
        """Tell whether the actor holds the permission on this object."""
        if subject.municipality_id != actor.municipality_id or is_kept_from(actor, subject):
            return False
        return self.predicate.check(actor, subject)

    def where(self, actor: Actor) -> ColumnElement[bool]:
        """Give the condition that keeps the rows on which the actor holds the permission."""
        own = self.model.id if self.model is Municipality else self.model.municipality_id
        return and_(
            own == actor.municipality_id,
            open_to(actor, self.model),
            self.predicate.where(actor),
        )


casework = has_role(
    Role.SOCIAL_WORKER, Role.SAFETY_ADVISER, Role.INTAKE, Role.PROCESS_DIRECTOR, Role.TEAM_LEAD
)
intake_queue = has_role(Role.INTAKE) & case_is_in_intake
oversees_escalation = has_role(Role.PROCESS_DIRECTOR) & case_is_escalated
by_office = leads_team_of_case | intake_queue | oversees_escalation
oversees = casework & works_on_case | by_office & case_is_not_shielded
queued = casework & replace(
    case_waits_in_own_queue & case_is_not_shielded, where=unshielded_in_own_queue
)
works_near_case = oversees | queued | is_partner_on_case
sees_case = works_near_case | casework & opened_in_emergency
steers_case = casework & directs_case | by_office & case_is_not_shielded
on_own_track = casework & works_on_track
reads_log = has_role(Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER)
guards_log = reads_log | has_role(Role.CISO)
reviews = has_role(Role.PRIVACY_OFFICER)
watches = guards_log
administers = has_role(Role.FUNCTIONAL_ADMINISTRATOR)
imports = has_role(Role.INTAKE) | administers

_OF_MUNICIPALITY: dict[P, Predicate] = {
    P.WORKLIST_READ: anyone,
    P.CASES_BROWSE: casework | has_role(Role.CHAIN_PARTNER, Role.MAYOR),
    P.BRIEFING_READ: has_role(Role.MAYOR),
    P.CASE_OPEN: casework,
    P.CASES_IMPORT: imports,
    P.RESIDENTS_SEARCH: casework,
    P.RESIDENT_REGISTER: casework,
    P.DRAFT_KEEP: anyone,
    P.PURPOSE_STATE: casework,
    P.PROFILE_EDIT: anyone,
    P.LOG_READ: reads_log,
    P.LOG_EXPORT: reads_log,
    P.ANSWER_PREPARE: reads_log,
    P.CONFIDENTIALITY_KEEP: reads_log,
    P.SEAL_READ: guards_log,
    P.SEAL_CHECK: guards_log,
    P.SEAL_KEEP: guards_log,
    P.LOG_HAND_OUT: guards_log,
    P.APPROVALS_BROWSE: anyone,
    P.EMERGENCY_OPEN: casework,
    P.MARKS_SET: anyone,
    P.REVIEWS_BROWSE: watches,
    P.REVIEWS_OWN: anyone,
    P.SECURITY_LOG_READ: has_role(Role.CISO, Role.DATA_PROTECTION_OFFICER),
    P.TOKENS_ARRANGE: administers,
    P.TEAMS_ARRANGE: administers,
    P.USERS_BROWSE: administers,
    P.USER_INVITE: administers,
}

_OF_CASE: dict[P, Predicate] = {
    P.CASE_VIEW: sees_case,
    P.CASE_BRIEF: has_role(Role.MAYOR) & case_is_in_highest_phase & case_is_not_shielded,
    P.CASE_DIRECT: steers_case & case_is_open,
    P.CASE_CHANGE_PHASE: (
        (casework & directs_case | oversees_escalation & case_is_not_shielded) & case_is_open
    ),
    P.STRIP_WRITE: (casework & works_on_case | is_partner_on_case) & case_is_open,
    P.FLAG_RAISE: (
        (casework & works_on_case | leads_team_of_case & case_is_not_shielded) & case_is_open
    ),
    P.CASE_SHIELD: casework & directs_case & case_is_open,
    P.READERS_SEE: oversees,
}

_OF_TRACK: dict[P, Predicate] = {
    P.TRACK_VIEW: on_own_track | casework & track_opened_in_emergency,
    P.TRACK_WRITE: on_own_track & via_case(Track, case_is_open),
    P.TRACK_TAKE: (
        casework & track_waits_in_own_queue & via_case(Track, case_is_open & case_is_not_shielded)
    ),
    P.TRACK_ARRANGE: (
        (on_own_track | leads_team_of_track & via_case(Track, case_is_not_shielded))
        & via_case(Track, case_is_open)
    ),
}

_OF_STEP: dict[P, Predicate] = {
    P.STEP_VIEW: (
        casework & step_is_on_own_track
        | step_is_on_strip & via_case(Step, sees_case)
        | casework & step_opened_in_emergency
    ),
    P.STEP_CORRECT: (
        (casework & step_is_on_own_track | step_is_on_strip & via_case(Step, works_near_case))
        & (wrote_step | casework & via_case(Step, directs_case))
        & via_case(Step, case_is_open)
    ),
}

_OF_FLAG: dict[P, Predicate] = {
    P.FLAG_VIEW: via_case(Flag, oversees | casework & opened_in_emergency),
    P.FLAG_ANSWER: via_case(Flag, steers_case & case_is_open) & flag_is_open,
}

_OF_RESIDENT: dict[P, Predicate] = {
    P.RESIDENT_VIEW: (
        (has_role(Role.INTAKE) | casework & registered_resident) & resident_is_not_shielded
        | resident_of(oversees)
        | resident_of(casework & opened_in_emergency)
    ),
    P.RESIDENT_EDIT: (
        (has_role(Role.INTAKE) | casework & registered_resident) & resident_is_not_shielded
        | resident_of(casework & works_on_case)
    ),
    P.RESIDENT_READERS_SEE: (
        has_role(Role.INTAKE) & resident_is_not_shielded | resident_of(casework & works_on_case)
    ),
    P.BSN_REVEAL: (
        has_role(Role.INTAKE) & resident_is_not_shielded | resident_of(casework & works_on_case)
    ),
}

_OF_APPROVAL: dict[P, Predicate] = {
    P.APPROVAL_VIEW: asked_approval | decides_approval,
    P.APPROVAL_DECIDE: decides_approval & another_asked,
}

_OF_STEPPING_ASIDE: dict[P, Rule] = {
    P.ACQUAINTANCE_LIFT: Rule(Acquaintance, is_own(Acquaintance)),
    P.DEPARTURE_SEE: Rule(Departure, via_case(Departure, steers_case & case_is_open)),
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
    **{p: Rule(Municipality, predicate) for p, predicate in _OF_MUNICIPALITY.items()},
    **{p: Rule(Case, predicate) for p, predicate in _OF_CASE.items()},
    **{p: Rule(Track, predicate) for p, predicate in _OF_TRACK.items()},
    **{p: Rule(Step, predicate) for p, predicate in _OF_STEP.items()},
    **{p: Rule(Flag, predicate) for p, predicate in _OF_FLAG.items()},
    **{p: Rule(Resident, predicate) for p, predicate in _OF_RESIDENT.items()},
    **{p: Rule(Approval, predicate) for p, predicate in _OF_APPROVAL.items()},
    **{p: Rule(EmergencyAccess, predicate) for p, predicate in _OF_EMERGENCY.items()},
    **_OF_STEPPING_ASIDE,
    **{p: Rule(Review, predicate) for p, predicate in _OF_REVIEW.items()},
    P.FLAG_ACKNOWLEDGE: Rule(Acknowledgement, was_told_of_flag),
    P.LIST_HANDLE: Rule(ImportRun, imports & is_own(ImportRun)),
    P.SEARCH_READ: Rule(Search, casework & is_own(Search)),
    P.LOG_SUBJECT_FIND: Rule(Search, reads_log & is_own(Search)),
    P.ANSWER_READ: Rule(ResidentAnswer, reads_log),
    P.ANSWER_RELEASE: Rule(ResidentAnswer, reads_log),
    P.CONFIDENTIALITY_END: Rule(Confidentiality, reads_log),
    P.TOKEN_END: Rule(ApiToken, administers),
    P.USER_ARRANGE: Rule(User, administers),
}

RELATIONS: dict[type, dict[str, Predicate]] = {
    Case: {
        "director": casework & directs_case,
        "worker": casework & works_on_case,
        "partner": is_partner_on_case,
        "queue": queued,
        "intake": intake_queue & case_is_not_shielded,
        "emergency": casework & opened_in_emergency,
    },
    Resident: {
        "registrar": casework & registered_resident,
        "worker": resident_of(casework & works_on_case),
        "intake": resident_of(intake_queue & case_is_not_shielded),
        "emergency": resident_of(casework & opened_in_emergency),
    },
}
"""What makes somebody's look at a case part of their work; the first that holds is logged.

Who may look only by office (team lead, process director) is asked for a purpose first.
"""

__all__ = ["RELATIONS", "RULES", "Rule"]
