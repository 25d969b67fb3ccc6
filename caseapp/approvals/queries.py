"""What is asked about requests to a second person."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from caseapp import policy
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.approvals import Approval
from caseapp.policy import Permission

LATELY = timedelta(days=14)
MOST = 200
PEOPLE = (joinedload(Approval.requested_by), joinedload(Approval.decided_by))


def approval(approval_id: UUID) -> Approval | None:
    """Give one request."""
    return db.session.scalar(select(Approval).where(Approval.id == approval_id).options(*PEOPLE))


def waiting_for(actor: Actor) -> Sequence[Approval]:
    """Give what waits for a decision and this person may see, the oldest first."""
    query = (
        select(Approval)
        .where(Approval.decided_at.is_(None), Approval.until > clock.now())
        .options(*PEOPLE)
        .order_by(Approval.requested_at, Approval.id)
        .limit(MOST)
    )
    return db.session.scalars(policy.visible(actor, Permission.APPROVAL_VIEW, query)).all()


def decided_lately(actor: Actor) -> Sequence[Approval]:
    """Give what was decided, or was over without a decision, in the last two weeks."""
    now = clock.now()
    query = (
        select(Approval)
        .where(
            Approval.requested_at > now - LATELY,
            Approval.decided_at.is_not(None) | (Approval.until <= now),
        )
        .options(*PEOPLE)
        .order_by(Approval.requested_at.desc(), Approval.id)
        .limit(MOST)
    )
    return db.session.scalars(policy.visible(actor, Permission.APPROVAL_VIEW, query)).all()
