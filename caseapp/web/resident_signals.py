"""Saying that a signal is about a resident: it was about nobody with a name until then."""

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import residents, signals
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.residents import Resident
from caseapp.model.signals import Signal
from caseapp.policy import Permission
from caseapp.web import drafts, labels, signal_page, wording
from caseapp.web.forms import Form, FromList
from caseapp.web.guard import guard

bp = Blueprint("resident_signals", __name__, url_prefix="/residents/<id:resident_id>/signals")


class IdentifyForm(Form):
    """Asks: Which signal is about this resident?"""

    signal = FromList(_l("Welk signaal gaat over deze inwoner?"))


def _form(actor: Actor) -> tuple[IdentifyForm, dict[str, Signal]]:
    known = {one.id.hex: one for one in signals.about_nobody(actor)}
    form = IdentifyForm()
    named = [(key, _named(one)) for key, one in known.items()]
    form.signal.choices = [("", _("Kies een signaal")), *named] if named else []
    return form, known


def _named(signal: Signal) -> str:
    day, what = wording.day(signal.received_on), labels.of(signal.phenomenon)
    return f"{day}: {what}, {signal.place}"


@bp.get("/new")
@guard(Permission.RESIDENT_VIEW, loads=residents.resident, records=Event.RESIDENT_SHOWN)
def new(actor: Actor, resident: Resident) -> ResponseReturnValue:
    """Show the signals without a name that this person decides on."""
    form, _known = _form(actor)
    drafts.taken_up(actor, form, url_for("resident_signals.create", resident_id=resident.id))
    return _page(resident, form)


@bp.post("")
@guard(Permission.RESIDENT_VIEW, loads=residents.resident, records=Event.RESIDENT_SHOWN)
def create(actor: Actor, resident: Resident) -> ResponseReturnValue:
    """Keep whom it is about; on a closed case it goes to who directed that."""
    form, known = _form(actor)
    if form.validate():
        signal = known[form.signal.data]
        try:
            signals.identify(actor, signal, resident=resident)
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Het signaal gaat nu over deze inwoner."), "ok")
            return signal_page.on_from(actor, signal)
    return _page(resident, form), 422


def _page(resident: Resident, form: IdentifyForm) -> str:
    action = url_for("resident_signals.create", resident_id=resident.id)
    return render_template("signals/identify.html", form=form, resident=resident, action=action)
