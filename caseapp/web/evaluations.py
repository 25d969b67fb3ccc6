"""Looking back on an escalation, once the case came down from the highest phase."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import cases
from caseapp.escalation import evaluations
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Case
from caseapp.model.evaluations import EVALUATION_LENGTH
from caseapp.policy import Permission
from caseapp.web import drafts, phase_page
from caseapp.web.case_page import on_from
from caseapp.web.forms import Form, LongText
from caseapp.web.guard import guard

bp = Blueprint("evaluations", __name__, url_prefix="/cases/<reference:reference>/evaluations")


class EvaluationForm(Form):
    """Asks: What happened, what helped, what will be otherwise, and who thinks so?"""

    happened = LongText(_l("Wat is er gebeurd?"), length=EVALUATION_LENGTH, required=True)
    helped = LongText(_l("Wat hielp?"), length=EVALUATION_LENGTH, required=True)
    otherwise = LongText(
        _l("Wat doen we voortaan anders?"), length=EVALUATION_LENGTH, required=True
    )
    with_whom = LongText(_l("Met wie is dit besproken?"), length=EVALUATION_LENGTH, required=True)


@bp.get("/new")
@guard(Permission.CASE_CHANGE_PHASE, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask what was learned; where nothing waits for it, show the decisions."""
    if evaluations.asked_of(case) is None:
        return redirect(url_for("phases.index", reference=case.reference), 303)
    form = EvaluationForm()
    drafts.taken_up(actor, form, url_for("evaluations.create", reference=case.reference))
    return _page(actor, case, form)


@bp.post("")
@guard(Permission.CASE_CHANGE_PHASE, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Write down what was learned."""
    form = EvaluationForm()
    if form.validate():
        said = {name: form[name].data for name in ("happened", "helped", "otherwise", "with_whom")}
        try:
            evaluations.write(actor, case, **said)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De evaluatie is vastgelegd."), "ok")
            return on_from(actor, case)
    return _page(actor, case, form), 422


def _page(actor: Actor, case: Case, form: EvaluationForm) -> str:
    return render_template(
        "phases/evaluate.html",
        form=form,
        action=url_for("evaluations.create", reference=case.reference),
        tab="evaluate",
        **phase_page.of(actor, case),
    )
