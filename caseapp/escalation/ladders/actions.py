"""Writing another version of the ladder, asking for it, and letting it hold by two people."""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update

from caseapp import accesslog, approvals, policy
from caseapp.accesslog import Event
from caseapp.escalation.ladders import queries
from caseapp.escalation.ladders import shape as shapes
from caseapp.escalation.ladders.shape import Shape
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.ladders import Ladder
from caseapp.model.organisations import Municipality
from caseapp.policy import Permission


def write(actor: Actor, office: Any, *, shape: Shape, reason: str) -> Ladder:
    """Write a version down, to be looked at before a second person is asked.

    Nothing changes for any case. Raises RuleBroken for what is no ladder, and without a reason.
    """
    policy.require(actor, Permission.LADDERS_KEEP, office)
    for objection in shapes.objections(shape):
        raise objection
    if not reason.strip():
        raise RuleBroken("ladder-without-reason", "reason")
    _one_at_a_time(office.id)
    last = select(func.max(Ladder.number)).where(Ladder.municipality_id == office.id)
    made = Ladder(
        municipality_id=office.id,
        number=(db.session.scalar(last) or 0) + 1,
        name=shape.name,
        phases=shapes.written(shape),
        reason=reason,
        made_at=clock.now(),
        made_by_id=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()
    accesslog.record(actor, Event.LADDER_WRITTEN, made, number=str(made.number))
    return made


def ask(actor: Actor, ladder: Ladder) -> Approval:
    """Ask a second person to let a version hold: exactly what it says, and nothing else.

    Raises RuleBroken for one that holds or held before: write another.
    """
    policy.require(actor, Permission.LADDER_ASK, ladder)
    if ladder.adopted_at is not None:
        raise RuleBroken("ladder-held-before")
    return approvals.request(
        actor,
        ladder,
        permission=Permission.LADDER_ASK,
        asked_of=ladder,
        kind=ApprovalKind.ADOPT_LADDER,
        payload={
            "number": str(ladder.number),
            "says": shapes.fingerprint(ladder.name, ladder.phases),
        },
        reason=ladder.reason,
    )


def adopt(actor: Actor, approval: Approval) -> Ladder:
    """Let a version hold from now on, as agreed by two people. No case moves by it.

    Raises RuleBroken when it held before, or is not what was agreed to.
    """
    policy.require(actor, Permission.APPROVAL_DECIDE, approval)
    _one_at_a_time(approval.municipality_id)
    found = queries.ladder(approval.subject_id)
    said = approvals.read(approval.payload)["says"]
    if found is None or shapes.fingerprint(found.name, found.phases) != said:
        raise RuleBroken("ladder-is-another")
    db.session.refresh(found, ["adopted_at", "ended_at"])
    if found.adopted_at is not None:
        raise RuleBroken("ladder-held-before")
    now = clock.now()
    holds = (Ladder.municipality_id == approval.municipality_id, Ladder.adopted_at.is_not(None))
    db.session.execute(update(Ladder).where(*holds, Ladder.ended_at.is_(None)).values(ended_at=now))
    found.adopted_at = now
    db.session.flush()
    accesslog.record(actor, Event.LADDER_ADOPTED, found, number=str(found.number))
    return found


def _one_at_a_time(municipality_id: UUID) -> None:
    """Hold the municipality: two versions never get one number, and one holds.

    Not its key: whoever wrote a row of it in the same transaction holds that, and would wait for
    whoever did so too.
    """
    row = select(Municipality.id).where(Municipality.id == municipality_id)
    db.session.execute(row.with_for_update(key_share=True))
