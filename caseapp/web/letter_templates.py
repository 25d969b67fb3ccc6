"""The municipality's own templates of letters: take one into use, replace it, use it no more."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField

from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.letters import TEMPLATE_NAME_LENGTH, LetterTemplate
from caseapp.papers import letters
from caseapp.papers.wordfile import FIELDS, MOST_BYTES, UnfitTemplate
from caseapp.policy import Permission
from caseapp.web import docx, drafts, messages
from caseapp.web.forms import Form, Text
from caseapp.web.guard import guard
from caseapp.web.letter_words import MEANINGS

bp = Blueprint("letter_templates", __name__, url_prefix="/settings/letter-templates")


class FileForm(Form):
    """Asks: Which Word document?"""

    file = FileField(_l("Het Word-bestand (.docx, hooguit 2 MB)"))


class TemplateForm(FileForm):
    """Asks: What is the letter called, and which Word document is it?"""

    name = Text(_l("Hoe heet de brief?"), length=TEMPLATE_NAME_LENGTH, required=True)


@bp.get("")
@guard(Permission.LETTER_TEMPLATES_KEEP, records=Event.LETTER_TEMPLATES_SHOWN)
def index(_actor: Actor, office: Any) -> ResponseReturnValue:
    """Show the templates in use, and the fields that they can ask."""
    return render_template(
        "letter_templates/index.html",
        templates=letters.templates_in_use(office.id),
        fields=[(name, MEANINGS[name]) for name in FIELDS],
    )


@bp.get("/new")
@guard(Permission.LETTER_TEMPLATES_KEEP)
def new(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Ask for a name and a file."""
    form = TemplateForm()
    drafts.taken_up(actor, form, url_for("letter_templates.create"))
    return _page(form)


@bp.post("")
@guard(Permission.LETTER_TEMPLATES_KEEP)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Take it into use, once it was tried out."""
    form, file = TemplateForm(), _sent()
    if form.validate():
        try:
            docx.try_out(file)
            letters.add_template(actor, office, name=form.name.data, file=file)
        except RuleBroken as error:
            _refuse(form, error)
        else:
            flash(_("De brief is in gebruik."), "ok")
            return redirect(url_for("letter_templates.index"), 303)
    return _page(form), 422


@bp.get("/<id:template_id>/edit")
@guard(Permission.LETTER_TEMPLATE_CHANGE, loads=letters.template)
def edit(_actor: Actor, template: LetterTemplate) -> ResponseReturnValue:
    """Ask which file takes its place."""
    return _page(FileForm(), template)


@bp.post("/<id:template_id>")
@guard(Permission.LETTER_TEMPLATE_CHANGE, loads=letters.template)
def update(actor: Actor, template: LetterTemplate) -> ResponseReturnValue:
    """Have another file take its place, once that was tried out."""
    form, file = FileForm(), _sent()
    try:
        docx.try_out(file)
        letters.replace_template(actor, template, file=file)
    except RuleBroken as error:
        _refuse(form, error)
        return _page(form, template), 422
    flash(_("De brief is vervangen. Nieuwe brieven gebruiken dit bestand."), "ok")
    return redirect(url_for("letter_templates.index"), 303)


@bp.post("/<id:template_id>/retirement")
@guard(Permission.LETTER_TEMPLATE_CHANGE, loads=letters.template)
def destroy(actor: Actor, template: LetterTemplate) -> ResponseReturnValue:
    """Make no more letters of it."""
    try:
        letters.retire_template(actor, template)
    except RuleBroken as error:
        flash(messages.of(error), "warning")
    else:
        flash(_("Van dit sjabloon worden geen brieven meer gemaakt."), "ok")
    return redirect(url_for("letter_templates.index"), 303)


def _sent() -> bytes:
    offered = request.files.get("file")
    if offered is None:
        return b""
    with offered.stream as stream:
        return stream.read(MOST_BYTES + 1)


def _refuse(form: FileForm, error: RuleBroken) -> None:
    """Say what is wrong; of a file, also what was found in it."""
    if isinstance(error, UnfitTemplate) and error.found:
        form.file.errors = [*form.file.errors, f"{messages.of(error)} ({error.found})"]
        return
    form.refuse(error)


def _page(form: FileForm, template: LetterTemplate | None = None) -> str:
    action = (
        url_for("letter_templates.create")
        if template is None
        else url_for("letter_templates.update", template_id=template.id)
    )
    return render_template(
        "letter_templates/edit.html", form=form, template=template, action=action
    )
