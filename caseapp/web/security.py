"""The security officer's screen: failed sign-ins, refusals, sessions. No resident in view."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from caseapp import accesslog, accounts
from caseapp.accesslog import Event, Period
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.policy import Permission
from caseapp.web.guard import guard
from caseapp.web.session import limits

bp = Blueprint("security", __name__, url_prefix="/security")
LOOKS_BACK = timedelta(days=30)


@bp.get("")
@guard(Permission.SECURITY_LOG_READ, records=Event.SECURITY_LOG_SHOWN)
def index(_actor: Actor, office: Any) -> ResponseReturnValue:
    """Show what happened at the door in the last thirty days, and who is inside now."""
    period = Period(since=clock.now() - LOOKS_BACK)
    failed = accesslog.session_events(office.id, period, Event.SIGN_IN_FAILED)
    refused, capped = accesslog.refusals_by_day(office.id, period)
    present = accounts.open_sessions(office.id, limits())
    names = accesslog.colleagues(
        [*(user_id for _at, user_id, _event in failed), *(one.user_id for one in refused)]
    )
    return render_template(
        "security/index.html",
        failed=failed,
        refused=refused,
        capped=capped,
        present=present,
        names=names,
        days=LOOKS_BACK.days,
    )
