"""The seal of the log: how it stands, and checking it with one button."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.accesslog.seal.checking import MisfitKind
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.policy import Permission
from caseapp.web import log_months as months
from caseapp.web import seal_exports, seal_pages
from caseapp.web.guard import guard
from caseapp.web.wording import label

bp = Blueprint("seal", __name__, url_prefix="/seal")
checks = Blueprint("checks", __name__, url_prefix="/checks")


@bp.get("")
@guard(Permission.SEAL_READ, records=Event.SEAL_SHOWN)
def index(_actor: Actor, office: Any) -> ResponseReturnValue:
    """Show how the log stands: sealed how far, checked when and by whom, kept outside where."""
    seal = accesslog.seal_of(office.id)
    waiting = None
    if seal.waiting_since is not None:
        waiting = int((clock.now() - seal.waiting_since).total_seconds() // 60)
    names = accesslog.colleagues(
        [one.user_id for one in seal.checks]
        + [one.colleague for one in seal.kept if one.colleague is not None]
    )
    return render_template(
        "seal/index.html", seal=seal, names=names, waiting=waiting, misfits=_misfits
    )


def _misfits(kept: str) -> list[tuple[str, str]]:
    """Give what did not fit in a check: in words, and where."""
    parted = [line.split(" ") for line in kept.splitlines()]
    return [(label(MisfitKind(kind)), f"{origin}, {leaf}") for kind, origin, leaf in parted]


@checks.post("")
@guard(Permission.SEAL_CHECK, records=Event.LOG_CHECKED)
def create(actor: Actor, office: Any) -> ResponseReturnValue:
    """Check the whole log, keep what came of it, and show that on top."""
    accesslog.check_log(actor, office)
    return redirect(url_for("seal.index", _anchor="checks"), 303)


for part in (
    months.bp,
    months.destructions,
    months.holds,
    checks,
    seal_pages.bp,
    seal_exports.bp,
    seal_exports.verifier,
):
    bp.register_blueprint(part)
