"""Showing a whole BSN: asked for one at a time, and written down each time."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from caseapp import residents
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.model.residents import Resident
from caseapp.policy import Permission
from caseapp.web import resident_page
from caseapp.web.guard import guard

bp = Blueprint("bsn", __name__, url_prefix="/residents/<id:resident_id>/bsn")


@bp.post("")
@guard(Permission.BSN_REVEAL, loads=residents.resident, records=Event.BSN_REVEALED)
def create(actor: Actor, resident: Resident) -> ResponseReturnValue:
    """Show the page with the whole BSN on it, this once."""
    bsn = residents.reveal_bsn(actor, resident)
    return resident_page.page(actor, resident, bsn=bsn)
