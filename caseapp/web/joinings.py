"""Joining a case with another about the same people: what is in the way, which one, and why."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import cases, closures
from caseapp.flows import joining
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Case
from caseapp.model.closures import TEXT_LENGTH
from caseapp.policy import Permission
from caseapp.web import closing_words, drafts
from caseapp.web.closure_choices import Told
from caseapp.web.forms import Cards, Form, FromList, LongText
from caseapp.web.guard import guard

bp = Blueprint("joinings", __name__, url_prefix="/cases/<reference:reference>/joining")


class JoiningForm(Form):
    """Asks: As which case does it go on, why, and does the resident know?"""

    into = FromList(_l("Met welke casus gaat het verder?"))
    why = LongText(_l("Waarom worden ze samengevoegd?"), length=TEXT_LENGTH, required=True)
    told = Cards(_l("Weet de inwoner het?"), Told)
    uninformed = LongText(_l("Waarom weet de inwoner het niet?"), length=TEXT_LENGTH)

    def is_whole(self) -> bool:
        """Tell whether everything is there, also what one answer asks of another."""
        valid = bool(self.validate())
        if self.told.data is Told.NO and not self.uninformed.data:
            self.refuse(RuleBroken("closing-uninformed", "uninformed"))
            return False
        return valid


@bp.get("/new")
@guard(Permission.CASE_CLOSE, loads=cases.by_reference)
def new(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask as which case it goes on; while something stands in the way, tell what."""
    form, known = _offered(actor, case)
    drafts.taken_up(actor, form, _address(case))
    return _page(actor, case, form, known)


@bp.post("")
@guard(Permission.CASE_CLOSE, loads=cases.by_reference)
def create(actor: Actor, case: Case) -> ResponseReturnValue:
    """Join them: this one closes, the other has its people from now on."""
    form, known = _offered(actor, case)
    if form.is_whole():
        into = known[form.into.data]
        try:
            joining.join(
                actor,
                case,
                into=into,
                why=form.why.data,
                is_informed=form.told.data is Told.YES,
                uninformed=form.uninformed.data,
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Samengevoegd. Het oude dossier blijft te lezen voor wie het kon lezen."), "ok")
            return redirect(url_for("cases.show", reference=into.reference), 303)
    return _page(actor, case, form, known), 422


def _offered(actor: Actor, case: Case) -> tuple[JoiningForm, dict[str, Case]]:
    """Make the form, with the cases about the same people that this person steers too."""
    known = {one.id.hex: one for one in joining.others_about(actor, case)}
    form = JoiningForm()
    choices = [(key, one.reference) for key, one in known.items()]
    form.into.choices = [("", _("Kies een casus")), *choices]
    return form, known


def _address(case: Case) -> str:
    return url_for("joinings.create", reference=case.reference)


def _page(actor: Actor, case: Case, form: JoiningForm, known: dict[str, Case]) -> str:
    found = closing_words.lines(actor, case, closures.obstacles_of(case)) if case.is_open else []
    return render_template(
        "joinings/new.html",
        form=form,
        case=case,
        action=_address(case),
        obstacles=found,
        others=known.values(),
    )
