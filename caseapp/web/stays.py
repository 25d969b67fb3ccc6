"""Weighing a case again and keeping it in its phase, until a next day to look."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import cases, escalation
from caseapp.escalation import ladder
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Case
from caseapp.model.escalation import TEXT_LENGTH
from caseapp.policy import Permission
from caseapp.web import drafts, phase_page, phase_words
from caseapp.web.case_page import on_from
from caseapp.web.forms import Day, Form, LongText
from caseapp.web.guard import guard

bp = Blueprint("stays", __name__, url_prefix="/cases/<reference:reference>/stays")


class StayForm(Form):
    """Asks: Why does it stay, and when do we look again?"""

    reason = LongText(_l("Waarom blijft de casus in deze fase?"), length=TEXT_LENGTH)
    review_on = Day(_l("Wanneer kijken we opnieuw?"))


@bp.get("/new")
@guard(Permission.CASE_CHANGE_PHASE, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask why it stays; where the ladder has its phase no more, show which ways there are."""
    if case.phase not in phase_words.current().weights:
        return redirect(url_for("phases.index", reference=case.reference), 303)
    form = StayForm()
    drafts.taken_up(actor, form, url_for("stays.create", reference=case.reference))
    form.version.data = str(case.phase)
    return _page(actor, case, form)


@bp.post("")
@guard(Permission.CASE_CHANGE_PHASE, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Keep the case where it is, unless somebody moved it since the form was made."""
    form = StayForm()
    phase_page.must_be_made_in(case, form)
    form.validate()
    reason, review_on = form.reason.data, form.review_on.data
    known = phase_words.current().weights
    form.refuse_all(
        ladder.objections_to_staying(case.phase, reason, review_on, clock.today(), known)
    )
    if not form.errors and _kept(actor, case, form):
        flash(_("Opnieuw gewogen: de casus blijft in deze fase."), "ok")
        return on_from(actor, case)
    return _page(actor, case, form), 422


def _kept(actor: Actor, case: Case, form: StayForm) -> bool:
    reason, review_on = form.reason.data, form.review_on.data
    try:
        escalation.keep_phase(actor, case, reason=reason, review_on=review_on)
    except RuleBroken as error:
        form.refuse(error)
        return False
    return True


def _page(actor: Actor, case: Case, form: StayForm) -> str:
    return render_template(
        "phases/stay.html",
        form=form,
        action=url_for("stays.create", reference=case.reference),
        tab="stay",
        **phase_page.of(actor, case),
    )
