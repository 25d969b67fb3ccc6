"""Mijn werk: the desk a person comes in at."""

from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseapp import leaves, policy, reviews, worklists
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor, Role
from caseapp.policy import Permission
from caseapp.web.guard import guard
from caseapp.worklists import Horizon

bp = Blueprint("work", __name__)

OWN_DESKS = (
    (Role.MAYOR, "briefing.index"),
    (Role.PRIVACY_OFFICER, "log.index"),
    (Role.DATA_PROTECTION_OFFICER, "log.index"),
    (Role.CISO, "security.index"),
    (Role.FUNCTIONAL_ADMINISTRATOR, "users.index"),
)
"""Where those begin the day who work on no case."""


@bp.get("/")
@guard(Permission.WORKLIST_READ, records=Event.WORKLIST_SHOWN)
def index(actor: Actor, office: Any) -> ResponseReturnValue:
    """Show what waits for this person; who works on no case is sent to their own desk."""
    desk = next((endpoint for role, endpoint in OWN_DESKS if actor.has(role)), None)
    casework = policy.allows(actor, Permission.CASE_OPEN, office)
    if desk is not None and not casework:
        return redirect(url_for(desk), 303)
    return render_template(
        "work/index.html",
        work=worklists.work_of(actor),
        horizons=list(Horizon),
        may_open=casework,
        stand_in_for=leaves.to_answer(actor),
        turned_down=leaves.turned_down(actor),
        asked=len(reviews.asked_of(actor)),
    )
