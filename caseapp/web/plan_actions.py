"""The actions of a plan: add one, give it another day or to another, finish or stop it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import cases, plans
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.plan_words import ActionEnd, Intervention
from caseapp.model.plans import GOAL_LENGTH, TEXT_LENGTH, PlanAction, PlanGoal
from caseapp.plans import action_items
from caseapp.policy import Permission
from caseapp.web import drafts, plan_page, plan_people, wording
from caseapp.web.area_fields import area_name
from caseapp.web.forms import Cards, Choice, Day, Form, FromList, LongText
from caseapp.web.guard import guard
from caseapp.web.places import Place

bp = Blueprint("plan_actions", __name__)
ends = Blueprint("action_ends", __name__)


class ActionForm(Form):
    """Asks: Who does what for which goal, and before when?"""

    goal = FromList(_l("Voor welk doel?"))
    whose = FromList(_l("Van wie is deze actie?"), required=False)
    place = Cards(_l("Wie mag dit lezen?"), Place)
    text = LongText(_l("Wat gaat er gebeuren?"), length=GOAL_LENGTH, required=True)
    owner = FromList(_l("Wie doet het?"), required=False)
    due_on = Day(_l("Uiterlijk op"), required=True, future=True)
    intervention = Choice(_l("Interventie"), Intervention, must_choose=False)


class ReplanForm(Form):
    """Asks: Who does it, and before when?"""

    owner = FromList(_l("Wie doet het?"), required=False)
    due_on = Day(_l("Uiterlijk op"), required=True, future=True)


class EndForm(Form):
    """Asks: Is it done, or does it stop, and why?"""

    end = Cards(_l("Is het klaar?"), ActionEnd)
    outcome = LongText(_l("Wat kwam ervan, of waarom stopt het?"), length=TEXT_LENGTH)


@bp.get("/cases/<reference:reference>/plan/actions/new")
@guard(Permission.PLAN_KEEP, loads=cases.by_reference, records=Event.PLAN_SHOWN)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask who does what."""
    known = _goals(actor, case)
    if not known:
        return plan_page.back_from(case)
    form = _form(actor, case, known)
    asked = request.args.get("goal", "")
    if asked in known:
        form.goal.data = asked
        track = known[asked].track
        form.place.data = Place.STRIP if track is None else Place(track.value)
    drafts.taken_up(actor, form, _address(case))
    return _page(case, form)


@bp.post("/cases/<reference:reference>/plan/actions")
@guard(Permission.PLAN_KEEP, loads=cases.by_reference, records=Event.PLAN_SHOWN)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Write down what is done."""
    known = _goals(actor, case)
    if not known:
        return plan_page.back_from(case)
    form = _form(actor, case, known)
    if form.validate():
        track = plan_page.track_of(form.place.data)
        try:
            action_items.add_action(
                actor,
                case,
                goal=known[form.goal.data],
                text=form.text.data,
                track=track,
                due_on=form.due_on.data,
                owner=_chosen(case, track, form.owner.data),
                intervention=form.intervention.data,
                whose=plan_people.chosen(form),
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De actie staat in het plan."), "ok")
            return redirect(_back(case), 303)
    return _page(case, form), 422


@bp.get("/actions/<id:action_id>/edit")
@guard(Permission.ACTION_KEEP, loads=action_items.action, records=Event.PLAN_SHOWN)
def edit(actor: Actor, action: PlanAction) -> ResponseReturnValue:
    """Show the action, and ask whether it is done, or who does it before when."""
    form = _replanning(action)
    version = action.version
    drafts.taken_up(
        actor, form, url_for("plan_actions.update", action_id=action.id), version=version
    )
    ending = EndForm(end=ActionEnd.DONE)
    drafts.taken_up(actor, ending, url_for("action_ends.create", action_id=action.id))
    return _shown(actor, action, form, ending)


@bp.post("/actions/<id:action_id>")
@guard(Permission.ACTION_KEEP, loads=action_items.action, records=Event.PLAN_SHOWN)
def update(actor: Actor, action: PlanAction) -> ResponseReturnValue:
    """Give the action another day, or to somebody else."""
    form = _replanning(action)
    if form.validate():
        form.must_be_made_from(action, lambda: _as_it_stands(action))
        try:
            owner = _chosen(action.case, action.track, form.owner.data)
            action_items.replan_action(actor, action, due_on=form.due_on.data, owner=owner)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De actie is bijgewerkt."), "ok")
            return redirect(_back(action.case), 303)
    return _shown(actor, action, form, EndForm(formdata=None, end=ActionEnd.DONE)), 422


@ends.post("/actions/<id:action_id>/end", endpoint="create")
@guard(Permission.ACTION_KEEP, loads=action_items.action, records=Event.PLAN_SHOWN)
def finish(actor: Actor, action: PlanAction) -> ResponseReturnValue:
    """Say that the action is done, or stops and why."""
    form = EndForm()
    if form.validate():
        try:
            outcome = form.outcome.data
            action_items.finish_action(actor, action, end=form.end.data, outcome=outcome)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Vastgelegd."), "ok")
            return redirect(_back(action.case), 303)
    return _shown(actor, action, _replanning(action, formdata=None), form), 422


def _goals(actor: Actor, case: Case) -> dict[str, PlanGoal]:
    """Give the goals that still stand in the last version, as far as this person may read them."""
    known = plans.versions(case)
    found = plans.goals(actor, case, known[0].number) if known else ()
    return {one.id.hex: one for one in found}


def _form(actor: Actor, case: Case, goals: dict[str, PlanGoal]) -> ActionForm:
    places = plan_page.places(actor, case)
    form = ActionForm(place=places[0] if places else None)
    form.place.members = places
    plan_people.offer(form, case, first=str(_("van wie het doel is")))
    form.goal.choices = [
        ("", _("Kies een doel")),
        *((key, _named(one)) for key, one in goals.items()),
    ]
    people = {
        one.id.hex: one
        for place in places
        for one in action_items.fit_for(case, plan_page.track_of(place))
    }
    form.owner.choices = _offers(list(people.values()))
    return form


def _named(goal: PlanGoal) -> str:
    where = Place.STRIP if goal.track is None else Place(goal.track.value)
    named = ", ".join(filter(None, (wording.label(where), plan_people.whose_name(goal))))
    return f"{area_name(goal)} ({named}): {goal.text[:80]}"


def _offers(people: list[User]) -> list[tuple[str, str]]:
    first = ("", str(_("Wie het spoor heeft, of de casusregisseur")))
    return [first, *((one.id.hex, f"{one.name}, {one.function}") for one in people)]


def _replanning(action: PlanAction, **how: Any) -> ReplanForm:
    owner = action.owner_id.hex if action.owner_id is not None else ""
    form = ReplanForm(owner=owner, due_on=action.due_on, **how)
    people = list(action_items.fit_for(action.case, action.track))
    if owner not in {"", *(one.id.hex for one in people)}:
        form.owner.data = "" if form.owner.data == owner else form.owner.data
    form.owner.choices = _offers(people)
    return form


def _chosen(case: Case, track: TrackKind | None, typed: str) -> User | None:
    """Give who was chosen; RuleBroken for somebody who does not work on that track."""
    if not typed:
        return None
    fit = {one.id.hex: one for one in action_items.fit_for(case, track)}
    if typed not in fit:
        raise RuleBroken("action-for-outsider", "owner")
    return fit[typed]


def _address(case: Case) -> str:
    return url_for("plan_actions.create", reference=case.reference)


def _back(case: Case) -> str:
    return url_for("plans.index", reference=case.reference)


def _page(case: Case, form: ActionForm) -> str:
    return render_template(
        "plans/action.html", form=form, case=case, action=_address(case), back=_back(case)
    )


def _shown(actor: Actor, action: PlanAction, form: ReplanForm, ending: EndForm) -> str:
    standing = plans.standing(actor, action.case)
    one = next((found for found in standing.open if found.action.id == action.id), None)
    return render_template(
        "plans/action_edit.html",
        form=form,
        ending=ending,
        case=action.case,
        item=action,
        planned=one,
        replan=url_for("plan_actions.update", action_id=action.id),
        finish=url_for("action_ends.create", action_id=action.id),
        back=_back(action.case),
    )


def _as_it_stands(action: PlanAction) -> dict[str, str]:
    owner = action.owner.name if action.owner is not None else ""
    return {str(_("Wie doet het?")): owner, str(_("Uiterlijk op")): action.due_on.isoformat()}
