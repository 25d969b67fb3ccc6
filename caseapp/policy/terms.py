"""Conditions that come back in many rules, under the names the law is written in."""

from dataclasses import replace

from caseapp.kernel.actor import Role
from caseapp.policy.doors import case_is_not_shielded, opened_in_emergency
from caseapp.policy.predicates import has_role
from caseapp.policy.relations import (
    case_is_escalated,
    case_is_in_intake,
    case_waits_in_own_queue,
    directs_case,
    is_partner_on_case,
    leads_team_of_case,
    owns_a_track,
    owns_this_track,
    step_is_on_own_track,
    unshielded_in_own_queue,
    works_on_case,
    works_on_track,
)
from caseapp.policy.standing_in import (
    stands_in_for_an_owner,
    stands_in_for_director,
    stands_in_for_owner,
    stands_in_on_case,
    stands_in_on_track,
    step_is_on_track_stood_in_on,
)
from caseapp.policy.watching import stands_in_for_watcher, watches_case

casework = has_role(
    Role.SOCIAL_WORKER, Role.SAFETY_ADVISER, Role.INTAKE, Role.PROCESS_DIRECTOR, Role.TEAM_LEAD
)
intake_queue = has_role(Role.INTAKE) & case_is_in_intake
oversees_escalation = has_role(Role.PROCESS_DIRECTOR) & case_is_escalated
by_office = leads_team_of_case | intake_queue | oversees_escalation
works = casework & (works_on_case | stands_in_on_case)
directs = casework & (directs_case | stands_in_for_director)
owns_track = casework & (owns_this_track | stands_in_for_owner)
owns_side = casework & (owns_a_track | stands_in_for_an_owner)
keeps_watch = casework & (watches_case | stands_in_for_watcher)
oversees = works | by_office & case_is_not_shielded | keeps_watch
queued = casework & replace(
    case_waits_in_own_queue & case_is_not_shielded, where=unshielded_in_own_queue
)
works_near_case = oversees | queued | is_partner_on_case
sees_case = works_near_case | casework & opened_in_emergency
steers_case = directs | by_office & case_is_not_shielded
on_own_track = casework & (works_on_track | stands_in_on_track)
step_on_own_track = casework & (step_is_on_own_track | step_is_on_track_stood_in_on)
reads_log = has_role(Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER)
guards_log = reads_log | has_role(Role.CISO)
reviews = has_role(Role.PRIVACY_OFFICER)
watches = guards_log
administers = has_role(Role.FUNCTIONAL_ADMINISTRATOR)
imports = has_role(Role.INTAKE) | administers
watches_cover = has_role(Role.TEAM_LEAD, Role.PROCESS_DIRECTOR, Role.PRIVACY_OFFICER) | administers
