"""What is done when a case threatens to escalate: raise, acknowledge, answer, change phase."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import update

from caseapp import accesslog, cases, notifications, policy, settings
from caseapp.accesslog import Event
from caseapp.escalation import ladder
from caseapp.escalation.queries import audience
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Case
from caseapp.model.escalation import Acknowledgement, Flag, PhaseChange, Trigger
from caseapp.model.messages import MessageKind
from caseapp.policy import Permission


def change_phase(
    actor: Actor,
    case: Case,
    *,
    to: int,
    triggers: Collection[Trigger],
    reason: str,
    tried: str,
    review_on: date | None,
) -> PhaseChange:
    """Move a case up or down the ladder, at once; raises RuleBroken for what the ladder forbids."""
    policy.require(actor, Permission.CASE_CHANGE_PHASE, case)
    _hold(case)
    moment = clock.now()
    move = ladder.Move(case.phase, to, triggers, reason, tried, review_on)
    for objection in ladder.objections(move, clock.today()):
        raise objection
    change = PhaseChange(
        municipality_id=case.municipality_id,
        case_id=case.id,
        case=case,
        from_phase=case.phase,
        to_phase=to,
        triggers=ladder.written(triggers),
        reason=reason,
        tried=tried,
        review_on=review_on,
        decided_by_id=actor.user_id,
        changed_at=moment,
    )
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


def raise_flag(actor: Actor, case: Case, *, facts: str) -> Flag:
    """Say that a case threatens to escalate, and ask those who must know to say that they know.

    Raises RuleBroken when there is truly nobody but the raiser who could be told.
    """
    policy.require(actor, Permission.FLAG_RAISE, case)
    cases.lock(case)
    told = audience(actor, case)
    if not told:
        raise RuleBroken("flag-nobody-to-tell")
    moment = clock.now()
    flag = Flag(
        municipality_id=case.municipality_id,
        case_id=case.id,
        case=case,
        raised_by_id=actor.user_id,
        raised_at=moment,
        answer_by=ladder.answer_by(moment, settings.closed_days(case.municipality_id)),
        facts=facts,
    )
    flag.acknowledgements = [
        Acknowledgement(
            municipality_id=case.municipality_id,
            user_id=colleague.id,
            user=colleague,
            asked_at=moment,
        )
        for colleague in told
    ]
    db.session.add(flag)
    notifications.tell(MessageKind.FLAG_RAISED, flag, to=[colleague.id for colleague in told])
    accesslog.record(actor, Event.FLAG_RAISED, flag, told=str(len(told)))
    return flag


def answer_flag(actor: Actor, flag: Flag, *, answer: str) -> Flag:
    """Say what is going to happen. Of two who answer at once one wins, and the other reads it.

    Raises RuleBroken when somebody answered before.
    """
    policy.require(actor, Permission.FLAG_VIEW, flag)
    _hold(flag.case)
    db.session.refresh(flag, ["answered_at", "answered_by_id", "answer_sealed", "version"])
    db.session.expire(flag, ["answered_by"])
    if not flag.is_open:
        raise RuleBroken("flag-answered-before")
    policy.require(actor, Permission.FLAG_ANSWER, flag)
    moment = clock.now()
    flag.answer, flag.answered_by_id, flag.answered_at = answer, actor.user_id, moment
    for asked in flag.acknowledgements:
        if asked.user_id == actor.user_id and asked.acknowledged_at is None:
            asked.acknowledged_at = moment
    accesslog.record(actor, Event.FLAG_ANSWERED, flag)
    return flag


def acknowledge(actor: Actor, acknowledgement: Acknowledgement) -> Acknowledgement:
    """Confirm that one knows of a flag. Confirming twice keeps the first moment."""
    policy.require(actor, Permission.FLAG_ACKNOWLEDGE, acknowledgement)
    first = db.session.scalar(
        update(Acknowledgement)
        .where(Acknowledgement.id == acknowledgement.id, Acknowledgement.acknowledged_at.is_(None))
        .values(acknowledged_at=clock.now())
        .returning(Acknowledgement.id),
        execution_options={"synchronize_session": False},
    )
    db.session.refresh(acknowledgement, ["acknowledged_at"])
    if first is not None:
        accesslog.record(actor, Event.FLAG_ACKNOWLEDGED, acknowledgement.flag)
    return acknowledgement


def _hold(case: Case) -> None:
    """Lock the case and read again what an earlier transaction may just have changed."""
    cases.lock(case)
    db.session.refresh(case, ["phase", "phase_since", "state", "version"])
