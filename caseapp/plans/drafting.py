"""The version that is being written: which it is, by which set it goes, and a goal made for it."""

from collections.abc import Iterable
from typing import Any

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Case
from caseapp.model.domains import Area, OwnDomainSet
from caseapp.model.plan_words import DomainSet
from caseapp.model.plans import Plan, PlanGoal
from caseapp.model.whose import Whose
from caseapp.plans.placing import held


def draft_of(case: Case) -> Plan:
    """Give it, and hold it; raises RuleBroken where none is being written."""
    found = held(case, Plan.confirmed_at.is_(None))
    if found is None:
        raise RuleBroken("plan-not-in-draft")
    return found


def go_by(plan: Plan, chosen: DomainSet | OwnDomainSet) -> None:
    """Have the plan go by a set; an own one must be in use, or be the one it goes by already."""
    if isinstance(chosen, DomainSet):
        plan.domain_set, plan.own_set = chosen, None
        return
    ours = chosen.municipality_id == plan.municipality_id
    if not ours or (chosen.retired_at is not None and chosen is not plan.own_set):
        raise RuleBroken("plan-by-retired-set", "domain_set")
    plan.domain_set, plan.own_set = None, chosen


def fit_area(area: Area, known: Iterable[Area]) -> Area:
    """Give the area; raises RuleBroken for one that is not known here."""
    if area not in known:
        raise RuleBroken("goal-outside-set", "domain")
    return area


def new_goal(case: Case, area: Area, own: Whose, *, text: str, **facts: Any) -> PlanGoal:
    """Make a goal with a text, of whom it is."""
    refuse_silence(text)
    return PlanGoal(
        municipality_id=case.municipality_id,
        case=case,
        case_id=case.id,
        domain=area.domain,
        own_domain=area.own_domain,
        text=text,
        resident_id=own.resident_id,
        of_all=own.of_all,
        **facts,
    )


def refuse_silence(text: str) -> None:
    """Raise RuleBroken without a text."""
    if not text.strip():
        raise RuleBroken("goal-without-text", "text")


def touch(plan: Plan) -> None:
    """Have whoever read the version before not confirm it: a goal is part of it."""
    plan.changed_at = clock.now()
    db.session.flush()
