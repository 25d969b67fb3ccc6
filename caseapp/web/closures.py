"""Closing a case: all that stands in the way, why and how it ended, and who keeps an eye on it."""

from flask import Blueprint, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import cases, closures, settings
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.cases import Case
from caseapp.model.closures import TEXT_LENGTH, ClosureReason
from caseapp.policy import Permission
from caseapp.web import closing_words, drafts
from caseapp.web.case_page import on_from
from caseapp.web.closure_choices import Aftercare, Told
from caseapp.web.forms import Cards, Day, Form, FromList, LongText
from caseapp.web.guard import guard

bp = Blueprint("closures", __name__, url_prefix="/cases/<reference:reference>/closure")


class ClosureForm(Form):
    """Asks: Why is it closed, how did it end, who knows, and who keeps an eye on it?"""

    reason = Cards(_l("Waarom sluit de casus?"), ClosureReason)
    why = LongText(_l("Licht toe waarom"), length=TEXT_LENGTH, required=True)
    ending = LongText(_l("Hoe is het afgelopen?"), length=TEXT_LENGTH, required=True)
    told = Cards(_l("Weet de inwoner dat de casus sluit?"), Told)
    uninformed = LongText(_l("Waarom weet de inwoner het niet?"), length=TEXT_LENGTH)
    aftercare = Cards(_l("Welke nazorg is er?"), Aftercare)
    watcher = FromList(_l("Wie houdt een oog in het zeil?"), required=False)
    until_on = Day(_l("Tot wanneer?"), future=True)
    note = LongText(_l("Wat moet deze collega weten?"), length=TEXT_LENGTH)
    unwatched = LongText(_l("Waarom is er geen nazorg?"), length=TEXT_LENGTH)

    def is_whole(self) -> bool:
        """Tell whether everything is there, also what one answer asks of another."""
        valid = bool(self.validate())
        missing = [
            (self.told.data is Told.NO and not self.uninformed.data, "closing-uninformed",
             "uninformed"),
            (self.aftercare.data is Aftercare.NONE and not self.unwatched.data,
             "closing-unwatched", "unwatched"),
            (self.aftercare.data is Aftercare.WATCH and not self.watcher.data,
             "watch-without-watcher", "watcher"),
            (self.aftercare.data is Aftercare.WATCH and self.until_on.data is None
             and not self.until_on.errors, "watch-without-end", "until_on"),
        ]  # fmt: skip
        for is_missing, code, field in missing:
            if is_missing:
                self.refuse(RuleBroken(code, field))
        return valid and not any(one[0] for one in missing)


@bp.get("/new")
@guard(Permission.CASE_CLOSE, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask why and how it ended; while something stands in the way, tell what, and nothing else."""
    form, _known = _offered(case)
    drafts.taken_up(actor, form, _address(case))
    return _page(actor, case, form, asks=form.kept_at is not None)


@bp.post("")
@guard(Permission.CASE_CLOSE, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Close the case; a watch is offered to who is to have it."""
    form, known = _offered(case)
    if form.is_whole():
        watched = form.aftercare.data is Aftercare.WATCH
        try:
            closures.close(
                actor,
                case,
                reason=form.reason.data,
                why=form.why.data,
                ending=form.ending.data,
                is_informed=form.told.data is Told.YES,
                uninformed=form.uninformed.data,
                watcher=known[form.watcher.data] if watched else None,
                until_on=form.until_on.data if watched else None,
                note=form.note.data,
                unwatched=form.unwatched.data,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_told(actor, form), "ok")
            return on_from(actor, case)
    return _page(actor, case, form, asks=True), 422


def _told(actor: Actor, form: ClosureForm) -> str:
    """Say that it is closed, and whose the watch is until the colleague accepts it."""
    if form.aftercare.data is Aftercare.WATCH and form.watcher.data != actor.user_id.hex:
        return str(
            _("De casus is gesloten. Tot uw collega de waakvlam aanneemt, heeft u die zelf.")
        )
    return str(_("De casus is gesloten. Het dossier blijft, en heropenen kan."))


def _offered(case: Case) -> tuple[ClosureForm, dict[str, User]]:
    """Make the form, with who may keep an eye on the case."""
    known = {one.id.hex: one for one in closures.watchers_for(case.municipality_id)}
    form = ClosureForm()
    form.reason.members = [one for one in ClosureReason if one is not ClosureReason.JOINED]
    form.watcher.choices = [("", _("Kies iemand")), *((key, u.name) for key, u in known.items())]
    return form, known


def _address(case: Case) -> str:
    return url_for("closures.create", reference=case.reference)


def _page(actor: Actor, case: Case, form: ClosureForm, *, asks: bool) -> str:
    """Show the form once nothing stands in the way, and also where something was typed already."""
    found = closing_words.lines(actor, case, closures.obstacles_of(case)) if case.is_open else []
    return render_template(
        "closures/new.html",
        form=form,
        case=case,
        action=_address(case),
        obstacles=found,
        asks=asks or not found,
        longest=settings.terms_of(case.municipality_id)(settings.WATCH_DAYS),
    )
