"""A signed head as a page to print, and the word of somebody that they keep it."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import NotFound
from caseapp.policy import Permission
from caseapp.web.guard import guard

bp = Blueprint("pages", __name__, url_prefix="/page")


@bp.get("")
@guard(Permission.SEAL_KEEP, records=Event.SEAL_SHOWN)
def show(_actor: Actor, office: Any) -> ResponseReturnValue:
    """Show the newest signed head as a page to print and keep."""
    head = accesslog.newest_head(office.id)
    if head is None:
        raise NotFound
    return render_template("seal/page.html", head=head, keys=accesslog.public_keys())


@bp.post("")
@guard(Permission.SEAL_KEEP, records=Event.HEAD_KEPT)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Write down that the page was printed and is kept."""
    accesslog.keep_on_paper(actor, office, root=request.form.get("root", ""))
    flash(_("Genoteerd: u bewaart deze pagina."), "ok")
    return redirect(url_for("seal.index", _anchor="kept"), 303)
