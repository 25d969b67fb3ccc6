"""The administrative briefing: the highest phase on one page, without names and without texts."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from caseapp import escalation, measures
from caseapp.accesslog import Event
from caseapp.escalation import FEW
from caseapp.kernel.actor import Actor
from caseapp.policy import Permission
from caseapp.web import phase_words
from caseapp.web.guard import guard

bp = Blueprint("briefing", __name__, url_prefix="/briefing")


@bp.get("")
@guard(Permission.BRIEFING_READ, records=Event.BRIEFING_SHOWN)
def index(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Show the cases in the highest phase, and how many there are in each."""
    briefed, counts = escalation.highest_cases(actor), escalation.phase_counts(actor)
    return render_template(
        "briefing/index.html",
        briefed=briefed,
        balances=measures.balances_of([one.case.id for one in briefed]),
        counts={one: counts[one] for one in phase_words.to_choose_from(Permission.CASE_BRIEF)},
        few=FEW,
    )
