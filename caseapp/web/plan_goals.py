"""The goals of a plan: set one, put it otherwise, leave it out of the version being written."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import cases, plans
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Case
from caseapp.model.plans import GOAL_LENGTH, Plan, PlanGoal
from caseapp.model.whose import Whose
from caseapp.policy import Permission
from caseapp.web import drafts, messages, plan_page, plan_people
from caseapp.web.area_fields import AreaChoice
from caseapp.web.forms import Cards, Form, FromList, LongText
from caseapp.web.guard import guard
from caseapp.web.places import Place

bp = Blueprint("plan_goals", __name__)


class GoalForm(Form):
    """Asks: What must be reached, in which area of life, and for whom is it?"""

    whose = FromList(_l("Van wie is dit doel?"))
    place = Cards(_l("Waar hoort dit doel bij?"), Place)
    domain = AreaChoice(_l("Leefgebied"))
    text = LongText(_l("Wat is er dan anders?"), length=GOAL_LENGTH, required=True)


class RewordForm(Form):
    """Asks: How should the goal be put, and whose is it where that is not said yet?"""

    whose = FromList(_l("Van wie is dit doel?"), required=False)
    domain = AreaChoice(_l("Leefgebied"))
    text = LongText(_l("Wat is er dan anders?"), length=GOAL_LENGTH, required=True)


@bp.get("/cases/<reference:reference>/plan/goals/new")
@guard(Permission.PLAN_KEEP, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask what must be reached."""
    plan = plans.draft(case)
    if plan is None:
        return plan_page.back_from(case)
    form = _form(actor, case, plan)
    plan_people.asked_for(form)
    drafts.taken_up(actor, form, _address(case))
    return _page(case, plan, form)


@bp.post("/cases/<reference:reference>/plan/goals")
@guard(Permission.PLAN_KEEP, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Add the goal to the version that is being written."""
    plan = plans.draft(case)
    if plan is None:
        return plan_page.back_from(case)
    form = _form(actor, case, plan)
    if form.validate():
        try:
            plans.add_goal(
                actor,
                case,
                domain=form.domain.data.chosen,
                text=form.text.data,
                track=plan_page.track_of(form.place.data),
                whose=plan_people.chosen(form),
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Het doel staat in het plan."), "ok")
            return redirect(_back(case, plan), 303)
    return _page(case, plan, form), 422


@bp.get("/goals/<id:goal_id>/edit")
@guard(Permission.GOAL_KEEP, loads=plans.goal, records=Event.PLAN_SHOWN)
def edit(actor: Actor, goal: PlanGoal) -> ResponseReturnValue:
    """Show the goal and ask how it should be put."""
    plan = plans.draft(goal.case)
    if plan is None:
        return plan_page.back_from(goal.case)
    form = _offering(RewordForm(domain=goal.area, text=goal.text), plan, goal)
    drafts.taken_up(actor, form, url_for("plan_goals.update", goal_id=goal.id))
    return _reword(goal, plan, form)


@bp.post("/goals/<id:goal_id>")
@guard(Permission.GOAL_KEEP, loads=plans.goal, records=Event.PLAN_SHOWN)
def update(actor: Actor, goal: PlanGoal) -> ResponseReturnValue:
    """Put the goal otherwise in the version that is being written."""
    plan = plans.draft(goal.case)
    if plan is None:
        return plan_page.back_from(goal.case)
    form = _offering(RewordForm(), plan, goal)
    if form.validate():
        try:
            plans.reword_goal(
                actor,
                goal,
                domain=form.domain.data.chosen,
                text=form.text.data,
                whose=plan_people.chosen(form),
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Het doel is bijgewerkt."), "ok")
            return redirect(_back(goal.case, plan), 303)
    return _reword(goal, plan, form), 422


@bp.post("/goals/<id:goal_id>/removal")
@guard(Permission.GOAL_KEEP, loads=plans.goal, records=Event.PLAN_SHOWN)
def destroy(actor: Actor, goal: PlanGoal) -> ResponseReturnValue:
    """Leave the goal out of the version that is being written."""
    plan = plans.draft(goal.case)
    if plan is None:
        return plan_page.back_from(goal.case)
    try:
        plans.drop_goal(actor, goal)
    except RuleBroken as error:
        flash(messages.of(error), "warning")
    else:
        flash(_("Het doel staat niet meer in deze versie."), "ok")
    return redirect(_back(goal.case, plan), 303)


def _form(actor: Actor, case: Case, plan: Plan) -> GoalForm:
    places = plan_page.places(actor, case)
    form = GoalForm(place=places[0] if places else None)
    form.place.members = places
    form.domain.offer(plan.areas)
    plan_people.offer(form, case)
    return form


def _offering(form: RewordForm, plan: Plan, goal: PlanGoal) -> RewordForm:
    """Offer the areas of the plan, and the one it has, which may be of another set."""
    form.domain.offer(tuple(dict.fromkeys((*plan.areas, goal.area))))
    plan_people.offer(form, goal.case, asked=not Whose.of(goal).is_said)
    return form


def _address(case: Case) -> str:
    return url_for("plan_goals.create", reference=case.reference)


def _back(case: Case, plan: Plan) -> str:
    return url_for("plans.index", reference=case.reference, version=plan.number)


def _page(case: Case, plan: Plan, form: GoalForm) -> str:
    return render_template(
        "plans/goal.html", form=form, case=case, goal=None, action=_address(case),
        back=_back(case, plan),
    )  # fmt: skip


def _reword(goal: PlanGoal, plan: Plan, form: RewordForm) -> str:
    return render_template(
        "plans/goal.html",
        form=form,
        case=goal.case,
        goal=goal,
        action=url_for("plan_goals.update", goal_id=goal.id),
        back=_back(goal.case, plan),
    )
