"""What makes a look part of somebody's work: what they are to a case or a resident, in one word."""

from caseapp.model.cases import Case
from caseapp.model.residents import Resident
from caseapp.policy.around import resident_of
from caseapp.policy.doors import case_is_not_shielded, opened_in_emergency
from caseapp.policy.predicates import Predicate
from caseapp.policy.relations import (
    directs_case,
    is_partner_on_case,
    registered_resident,
    works_on_case,
)
from caseapp.policy.signals import has_signal_about
from caseapp.policy.standing_in import stands_in_on_case
from caseapp.policy.terms import casework, intake_queue, queued
from caseapp.policy.watching import stands_in_for_watcher, watches_case

stands_in = casework & (stands_in_on_case | stands_in_for_watcher)

RELATIONS: dict[type, dict[str, Predicate]] = {
    Case: {
        "director": casework & directs_case,
        "worker": casework & works_on_case,
        "watcher": casework & watches_case,
        "substitute": stands_in,
        "partner": is_partner_on_case,
        "queue": queued,
        "intake": intake_queue & case_is_not_shielded,
        "emergency": casework & opened_in_emergency,
    },
    Resident: {
        "registrar": casework & registered_resident,
        "worker": resident_of(casework & works_on_case),
        "watcher": resident_of(casework & watches_case),
        "signal": casework & has_signal_about,
        "substitute": resident_of(stands_in),
        "intake": resident_of(intake_queue & case_is_not_shielded),
        "emergency": resident_of(casework & opened_in_emergency),
    },
}
"""What makes somebody's look at a case part of their work; the first that holds is logged.

Who may look only by office (team lead, process director) is asked for a purpose first.
"""
