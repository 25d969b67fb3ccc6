"""Asking a second person, and deciding as one."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseapp import accesslog, notifications, policy
from caseapp.accesslog import Event
from caseapp.approvals import payload as payloads
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.cases import Case
from caseapp.model.messages import MessageKind
from caseapp.model.sealed import DataKey
from caseapp.policy import Permission
from caseapp.policy.doors import DECIDERS

DECIDED = ("payload", "payload_hash", "until", "decided_by_id", "decided_at", "granted", "version")
"""What is read again under the lock, before a decision."""
WAITS = timedelta(hours=24)
"""A request that nobody decided on within a day is over, unless it says otherwise."""


def request(
    actor: Actor,
    subject: Any,
    *,
    permission: Permission,
    asked_of: Any,
    kind: ApprovalKind,
    payload: Mapping[str, str],
    reason: str,
    term: timedelta = WAITS,
) -> Approval:
    """Ask a second person to agree; the asker must hold the permission on what it is asked of.

    `subject` is the noun that changes; its id and the payload are what is agreed to.
    Asking twice for the same gives the request that waits. Raises NotPermitted.
    """
    policy.require(actor, permission, asked_of)
    now, text = clock.now(), payloads.written(payload)
    hashed = payloads.hashed(kind, subject.id, text)
    same = select(Approval).where(
        Approval.municipality_id == actor.municipality_id,
        Approval.requested_by_id == actor.user_id,
        Approval.payload_hash == hashed,
        Approval.decided_at.is_(None),
        Approval.until > now,
    )
    if (waiting := db.session.scalar(same)) is not None:
        return waiting
    asked = Approval(
        municipality_id=actor.municipality_id,
        kind=kind,
        subject_kind=subject.__tablename__,
        subject_id=subject.id,
        payload=text,
        payload_hash=hashed,
        key=DataKey.draw(actor.municipality_id),
        reason=reason,
        requested_by_id=actor.user_id,
        requested_at=now,
        until=now + term,
    )
    db.session.add(asked)
    deciders = notifications.holders_of(asked.municipality_id, DECIDERS[kind])
    _tell(MessageKind.APPROVAL_ASKED, asked, deciders - {actor.user_id})
    accesslog.record(actor, Event.APPROVAL_ASKED, subject, kind=kind, approval=asked.id.hex)
    return asked


def decide(actor: Actor, approval: Approval, *, shown: str, granted: bool) -> Approval:
    """Agree or refuse, once, on exactly the payload that was shown.

    Raises RuleBroken when it was decided before, is over, or is not what was shown.
    """
    policy.require(actor, Permission.APPROVAL_DECIDE, approval)
    db.session.refresh(approval, DECIDED, with_for_update=True)
    now = clock.now()
    if approval.decided_at is not None:
        raise RuleBroken("approval-decided-before")
    if not approval.is_open(now):
        raise RuleBroken("approval-over")
    whole = payloads.hashed(approval.kind, approval.subject_id, approval.payload)
    if whole != approval.payload_hash or shown != whole.hex():
        raise RuleBroken("approval-of-something-else")
    approval.decided_by_id, approval.decided_at, approval.granted = actor.user_id, now, granted
    _tell(MessageKind.APPROVAL_DECIDED, approval, {approval.requested_by_id})
    accesslog.record(
        actor,
        Event.APPROVAL_DECIDED,
        approval,
        kind=approval.kind,
        granted="yes" if granted else "no",
    )
    db.session.flush()
    return approval


def _tell(kind: MessageKind, approval: Approval, people: set[UUID]) -> None:
    of_case = approval.subject_kind == Case.__tablename__
    case_id = approval.subject_id if of_case else None
    notifications.tell(kind, approval, to=people, case_id=case_id)
