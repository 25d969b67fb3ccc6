"""What is asked about requests to a second person."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload

from caseapp import policy
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.policy import Permission

LATELY = timedelta(days=14)
MOST = 200
PEOPLE = (joinedload(Approval.requested_by), joinedload(Approval.decided_by))


def approval(approval_id: UUID) -> Approval | None:
    """Give one request."""
    return db.session.scalar(select(Approval).where(Approval.id == approval_id).options(*PEOPLE))


def waiting_for(actor: Actor) -> Sequence[Approval]:
    """Give what waits for a decision and this person may see, the oldest first."""
    query = _waiting(select(Approval)).options(*PEOPLE)
    return db.session.scalars(policy.visible(actor, Permission.APPROVAL_VIEW, query)).all()


def count_waiting(actor: Actor) -> int:
    """Count what this person may decide on: the rows of that list that have buttons."""
    query = _waiting(select(Approval.id))
    return len(db.session.scalars(policy.visible(actor, Permission.APPROVAL_DECIDE, query)).all())


def _waiting(query: Select[Any]) -> Select[Any]:
    open_now = (Approval.decided_at.is_(None), Approval.until > clock.now())
    return query.where(*open_now).order_by(Approval.requested_at, Approval.id).limit(MOST)


def waiting_about(subject: Any, kind: ApprovalKind) -> Approval | None:
    """Give the request of this kind that waits for a decision about one thing, if there is one."""
    return db.session.scalar(
        select(Approval)
        .where(
            Approval.subject_id == subject.id,
            Approval.kind == kind,
            Approval.decided_at.is_(None),
            Approval.until > clock.now(),
        )
        .options(*PEOPLE)
        .order_by(Approval.requested_at, Approval.id)
        .limit(1)
    )


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
