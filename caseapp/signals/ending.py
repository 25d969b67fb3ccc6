"""How a signal ends: by a decision alone, in which the case it joins cannot be closed meanwhile."""

from typing import Any

from caseapp import cases, policy
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import SubjectKind
from caseapp.model.cases import Case
from caseapp.model.organisations import Municipality
from caseapp.model.signals import Signal, SignalEnd
from caseapp.policy import Permission


def case_about(actor: Actor, signal: Signal, **facts: Any) -> Case:
    """Open a case about whom, or where, a signal is about; refused where that is for others."""
    known = [signal.resident] if signal.resident is not None else []
    if not all(policy.allows(actor, Permission.RESIDENT_VIEW, one) for one in known):
        raise RuleBroken("signal-resident-of-others", "decision")
    case = cases.open_case(
        actor,
        db.session.get_one(Municipality, signal.municipality_id),
        phenomenon=signal.phenomenon,
        subject_kind=SubjectKind.PERSON if known else SubjectKind.ADDRESS,
        residents=known,
        address="" if known else signal.place,
        **facts,
    )
    db.session.flush()
    return case


def hold_open(case: Case) -> None:
    """Hold the case it joins, so that nobody closes it meanwhile; closed, it is refused."""
    try:
        cases.lock(case)
    except RuleBroken:
        raise RuleBroken("signal-case-closed", "case") from None
    if not case.is_open:
        raise RuleBroken("signal-case-closed", "case")


def end_with(actor: Actor, signal: Signal, end: SignalEnd, reason: str, case: Case | None) -> None:
    """Write down what was decided, by whom and why; nothing of it waits any more."""
    signal.end, signal.ended_at, signal.ended_by_id = end, clock.now(), actor.user_id
    signal.reason = reason
    signal.case_id = case.id if case is not None else None
    signal.to_team, signal.to_team_id, signal.answer_by = None, None, None
    signal.next_on = None
    db.session.flush()
