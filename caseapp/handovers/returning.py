"""What nobody answered goes back: the sender, who was responsible all the time, is told."""

from sqlalchemy import select

from caseapp import accesslog, notifications
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.handovers.queries import overdue
from caseapp.kernel import clock
from caseapp.model.handovers import Handover, HandoverEnd
from caseapp.model.messages import MessageKind
from caseapp.model.organisations import Municipality


def return_unanswered(municipality: Municipality) -> int:
    """Return every offer whose term is over, by the clock; gives how many.

    Who answers at the same moment wins: a row that is being answered is passed over.
    """
    returned = 0
    for handover_id in overdue(municipality.id):
        waiting = (
            select(Handover)
            .where(Handover.id == handover_id, Handover.ended_at.is_(None))
            .with_for_update(skip_locked=True)
        )
        found = db.session.scalar(waiting)
        if found is not None:
            found.end, found.ended_at = HandoverEnd.RETURNED, clock.now()
            notifications.tell(MessageKind.HANDOVER_BACK, found, to=[found.from_id])
            accesslog.record_by_command(Event.HANDOVER_RETURNED, found, of=found.of)
            returned += 1
    return returned
