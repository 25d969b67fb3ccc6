"""Rules about the phase of a case: weighed again in time, and received where it comes down."""

from collections.abc import Callable, Iterator
from typing import Any

from caseapp.kernel.clock import local, midnight
from caseapp.model.watchdog import FindingKind as K
from caseapp.settings import catalogue as settings
from caseapp.settings.catalogue import Terms
from caseapp.watchdog.facts import CaseFacts
from caseapp.watchdog.found import Found, day_after
from caseapp.watchdog.whole_cases import of_case

ESCALATED_FROM = 2


def review_missing(case: CaseFacts, _terms: Terms) -> Iterator[Found]:
    """An escalated case without a day to look again: an error in itself."""
    if case.phase >= ESCALATED_FROM and case.review_on is None:
        yield _of_director(K.REVIEW_MISSING, case, since=midnight(case.phase_since))


def review_passed(case: CaseFacts, _terms: Terms) -> Iterator[Found]:
    """The day came to look again: at an escalated case, or whether coming down held (nazorg)."""
    if case.review_on is not None and (case.phase >= ESCALATED_FROM or case.came_down):
        yield _of_director(
            K.REVIEW_PASSED, case, since=midnight(case.review_on), last_on=case.review_on
        )


def overstayed(case: CaseFacts, terms: Terms) -> Iterator[Found]:
    """Nobody decided for longer than a case may be in its phase, or the ladder has it no more."""
    if case.off_ladder_since is not None:
        since = case.off_ladder_since
        day = local(since).date()
        yield _of_director(K.PHASE_OVERSTAYED, case, since=since, last_on=day, number=0)
    elif case.phase >= ESCALATED_FROM:
        days = terms(settings.STAY_DAYS, case.phase, case.phenomenon)
        last = max(case.phase_since, case.decided_on or case.phase_since)
        since = day_after(last, days)
        yield _of_director(K.PHASE_OVERSTAYED, case, since=since, last_on=last, number=days)


def evaluation_due(case: CaseFacts, terms: Terms) -> Iterator[Found]:
    """Nobody looked back on the escalation, though the case came down from the highest phase."""
    if case.unevaluated_since is not None:
        days, day = terms(settings.EVALUATION_DAYS), case.unevaluated_since
        since = day_after(day, days)
        yield _of_director(K.EVALUATION_DUE, case, since=since, last_on=day, number=days)


def descent_unanswered(case: CaseFacts, _terms: Terms) -> Iterator[Found]:
    """A proposal to come down that nobody answered in time: the case is still where it was."""
    for descent in case.descents:
        yield of_case(
            K.DESCENT_UNANSWERED,
            case,
            subject_id=descent.id,
            since=descent.answer_by,
            user_id=descent.by_id,
        )


def descended_unreceived(case: CaseFacts, _terms: Terms) -> Iterator[Found]:
    """A case came down and nobody said yes to have it there: between the ship and the shore."""
    if case.came_down and not case.received and case.decided_on is not None:
        since = midnight(case.decided_on)
        yield _of_director(K.DESCENDED_UNRECEIVED, case, since=since, last_on=case.decided_on)


def _of_director(kind: K, case: CaseFacts, **facts: Any) -> Found:
    return of_case(kind, case, user_id=case.director_id, **facts)


OF_PHASES: dict[K, Callable[[CaseFacts, Terms], Iterator[Found]]] = {
    K.REVIEW_MISSING: review_missing,
    K.REVIEW_PASSED: review_passed,
    K.PHASE_OVERSTAYED: overstayed,
    K.EVALUATION_DUE: evaluation_due,
    K.DESCENT_UNANSWERED: descent_unanswered,
    K.DESCENDED_UNRECEIVED: descended_unreceived,
}
