"""What colleagues ask of somebody: to take over, and to agree or receive when a case comes down."""

from collections.abc import Iterator

from sqlalchemy import select

from caseapp.kernel.actor import Actor
from caseapp.model.descents import Descent
from caseapp.model.handovers import Handover, HandoverEnd
from caseapp.policy import Permission
from caseapp.worklists.positions import rows_of
from caseapp.worklists.urgency import Candidate, Reason


def handovers_to_answer(actor: Actor) -> Iterator[Candidate]:
    """Give what was offered to this person or their team and waits for an answer."""
    query = select(Handover.id, Handover.answer_by).order_by(Handover.answer_by, Handover.id)
    for handover_id, answer_by in rows_of(actor, Permission.HANDOVER_ANSWER, query):
        yield Candidate(Reason.HANDOVER_TO_ANSWER, handover_id, until=answer_by)


def handovers_back(actor: Actor) -> Iterator[Candidate]:
    """Give the offers of this person that were refused or came back, until they read that."""
    query = (
        select(Handover.id, Handover.ended_at)
        .where(Handover.end.in_((HandoverEnd.REFUSED, HandoverEnd.RETURNED)))
        .where(Handover.seen_at.is_(None))
        .order_by(Handover.ended_at, Handover.id)
    )
    for handover_id, ended_at in rows_of(actor, Permission.HANDOVER_SEE, query):
        yield Candidate(Reason.HANDOVER_BACK, handover_id, since=ended_at)


def descents_to_answer(actor: Actor) -> Iterator[Candidate]:
    """Give the proposals to bring a case down that wait for this person's yes or no."""
    query = select(Descent.id, Descent.answer_by).order_by(Descent.answer_by, Descent.id)
    for descent_id, answer_by in rows_of(actor, Permission.DESCENT_ANSWER, query):
        yield Candidate(Reason.DESCENT_TO_ANSWER, descent_id, until=answer_by)
