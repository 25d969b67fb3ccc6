"""Saying that somebody of a case comes back: who, from where, and on which day."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import cases
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import ReturnFrom
from caseapp.model.cases import Case, CaseSubject
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.forms import Choice, Day, Form, FromList
from caseapp.web.guard import guard

bp = Blueprint("returns", __name__, url_prefix="/cases/<reference:reference>/return")


class ReturnForm(Form):
    """Asks: Who comes back, from where, and when?"""

    subject = FromList(_l("Wie komt terug?"))
    returns_from = Choice(_l("Waarvandaan?"), ReturnFrom, must_choose=False)
    returns_on = Day(_l("Op welke dag?"), future=True)


def _form(case: Case) -> tuple[ReturnForm, Mapping[str, CaseSubject]]:
    known = {one.id.hex: one for one in case.subjects}
    one = next(iter(known.values()), None)
    form = ReturnForm(
        subject=one.id.hex if one is not None else "",
        returns_from=one.returns_from if one is not None else None,
        returns_on=one.returns_on if one is not None else None,
    )
    form.subject.choices = [(key, one.resident.name) for key, one in known.items()]
    return form, known


@bp.get("/new")
@guard(Permission.RETURN_EXPECT, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask who comes back."""
    form, _known = _form(case)
    drafts.taken_up(actor, form, url_for("returns.create", reference=case.reference))
    return _page(case, form)


@bp.post("")
@guard(Permission.RETURN_EXPECT, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Keep it: before that day, and after it until somebody spoke to them, it is told."""
    form, known = _form(case)
    if form.validate():
        try:
            cases.expect_return(
                actor,
                known[form.subject.data],
                returns_from=form.returns_from.data,
                returns_on=form.returns_on.data,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De terugkeer is bewaard."), "ok")
            return redirect(url_for("cases.show", reference=case.reference), 303)
    return _page(case, form), 422


def _page(case: Case, form: ReturnForm) -> str:
    action = url_for("returns.create", reference=case.reference)
    return render_template("returns/new.html", form=form, case=case, action=action)
