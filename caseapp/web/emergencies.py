"""Access in an emergency: the door, its clock, and what is said of it afterwards."""

from typing import Any

from flask import Blueprint, flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import IntegerField, PasswordField
from wtforms.validators import NumberRange

from caseapp import emergencies, policy, residents
from caseapp.accesslog import Event
from caseapp.accounts import sessions
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.approvals import Approval
from caseapp.model.emergencies import REASON_LENGTH, EmergencyAccess, EmergencyReason
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.forms import Cards, Day, Form, LongText, Required, Text
from caseapp.web.guard import guard
from caseapp.web.session import client_address

bp = Blueprint("emergencies", __name__, url_prefix="/emergencies")
tracks = Blueprint("tracks", __name__, url_prefix="/<id:access_id>/tracks")
explanations = Blueprint("explanations", __name__, url_prefix="/<id:access_id>/explanation")


class EmergencyForm(Form):
    """Which case, why, and for how long?"""

    reference = Text(_l("Casusnummer"), length=20)
    bsn = Text(_l("BSN van de inwoner"), length=20)
    born = Day(_l("Geboortedatum van de inwoner"), past=True)
    kind = Cards(_l("Wat is er aan de hand?"), EmergencyReason)
    reason = LongText(_l("Waarom moet u dit nu zien?"), length=REASON_LENGTH, required=True)
    minutes = IntegerField(
        _l("Hoeveel minuten?"),
        default=emergencies.MINUTES,
        validators=[NumberRange(1, emergencies.MOST_MINUTES, _l("Kies 1 tot en met 240 minuten."))],
    )
    password = PasswordField(_l("Uw wachtwoord, ter bevestiging"), validators=[Required])


class ExplanationForm(Form):
    """What was the emergency?"""

    text = LongText(_l("Wat was er aan de hand?"), length=REASON_LENGTH, required=True)


@bp.get("/new")
@guard(Permission.EMERGENCY_OPEN)
def new(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Ask which case and why, and say who will be told."""
    asked = request.args.get("reference", "")[:20]
    form = EmergencyForm(reference=asked)
    drafts.taken_up(actor, form, url_for("emergencies.create"))
    if asked and form.reference.data != asked:  # what was typed is about another case
        form = EmergencyForm(formdata=None, reference=asked)
    return render_template("emergencies/new.html", form=form)


@bp.post("")
@guard(Permission.EMERGENCY_OPEN, records=Event.EMERGENCY_OPENED)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Open the door, or ask a second person; a case that is not there is refused and logged."""
    form = EmergencyForm()
    if form.validate():
        try:
            sessions.confirm(actor, form.password.data or "", address=client_address())
            opened = emergencies.open_access(
                actor,
                office,
                case_id=_sought(actor, form),
                kind=form.kind.data,
                reason=form.reason.data,
                minutes=form.minutes.data or emergencies.MINUTES,
            )
        except RuleBroken as error:
            if error.message == "emergency-no-case":
                g.refused = (str(Permission.EMERGENCY_OPEN), None)
            form.refuse(error)
        else:
            return _opened(opened)
    return render_template("emergencies/new.html", form=form), 422


def _sought(actor: Actor, form: EmergencyForm) -> Any:
    typed = "".join(filter(str.isdigit, form.bsn.data))
    bsn = typed if residents.is_bsn(typed) else ""
    return emergencies.sought(actor, reference=form.reference.data, bsn=bsn, born=form.born.data)


def _opened(opened: EmergencyAccess | Approval) -> ResponseReturnValue:
    if isinstance(opened, Approval):
        flash(_("Een tweede persoon moet nu akkoord geven. Bel een teamleider."), "warning")
        return redirect(url_for("approvals.show", approval_id=opened.id), 303)
    return redirect(url_for("emergencies.show", access_id=opened.id), 303)


@bp.get("/<id:access_id>")
@guard(Permission.EMERGENCY_VIEW, loads=emergencies.access, records=Event.EMERGENCY_SHOWN)
def show(actor: Actor, access: EmergencyAccess) -> ResponseReturnValue:
    """Show who opened the case and why, until when, and what was said of it."""
    form = ExplanationForm()
    drafts.taken_up(actor, form, _explanation(access))
    return _page(actor, access, form)


def _explanation(access: EmergencyAccess) -> str:
    return url_for("emergencies.explanations.create", access_id=access.id)


def _page(actor: Actor, access: EmergencyAccess, form: ExplanationForm) -> str:
    return render_template(
        "emergencies/show.html",
        access=access,
        form=form,
        explanation=_explanation(access),
        running=access.is_running(clock.now()),
        mine=access.user_id == actor.user_id,
        may_explain=access.explained_at is None
        and access.user_id != actor.user_id
        and policy.allows(actor, Permission.EMERGENCY_EXPLAIN, access),
    )


@tracks.post("", endpoint="create")
@guard(Permission.EMERGENCY_USE, loads=emergencies.access)
def open_tracks(actor: Actor, access: EmergencyAccess) -> ResponseReturnValue:
    """Open the notes of both tracks as well."""
    try:
        emergencies.open_tracks(actor, access)
    except RuleBroken as error:
        form = ExplanationForm()
        form.refuse(error)
        return _page(actor, access, form), 422
    return redirect(url_for("cases.show", reference=access.case.reference), 303)


@bp.post("/<id:access_id>/end")
@guard(Permission.EMERGENCY_USE, loads=emergencies.access)
def destroy(actor: Actor, access: EmergencyAccess) -> ResponseReturnValue:
    """Give the access back before its time."""
    emergencies.end(actor, access)
    flash(_("De noodtoegang is teruggegeven."), "ok")
    return redirect(url_for("work.index"), 303)


@explanations.post("", endpoint="create")
@guard(Permission.EMERGENCY_EXPLAIN, loads=emergencies.access, records=Event.EMERGENCY_SHOWN)
def explain(actor: Actor, access: EmergencyAccess) -> ResponseReturnValue:
    """Keep what the case director says of it."""
    form = ExplanationForm()
    if form.validate():
        try:
            emergencies.explain(actor, access, text=form.text.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Bewaard. De privacy officer leest uw toelichting bij het oordeel."), "ok")
            return redirect(url_for("emergencies.show", access_id=access.id), 303)
    return _page(actor, access, form), 422


for _part in (tracks, explanations):
    bp.register_blueprint(_part)
