"""The security officer's screen: failed sign-ins, refusals, sessions. No resident in view."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from caseapp import accesslog, accounts, reviews
from caseapp.accesslog import Event, Period
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.accounts import UserSession
from caseapp.policy import Permission
from caseapp.web.guard import guard
from caseapp.web.session import limits


@dataclass(frozen=True, slots=True)
class Present:
    """Somebody who is signed in now, in one browser or more."""

    name: str
    sessions: int
    started_at: datetime
    seen_at: datetime


bp = Blueprint("security", __name__, url_prefix="/security")
LOOKS_BACK = timedelta(days=30)


@bp.get("")
@guard(Permission.SECURITY_LOG_READ, records=Event.SECURITY_LOG_SHOWN)
def index(_actor: Actor, office: Any) -> ResponseReturnValue:
    """Show what happened at the door in the last thirty days, and who is inside now."""
    period = Period(since=clock.now() - LOOKS_BACK)
    failed = accesslog.session_events(office.id, period, Event.SIGN_IN_FAILED)
    refused, capped = accesslog.refusals_by_day(office.id, period)
    present = _by_person(accounts.open_sessions(office.id, limits()))
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
        overdue=reviews.overdue(office.id),
    )


def _by_person(sessions: Iterable[UserSession]) -> list[Present]:
    """Gather the open sessions of each person; who has been in longest comes first."""
    own: dict[UUID, list[UserSession]] = {}
    for session in sessions:
        own.setdefault(session.user_id, []).append(session)
    return [
        Present(
            found[0].user.name,
            len(found),
            min(one.started_at for one in found),
            max(one.seen_at for one in found),
        )
        for found in own.values()
    ]
