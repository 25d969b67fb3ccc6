"""What somebody does, for a goal or as a meeting decided: added, given away, moved, ended."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from caseapp import accesslog, cases, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.case_words import TrackKind, TrackState
from caseapp.model.cases import Case
from caseapp.model.meetings import AgendaItem, Meeting
from caseapp.model.plan_words import ActionEnd, Intervention
from caseapp.model.plans import Plan, PlanAction, PlanGoal
from caseapp.model.whose import UNSAID, Whose
from caseapp.plans.action_items.queries import fit_for
from caseapp.plans.belonging import belonging_under
from caseapp.plans.placing import people_of, right_to_write
from caseapp.policy import Permission


def add_action(
    actor: Actor,
    case: Case,
    *,
    goal: PlanGoal,
    text: str,
    track: TrackKind | None,
    due_on: date | None,
    owner: User | None = None,
    intervention: Intervention | None = None,
    whose: Whose = UNSAID,
) -> PlanAction:
    """Write down what somebody does for a goal before a day; it counts from now on.

    Under a goal on a track it is on that track; under one for both it is where it is said to be.
    Under a goal of one person it is of that person; under one of all, of whom it is said to be.
    Raises RuleBroken without a text or a day that comes, for somebody who does not work on it, on a
    track that stopped, for a goal that left the plan, and where it is not said whose it is.
    """
    policy.require(actor, *right_to_write(case, track))
    cases.lock(case)
    db.session.refresh(goal, ["until_number"])
    if goal.case_id != case.id or goal.until_number is not None:
        raise RuleBroken("goal-left-before")
    if goal.track is not None and goal.track is not track:
        raise RuleBroken("action-beside-goal", "place")
    if not text.strip():
        raise RuleBroken("action-without-text", "text")
    own = belonging_under(people_of(case), Whose.of(goal), whose)
    day = _fit_day(due_on)
    _refuse_stopped(case, track)
    _refuse_unfit(case, track, owner)
    made = _made(
        actor,
        case,
        day,
        goal_id=goal.origin_id,
        track=track,
        text=text,
        intervention=intervention,
        owner=owner,
        resident_id=own.resident_id,
        of_all=own.of_all,
    )
    accesslog.record(actor, Event.ACTION_ADDED, made, track=track or "strip")
    return made


def decide(
    actor: Actor,
    item: AgendaItem,
    *,
    text: str,
    due_on: date | None,
    owner: User | None,
    executor: str = "",
) -> PlanAction:
    """Write down what a meeting decided about a case: what, who sees to it, and before when.

    It is an action of the plan, on the track that was spoken about or for both, and nobody's task
    is lost with the meeting. Raises RuleBroken before the day of the meeting, once
    the case was concluded, without a text or a day that comes, for somebody who does not work on
    it, and on a track that stopped.
    """
    policy.require(actor, Permission.ITEM_RUN, item)
    case = item.case
    cases.lock(case)
    db.session.refresh(item, ["outcome", "version"], with_for_update=True)
    if not item.is_open:
        raise RuleBroken("item-concluded-before")
    if _day_of(item) > clock.today():
        raise RuleBroken("meeting-not-held")
    if not text.strip():
        raise RuleBroken("action-without-text", "text")
    day = _fit_day(due_on)
    _refuse_stopped(case, item.track)
    _refuse_unfit(case, item.track, owner)
    made = _made(
        actor,
        case,
        day,
        agenda_item_id=item.id,
        track=item.track,
        text=text,
        executor=executor,
        owner=owner,
        resident_id=_only(case),
    )
    accesslog.record(actor, Event.ACTION_DECIDED, made, track=item.track or "strip")
    return made


def replan_action(
    actor: Actor, action: PlanAction, *, due_on: date | None, owner: User | None
) -> None:
    """Give an open action another day, or to somebody else who works on it.

    Raises RuleBroken for a day that passed, for somebody who does not work on it, and when it ended
    meanwhile.
    """
    policy.require(actor, Permission.ACTION_KEEP, action)
    _hold(action)
    day = _fit_day(due_on)
    _refuse_unfit(action.case, action.track, owner)
    action.due_on, action.owner = day, owner
    db.session.flush()
    accesslog.record(actor, Event.ACTION_REPLANNED, action, track=action.track or "strip")


def finish_action(actor: Actor, action: PlanAction, *, end: ActionEnd, outcome: str) -> None:
    """Say that an action is done and what came of it, or that it stops and why.

    Raises RuleBroken for a stop without a reason, and when it ended before.
    """
    policy.require(actor, Permission.ACTION_KEEP, action)
    _hold(action)
    if end is ActionEnd.STOPPED and not outcome.strip():
        raise RuleBroken("action-stopped-silently", "outcome")
    action.end, action.outcome = end, outcome
    action.ended_at, action.ended_by_id = clock.now(), actor.user_id
    db.session.flush()
    accesslog.record(actor, Event.ACTION_ENDED, action, end=end)


def _only(case: Case) -> UUID | None:
    """Give whose a decision is: a table speaks about a case; where that is one person, of them."""
    people = people_of(case)
    return next(iter(people)) if len(people) == 1 else None


def _made(actor: Actor, case: Case, day: date, **facts: Any) -> PlanAction:
    """Make an action that counts from now on, and is to be done before a day."""
    made = PlanAction(
        municipality_id=case.municipality_id,
        case=case,
        case_id=case.id,
        planned_on=day,
        due_on=day,
        from_number=_last_number(case),
        made_at=clock.now(),
        made_by_id=actor.user_id,
        **facts,
    )
    db.session.add(made)
    db.session.flush()
    return made


def _hold(action: PlanAction) -> None:
    """Hold the case and the action until the end: the second sees what the first did."""
    cases.lock(action.case)
    db.session.refresh(action, ["end", "ended_at", "version"], with_for_update=True)
    if not action.is_open:
        raise RuleBroken("action-ended-before")


def _fit_day(day: date | None) -> date:
    """Give the day; RuleBroken for none, and for one that passed."""
    if day is None:
        raise RuleBroken("action-without-date", "due_on")
    if day < clock.today():
        raise RuleBroken("action-date-passed", "due_on")
    return day


def _refuse_stopped(case: Case, track: TrackKind | None) -> None:
    """Raise RuleBroken for a track on which nobody works: nobody would have it."""
    if track is None:
        return
    where = case.track(track)
    db.session.refresh(where, ["state"])
    if where.state is not TrackState.NEEDED:
        raise RuleBroken("action-on-stopped-track", "place")


def _refuse_unfit(case: Case, track: TrackKind | None, owner: User | None) -> None:
    if owner is not None and owner.id not in {one.id for one in fit_for(case, track)}:
        raise RuleBroken("action-for-outsider", "owner")


def _day_of(item: AgendaItem) -> date:
    """Give the day of the meeting, which nobody moves before this is written."""
    query = select(Meeting.on_day).where(Meeting.id == item.meeting_id)
    return db.session.scalars(query.with_for_update(read=True)).one()


def _last_number(case: Case) -> int:
    query = select(func.max(Plan.number)).where(Plan.case_id == case.id)
    return int(db.session.scalar(query, execution_options={"unseen": "position"}) or 1)
