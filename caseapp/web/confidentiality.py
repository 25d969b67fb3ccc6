"""The register of what residents are not told yet: each row with its ground, and with its end."""

from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from caseapp import accesslog, privacy
from caseapp.accesslog import About, Event
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.kernel.identifiers import read_reference
from caseapp.model.privacy import ConfidentialGround, Confidentiality, ConfidentialScope
from caseapp.policy import Permission
from caseapp.web import drafts
from caseapp.web.forms import Cards, Choice, Day, Form, Text
from caseapp.web.guard import guard
from caseapp.web.log_words import face

bp = Blueprint("confidentiality", __name__, url_prefix="/confidentiality")
endings = Blueprint("endings", __name__)


class ConfidentialityForm(Form):
    """What is not told yet, on which ground, and until when?"""

    resident = HiddenField()
    reference = Text(_l("Casusnummer"), length=20)
    scope = Cards(_l("Welke blikken worden nog niet verteld?"), ConfidentialScope)
    ground = Choice(_l("Op welke grond?"), ConfidentialGround)
    decision = Text(_l("Kenmerk van het besluit"), length=60, required=True)
    since = Day(_l("Vanaf welke dag"), required=True)
    until = Day(_l("Vanaf welke dag mag het verteld worden?"), required=True, future=True)


@bp.get("")
@guard(Permission.CONFIDENTIALITY_KEEP, records=Event.CONFIDENTIALITY_SHOWN)
def index(_actor: Actor, office: Any) -> ResponseReturnValue:
    """Show what is not told yet, and what was not told before."""
    rows = privacy.confidentialities(office.id)
    people = accesslog.faces(office.id, (row.resident_id for row in rows))
    cases = accesslog.references(row.case_id for row in rows)
    return render_template(
        "log/confidentiality/index.html",
        rows=[
            {
                "row": row,
                "about": cases.get(row.case_id)
                if row.case_id
                else face(people.get(row.resident_id)),  # type: ignore[arg-type] # one of the two
                "runs": row.ended_at is None and row.until > clock.today(),
            }
            for row in rows
        ],
        names=accesslog.colleagues(row.decided_by_id for row in rows),
    )


@bp.get("/new")
@guard(Permission.CONFIDENTIALITY_KEEP, records=Event.CONFIDENTIALITY_SHOWN)
def new(actor: Actor, office: Any) -> ResponseReturnValue:
    """Ask what is not to be told yet: about a case, or about the resident one came from."""
    asked = request.args.get("resident", "")
    form = ConfidentialityForm(resident=asked)
    drafts.taken_up(actor, form, url_for("log.confidentiality.create"))
    if asked and form.resident.data != asked:  # what was typed is about somebody else
        form = ConfidentialityForm(formdata=None, resident=asked)
    return _form(office, form)


@bp.post("")
@guard(Permission.CONFIDENTIALITY_KEEP, records=Event.CONFIDENTIALITY_SHOWN)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Keep it, with who decided so."""
    form = ConfidentialityForm()
    if form.validate() and (about := _about(office, form)):
        try:
            privacy.keep_confidential(
                actor,
                office,
                **about,
                scope=form.scope.data,
                ground=form.ground.data,
                decision=form.decision.data,
                since=form.since.data,  # type: ignore[arg-type] # required, so it is there
                until=form.until.data,  # type: ignore[arg-type] # the same
            )
        except RuleBroken as error:
            form.refuse(error)
        else:
            flash(_("Vastgelegd: dit wordt nog niet verteld."), "ok")
            return redirect(url_for("log.confidentiality.index"), 303)
    return _form(office, form), 422


@endings.post("/<id:confidentiality_id>/ending", endpoint="create")
@guard(
    Permission.CONFIDENTIALITY_END,
    loads=privacy.confidentiality,
    records=Event.CONFIDENTIALITY_SHOWN,
)
def create_ending(actor: Actor, row: Confidentiality) -> ResponseReturnValue:
    """Let it be told from now on."""
    privacy.end_confidentiality(actor, row)
    flash(_("Opgeheven: dit mag vanaf nu verteld worden."), "ok")
    return redirect(url_for("log.confidentiality.index"), 303)


def _about(office: Any, form: ConfidentialityForm) -> dict[str, UUID]:
    """Give the case or the resident it is about; says at the field what is wrong."""
    resident_id = _resident_id(office, form)
    if resident_id is not None:
        return {"resident_id": resident_id}
    reference = read_reference(form.reference.data)
    found = reference and accesslog.subject(About.CASE, reference)
    if found and found.municipality_id == office.id:
        return {"case_id": found.id}
    form.reference.errors = [_("Er is geen casus met dit nummer.")]
    return {}


def _resident_id(office: Any, form: ConfidentialityForm) -> UUID | None:
    try:
        key = UUID(hex=form.resident.data or "")
    except ValueError:
        return None
    found = accesslog.subject(About.RESIDENT, key)
    return found.id if found is not None and found.municipality_id == office.id else None


def _form(office: Any, form: ConfidentialityForm) -> str:
    resident_id = _resident_id(office, form)
    people = accesslog.faces(office.id, [resident_id])
    name = face(people[resident_id]) if resident_id is not None else None
    return render_template("log/confidentiality/new.html", form=form, name=name)


bp.register_blueprint(endings)
