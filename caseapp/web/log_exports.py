"""A selection of the log as a file: for a spreadsheet, or under the names of NEN 7513."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import BadRequest

from caseapp import accesslog
from caseapp.accesslog import About, Event, Look, Period, Question
from caseapp.accesslog.exports import as_nen7513, as_nen7513_rows, as_spreadsheet
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import NotFound
from caseapp.policy import Permission
from caseapp.web import labels
from caseapp.web.guard import guard
from caseapp.web.log_words import deed, face, purpose_of, right, roles_of

bp = Blueprint("exports", __name__, url_prefix="/exports")
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json",
         "nen7513.csv": "text/csv; charset=utf-8"}  # fmt: skip


@bp.post("")
@guard(Permission.LOG_EXPORT, records=Event.LOG_EXPORTED)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Send the file; that it was taken is committed before the first byte leaves."""
    question, subject = _asked(office)
    asked = request.form.get("shape", "")
    shape = asked if asked in TYPES else "csv"
    looks = accesslog.export(actor, office, subject=subject, question=question, shape=shape)
    person = ""
    if question.about is About.RESIDENT:
        person = face(accesslog.faces(office.id, [subject.id]).get(subject.id))
    if shape == "json":
        body = as_nen7513(office.name, looks)
    elif shape == "nen7513.csv":
        body = as_nen7513_rows(looks)
    else:
        body = as_spreadsheet(_header(), (_row(look, person) for look in looks))
    name = f"toegangslog-{question.about}-{clock.today().isoformat()}.{shape}"
    disposition = f'attachment; filename="{name}"'
    return Response(body, mimetype=None, headers={"Content-Disposition": disposition},
                    content_type=TYPES[shape])  # fmt: skip


def _asked(office: Any) -> tuple[Question, Any]:
    """Read which selection is meant; the fields are ours, so whatever else comes is refused."""
    try:
        about = About(request.form.get("about", ""))
        key = UUID(hex=request.form.get("subject", ""))
        days = [date.fromisoformat(text) if text else None for text in _dates()]
    except ValueError:
        raise BadRequest from None
    subject = office if about is About.PERIOD else accesslog.subject(about, key)
    if subject is None or subject.municipality_id != office.id:
        raise NotFound
    return Question(office.id, about, subject.id, Period.of_days(*days)), subject


def _dates() -> tuple[str, str]:
    return request.form.get("first", ""), request.form.get("last", "")


def _header() -> Sequence[str]:
    return (
        _("Nummer"), _("Datum"), _("Tijd"), _("Collega"), _("Functie"), _("Rollen"),
        _("Wat"), _("Geweigerd"), _("Door welk recht"), _("Doel"), _("Casusnummer"),
        _("Inwoner"), _("Aantal inwoners"), _("Verzoeknummer"), _("Netwerk"),
    )  # fmt: skip


def _row(look: Look, person: str) -> Sequence[str]:
    entry, at = look.entry, clock.local(look.at)
    resident = look.resident_id.hex if look.resident_id is not None else ""
    return (
        str(look.number),
        at.date().isoformat(),
        at.strftime("%H:%M:%S"),
        look.who.name if look.who is not None else "",
        roles_of(look),
        ", ".join(labels.of(role) for role in look.roles),
        deed(entry.event),
        _("ja") if look.refused else _("nee"),
        right(entry.relation, None),
        purpose_of(entry.purpose),
        look.reference or "",
        person or resident,
        str(look.people),
        entry.request_id,
        entry.origin or "",
    )
