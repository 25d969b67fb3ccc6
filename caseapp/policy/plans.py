"""Facts and rules about what stands in the plan of a case, on a track or for both."""

from __future__ import annotations

from typing import Any

from caseapp.model.cases import Case
from caseapp.model.measurements import Measurement
from caseapp.model.plans import PlanAction, PlanGoal
from caseapp.policy.permissions import Permission as P  # noqa: N817 - the law is read often
from caseapp.policy.predicates import Predicate
from caseapp.policy.relations import WORKING_PARTS, case_is_open, via_case, working_on, works_on
from caseapp.policy.rule import Rule
from caseapp.policy.standing_in import standing_in_on, stands_in
from caseapp.policy.terms import casework, works


def is_for_both(model: Any) -> Predicate:
    """It is for both tracks."""
    return Predicate(
        "it is for both tracks",
        lambda _actor, one: one.track is None,
        lambda _actor: model.track.is_(None),
    )


def is_on_own_track(model: Any) -> Predicate:
    """It is on a track they work on, or of a case that they direct."""
    return Predicate(
        "it is on a track they work on, or they are the director of the case",
        lambda actor, one: one.track is not None and works_on(actor, one.case, one.track),
        lambda actor: model.track.is_not(None) & working_on(actor, model.case_id, model.track),
    )


def is_on_track_stood_in_on(model: Any) -> Predicate:
    """It is on a track on which they stand in for a colleague on leave."""
    return Predicate(
        "it is on a track on which they stand in for a colleague on leave",
        lambda actor, one: (
            one.track is not None and stands_in(actor, one.case, *WORKING_PARTS, kind=one.track)
        ),
        lambda actor: model.track.is_not(None) & standing_in_on(actor, model.case_id, model.track),
    )


def _keeps(model: Any) -> Predicate:
    on_track = casework & (is_on_own_track(model) | is_on_track_stood_in_on(model))
    return (on_track | is_for_both(model) & via_case(model, works)) & via_case(model, case_is_open)


OF_PLANS: dict[P, Rule] = {
    P.PLAN_KEEP: Rule(Case, works & case_is_open),
    P.GOAL_KEEP: Rule(PlanGoal, _keeps(PlanGoal)),
    P.ACTION_KEEP: Rule(PlanAction, _keeps(PlanAction)),
    P.MEASUREMENT_KEEP: Rule(Measurement, _keeps(Measurement)),
}
