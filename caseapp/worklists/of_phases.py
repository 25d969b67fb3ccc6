"""What somebody must decide or write down about the phase of a case."""

from collections.abc import Iterator

from sqlalchemy import func, select

from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.cases import Case
from caseapp.model.watchdog import Finding
from caseapp.model.watchdog import FindingKind as K
from caseapp.policy import Permission
from caseapp.worklists.positions import LONG_AGO, found, rows_of
from caseapp.worklists.urgency import Candidate, Reason

PHASE_REASONS = {
    K.REVIEW_MISSING: Reason.REVIEW_MISSING,
    K.REVIEW_PASSED: Reason.REVIEW_PASSED,
    K.PHASE_OVERSTAYED: Reason.PHASE_TO_DECIDE,
    K.DESCENDED_UNRECEIVED: Reason.PHASE_TO_DECIDE,
    K.EVALUATION_DUE: Reason.EVALUATION_DUE,
}
"""What somebody must decide about the phase of a case, and why it is on their list."""


def reviews(actor: Actor) -> Iterator[Candidate]:
    """Give the cases about whose phase this person may decide, and somebody must."""
    query = (
        select(Case.id, Finding.last_on, Finding.user_id, Finding.kind)
        .join(Finding, found(Case.id.expression, *PHASE_REASONS))
        .where(Finding.since <= clock.now())
        .order_by(func.coalesce(Finding.last_on, LONG_AGO), Case.id)
    )
    for case_id, day, user_id, kind in rows_of(actor, Permission.CASE_CHANGE_PHASE, query):
        reason = PHASE_REASONS[kind]
        director = user_id if user_id in actor.stands_in_for else None
        yield Candidate(reason, case_id, until=day, for_id=director)
