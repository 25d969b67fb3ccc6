"""What every decision about a phase has in common, whoever takes it and whichever way it goes."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseapp import accesslog, cases
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.cases import Case
from caseapp.model.descents import Descent, DescentEnd
from caseapp.model.escalation import PhaseChange


def hold(case: Case) -> None:
    """Lock the case and read again what an earlier transaction may just have changed."""
    cases.lock(case)
    db.session.refresh(case, ["phase", "phase_since", "state", "version"])


def write(
    actor: Actor, case: Case, *, to: int, decided_by: UUID | None = None, **facts: Any
) -> PhaseChange:
    """Write a decision about the phase of a case down, and let it take effect."""
    moment = clock.now()
    change = PhaseChange(
        municipality_id=case.municipality_id,
        case_id=case.id,
        case=case,
        from_phase=case.phase,
        to_phase=to,
        decided_by_id=decided_by or actor.user_id,
        changed_at=moment,
        **facts,
    )
    if to != case.phase:
        case.phase, case.phase_since = int(to), clock.local(moment).date()
    db.session.add(change)
    accesslog.record(
        actor,
        Event.PHASE_CHANGED,
        change,
        from_phase=str(change.from_phase),
        to_phase=str(change.to_phase),
    )
    return change


def overtake(actor: Actor, case: Case) -> None:
    """End a proposal to come down that still waits: the case is no longer where it was made for."""
    waits = select(Descent).where(Descent.case_id == case.id, Descent.ended_at.is_(None))
    for descent in db.session.scalars(waits):
        descent.end, descent.ended_at = DescentEnd.OVERTAKEN, clock.now()
        descent.ended_by_id = actor.user_id
