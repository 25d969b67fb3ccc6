"""What the screens of a plan have in common: a version as one person may read it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from caseapp import accesslog, plans, policy
from caseapp.kernel.actor import Actor
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.plans import Plan, PlanAction, PlanGoal
from caseapp.model.whose import TOGETHER, UNSAID, Whose
from caseapp.plans import Planned, measuring, members, parties
from caseapp.plans.measuring import Course, Line
from caseapp.plans.members import Member
from caseapp.policy import Permission
from caseapp.web import plan_people
from caseapp.web.places import Place

SHOWN_NEXT = 4
"""As many actions as the page of a case shows of those to come."""


@dataclass(frozen=True, slots=True)
class GoalLine:
    """A goal, with what is still to be done for it and what was done."""

    goal: PlanGoal
    open: Sequence[Planned]
    ended: Sequence[PlanAction]
    may_keep: bool
    measured: Sequence[tuple[Line, str, Course]] = ()
    """How it goes with whose goal it is, in its area of life, on its track and for both."""


@dataclass(frozen=True, slots=True)
class Group:
    """The part of everybody together or of one of them; of one person, the whole plan."""

    whose: Whose
    name: str
    lines: Sequence[GoalLine]
    may_copy: bool = False
    """Whether a copy can be made that holds this part and what is of all."""


def places(actor: Actor, case: Case) -> list[Place]:
    """Give where in the plan of a case this person may write: own tracks, and what is for both."""
    own = [
        Place(track.kind.value)
        for track in case.tracks
        if policy.allows(actor, Permission.TRACK_WRITE, track)
    ]
    both = policy.allows(actor, Permission.PLAN_KEEP, case)
    return own + ([Place.STRIP] if both else [])


def back_from(case: Case) -> ResponseReturnValue:
    """Go back to the plan of a case: there is no version to write on, or not any more."""
    flash(_("Er wordt nu geen versie geschreven. Begin eerst een nieuwe versie."), "info")
    return redirect(url_for("plans.index", reference=case.reference), 303)


def track_of(place: Place) -> TrackKind | None:
    """Give the track of a place; none for what is for both."""
    return None if place is Place.STRIP else TrackKind(place.value)


def head(actor: Actor, case: Case) -> dict[str, Any]:
    """Give what the page of a case shows of its plan: what is late, and who does what next."""
    known = plans.versions(case)
    return {
        "plan": next((one for one in known if one.is_active), None),
        "begun": bool(known),
        "planned": plans.standing(actor, case),
        "shown_next": SHOWN_NEXT,
    }


def line_key(line: Line) -> str:
    """Give by what a line of measurements is named on its page."""
    place = line.track or "strip"
    return "-".join(filter(None, (line.area.key, place, line.whose.key)))


def of(actor: Actor, case: Case) -> dict[str, Any]:
    """Give the version that was asked for, or that holds, or that is being written."""
    known = plans.versions(case)
    asked = request.args.get("version", "")
    chosen = [one for one in known if str(one.number) == asked]
    holding = [one for one in known if one.is_active]
    shown = next(iter([*chosen, *holding, *known]), None)
    may = policy.allows(actor, Permission.PLAN_KEEP, case)
    standing = plans.standing(actor, case)
    groups = _groups(actor, case, shown, standing) if shown is not None else []
    return {
        "case": case,
        "plan": shown,
        "versions": known,
        "draft": next((one for one in known if one.is_draft), None),
        "planned": standing,
        "groups": groups,
        "several": len(groups) > 1,
        "stands": parties.read(shown.parties) if shown is not None else {},
        "members": _members(case, shown) if shown is not None else [],
        "may_keep": may,
        "may_add": bool(places(actor, case)),
    }


def _members(case: Case, plan: Plan) -> list[tuple[str, Member]]:
    """Give what was said of and by each, by name; who is shown has a line in the log."""
    known = members.read(plan.members)
    accesslog.also_about((person, case.id) for person in known)
    ordered = plan_people.in_order(case, map(Whose, known), of=lambda whose: whose)
    return [
        (plan_people.name_of(case, one), known[one.resident_id])
        for one in ordered
        if one.resident_id is not None
    ]


def _groups(actor: Actor, case: Case, plan: Plan, standing: plans.Standing) -> list[Group]:
    """Give the goals of everybody together first, and then those of each."""
    found = lines(actor, case, plan, standing)
    others = any(plan_people.left(case, Whose.of(line.goal)) for line in found)
    if not (plan_people.is_household(case) or others):
        return [Group(UNSAID, "", found)]
    by: dict[Whose, list[GoalLine]] = {TOGETHER: []}
    by |= {Whose(person): [] for person in plan_people.people(case)}
    for line in found:
        by.setdefault(Whose.of(line.goal), []).append(line)
    may = plan.is_active and policy.allows(actor, Permission.PAPER_MAKE, case)
    return [
        Group(one, plan_people.name_of(case, one), by[one], may and one.resident_id is not None)
        for one in plan_people.in_order(case, by, of=lambda whose: whose)
    ]


def lines(actor: Actor, case: Case, plan: Plan, standing: plans.Standing) -> list[GoalLine]:
    """Give the goals of a version with their actions; of an old one, those that it began."""
    found, measured = [], [] if plan.replaced_at else measuring.lines(actor, case)
    for goal in plans.goals(actor, case, plan.number):
        ended = [one for one in standing.ended if one.goal_id == goal.origin_id]
        may = plan.is_draft and policy.allows(actor, Permission.GOAL_KEEP, goal)
        courses = [
            (line, line_key(line), course)
            for line in measured
            if line.area == goal.area and line.track in (goal.track, None)
            if line.whose == Whose.of(goal)
            for course in line.courses
        ]
        found.append(GoalLine(goal, standing.of_goal.get(goal.origin_id, ()), ended, may, courses))
    return found
