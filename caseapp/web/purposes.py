"""Asking why: for somebody who may look at a case or person by office, without working on it."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from caseapp import accesslog, cases, policy, residents
from caseapp.accesslog import ASKED_PURPOSES, Purpose
from caseapp.kernel.actor import Actor
from caseapp.policy import Permission
from caseapp.web.forms import Cards, Form
from caseapp.web.guard import guard


class PurposeForm(Form):
    """Asks: What do you look for?"""

    purpose = Cards(_l("Waarvoor kijkt u?"), Purpose, members=ASKED_PURPOSES)


def _screens(
    kind: str, permission: Permission, loads: Callable[[UUID], Any], way_in: Callable[[Any], str]
) -> Blueprint:
    """Make the two screens that ask for the purpose of looking at one kind of thing."""
    bp = Blueprint(f"{kind}_purposes", __name__, url_prefix=f"/purposes/{kind}/<id:subject_id>")

    def found(subject_id: UUID) -> Any:
        return loads(subject_id)

    @bp.get("")
    @guard(permission, loads=found, asks_purpose=False)
    def new(actor: Actor, subject: Any) -> ResponseReturnValue:
        policy.require(actor, Permission.PURPOSE_STATE, subject)
        return _page(PurposeForm(), subject)

    @bp.post("")
    @guard(permission, loads=found, asks_purpose=False)
    def create(actor: Actor, subject: Any) -> ResponseReturnValue:
        form = PurposeForm()
        if not form.validate():
            return _page(form, subject), 422
        accesslog.state_purpose(actor, subject, purpose=form.purpose.data)
        return redirect(session.pop("after_purpose", None) or way_in(subject), 303)

    def _page(form: PurposeForm, subject: Any) -> str:
        action = url_for(f"{bp.name}.create", subject_id=subject.id)
        return render_template("purposes/new.html", form=form, action=action)

    return bp


of_cases = _screens(
    "cases",
    Permission.CASE_VIEW,
    cases.case,
    lambda case: url_for("cases.show", reference=case.reference),
)
of_residents = _screens(
    "residents",
    Permission.RESIDENT_VIEW,
    residents.resident,
    lambda resident: url_for("residents.show", resident_id=resident.id),
)
