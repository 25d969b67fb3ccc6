"""The days on which a municipality is closed, beside weekends and the days the law names."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import BadRequest

from caseapp import settings
from caseapp.accesslog import Event
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.settings import NAME_LENGTH
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.forms import Day, Form, Text
from caseapp.web.guard import guard

bp = Blueprint("closing_days", __name__, url_prefix="/settings/closing-days")


class ClosingDayForm(Form):
    """Asks: On which day are you closed, and what day is that?"""

    day = Day(_l("Op welke dag is de gemeente dicht?"), required=True, future=True)
    name = Text(_l("Wat voor dag is het?"), length=NAME_LENGTH, required=True)


@bp.get("")
@guard(Permission.SETTINGS_ARRANGE, records=Event.SETTINGS_SHOWN)
def index(actor: Actor, office: Any) -> ResponseReturnValue:
    """Show the days that lie ahead, and ask for another."""
    form = ClosingDayForm()
    drafts.taken_up(actor, form, url_for("closing_days.create"))
    return _page(office, form)


@bp.post("")
@guard(Permission.SETTINGS_ARRANGE, records=Event.SETTINGS_SHOWN)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Be closed on a day."""
    form = ClosingDayForm()
    if form.validate() and form.day.data is not None:
        try:
            settings.close_on(actor, office, day=form.day.data, name=form.name.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Termijnen die vanaf nu beginnen, slaan deze dag over."), "ok")
            return redirect(url_for("closing_days.index"), 303)
    return _page(office, form), 422


@bp.post("/removal")
@guard(Permission.SETTINGS_ARRANGE, records=Event.SETTINGS_SHOWN)
def destroy(actor: Actor, office: Any) -> ResponseReturnValue:
    """Be open on a day after all."""
    form = ClosingDayForm(formdata=None)
    try:
        settings.open_on(actor, office, day=_sent())
    except RuleBroken as error:
        form.refuse(error)
        return _page(office, form), 422
    flash(_("Op deze dag is de gemeente gewoon open."), "ok")
    return redirect(url_for("closing_days.index"), 303)


def _sent() -> date:
    try:
        return date.fromisoformat(request.form.get("closed", ""))
    except ValueError:
        raise BadRequest from None


def _page(office: Any, form: ClosingDayForm) -> str:
    days = settings.closing_days(office.id, clock.today())
    action = url_for("closing_days.create")
    return render_template("settings/closing_days.html", form=form, days=days, action=action)
