"""Measures of the municipality: those of a case, one with its chain, and preparing one."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import cases, measures, policy
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.measures import law
from caseapp.model.cases import Case
from caseapp.model.measures import TEXT_LENGTH, Measure, MeasureKind
from caseapp.policy import Permission
from caseapp.web import drafts, measure_page
from caseapp.web.forms import Choice, Day, Form, FromList, LongText
from caseapp.web.guard import guard

bp = Blueprint("measures", __name__)


class MeasureForm(Form):
    """Asks: Which measure, against whom, what happened, and by when does somebody decide?"""

    kind = Choice(_l("Welke maatregel?"), MeasureKind)
    resident = FromList(_l("Tegen wie?"), required=False)
    ground = LongText(
        _l("Wat is er gebeurd, en hoe is dat aan te tonen?"), length=TEXT_LENGTH, required=True
    )
    next_on = Day(_l("Wanneer is het volgende moment?"), required=True, future=True)

    def facts(self, case: Case) -> dict[str, Any]:
        """Give what was filled in; somebody who is not of the case is nobody."""
        people = {subject.resident_id.hex: subject.resident_id for subject in case.subjects}
        return {
            "kind": self.kind.data,
            "resident_id": people.get(self.resident.data or ""),
            "ground": self.ground.data,
            "next_on": self.next_on.data,
        }


@bp.get("/cases/<reference:reference>/measures")
@guard(Permission.MEASURES_READ, loads=cases.by_reference, records=Event.MEASURES_SHOWN)
def index(actor: Actor, case: Case) -> ResponseReturnValue:
    """Show the measures of a case beside the days on which care was offered."""
    return render_template(
        "measures/index.html",
        case=case,
        measures=measures.measures_of(actor, case),
        balance=measures.balance_of(case),
        articles={kind: one.article for kind, one in law.LAWS.items()},
        may_prepare=policy.allows(actor, Permission.MEASURE_PREPARE, case),
    )


@bp.get("/cases/<reference:reference>/measures/new")
@guard(Permission.MEASURE_PREPARE, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask which measure, and what happened."""
    form = _form(case)
    drafts.taken_up(actor, form, _address(case))
    return _page(case, form)


@bp.post("/cases/<reference:reference>/measures")
@guard(Permission.MEASURE_PREPARE, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Begin to prepare it; nothing is imposed yet."""
    form = _form(case)
    form.validate()
    facts = form.facts(case)
    if form.kind.data is not None:
        form.refuse_all(measures.objections_to_preparing(case, **facts))
    if not form.errors:
        try:
            made = measures.prepare(actor, case, **facts)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De voorbereiding is begonnen. Er is nog niets opgelegd."), "ok")
            return redirect(url_for("measures.show", measure_id=made.id), 303)
    return _page(case, form), 422


def _form(case: Case) -> MeasureForm:
    form = MeasureForm()
    people = [(one.resident_id.hex, one.resident.name) for one in case.subjects]
    form.resident.choices = [("", _("Niemand: een plek of een groep")), *people]
    return form


def _address(case: Case) -> str:
    return url_for("measures.create", reference=case.reference)


def _page(case: Case, form: MeasureForm) -> str:
    return render_template(
        "measures/new.html",
        form=form,
        case=case,
        action=_address(case),
        balance=measures.balance_of(case),
    )


@bp.get("/measures/<id:measure_id>")
@guard(Permission.MEASURE_VIEW, loads=measures.measure, records=Event.MEASURE_SHOWN)
def show(actor: Actor, measure: Measure) -> ResponseReturnValue:
    """Show one measure: how it stands, each step with its reasons, and what may come next."""
    may = policy.allows(actor, Permission.MEASURE_ADVANCE, measure)
    return render_template(
        "measures/show.html",
        following=measures.following(measure) if may else (),
        **measure_page.of(measure),
    )
