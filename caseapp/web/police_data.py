"""Police data that is not at hand: a targeted search on the own track, and what is only stored."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from caseapp import approvals, cases
from caseapp.accesslog import Event
from caseapp.journal import police
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Track
from caseapp.model.journal import ListedStep, Step
from caseapp.model.police import PoliceSearch, RestrictedReading
from caseapp.policy import Permission
from caseapp.web.forms import Cards, Form, Text
from caseapp.web.guard import guard

bp = Blueprint(
    "police_searches", __name__, url_prefix="/cases/<reference:reference>/tracks/<kind>/police-data"
)
stored = Blueprint("police_data", __name__, url_prefix="/police-data")


class SearchForm(Form):
    """Asks: What do you look for, and why?"""

    words = Text(_l("Waar zoekt u op?"), length=100, required=True)
    reason = Cards(_l("Waarom zoekt u dit?"), PoliceSearch)


class DestructionForm(Form):
    """Asks: Is it exactly this that must be destroyed?"""

    shown = HiddenField()
    """The fingerprint of what stood on the screen: only that is asked."""
    only = HiddenField()
    """Which line; nothing for all of them."""

    def chosen(self) -> UUID | None:
        """Give which line was chosen; raises RuleBroken for what is no line at all."""
        try:
            return UUID(self.only.data) if self.only.data else None
        except ValueError as wrong:
            raise RuleBroken("police-not-due") from wrong


class ReadingForm(Form):
    """Asks: Why do you read this?"""

    reason = Cards(_l("Waarom leest u dit?"), RestrictedReading)


@bp.get("/new")
@guard(Permission.POLICE_SEARCH, loads=cases.track)
def new(actor: Actor, track: Track) -> ResponseReturnValue:
    """Ask what is searched for, and why."""
    return _searched(actor, track, SearchForm())


@bp.post("")
@guard(Permission.POLICE_SEARCH, loads=cases.track)
def create(actor: Actor, track: Track) -> ResponseReturnValue:
    """Show what was found, this once."""
    form = SearchForm()
    form.validate()
    form.refuse_all(police.objections_to_search(form.words.data or ""))
    if form.errors:
        return _searched(actor, track, form), 422
    found = police.search_police_data(actor, track, words=form.words.data, reason=form.reason.data)
    return _searched(actor, track, form, list(found))


def _searched(
    actor: Actor, track: Track, form: SearchForm, found: list[ListedStep] | None = None
) -> str:
    return render_template(
        "police_data/search.html",
        form=form,
        track=track,
        case=track.case,
        found=found,
        kept=police.stored_on(actor, track),
    )


@stored.get("")
@guard(Permission.POLICE_STORED, records=Event.STORED_LISTED)
def index(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Show what is only stored, must be destroyed and was, and nothing of what it says."""
    return _listed(actor, DestructionForm())


def _listed(actor: Actor, form: DestructionForm) -> str:
    found, due, today = police.stored(actor), police.due(actor), clock.today()
    return render_template(
        "police_data/index.html",
        form=form,
        due=[(one, police.fingerprint(one.texts)) for one in due],
        all_due=police.fingerprint(text for one in due for text in one.texts),
        asked=[(one, approvals.read(one.payload)["steps"]) for one in police.asked(actor)],
        kept=[one for one in found if not one.must_go(today)],
        destroyed=police.destroyed(actor),
    )


@stored.post("", endpoint="create")
@guard(Permission.POLICE_DESTROY, records=Event.STORED_LISTED)
def ask(actor: Actor, office: Any) -> ResponseReturnValue:
    """Ask a second person to destroy what is due, or one line of it."""
    form = DestructionForm()
    try:
        asked = police.ask_destruction(
            actor, office, shown=form.shown.data or "", only=form.chosen()
        )
    except RuleBroken as error:
        form.refuse(error)
        return _listed(actor, form), 422
    flash(_("Gevraagd. De functionaris gegevensbescherming beslist binnen dertig dagen."), "ok")
    return redirect(url_for("approvals.show", approval_id=asked.id), 303)


@stored.get("/<id:step_id>/new")
@guard(Permission.STEP_STORED, loads=police.stored_step)
def edit(_actor: Actor, step: Step) -> ResponseReturnValue:
    """Ask why it is read, before it is."""
    return _read(step, ReadingForm())


@stored.post("/<id:step_id>")
@guard(Permission.STEP_STORED, loads=police.stored_step)
def update(actor: Actor, step: Step) -> ResponseReturnValue:
    """Show it, this once."""
    form = ReadingForm()
    if not form.validate():
        return _read(step, form), 422
    police.read_stored(actor, step, reason=form.reason.data)
    return _read(step, form, shown=True)


def _read(step: Step, form: ReadingForm, *, shown: bool = False) -> str:
    return render_template(
        "police_data/show.html",
        form=form,
        step=step,
        case=step.case,
        shown=shown,
        due=step.destroy_from is not None and step.destroy_from <= clock.today(),
    )
