"""Writing the plan of a case: a version, its goals, and confirming that it holds."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import exists, func, select

from caseapp import accesslog, cases, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model import lock
from caseapp.model.cases import Case, TrackKind
from caseapp.model.domains import Area, OwnDomain, OwnDomainSet
from caseapp.model.plan_words import Domain, DomainSet
from caseapp.model.plans import Plan, PlanAction, PlanGoal
from caseapp.plans import parties, readiness
from caseapp.plans.parties import PlanParty, Stand
from caseapp.plans.placing import held, right_to_write
from caseapp.policy import Permission

COPIED = ("own_words", "parties", "signs", "safety", "to_call")
UNSEEN = {"unseen": "policy"}


def begin_version(actor: Actor, case: Case, *, domain_set: DomainSet | None = None) -> Plan:
    """Begin a version of the plan: the first, or one that takes over what holds now.

    The version that holds goes on to hold until this one is confirmed. Raises RuleBroken while
    another version is being written.
    """
    policy.require(actor, Permission.PLAN_KEEP, case)
    cases.lock(case)
    if held(case, Plan.confirmed_at.is_(None)) is not None:
        raise RuleBroken("plan-draft-before")
    before = held(case, Plan.confirmed_at.is_not(None), Plan.replaced_at.is_(None))
    now = clock.now()
    made = Plan(
        municipality_id=case.municipality_id,
        case=case,
        case_id=case.id,
        number=1 if before is None else before.number + 1,
        domain_set=domain_set or (DomainSet.ZRM_13 if before is None else before.domain_set),
        own_set=None if domain_set or before is None else before.own_set,
        made_at=now,
        made_by_id=actor.user_id,
        changed_at=now,
        **({} if before is None else {name: getattr(before, name) for name in COPIED}),
    )
    db.session.add(made)
    db.session.flush()
    accesslog.record(actor, Event.PLAN_BEGUN, made, number=str(made.number))
    return made


def write_version(
    actor: Actor,
    case: Case,
    *,
    domain_set: DomainSet | OwnDomainSet,
    own_words: str,
    stands: Mapping[PlanParty, Stand],
    signs: str,
    safety: str,
    to_call: str,
) -> Plan:
    """Write down, in the version that is being written, what both tracks read of the plan.

    Raises RuleBroken when it was confirmed meanwhile, and for a set that is no longer in use.
    """
    policy.require(actor, Permission.PLAN_KEEP, case)
    cases.lock(case)
    plan = _draft(case)
    _go_by(plan, domain_set)
    plan.own_words, plan.parties = own_words, parties.written(stands)
    plan.signs, plan.safety, plan.to_call = signs, safety, to_call
    plan.changed_at = clock.now()
    db.session.flush()
    accesslog.record(actor, Event.PLAN_WRITTEN, plan, number=str(plan.number))
    return plan


def confirm_version(actor: Actor, case: Case, *, version: int) -> Plan:
    """Confirm the version that is being written: from now on it holds, and does not change.

    `version` is how often it was changed when it was read: nobody confirms what they did not see.
    Raises RuleBroken for what is missing, and when somebody confirmed or changed it meanwhile.
    """
    policy.require(actor, Permission.PLAN_KEEP, case)
    cases.lock(case)
    plan = _draft(case)
    if plan.version != version:
        raise RuleBroken("plan-changed-meanwhile")
    stands = parties.read(plan.parties)
    for objection in readiness.objections(goals=_count_goals(plan), stands=stands):
        raise objection
    now = clock.now()
    before = held(case, Plan.confirmed_at.is_not(None), Plan.replaced_at.is_(None))
    if before is not None:
        before.replaced_at = now
        db.session.flush()
    plan.confirmed_at, plan.confirmed_by_id = now, actor.user_id
    db.session.flush()
    accesslog.record(actor, Event.PLAN_CONFIRMED, plan, number=str(plan.number))
    return plan


def add_goal(
    actor: Actor, case: Case, *, domain: Domain | OwnDomain, text: str, track: TrackKind | None
) -> PlanGoal:
    """Add a goal to the version that is being written, on a track or for both.

    Raises RuleBroken where no version is being written, for an area of life that is not of its set,
    and without a text.
    """
    policy.require(actor, *right_to_write(case, track))
    cases.lock(case)
    plan = _draft(case)
    area = _fit_area(Area.of(domain), plan.areas)
    made = _goal(case, area, text=text, track=track, from_number=plan.number)
    made.origin_id = made.id
    db.session.add(made)
    _touch(plan)
    accesslog.record(actor, Event.GOAL_SET, made, track=track or "strip")
    return made


def reword_goal(actor: Actor, goal: PlanGoal, *, domain: Domain | OwnDomain, text: str) -> PlanGoal:
    """Put a goal otherwise in the version being written; earlier versions keep it as it was.

    Raises RuleBroken where none is being written, where it left the plan, for an area of life that
    is neither its own nor of the set, and without a text.
    """
    policy.require(actor, Permission.GOAL_KEEP, goal)
    plan = _hold(goal)
    area = _fit_area(Area.of(domain), (*plan.areas, goal.area))
    if goal.from_number == plan.number:
        _refuse_silence(text)
        goal.domain, goal.own_domain, goal.text, made = area.domain, area.own_domain, text, goal
    else:
        made = _goal(goal.case, area, text=text, track=goal.track, from_number=plan.number)
        made.origin_id, goal.until_number = goal.origin_id, plan.number
        db.session.add(made)
    _touch(plan)
    accesslog.record(actor, Event.GOAL_SET, made, track=made.track or "strip")
    return made


def drop_goal(actor: Actor, goal: PlanGoal) -> None:
    """Leave a goal out of the version that is being written; earlier versions keep it.

    Raises RuleBroken where none is being written, where it left the plan, and while anything has
    still to be done for it.
    """
    policy.require(actor, Permission.GOAL_KEEP, goal)
    plan = _hold(goal)
    waits = exists().where(PlanAction.goal_id == goal.origin_id, PlanAction.ended_at.is_(None))
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        if db.session.scalar(select(waits), execution_options=UNSEEN):
            raise RuleBroken("goal-with-open-actions")
    goal.until_number = plan.number
    _touch(plan)
    accesslog.record(actor, Event.GOAL_DROPPED, goal, track=goal.track or "strip")


def _go_by(plan: Plan, chosen: DomainSet | OwnDomainSet) -> None:
    """Have the plan go by a set; an own one must be in use, or be the one it goes by already."""
    if isinstance(chosen, DomainSet):
        plan.domain_set, plan.own_set = chosen, None
        return
    ours = chosen.municipality_id == plan.municipality_id
    if not ours or (chosen.retired_at is not None and chosen is not plan.own_set):
        raise RuleBroken("plan-by-retired-set", "domain_set")
    plan.domain_set, plan.own_set = None, chosen


def _fit_area(area: Area, known: Iterable[Area]) -> Area:
    if area not in known:
        raise RuleBroken("goal-outside-set", "domain")
    return area


def _goal(case: Case, area: Area, *, text: str, **facts: Any) -> PlanGoal:
    _refuse_silence(text)
    return PlanGoal(
        municipality_id=case.municipality_id,
        case=case,
        case_id=case.id,
        domain=area.domain,
        own_domain=area.own_domain,
        text=text,
        **facts,
    )


def _refuse_silence(text: str) -> None:
    if not text.strip():
        raise RuleBroken("goal-without-text", "text")


def _hold(goal: PlanGoal) -> Plan:
    """Hold the case until the end, and give the version that is being written, with this goal."""
    cases.lock(goal.case)
    plan = _draft(goal.case)
    db.session.refresh(goal, ["until_number", "from_number"])
    if goal.until_number is not None:
        raise RuleBroken("goal-left-before")
    return plan


def _draft(case: Case) -> Plan:
    found = held(case, Plan.confirmed_at.is_(None))
    if found is None:
        raise RuleBroken("plan-not-in-draft")
    return found


def _touch(plan: Plan) -> None:
    """Have whoever read the version before not confirm it: a goal is part of it."""
    plan.changed_at = clock.now()
    db.session.flush()


def _count_goals(plan: Plan) -> int:
    """Count the goals of the version that is being written, also those of the other track."""
    query = select(func.count(PlanGoal.id)).where(
        PlanGoal.case_id == plan.case_id, PlanGoal.until_number.is_(None)
    )
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        return int(db.session.scalar(query, execution_options=UNSEEN) or 0)
