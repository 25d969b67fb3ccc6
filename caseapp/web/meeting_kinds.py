"""Which kinds of meetings of its own a municipality has."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from caseapp import meetings
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.meeting_words import MeetingKind
from caseapp.model.meetings import NAME_LENGTH, OwnMeetingKind
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.forms import Form, Text
from caseapp.web.guard import guard

bp = Blueprint("meeting_kinds", __name__, url_prefix="/settings/meeting-kinds")


class KindForm(Form):
    """Asks: What is it called, and who may sit at it?"""

    name = Text(_l("Hoe heet het overleg?"), length=NAME_LENGTH, required=True)
    is_internal = BooleanField(_l("Alleen mensen van de gemeente zelf"))


@bp.get("")
@guard(Permission.MEETING_KINDS_KEEP, records=Event.SETTINGS_SHOWN)
def index(actor: Actor, office: Any) -> ResponseReturnValue:
    """Show the usual kinds and one's own, and ask for another."""
    form = KindForm()
    drafts.taken_up(actor, form, url_for("meeting_kinds.create"))
    return _page(office, form)


@bp.post("")
@guard(Permission.MEETING_KINDS_KEEP, records=Event.SETTINGS_SHOWN)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Add a kind of one's own."""
    form = KindForm()
    if form.validate():
        try:
            meetings.add_kind(
                actor, office, name=form.name.data, is_internal=bool(form.is_internal.data)
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Dit overleg is nu te kiezen."), "ok")
            return redirect(url_for("meeting_kinds.index"), 303)
    return _page(office, form), 422


@bp.post("/removal")
@guard(Permission.MEETING_KINDS_KEEP, records=Event.SETTINGS_SHOWN)
def destroy(actor: Actor, office: Any) -> ResponseReturnValue:
    """Let a kind go; what was held of it stays."""
    form = KindForm(formdata=None)
    try:
        meetings.end_kind(actor, _sent(office))
    except RuleBroken as error:
        form.refuse(error)
        return _page(office, form), 422
    flash(_("Dit overleg is niet meer te kiezen. Wat gepland is, blijft staan."), "ok")
    return redirect(url_for("meeting_kinds.index"), 303)


def _sent(office: Any) -> OwnMeetingKind:
    """Give the kind that was meant; raises RuleBroken for what is no kind here, or not any more."""
    known = {one.id.hex: one for one in meetings.own_kinds(office.id)}
    kind = known.get(request.form.get("kind", ""))
    if kind is None:
        raise RuleBroken("meeting-kind-ended")
    return kind


def _page(office: Any, form: KindForm) -> str:
    return render_template(
        "meetings/kinds.html",
        form=form,
        usual=[one for one in MeetingKind if one is not MeetingKind.OWN],
        own=meetings.own_kinds(office.id),
        action=url_for("meeting_kinds.create"),
    )
