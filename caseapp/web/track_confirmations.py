"""Confirming that the other track is not needed, or saying that it is."""

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import cases
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import StopAnswer
from caseapp.model.cases import Track
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.case_page import on_from
from caseapp.web.forms import Cards, Form, LongText
from caseapp.web.guard import guard

bp = Blueprint(
    "track_confirmations",
    __name__,
    url_prefix="/cases/<reference:reference>/tracks/<kind>/confirmation",
)


class ConfirmationForm(Form):
    """Asks: Is the other track not needed, or is it?"""

    answer = Cards(_l("Bent u het ermee eens?"), StopAnswer)
    reason = LongText(_l("Waarom is het spoor wel nodig?"), length=2000)


@bp.get("/new")
@guard(Permission.TRACK_CONFIRM, loads=cases.track, records=Event.TRACK_REASON_SHOWN)
def new(actor: Actor, track: Track) -> ResponseReturnValue:
    """Show why the track would not be needed, and ask whether that is so."""
    form = ConfirmationForm()
    drafts.taken_up(actor, form, _address(track))
    return _page(track, form)


@bp.post("")
@guard(Permission.TRACK_CONFIRM, loads=cases.track, records=Event.TRACK_REASON_SHOWN)
def create(actor: Actor, track: Track) -> ResponseReturnValue:
    """Confirm it, or let the track go on."""
    form = ConfirmationForm()
    if form.validate():
        try:
            if form.answer.data is StopAnswer.CONFIRMED:
                cases.confirm_stop(actor, track)
            else:
                cases.contest_stop(actor, track, reason=form.reason.data)
        except RuleBroken as error:
            form.refuse(error)
        else:
            confirmed = form.answer.data is StopAnswer.CONFIRMED
            said = (
                _("Bevestigd: dit spoor is niet nodig.")
                if confirmed
                else _("Het spoor loopt weer, met vandaag als volgende datum.")
            )
            flash(said, "ok")
            return on_from(actor, track.case)
    return _page(track, form), 422


def _address(track: Track) -> str:
    return url_for(
        "track_confirmations.create", reference=track.case.reference, kind=track.kind.value
    )


def _page(track: Track, form: ConfirmationForm) -> str:
    return render_template(
        "tracks/confirm.html", form=form, track=track, case=track.case, action=_address(track)
    )
