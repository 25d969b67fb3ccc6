"""Shielding a case: asking a second person that only named people may open it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import cases
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.approvals import REASON_LENGTH
from caseapp.model.cases import Case
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.forms import Form, LongText
from caseapp.web.guard import guard

bp = Blueprint("shields", __name__, url_prefix="/cases/<reference:reference>/shield")


class ShieldForm(Form):
    """Why must this be so?"""

    reason = LongText(_l("Waarom is dit nodig?"), length=REASON_LENGTH, required=True)


@bp.get("/new")
@guard(Permission.CASE_SHIELD, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask why, and show who stays able to open the case."""
    form = ShieldForm()
    drafts.taken_up(actor, form, url_for("shields.create", reference=case.reference))
    return _page(case, form)


@bp.post("")
@guard(Permission.CASE_SHIELD, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask the second person."""
    form = ShieldForm()
    if form.validate():
        try:
            approval = cases.ask_shield(actor, case, reason=form.reason.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Gevraagd. Een teamleider of de privacy officer beslist binnen een dag."), "ok")
            return redirect(url_for("approvals.show", approval_id=approval.id), 303)
    return _page(case, form), 422


def _page(case: Case, form: ShieldForm) -> str:
    action = url_for("shields.create", reference=case.reference)
    return render_template("shields/new.html", form=form, case=case, action=action)
