"""The plan of a case: read it whole, write a version, confirm that it holds."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import cases, plans
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Case
from caseapp.model.plan_words import DomainSet
from caseapp.model.plans import TEXT_LENGTH, Plan
from caseapp.plans import members, own_sets, parties
from caseapp.policy import Permission
from caseapp.web import drafts, member_fields, messages, party_fields, plan_page, plan_people
from caseapp.web.area_fields import SetChoice
from caseapp.web.forms import Form, LongText
from caseapp.web.guard import guard
from caseapp.web.party_fields import PartyForm

bp = Blueprint("plans", __name__, url_prefix="/cases/<reference:reference>/plan")
confirmations = Blueprint(
    "plan_confirmations", __name__, url_prefix="/cases/<reference:reference>/plan"
)


class PlanForm(PartyForm):
    """Asks: What does the resident want, who thought along, and what if it goes wrong?"""

    domain_set = SetChoice(_l("Welke leefgebieden?"))
    own_words = LongText(_l("Wat wil de inwoner zelf? In eigen woorden"), length=TEXT_LENGTH)
    signs = LongText(_l("Waaraan merken we dat het misgaat?"), length=TEXT_LENGTH)
    safety = LongText(_l("Wie doet dan wat?"), length=TEXT_LENGTH)
    to_call = LongText(_l("Wie bellen we, overdag en 's nachts?"), length=TEXT_LENGTH)


class ConfirmationForm(Form):
    """Asks: Does this plan hold from now on?"""


@bp.get("")
@guard(Permission.CASE_VIEW, loads=cases.by_reference, records=Event.PLAN_SHOWN)
def index(actor: Actor, case: Case) -> ResponseReturnValue:
    """Show the version that holds, or that was asked for, with who does what before when."""
    return render_template("plans/index.html", **plan_page.of(actor, case))


@bp.post("/versions")
@guard(Permission.PLAN_KEEP, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Begin a version: the first, or one that takes over what holds now."""
    try:
        plans.begin_version(actor, case)
    except RuleBroken as error:
        flash(messages.of(error), "warning")
    return redirect(url_for("plans.edit", reference=case.reference), 303)


@bp.get("/edit")
@guard(Permission.PLAN_KEEP, loads=cases.by_reference, records=Event.PLAN_SHOWN)
def edit(actor: Actor, case: Case) -> ResponseReturnValue:
    """Show what is written of the version, to write on."""
    plan = plans.draft(case)
    if plan is None:
        return plan_page.back_from(case)
    form = _form(
        case,
        domain_set=plan.own_set or plan.domain_set,
        own_words=plan.own_words,
        signs=plan.signs,
        safety=plan.safety,
        to_call=plan.to_call,
        **party_fields.filled(parties.read(plan.parties)),
        **member_fields.filled(plan),
    )
    _offer_sets(form, plan)
    overtaken = drafts.taken_up(actor, form, _address(case), version=plan.version)
    return _page(case, plan, form, overtaken=overtaken)


@bp.post("")
@guard(Permission.PLAN_KEEP, loads=cases.by_reference, records=Event.PLAN_SHOWN)
def update(actor: Actor, case: Case) -> ResponseReturnValue:
    """Keep what is written; who comes second sees what the first one kept."""
    plan, form = plans.draft(case), _form(case)
    if plan is None:
        return plan_page.back_from(case)
    _offer_sets(form, plan)
    if form.validate():
        form.must_be_made_from(plan, lambda: _as_it_stands(case, plan))
        try:
            plans.write_version(
                actor,
                case,
                domain_set=form.domain_set.data,
                own_words=form.own_words.data,
                stands=form.stands(),
                signs=form.signs.data,
                safety=form.safety.data,
                to_call=form.to_call.data,
                each=member_fields.sent(form, case),
                is_joint=bool(form.is_joint.data) if "is_joint" in form else False,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Het plan is bewaard. Het geldt pas als u het vaststelt."), "ok")
            return redirect(_shown(case, plan), 303)
    return _page(case, plan, form, overtaken=False), 422


@confirmations.post("/confirmation", endpoint="create")
@guard(Permission.PLAN_KEEP, loads=cases.by_reference, records=Event.PLAN_SHOWN)
def confirm(actor: Actor, case: Case) -> ResponseReturnValue:
    """Confirm the version that is being written: from now on it holds and does not change."""
    plan, form = plans.draft(case), ConfirmationForm()
    seen = form.version.data or ""
    try:
        plans.confirm_version(actor, case, version=int(seen) if seen.isdecimal() else 0)
    except RuleBroken as error:
        flash(messages.of(error), "warning")
        return redirect(_shown(case, plan), 303)
    flash(_("Het plan is vastgesteld en geldt vanaf nu."), "ok")
    return redirect(url_for("plans.index", reference=case.reference), 303)


def _form(case: Case, **facts: Any) -> PlanForm:
    """Make the form, with the boxes of each of several people."""
    made = type("PlanForm", (PlanForm,), member_fields.of_people(case))
    form: PlanForm = made(**facts)
    if plan_people.is_household(case):
        form.own_words.label.text = _("Wat wilt u samen? In eigen woorden")
    return form


def _offer_sets(form: PlanForm, plan: Plan) -> None:
    """Offer the sets everybody knows, the own ones in use, and the one it goes by."""
    mine = [plan.own_set] if plan.own_set is not None else []
    own = dict.fromkeys([*own_sets.in_use(plan.municipality_id), *mine])
    form.domain_set.offer([*DomainSet, *own])


def _shown(case: Case, plan: Plan | None) -> str:
    number = plan.number if plan is not None else None
    return url_for("plans.index", reference=case.reference, version=number)


def _address(case: Case) -> str:
    return url_for("plans.update", reference=case.reference)


def _page(case: Case, plan: Plan, form: PlanForm, *, overtaken: bool) -> str:
    return render_template(
        "plans/edit.html",
        form=form,
        case=case,
        plan=plan,
        action=_address(case),
        parties=member_fields.rows(form, case),
        each=list(member_fields.groups(form, case)),
        theirs=list(_as_it_stands(case, plan).items()) if overtaken else [],
    )


def _as_it_stands(case: Case, plan: Plan) -> dict[str, str]:
    each = members.read(plan.members) if plan_people.is_household(case) else {}
    names = plan_people.people(case) if each else {}
    return {
        str(_("In eigen woorden")): plan.own_words,
        str(_("Waaraan merken we dat het misgaat?")): plan.signs,
        str(_("Wie doet dan wat?")): plan.safety,
        str(_("Wie bellen we?")): plan.to_call,
        **{names[person]: one.own_words for person, one in each.items() if person in names},
    }
