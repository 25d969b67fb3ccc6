"""The agreed safety line: setting its text, and agreeing with the text that was read."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from caseapp import cases
from caseapp.cases import safety_line
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import Conflict, RuleBroken
from caseapp.model.cases import Case, Track
from caseapp.model.safety_lines import LINE_LENGTH, SafetyLine
from caseapp.policy import Permission
from caseapp.web import drafts, messages, strip_page
from caseapp.web.forms import Form, LongText
from caseapp.web.guard import guard

bp = Blueprint("safety_lines", __name__, url_prefix="/cases/<reference:reference>")


class LineForm(Form):
    """Asks: What did you agree to do when it becomes unsafe?"""

    body = LongText(
        _l("Wat doet u als het onveilig wordt, en wie belt u?"), length=LINE_LENGTH, required=True
    )


class ConfirmationForm(Form):
    """Asks nothing: it carries which text was read."""


@bp.get("/safety-line/edit")
@guard(Permission.SAFETY_LINE_SET, loads=cases.by_reference)
def edit(actor: Actor, case: Case) -> ResponseReturnValue:
    """Ask what was agreed, with the text that holds now."""
    line = safety_line.line_of(case)
    form = LineForm(body=line.body if line is not None else "")
    overtaken = drafts.taken_up(actor, form, _address(case), version=_number(line))
    return _page(case, form, line, overtaken=overtaken)


@bp.post("/safety-line")
@guard(Permission.SAFETY_LINE_SET, loads=cases.by_reference)
def update(actor: Actor, case: Case) -> ResponseReturnValue:
    """Keep it: the side that did not write it has to confirm it."""
    form, line = LineForm(), safety_line.line_of(case)
    if form.validate():
        if form.version.data != str(_number(line)):
            raise Conflict(_as_it_stands(line), form.as_typed())
        try:
            safety_line.set_line(actor, case, body=form.body.data, over=_number(line))
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De veiligheidslijn is vastgelegd."), "ok")
            return redirect(url_for("cases.show", reference=case.reference), 303)
    return _page(case, form, line, overtaken=False), 422


@bp.post("/tracks/<kind>/safety-line")
@guard(Permission.SAFETY_LINE_CONFIRM, loads=cases.track)
def create(actor: Actor, track: Track) -> ResponseReturnValue:
    """Agree with the text that was read, for the own track."""
    form, line = ConfirmationForm(), safety_line.line_of(track.case)
    if form.version.data != str(_number(line)):
        raise Conflict(_as_it_stands(line), {})
    try:
        safety_line.confirm_line(actor, track, number=_number(line))
    except RuleBroken as error:
        flash(messages.of(error), "warning")
    else:
        flash(_("Bevestigd: dit is de afgesproken veiligheidslijn."), "ok")
    return redirect(url_for("cases.show", reference=track.case.reference), 303)


def _number(line: SafetyLine | None) -> int:
    return line.version if line is not None else 0


def _address(case: Case) -> str:
    return url_for("safety_lines.update", reference=case.reference)


def _as_it_stands(line: SafetyLine | None) -> dict[str, str]:
    return {str(_("Afgesproken veiligheidslijn")): line.body if line is not None else ""}


def _page(case: Case, form: LineForm, line: SafetyLine | None, *, overtaken: bool) -> str:
    return render_template(
        "safety_lines/edit.html",
        form=form,
        case=case,
        number=_number(line),
        told=strip_page.told(line) if line is not None else [],
        action=_address(case),
        theirs=list(_as_it_stands(line).items()) if overtaken else [],
    )
