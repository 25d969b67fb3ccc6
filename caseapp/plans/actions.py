"""Writing the plan of a case: a version, its goals, and confirming that it holds."""

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import exists, func, select

from caseapp import accesslog, cases, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model import lock
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.domains import Area, OwnDomain, OwnDomainSet
from caseapp.model.plan_words import Domain, DomainSet
from caseapp.model.plans import MEMBERS_LENGTH, Plan, PlanAction, PlanGoal
from caseapp.model.whose import UNSAID, Whose
from caseapp.plans import members, parties, readiness
from caseapp.plans.belonging import belonging
from caseapp.plans.drafting import draft_of, fit_area, go_by, new_goal, refuse_silence, touch
from caseapp.plans.members import Member
from caseapp.plans.parties import PlanParty, Stand
from caseapp.plans.placing import held, people_of, right_to_write
from caseapp.policy import Permission

COPIED = ("own_words", "parties", "signs", "safety", "to_call", "members", "is_joint")
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
    each: Mapping[UUID, Member] | None = None,
    is_joint: bool = False,
) -> Plan:
    """Write down, in the version that is being written, what both tracks read of the plan.

    `each` is the part of each of several people; of whom nothing is given, what was said stays. The
    other texts are of everybody together only where that is said. Raises RuleBroken when it was
    confirmed meanwhile, and for a set that is no longer in use.
    """
    policy.require(actor, Permission.PLAN_KEEP, case)
    cases.lock(case)
    plan = draft_of(case)
    go_by(plan, domain_set)
    plan.own_words, plan.parties = own_words, parties.written(stands)
    plan.signs, plan.safety, plan.to_call = signs, safety, to_call
    if each is not None:
        kept = members.written({**members.read(plan.members), **each})
        if len(kept) > MEMBERS_LENGTH:
            raise RuleBroken("plan-too-long")
        plan.members, plan.is_joint = kept, is_joint
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
    plan = draft_of(case)
    if plan.version != version:
        raise RuleBroken("plan-changed-meanwhile")
    stands = parties.read(plan.parties)
    each = members.read(plan.members)
    for objection in readiness.objections(
        goals=_count_goals(plan), stands=stands, people=people_of(case), members=each
    ):
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
    actor: Actor,
    case: Case,
    *,
    domain: Domain | OwnDomain,
    text: str,
    track: TrackKind | None,
    whose: Whose = UNSAID,
) -> PlanGoal:
    """Add a goal to the version that is being written, on a track or for both.

    Raises RuleBroken where no version is being written, for an area of life that is not of its set,
    without a text, and in a case about several people where it is not said whose it is.
    """
    policy.require(actor, *right_to_write(case, track))
    cases.lock(case)
    plan = draft_of(case)
    area = fit_area(Area.of(domain), plan.areas)
    own = belonging(people_of(case), whose)
    made = new_goal(case, area, own, text=text, track=track, from_number=plan.number)
    made.origin_id = made.id
    db.session.add(made)
    touch(plan)
    accesslog.record(actor, Event.GOAL_SET, made, track=track or "strip")
    return made


def reword_goal(
    actor: Actor,
    goal: PlanGoal,
    *,
    domain: Domain | OwnDomain,
    text: str,
    whose: Whose = UNSAID,
) -> PlanGoal:
    """Put a goal otherwise in the version being written; earlier versions keep it as it was.

    It stays whose it is; where that was not said yet, it can be said. Raises RuleBroken where none
    is being written, where it left the plan, for an area of life that is neither its own nor of
    the set, and without a text.
    """
    policy.require(actor, Permission.GOAL_KEEP, goal)
    plan = _hold(goal)
    area = fit_area(Area.of(domain), (*plan.areas, goal.area))
    own = Whose.of(goal)
    if not own.is_said and whose.is_said:
        own = belonging(people_of(goal.case), whose)
    if goal.from_number == plan.number:
        refuse_silence(text)
        goal.domain, goal.own_domain, goal.text, made = area.domain, area.own_domain, text, goal
        goal.resident_id, goal.of_all = own.resident_id, own.of_all
    else:
        made = new_goal(goal.case, area, own, text=text, track=goal.track, from_number=plan.number)
        made.origin_id, goal.until_number = goal.origin_id, plan.number
        db.session.add(made)
    touch(plan)
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
    touch(plan)
    accesslog.record(actor, Event.GOAL_DROPPED, goal, track=goal.track or "strip")


def _hold(goal: PlanGoal) -> Plan:
    """Hold the case until the end, and give the version that is being written, with this goal."""
    cases.lock(goal.case)
    plan = draft_of(goal.case)
    db.session.refresh(goal, ["until_number", "from_number"])
    if goal.until_number is not None:
        raise RuleBroken("goal-left-before")
    return plan


def _count_goals(plan: Plan) -> int:
    """Count the goals of the version that is being written, also those of the other track."""
    query = select(func.count(PlanGoal.id)).where(
        PlanGoal.case_id == plan.case_id, PlanGoal.until_number.is_(None)
    )
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        return int(db.session.scalar(query, execution_options=UNSEEN) or 0)
