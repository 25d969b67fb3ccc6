"""The screens of a track: take it from the queue, and arrange it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField

from caseapp import cases, policy
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import TrackState
from caseapp.model.cases import GOAL_LENGTH, Track
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.forms import Cards, Day, Form, LongText
from caseapp.web.guard import guard

bp = Blueprint("tracks", __name__, url_prefix="/cases/<reference:reference>")


class TrackForm(Form):
    """Asks: Does the track go on, and when is the next moment?"""

    goal = LongText(_l("Wat wilt u op dit spoor bereiken?"), length=GOAL_LENGTH)
    state = Cards(_l("Hoe staat dit spoor ervoor?"), TrackState)
    next_on = Day(_l("Volgende datum"), future=True)
    waits_for_other = BooleanField(_l("Dit spoor kan pas verder na iets van het andere spoor"))
    reason = LongText(_l("Waarom is het spoor klaar of niet nodig?"), length=2000)


@bp.post("/tracks/<kind>/owner")
@guard(Permission.TRACK_TAKE, loads=cases.track)
def create(actor: Actor, track: Track) -> ResponseReturnValue:
    """Take a track that waits in the own queue."""
    try:
        cases.take_track(actor, track)
    except RuleBroken as error:
        flash(str(_("Een collega was u net voor: het spoor heeft al een eigenaar.")), "warning")
        if error.message != "track-taken":
            raise
    else:
        flash(_("Het spoor is nu van u."), "ok")
    return redirect(url_for("cases.show", reference=track.case.reference), 303)


@bp.get("/tracks/<kind>/edit")
@guard(Permission.TRACK_ARRANGE, loads=cases.track)
def edit(actor: Actor, track: Track) -> ResponseReturnValue:
    """Ask how the track stands."""
    form = _form(
        actor,
        track,
        goal=track.goal,
        state=track.state,
        next_on=track.next_on,
        waits_for_other=track.waits_for_other,
        reason=track.state_reason,
    )
    overtaken = drafts.taken_up(actor, form, _address(track), version=track.version)
    return _page(actor, track, form, overtaken=overtaken)


@bp.post("/tracks/<kind>")
@guard(Permission.TRACK_ARRANGE, loads=cases.track)
def update(actor: Actor, track: Track) -> ResponseReturnValue:
    """Keep how the track stands; who comes second sees what the first one kept."""
    form = _form(actor, track)
    form.next_on.future = form.state.data is TrackState.NEEDED  # a track that stops has no date
    if form.validate():
        form.must_be_made_from(track, lambda: _as_it_stands(actor, track))
        try:
            cases.arrange_track(
                actor,
                track,
                state=form.state.data,
                reason=form.reason.data,
                next_on=form.next_on.data,
                waits_for_other=bool(form.waits_for_other.data),
                goal=form.goal.data if "goal" in form else None,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Het spoor is bijgewerkt."), "ok")
            return redirect(url_for("cases.show", reference=track.case.reference), 303)
    return _page(actor, track, form, overtaken=False), 422


def _address(track: Track) -> str:
    return url_for("tracks.update", reference=track.case.reference, kind=track.kind.value)


def _page(actor: Actor, track: Track, form: TrackForm, *, overtaken: bool) -> str:
    return render_template(
        "tracks/edit.html",
        form=form,
        track=track,
        case=track.case,
        may_offer=track.owner is not None and track.owner.id == actor.user_id,
        action=_address(track),
        theirs=list(_as_it_stands(actor, track).items()) if overtaken else [],
    )


def _form(actor: Actor, track: Track, **facts: Any) -> TrackForm:
    """Make the form; what the track is for is in it for who reads the track alone."""
    form = TrackForm(**facts)
    if not policy.allows(actor, Permission.TRACK_WRITE, track):
        del form.goal
    return form


def _as_it_stands(actor: Actor, track: Track) -> dict[str, str]:
    own = policy.allows(actor, Permission.TRACK_WRITE, track)
    return {
        **({str(_("Doel")): track.goal} if own else {}),
        str(_("Volgende datum")): track.next_on.isoformat() if track.next_on else "",
        str(_("Reden")): track.state_reason,
    }
