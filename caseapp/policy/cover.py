"""Facts about findings: whose they are to see, and about what."""

from sqlalchemy import or_, select

from caseapp.kernel.actor import Role
from caseapp.model.cases import Case
from caseapp.model.watchdog import OF_PRIVACY, OF_STAFFING, Finding
from caseapp.policy.left_over import is_directed, shielded_without_director
from caseapp.policy.predicates import Predicate, has_role
from caseapp.policy.relations import is_own
from caseapp.policy.terms import administers, casework, reviews

leads_team_of_finding = has_role(Role.TEAM_LEAD) & Predicate(
    "leads a team that it is with",
    lambda actor, finding: bool(
        actor.led_team_ids & {finding.team_id, finding.second_team_id},
    ),
    lambda actor: or_(
        Finding.team_id.in_(actor.led_team_ids), Finding.second_team_id.in_(actor.led_team_ids)
    ),
)

finding_is_about_case = Predicate(
    "it is about a case",
    lambda _actor, finding: finding.case_id is not None,
    lambda _actor: Finding.case_id.is_not(None),
)

finding_is_not_shielded = Predicate(
    "it is about no shielded case, or about one without a director who can work",
    lambda actor, finding: (
        finding.case is None
        or not finding.case.is_shielded
        or shielded_without_director.check(actor, finding.case)
    ),
    lambda _actor: or_(
        Finding.case_id.is_(None),
        Finding.case_id.not_in(
            select(Case.id).where(Case.is_shielded, is_directed()).correlate(None)
        ),
    ),
)

finding_is_about_team = Predicate(
    "it is about a team, or about a signal with a team in which nobody can open it",
    lambda _actor, finding: finding.kind in OF_STAFFING,
    lambda _actor: Finding.kind.in_(OF_STAFFING),
)

finding_is_about_access = Predicate(
    "it is about the review of access",
    lambda _actor, finding: finding.kind in OF_PRIVACY,
    lambda _actor: Finding.kind.in_(OF_PRIVACY),
)

sees_finding = (
    casework & is_own(Finding)
    | leads_team_of_finding & finding_is_not_shielded
    | has_role(Role.PROCESS_DIRECTOR) & finding_is_about_case & finding_is_not_shielded
    | (administers | has_role(Role.PROCESS_DIRECTOR)) & finding_is_about_team
    | reviews & finding_is_about_access
)

agrees_on_finding = (
    (leads_team_of_finding | has_role(Role.PROCESS_DIRECTOR))
    & finding_is_about_case
    & finding_is_not_shielded
)
