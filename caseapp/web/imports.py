"""Bringing in the municipality's own list: offer it, look at what it becomes, bring it in."""

import json
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField

from caseapp import accesslog, accounts
from caseapp.accesslog import Event
from caseapp.flows import case_import
from caseapp.flows.case_import import ColumnChoice, Field, Message, UnreadableFile
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.imports import ImportRun, ImportState
from caseapp.model.organisations import TeamKind
from caseapp.policy import Permission
from caseapp.web.forms import Form, FromList
from caseapp.web.guard import guard

bp = Blueprint("imports", __name__, url_prefix="/imports")
confirmations = Blueprint(
    "import_confirmations", __name__, url_prefix="/imports/<id:run_id>/confirmation"
)
SHOWN = 50


class ListForm(Form):
    """Asks: which file?"""

    file = FileField(_l("Uw lijst (.xlsx of .csv)"))


class TeamsForm(Form):
    """Asks: on whose list does a track come that nobody owns yet?"""

    care_team = FromList(_l("Team voor het zorgspoor"))
    safety_team = FromList(_l("Team voor het veiligheidsspoor"))

    def offer(self, municipality_id: UUID) -> None:
        """Offer the teams that do the work of each track."""
        known = accounts.teams(municipality_id)
        for field, kind in ((self.care_team, TeamKind.CARE), (self.safety_team, TeamKind.SAFETY)):
            field.choices = [(team.id.hex, team.name) for team in known if team.kind is kind]


def said(message: Message) -> str:
    """Say a message of the import in the reader's language."""
    return str(_(message.text, **message.values))


@bp.get("")
@guard(Permission.CASES_IMPORT, records=Event.LIST_SHOWN)
def index(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Show one's own lists, and ask for another."""
    return _index(actor, ListForm())


def _index(actor: Actor, form: ListForm) -> str:
    return render_template("imports/index.html", form=form, runs=case_import.runs_of(actor))


@bp.post("")
@guard(Permission.CASES_IMPORT, records=Event.LIST_SHOWN)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Take a list, to be looked at first."""
    form = ListForm()
    offered = request.files.get("file")
    data = offered.read() if offered is not None else b""
    try:
        name = offered.filename or "" if offered is not None else ""
        run = case_import.offer_list(actor, office, file_name=name, data=data)
    except UnreadableFile as unreadable:
        form.file.errors = [said(unreadable.message)]
        return _index(actor, form), 422
    return redirect(url_for("imports.show", run_id=run.id), 303)


@bp.get("/<id:run_id>")
@guard(Permission.LIST_HANDLE, loads=case_import.run, records=Event.LIST_SHOWN)
def show(_actor: Actor, run: ImportRun) -> ResponseReturnValue:
    """Show what the list becomes, or what became of it."""
    if run.state is ImportState.UPLOADED:
        return _preview(run, TeamsForm())
    report = json.loads(run.report) if run.report else {}
    pairs = [[one and UUID(one) for one in pair] for pair in report.get("people", [])]
    accesslog.also_about((person, case) for person, case in pairs)
    return render_template("imports/report.html", run=run, report=report)


def _preview(run: ImportRun, form: TeamsForm) -> str:
    form.offer(run.municipality_id)
    seen = case_import.preview(run)
    accesslog.also_about((known[0], None) for known in seen.known.values())
    return render_template(
        "imports/show.html", run=run, form=form, seen=seen, said=said, shown=SHOWN, fields=Field
    )


@bp.post("/<id:run_id>")
@guard(Permission.LIST_HANDLE, loads=case_import.run, records=Event.LIST_SHOWN)
def update(actor: Actor, run: ImportRun) -> ResponseReturnValue:
    """Keep which column is what."""
    if run.state is not ImportState.UPLOADED:
        return redirect(url_for("imports.show", run_id=run.id), 303)
    seen = case_import.preview(run)
    offered = {field.value: field for field in Field}
    chosen = [offered.get(request.form.get(f"column-{n}", "")) for n in range(len(seen.guesses))]
    case_import.choose_columns(actor, run, choice=ColumnChoice(targets=tuple(chosen)))
    return redirect(url_for("imports.show", run_id=run.id), 303)


@bp.post("/<id:run_id>/discard")
@guard(Permission.LIST_HANDLE, loads=case_import.run, records=Event.LIST_SHOWN)
def destroy(actor: Actor, run: ImportRun) -> ResponseReturnValue:
    """Throw the list away."""
    if run.state is ImportState.UPLOADED:
        case_import.discard_list(actor, run)
        flash(_("De lijst is weggegooid."), "ok")
    return redirect(url_for("imports.index"), 303)


@confirmations.post("", endpoint="create")
@guard(Permission.LIST_HANDLE, loads=case_import.run, records=Event.LIST_SHOWN)
def confirm(actor: Actor, run: ImportRun) -> ResponseReturnValue:
    """Bring the whole list in, in one go or not at all."""
    form = TeamsForm()
    form.offer(run.municipality_id)
    if run.state is not ImportState.UPLOADED:
        return redirect(url_for("imports.show", run_id=run.id), 303)
    if form.validate():
        known = {team.id.hex: team for team in accounts.teams(run.municipality_id)}
        try:
            case_import.import_list(
                actor,
                run,
                care_team=known[form.care_team.data],
                safety_team=known[form.safety_team.data],
                someone_else=[int(row) for row in request.form.getlist("other") if _is_row(row)],
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De lijst is ingelezen."), "ok")
            return redirect(url_for("imports.show", run_id=run.id), 303)
    return _preview(run, form), 422


def _is_row(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 8  # noqa: PLR2004 - rows of a list
