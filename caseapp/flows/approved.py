"""Doing what a second person agreed with, in the transaction of the decision."""

from collections.abc import Callable
from typing import Any

from caseapp import acquaintances, approvals, cases, emergencies, retention
from caseapp.escalation import ladders
from caseapp.extensions import db
from caseapp.journal import police
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.approvals import Approval, ApprovalKind

CARRIED_OUT: dict[ApprovalKind, Callable[[Actor, Approval], Any]] = {
    ApprovalKind.SHIELD_CASE: cases.set_shield,
    ApprovalKind.UNSHIELD_CASE: cases.set_shield,
    ApprovalKind.LIFT_ACQUAINTANCE: acquaintances.lift,
    ApprovalKind.OPEN_EMERGENCY: emergencies.open_approved,
    ApprovalKind.DESTROY_LOG: retention.agree,
    ApprovalKind.ADOPT_LADDER: ladders.adopt,
    ApprovalKind.DESTROY_POLICE_DATA: police.destroy,
}
"""What happens on a yes, by what was asked; an answer is released where it is read."""


def decide(actor: Actor, approval: Approval, *, shown: str, granted: bool) -> Approval:
    """Decide as the second person, and do at once what was agreed to.

    Raises RuleBroken when it was decided before, is over, or is not what was shown; or when what
    is asked is agreed to elsewhere, where the whole of it can be read.
    """
    if granted and approval.kind not in CARRIED_OUT:
        raise RuleBroken("approval-read-first")
    with db.session.begin_nested():  # what cannot be carried out is not decided either
        approvals.decide(actor, approval, shown=shown, granted=granted)
        if granted:
            CARRIED_OUT[approval.kind](actor, approval)
    return approval
