"""What one was told: the list, and from each message, here or in a mail, to what it is about."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from caseapp import notifications
from caseapp.accesslog import Event
from caseapp.kernel.actor import Actor
from caseapp.model.messages import Message
from caseapp.model.messages import MessageKind as K
from caseapp.policy import Permission
from caseapp.web.guard import guard

bp = Blueprint("notices", __name__, url_prefix="/notices")


def _at(endpoint: str, name: str | None = None) -> Callable[[Message], str]:
    """Give the address of a page, of the thing that the message tells of where it has one."""

    def place(one: Message) -> str:
        values: dict[str, Any] = {name: one.subject_id} if name else {}
        return url_for(endpoint, **values)

    return place


def _case(one: Message) -> str:
    """Give the page of the case; who may not open it any more finds nothing there."""
    reference = notifications.references([one.case_id]).get(one.case_id)
    return url_for("cases.show", reference=reference) if reference else url_for("work.index")


def _finding(one: Message) -> str:
    """Give the page of the case it is about; what is about none stands on *Wal en schip* alone."""
    return _case(one) if one.case_id is not None else url_for("watchdog.index")


PLACES: dict[K, Callable[[Message], str]] = {
    K.FLAG_RAISED: _at("flags.show", "flag_id"),
    K.FLAG_UNANSWERED: _at("flags.show", "flag_id"),
    K.EMERGENCY_OPENED: _at("emergencies.show", "access_id"),
    K.HANDOVER_OFFERED: _at("handovers.show", "handover_id"),
    K.HANDOVER_BACK: _at("handovers.show", "handover_id"),
    K.DESCENT_ASKED: _at("descents.show", "descent_id"),
    K.DESCENT_BACK: _at("descents.show", "descent_id"),
    K.MEETING_GIVEN: _at("meetings.show", "meeting_id"),
    K.MEETING_INVITED: _at("agenda_items.show", "item_id"),
    K.WORK_GIVEN: _case,
    K.WATCH_GIVEN: _at("watches.edit", "watch_id"),
    K.COLLEAGUE_LEFT: _at("work.index"),
    K.LEAVE_ASKED: _at("leaves.show", "leave_id"),
    K.LEAVE_REFUSED: _at("leaves.show", "leave_id"),
    K.SIGNAL_GIVEN: _at("signals.show", "signal_id"),
    K.SIGNAL_WAITS: _at("signals.show", "signal_id"),
    K.SIGNAL_BACK: _at("signals.show", "signal_id"),
    K.REVIEW_QUESTION: _at("reviews.mine.index"),
    K.REVIEW_WAITS: _at("reviews.index"),
    K.APPROVAL_ASKED: _at("approvals.show", "approval_id"),
    K.APPROVAL_DECIDED: _at("approvals.show", "approval_id"),
    K.FINDING: _finding,
    K.DIGEST: _at("work.index"),
}


@bp.get("")
@guard(Permission.MESSAGES_OWN, records=Event.MESSAGES_SHOWN)
def index(actor: Actor, _office: Any) -> ResponseReturnValue:
    """Show what this person was told lately and may still know of."""
    told = notifications.told(actor)
    return render_template(
        "notices/index.html",
        told=told,
        references=notifications.shown(one.case_id for one in told),
    )


@bp.get("/<id:message_id>")
@guard(Permission.MESSAGE_READ, loads=notifications.message, records=Event.MESSAGES_SHOWN)
def show(_actor: Actor, message: Message) -> ResponseReturnValue:
    """Lead to what a message is about; there it is asked again whether this person may see it."""
    return redirect(PLACES[message.kind](message), 303)
