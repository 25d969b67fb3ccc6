"""An offer of a watch that is over, or that another has: nobody has to answer it any more."""

from sqlalchemy import select

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.cases import Case
from caseapp.model.handovers import Handover, HandoverEnd, HandoverOf


def lapse(actor: Actor, case: Case) -> None:
    """Take back an offer of the watch over a case, for an action that asked and holds the case."""
    waiting = select(Handover).where(
        Handover.case_id == case.id,
        Handover.of == HandoverOf.WATCH,
        Handover.ended_at.is_(None),
    )
    for one in db.session.scalars(waiting.with_for_update()):
        one.end, one.ended_at, one.ended_by_id = (
            HandoverEnd.WITHDRAWN,
            clock.now(),
            actor.user_id,
        )
        accesslog.record(actor, Event.HANDOVER_WITHDRAWN, one, of=one.of)
