"""The step screens: log one, look at one, correct one."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.validators import ValidationError

from caseapp import cases, journal, policy
from caseapp.accesslog import Event
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import TrackKind, TrackState
from caseapp.model.cases import Case
from caseapp.model.content import USUAL, ContentClass
from caseapp.model.journal import (
    BODY_LENGTH,
    EndResult,
    Nature,
    Outcome,
    Source,
    Step,
    StepKind,
)
from caseapp.policy import Permission
from caseapp.web import attempts, drafts, messages
from caseapp.web.forms import Cards, Choice, Day, Form, LongText, Text
from caseapp.web.guard import guard
from caseapp.web.places import Place

bp = Blueprint("steps", __name__)


class StepForm(Form):
    """Asks: What was done, where does it belong, and what comes next?"""

    place = Cards(_l("Waar hoort dit bij?"), Place)
    kind = Choice(_l("Soort"), StepKind)
    happened_on = Day(_l("Wanneer"), required=True, past=True)
    nature = Cards(_l("Wat schrijft u op?"), Nature)
    body = LongText(_l("Wat is er gedaan of gezien?"), length=BODY_LENGTH, required=True)
    outcome = Choice(_l("Uitkomst"), Outcome)
    source = Choice(_l("Bron"), Source)
    content = Choice(_l("Soort gegevens"), ContentClass)
    next_on = Day(_l("Volgende datum voor dit spoor"), future=True)
    end_result = Choice(_l("Niemand probeert het opnieuw, want"), EndResult, must_choose=False)
    stop_reason = LongText(_l("Dit spoor stopt, want"), length=2000)

    def validate_place(self, field: Cards) -> None:
        """An attempt belongs to the track on which somebody tries again."""
        elsewhere = [one for one in field.members if one is not Place.STRIP]
        in_vain = self.outcome.data is Outcome.NOT_REACHED
        if field.data is Place.STRIP and in_vain and elsewhere:
            raise ValidationError(str(messages.TEXTS["attempt-on-strip"]))

    def validate_next_on(self, field: Day) -> None:
        """A track that goes on has a next date, or stops with a reason: now is the moment."""
        stops = self.end_result.data is not None or bool(self.stop_reason.data)
        on_track = self.place.data in (Place.CARE, Place.SAFETY)
        if on_track and field.data is None and not field.errors and self.needs_next and not stops:
            text = _l(
                "Wanneer gebeurt het volgende? Vul een datum in, of hieronder waarom het stopt."
            )
            raise ValidationError(str(text))

    needs_next = True


class CorrectionForm(Form):
    """Asks: What should it have said, and why?"""

    body = LongText(_l("De verbeterde tekst"), length=BODY_LENGTH, required=True)
    content = Choice(_l("Soort gegevens"), ContentClass)
    reason = Text(_l("Waarom verbetert u dit?"), length=1000, required=True)


def _form(actor: Actor, case: Case, chosen: str | None = None) -> StepForm:
    """Make the form with the places this person may write in, theirs already chosen."""
    places = _places(actor, case)
    first = next((p for p in places if p.value == chosen), places[0] if places else None)
    form = StepForm(
        place=first,
        happened_on=clock.today(),
        nature=Nature.FACT,
        kind=StepKind.PHONE_CALL,
        outcome=Outcome.REACHED,
        source=Source.OWN,
        content=USUAL,
    )
    form.place.members = places
    return form


def _places(actor: Actor, case: Case) -> list[Place]:
    own = [
        Place(track.kind.value)
        for track in case.tracks
        if policy.allows(actor, Permission.TRACK_WRITE, track)
    ]
    strip = policy.allows(actor, Permission.STRIP_WRITE, case)
    return own + ([Place.STRIP] if strip else [])


@bp.get("/cases/<reference:reference>/steps/new")
@guard(Permission.STRIP_WRITE, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask what was done."""
    form = _form(actor, case, request.args.get("place"))
    action = url_for("steps.create", reference=case.reference)
    drafts.taken_up(actor, form, action)
    form.content.data = form.content.data or USUAL  # a draft of before there were classes has none
    return _page(actor, case, form)


@bp.post("/cases/<reference:reference>/steps")
@guard(Permission.STRIP_WRITE, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Keep what was done."""
    form = _form(actor, case)
    chosen = form.place.data
    if chosen in (Place.CARE, Place.SAFETY):
        form.needs_next = case.track(TrackKind(chosen.value)).state is TrackState.NEEDED
    if form.validate() and _logged(actor, case, form):
        flash(_("De stap is bewaard."), "ok")
        return redirect(url_for("cases.show", reference=case.reference), 303)
    return _page(actor, case, form), 422


def _page(actor: Actor, case: Case, form: StepForm) -> str:
    return render_template(
        "steps/new.html",
        form=form,
        case=case,
        action=url_for("steps.create", reference=case.reference),
        tried=attempts.tried(actor, case),
        enough=attempts.enough(case),
    )


def _logged(actor: Actor, case: Case, form: StepForm) -> bool:
    facts: dict[str, Any] = {
        "kind": form.kind.data,
        "happened_on": form.happened_on.data,
        "body": form.body.data,
        "outcome": form.outcome.data,
        "source": form.source.data,
        "nature": form.nature.data,
        "content": form.content.data,
    }
    try:
        if form.place.data is Place.STRIP:
            journal.log_on_strip(actor, case, **facts)
        else:
            track = case.track(TrackKind(form.place.data.value))
            journal.log_step(
                actor,
                track,
                next_on=form.next_on.data,
                end_result=form.end_result.data,
                stop_reason=form.stop_reason.data,
                **facts,
            )
    except RuleBroken as error:
        form.refuse(error)
        return False
    return True


@bp.get("/steps/<id:step_id>")
@guard(Permission.STEP_VIEW, loads=journal.step, records=Event.STEP_SHOWN)
def show(actor: Actor, step: Step) -> ResponseReturnValue:
    """Show one step with all that is known of it."""
    return render_template(
        "steps/show.html",
        step=step,
        case=step.case,
        may_correct=policy.allows(actor, Permission.STEP_CORRECT, step),
        may_share=policy.allows(actor, Permission.STEP_SHARE, step),
    )


@bp.get("/steps/<id:step_id>/correction/new")
@guard(Permission.STEP_CORRECT, loads=journal.step, records=Event.STEP_SHOWN)
def edit(actor: Actor, step: Step) -> ResponseReturnValue:
    """Show the step and ask for the better text."""
    form = CorrectionForm(body=step.body, content=step.content)
    action = url_for("steps.update", step_id=step.id)
    drafts.taken_up(actor, form, action)
    form.content.data = form.content.data or step.content
    return render_template("steps/edit.html", form=form, step=step, case=step.case, action=action)


@bp.post("/steps/<id:step_id>/correction")
@guard(Permission.STEP_CORRECT, loads=journal.step, records=Event.STEP_SHOWN)
def update(actor: Actor, step: Step) -> ResponseReturnValue:
    """Keep the correction beside the step."""
    form = CorrectionForm()
    if form.validate():
        try:
            journal.correct_step(
                actor,
                step,
                body=form.body.data,
                reason=form.reason.data,
                content=form.content.data,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De verbetering staat naast de eerste tekst."), "ok")
            return redirect(url_for("cases.show", reference=step.case.reference), 303)
    action = url_for("steps.update", step_id=step.id)
    page = render_template("steps/edit.html", form=form, step=step, case=step.case, action=action)
    return page, 422
