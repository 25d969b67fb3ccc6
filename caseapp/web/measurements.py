"""Measurements in the plan of a case: how it goes over time, measure, put right what is wrong."""

from collections.abc import Sequence
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from caseapp import cases
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Case
from caseapp.model.domains import Area
from caseapp.model.measurements import EVIDENCE_LENGTH, REASON_LENGTH, Measurement
from caseapp.model.plan_words import Level, SeenBy
from caseapp.plans import measuring
from caseapp.policy import Permission
from caseapp.web import drafts, measurement_form, measurement_page, plan_page, plan_people
from caseapp.web.forms import Cards, Choice, Day, Form, LongText
from caseapp.web.guard import guard
from caseapp.web.measurement_form import MeasureForm

bp = Blueprint("measurements", __name__)
withdrawals = Blueprint("measurement_withdrawals", __name__)


class CorrectionForm(Form):
    """Asks: How was it really, and by what is that seen?"""

    level = Choice(_l("Score"), Level)
    measured_on = Day(_l("Op welke dag?"), required=True, past=True)
    seen_by = Cards(_l("Wie ziet het zo?"), SeenBy)
    evidence = LongText(_l("Waaraan ziet u dat?"), length=EVIDENCE_LENGTH, required=True)


class WithdrawalForm(Form):
    """Asks: Why does it not count?"""

    reason = LongText(_l("Waarom telt deze meting niet?"), length=REASON_LENGTH, required=True)


@bp.get("/cases/<reference:reference>/plan/measurements")
@guard(Permission.CASE_VIEW, loads=cases.by_reference, records=Event.PLAN_SHOWN)
def index(actor: Actor, case: Case) -> ResponseReturnValue:
    """Show for each area of life how it goes over time, drawn and as a table."""
    return render_template("plans/measurements.html", **measurement_page.of(actor, case))


@bp.get("/cases/<reference:reference>/plan/measurements/new")
@guard(Permission.PLAN_KEEP, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask how it is in the areas of life of the plan."""
    offered = measuring.areas(case)
    if not offered:
        return _without_plan(case)
    areas = measurement_form.with_typed(case, offered, drafts.kept_names(actor, _address(case)))
    form = measurement_form.form_of(actor, case, areas)
    plan_people.asked_for(form)
    drafts.taken_up(actor, form, _address(case))
    return _page(case, form, areas)


@bp.post("/cases/<reference:reference>/plan/measurements")
@guard(Permission.PLAN_KEEP, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Keep how it is; where one thing is wrong nothing is kept, and all that is wrong is said."""
    offered = measuring.areas(case)
    if not offered:
        return _without_plan(case)
    areas = measurement_form.with_typed(
        case, offered, {name for name, typed in request.form.items() if typed}
    )
    form = measurement_form.form_of(actor, case, areas)
    valid = form.validate()
    facts = {
        "track": plan_page.track_of(form.place.data) if form.place.data else None,
        "measured_on": form.measured_on.data,
        "seen_by": form.seen_by.data,
        "scores": measurement_form.scores(form, areas),
        "whose": plan_people.chosen(form),
    }
    ours = form.place.data in form.place.members  # of another track nothing is told
    unfit = list(measuring.objections_to(case, **facts)) if ours else []
    if unfit or not valid:
        form.refuse_all(unfit)
        return _page(case, form, areas), 422
    try:
        made = measuring.measure(actor, case, **facts)
    except RuleBroken as error:
        form.refuse(error)
        return _page(case, form, areas), 422
    flash(ngettext("%(num)d meting is bewaard.", "%(num)d metingen zijn bewaard.", len(made)), "ok")
    return redirect(_back(case), 303)


@bp.get("/measurements/<id:measurement_id>/edit")
@guard(Permission.MEASUREMENT_KEEP, loads=measuring.measurement, records=Event.PLAN_SHOWN)
def edit(actor: Actor, measurement: Measurement) -> ResponseReturnValue:
    """Show what was measured, and ask how it was really, or why it does not count."""
    form, withdrawal = _correction(measurement), WithdrawalForm()
    drafts.taken_up(actor, form, _there("measurements.update", measurement))
    drafts.taken_up(actor, withdrawal, _there("measurement_withdrawals.create", measurement))
    return _shown(measurement, form, withdrawal)


@bp.post("/measurements/<id:measurement_id>")
@guard(Permission.MEASUREMENT_KEEP, loads=measuring.measurement, records=Event.PLAN_SHOWN)
def update(actor: Actor, measurement: Measurement) -> ResponseReturnValue:
    """Put another in its place: what was measured first stays to be read."""
    form = _correction(measurement)
    if form.validate() and form.measured_on.data is not None:
        try:
            measuring.correct(
                actor,
                measurement,
                level=form.level.data,
                measured_on=form.measured_on.data,
                seen_by=form.seen_by.data,
                evidence=form.evidence.data,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De meting is verbeterd. De eerdere blijft te lezen."), "ok")
            return redirect(_back(measurement.case), 303)
    return _shown(measurement, form, WithdrawalForm(formdata=None)), 422


@withdrawals.post("/measurements/<id:measurement_id>/withdrawal", endpoint="create")
@guard(Permission.MEASUREMENT_KEEP, loads=measuring.measurement, records=Event.PLAN_SHOWN)
def withdraw(actor: Actor, measurement: Measurement) -> ResponseReturnValue:
    """Have it not count any more, and say why."""
    form = WithdrawalForm()
    if form.validate():
        try:
            measuring.withdraw(actor, measurement, reason=form.reason.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De meting is ingetrokken. Zij blijft te lezen."), "ok")
            return redirect(_back(measurement.case), 303)
    return _shown(measurement, _correction(measurement, formdata=None), form), 422


def _correction(measurement: Measurement, **how: Any) -> CorrectionForm:
    return CorrectionForm(
        level=measurement.level,
        measured_on=measurement.measured_on,
        seen_by=measurement.seen_by,
        evidence=measurement.evidence,
        **how,
    )


def _without_plan(case: Case) -> ResponseReturnValue:
    flash(_("Er is nog geen plan. Begin daarmee: het zegt welke leefgebieden u meet."), "info")
    return redirect(url_for("plans.index", reference=case.reference), 303)


def _address(case: Case) -> str:
    return url_for("measurements.create", reference=case.reference)


def _back(case: Case) -> str:
    return url_for("measurements.index", reference=case.reference)


def _there(endpoint: str, measurement: Measurement) -> str:
    return url_for(endpoint, measurement_id=measurement.id)


def _page(case: Case, form: MeasureForm, areas: Sequence[Area]) -> str:
    rows = [(area, form[f"score_{area.key}"], form[f"evidence_{area.key}"]) for area in areas]
    return render_template(
        "plans/measure.html", form=form, rows=rows, case=case, action=_address(case),
        back=_back(case),
    )  # fmt: skip


def _shown(measurement: Measurement, form: CorrectionForm, withdrawal: WithdrawalForm) -> str:
    stands = measurement.withdrawn_at is None and not measuring.is_corrected(measurement)
    return render_template(
        "plans/measurement.html",
        form=form,
        withdrawal=withdrawal,
        stands=stands,
        item=measurement,
        case=measurement.case,
        correct=_there("measurements.update", measurement),
        withdraw=_there("measurement_withdrawals.create", measurement),
        back=_back(measurement.case),
    )
