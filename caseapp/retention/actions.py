"""Ending a month of the log: asked by one, agreed by another, done after a time to think again."""

from datetime import date, timedelta
from typing import Any

from caseapp import accesslog, approvals, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.endings import HoldGround, LogDestruction, LogHold
from caseapp.model.seals import LogTree
from caseapp.policy import Permission
from caseapp.retention.queries import LogMonth, month

COOLING_OFF = timedelta(days=14)
"""Between the second person's yes and the destruction, in which anybody may still hold it up."""
HOLD_YEARS = 3
"""Evidence of an incident stays at least so long (BIO2 5.28.01)."""
ASK_WITHIN = timedelta(days=30)
"""How long a request to destroy waits for a second person."""


def place_hold(
    actor: Actor,
    municipality: Any,
    *,
    first_month: date,
    last_month: date,
    ground: HoldGround,
    mark: str = "",
    until: date | None = None,
) -> LogHold:
    """Keep months of the log, whatever their term: at least three years from now.

    A hold wins from every request to destroy, also from one that two people agreed on. Raises
    RuleBroken when the months are not in order or the day comes too soon.
    """
    policy.require(actor, Permission.LOG_HOLD, municipality)
    if first_month > last_month:
        raise RuleBroken("months-not-in-order", "last_month")
    today = clock.today()
    least = _years_after(today, HOLD_YEARS)
    if until is not None and until < least:
        raise RuleBroken("hold-too-short", "until")
    held = LogHold(
        municipality_id=municipality.id,
        first_month=first_month.replace(day=1),
        last_month=last_month.replace(day=1),
        ground=ground,
        mark=mark,
        until=until or least,
        placed_by_id=actor.user_id,
        placed_at=clock.now(),
    )
    db.session.add(held)
    accesslog.record(
        actor,
        Event.LOG_HELD,
        held,
        first=f"{held.first_month:%Y-%m}",
        last=f"{held.last_month:%Y-%m}",
        ground=ground,
    )
    return held


def lift_hold(actor: Actor, held: LogHold) -> None:
    """Let months go by their own term again; by another than who placed the hold.

    Lifting twice keeps the first moment. Raises NotPermitted.
    """
    policy.require(actor, Permission.LOG_HOLD_LIFT, held)
    if held.lifted_at is None:
        held.lifted_by_id, held.lifted_at = actor.user_id, clock.now()
    accesslog.record(actor, Event.LOG_HOLD_LIFTED, held)


def ask_destruction(actor: Actor, tree: LogTree, *, reason: str) -> Approval:
    """Ask a second person to agree that a month of the log goes.

    What is agreed to is its size and its root. Raises RuleBroken while its term runs or a hold
    keeps it.
    """
    policy.require(actor, Permission.LOG_END, tree)
    found = month(actor.municipality_id, tree.id)
    if found is None:
        raise RuleBroken("log-month-not-over")
    _refuse_unless_free(found)
    return approvals.request(
        actor,
        tree,
        permission=Permission.LOG_END,
        asked_of=tree,
        kind=ApprovalKind.DESTROY_LOG,
        payload={
            "month": f"{found.month:%Y-%m}",
            "size": str(found.size),
            "root": found.root.hex(),
        },
        reason=reason,
        term=ASK_WITHIN,
    )


def agree(actor: Actor, approval: Approval) -> LogDestruction:
    """Write down that two people agreed; the month goes when the time to think again is over.

    Raises RuleBroken when it was held or changed since it was asked.
    """
    policy.require(actor, Permission.APPROVAL_DECIDE, approval)
    found, asked = (
        month(approval.municipality_id, approval.subject_id),
        approvals.read(approval.payload),
    )
    if found is None or (str(found.size), found.root.hex()) != (asked["size"], asked["root"]):
        raise RuleBroken("log-month-changed")
    _refuse_unless_free(found)
    now = clock.now()
    ends = LogDestruction(
        municipality_id=approval.municipality_id,
        tree_id=found.tree.id,
        month=found.month,
        size=found.size,
        root=found.root,
        approval_id=approval.id,
        agreed_at=now,
        due_at=now + COOLING_OFF,
    )
    db.session.add(ends)
    accesslog.record(
        actor, Event.LOG_END_AGREED, ends, month=asked["month"], approval=approval.id.hex
    )
    return ends


def _refuse_unless_free(found: LogMonth) -> None:
    if found.hold is not None:
        raise RuleBroken("log-month-held")
    if found.end is not None or not found.is_over:
        raise RuleBroken("log-month-not-over")


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
