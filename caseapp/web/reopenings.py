"""Working on a closed case again: on which ground, on which tracks, and from which day."""

from typing import Any

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.fields.choices import Choice as Offer  # type: ignore[attr-defined] # stubs lag
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from caseapp import cases, closures
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.closures import TEXT_LENGTH, ReopeningGround
from caseapp.model.organisations import Team
from caseapp.policy import Permission
from caseapp.web import drafts, labels
from caseapp.web.case_page import on_from
from caseapp.web.forms import Cards, Day, Form, FromList, LongText
from caseapp.web.guard import guard

bp = Blueprint("reopenings", __name__, url_prefix="/cases/<reference:reference>/reopening")


class Tracks(SelectMultipleField):
    """One or both tracks."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()
    data: Any

    def __init__(self, label: Any, **kwargs: Any) -> None:
        super().__init__(label, choices=[], validate_choice=False, **kwargs)
        self.flags.required = True

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was ticked; what is not offered is nothing."""
        self.data = [kind for kind in TrackKind if kind.value in valuelist]

    def pre_validate(self, _form: Any) -> None:
        """Refuse neither: something must go on."""
        if not self.data:
            raise ValidationError(_("Kies minstens één spoor."))

    def iter_choices(self) -> Any:
        """Offer both tracks in the words of `labels`."""
        for kind in TrackKind:
            yield Offer(kind.value, labels.of(kind), kind in (self.data or ()), {})


class ReopeningForm(Form):
    """Asks: Why again, what goes on, from which day, and where does it wait?"""

    ground = Cards(_l("Wat is de aanleiding?"), ReopeningGround)
    why = LongText(_l("Waarom is werk aan deze casus nu nodig?"), length=TEXT_LENGTH, required=True)
    tracks = Tracks(_l("Welke sporen lopen weer?"))
    next_on = Day(_l("Volgende datum"), required=True, future=True)
    care_team = FromList(_l("Team voor het zorgspoor"), required=False)
    safety_team = FromList(_l("Team voor het veiligheidsspoor"), required=False)


@bp.get("/new")
@guard(Permission.CASE_REOPEN, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask why, and what goes on."""
    form, _known = _offered(case)
    drafts.taken_up(actor, form, _address(case))
    return _page(case, form)


@bp.post("")
@guard(Permission.CASE_REOPEN, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Work on it again, with the file it had."""
    form, known = _offered(case)
    if form.validate():
        try:
            closures.reopen(
                actor,
                case,
                ground=form.ground.data,
                why=form.why.data,
                next_on=form.next_on.data,
                tracks={
                    kind: known.get(form[f"{kind.value}_team"].data)
                    for kind in form.tracks.data or ()
                },
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De casus is heropend, met het dossier dat er was."), "ok")
            return on_from(actor, case)
    return _page(case, form), 422


def _offered(case: Case) -> tuple[ReopeningForm, dict[str, Team]]:
    """Make the form, with the teams in which somebody can take a track."""
    form = ReopeningForm()
    known: dict[str, Team] = {}
    for kind in TrackKind:
        teams = closures.queues_for(case.municipality_id, kind)
        known |= {one.id.hex: one for one in teams}
        own = _("Zoals het was")
        form[f"{kind.value}_team"].choices = [("", own), *((t.id.hex, t.name) for t in teams)]
    return form, known


def _address(case: Case) -> str:
    return url_for("reopenings.create", reference=case.reference)


def _page(case: Case, form: ReopeningForm) -> str:
    owners: dict[str, str] = {
        track.kind.value: track.owner.name
        for track in case.tracks
        if track.owner is not None and cases.can_work(track.owner)
    }
    director = case.director if case.director and cases.can_work(case.director) else None
    return render_template(
        "reopenings/new.html",
        form=form,
        case=case,
        action=_address(case),
        owners=owners,
        director=director,
    )
