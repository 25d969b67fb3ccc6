"""Facts about police data: whether it is at hand, only searched for, or only stored."""

from sqlalchemy import Date, bindparam

from caseapp.kernel import clock
from caseapp.model.journal import Step
from caseapp.model.police import PoliceStage
from caseapp.policy.permissions import Permission as P  # noqa: N817 - the law is read often
from caseapp.policy.predicates import Predicate
from caseapp.policy.relations import via_case
from caseapp.policy.terms import directs, step_on_own_track

TODAY = bindparam("police_today", callable_=clock.today, type_=Date(), unique=True)
"""Asked when the question is: a rule that was written out yesterday is used today."""

is_at_hand = Predicate(
    "it is no police data of longer ago than a year",
    lambda _actor, step: step.stage(clock.today()) is PoliceStage.AT_HAND,
    lambda _actor: Step.searched_from.is_(None) | (Step.searched_from > TODAY),
)

is_searched_for = Predicate(
    "it is police data of longer ago than a year, that is not only stored yet",
    lambda _actor, step: step.stage(clock.today()) is PoliceStage.SEARCHED,
    lambda _actor: (
        Step.searched_from.is_not(None)
        & (Step.searched_from <= TODAY)
        & (Step.restricted_from > TODAY)
    ),
)

is_only_stored = Predicate(
    "it is police data of longer ago than five years, and not destroyed",
    lambda _actor, step: step.stage(clock.today()) in (PoliceStage.RESTRICTED, PoliceStage.DUE),
    lambda _actor: (
        Step.restricted_from.is_not(None)
        & (Step.restricted_from <= TODAY)
        & Step.destruction_id.is_(None)
    ),
)

answers_for_it = via_case(Step, directs)
"""Who directs the case, and so answers a complaint: no office that oversees reads content."""

OF_POLICE: dict[P, Predicate] = {
    P.STEP_SEARCHED: step_on_own_track & is_searched_for,
    P.STEP_STORED: answers_for_it & is_only_stored,
}
