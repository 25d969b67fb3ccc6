"""Bringing in the municipality's own list: offer it, look at what it becomes, bring it in."""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import FileField

from caseapp import accesslog, accounts, cases, journal
from caseapp.accesslog import Event
from caseapp.accesslog.exports import as_spreadsheet
from caseapp.flows import case_import
from caseapp.flows.case_import import ColumnChoice, Field, Report, UnreadableFile
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import Phenomenon
from caseapp.model.imports import ImportRun, ImportState
from caseapp.model.organisations import TeamKind
from caseapp.policy import Permission
from caseapp.web import labels, queues
from caseapp.web.forms import Form, FromList
from caseapp.web.guard import guard

bp = Blueprint("imports", __name__, url_prefix="/imports")
confirmations = Blueprint(
    "import_confirmations", __name__, url_prefix="/imports/<id:run_id>/confirmation"
)
reports = Blueprint("import_reports", __name__, url_prefix="/imports/<id:run_id>/report.csv")
SHOWN = 50
"""Cases of a preview."""
LISTED = 200
"""Doubles, losses and lines of a report; the file of the report has them all."""
REST = ("same", "other")


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


def said(text: str, values: Mapping[str, Any]) -> str:
    """Say a message of the import in the reader's language, with the names of its columns."""
    told = {name: _named(name, value) for name, value in values.items()}
    return str(_(text, **told))


def _named(name: str, value: Any) -> Any:
    if name == "field":
        return labels.of(Field(value))
    return _(value) if name == "why" else value


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
        form.file.errors = [said(unreadable.message.text, unreadable.message.values)]
        return _index(actor, form), 422
    return redirect(url_for("imports.show", run_id=run.id), 303)


@bp.get("/<id:run_id>")
@guard(Permission.LIST_HANDLE, loads=case_import.run, records=Event.LIST_SHOWN)
def show(actor: Actor, run: ImportRun) -> ResponseReturnValue:
    """Show what the list becomes, or what became of it."""
    if run.state is ImportState.UPLOADED:
        return _preview(actor, run, TeamsForm())
    report = Report.read(run.report)
    accesslog.also_about(case_import.about(report.lines[:LISTED]))
    return render_template("imports/report.html", run=run, report=report, said=said, listed=LISTED)


def _preview(actor: Actor, run: ImportRun, form: TeamsForm) -> str:
    form.offer(run.municipality_id)
    seen = case_import.preview(run)
    doubts = seen.meeting.doubts
    return render_template(
        "imports/show.html",
        run=run,
        form=form,
        seen=seen,
        doubts=doubts[:LISTED],
        more_doubts=max(len(doubts) - LISTED, 0),
        faces=case_import.faces(actor, doubts[:LISTED]),
        decided=request.form or _kept(actor, "import_confirmations.create", run),
        columns_kept=_kept(actor, "imports.update", run),
        preview_report=Report.of(seen),
        phenomenon=Phenomenon,
        said=said,
        shown=SHOWN,
        listed=LISTED,
        fields=Field,
    )


def _kept(actor: Actor, endpoint: str, run: ImportRun) -> dict[str, str]:
    """Give what was chosen on this page by somebody whose session ended before it was sent."""
    kept = journal.draft(actor, url_for(endpoint, run_id=run.id))
    fields: dict[str, list[str]] = json.loads(kept.fields) if kept is not None else {}
    return {name: values[0] for name, values in fields.items()}


@bp.post("/<id:run_id>")
@guard(Permission.LIST_HANDLE, loads=case_import.run, records=Event.LIST_SHOWN)
def update(actor: Actor, run: ImportRun) -> ResponseReturnValue:
    """Keep which column is what."""
    if run.state is not ImportState.UPLOADED:
        return redirect(url_for("imports.show", run_id=run.id), 303)
    offered = {field.value: field for field in Field}
    columns = range(len(case_import.sheet_of(run).columns))
    chosen = [offered.get(request.form.get(f"column-{n}", "")) for n in columns]
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
                decisions=_decisions(),
                rest=request.form.get("rest", "") if request.form.get("rest") in REST else "",
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("De lijst is ingelezen."), "ok")
            chosen = [known[form.care_team.data], known[form.safety_team.data]]
            queues.tell_of_nobody(one for one in chosen if not cases.is_staffed(one))
            return redirect(url_for("imports.show", run_id=run.id), 303)
    return _preview(actor, run, form), 422


def _decisions() -> dict[str, str]:
    """Read what was decided about each possible double."""
    return {
        name.removeprefix("double-"): said
        for name, said in request.form.items()
        if name.startswith("double-")
    }


@reports.get("", endpoint="show")
@guard(Permission.LIST_HANDLE, loads=case_import.run, records=Event.LIST_SHOWN)
def download(_actor: Actor, run: ImportRun) -> ResponseReturnValue:
    """Give the whole report as a list that opens in a spreadsheet."""
    report = Report.read(run.report)
    accesslog.also_about(case_import.about(report.lines))
    header = (_("Rij"), _("Wat ervan werd"), _("Casusnummer"), _("Om wie"), _("Kolom"), _("Waarom"))
    body = as_spreadsheet(header, _lines(report))
    disposition = f'attachment; filename="verslag-{run.started_at:%Y-%m-%d}.csv"'
    return Response(
        body,
        headers={"Content-Disposition": disposition},
        content_type="text/csv; charset=utf-8",
    )


def _lines(report: Report) -> Iterator[tuple[str, ...]]:
    for line in report.lines:
        rows = ", ".join(map(str, line["rows"]))
        yield rows, _("kwam binnen"), line["reference"], line["who"], "", ""
    for what, told in (
        (_("kwam niet binnen"), report.problems),
        (_("deze cel kwam niet binnen"), report.losses),
        (_("kijk dit na"), report.notices),
        (_("overgeslagen"), report.skipped),
    ):
        for row, column, text, values, _shown in told:
            yield str(row), what, "", "", column, said(text, values)
