"""What is done when a case threatens to escalate: raise, acknowledge, answer, change phase."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from uuid import UUID

from sqlalchemy import select, update

from caseapp import accesslog, cases, notifications, policy
from caseapp.accesslog import Event
from caseapp.escalation import climbing, criteria, deciding, duties, ladder, ladders
from caseapp.escalation.queries import answer_by, audience, first_reach
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Case
from caseapp.model.escalation import STEPS, Acknowledgement, Flag, PhaseChange
from caseapp.model.journal import Step
from caseapp.model.messages import MessageKind
from caseapp.policy import Permission

WRITTEN = ("answered_at", "answered_by_id", "answer_sealed", "rung", "climbs_at", "version")
"""What is read again under the lock: somebody may have answered, or it may have climbed."""


def escalate(
    actor: Actor,
    case: Case,
    *,
    rise: ladder.Rise,
    step_ids: Collection[UUID] = (),
) -> PhaseChange:
    """Bring a case up the ladder, at once (opschalen); raises RuleBroken for what it forbids.

    The steps hold the facts it rests on; only those that the actor may read themselves. A proposal
    to come down that waits is overtaken by it.
    """
    policy.require(actor, Permission.CASE_CHANGE_PHASE, case)
    deciding.hold(case)
    known = ladders.in_force(case.municipality_id).weights
    now_there = replace(rise, start=case.phase, ladder=known)
    for objection in ladder.objections(now_there, clock.today()):
        raise objection
    change = deciding.write(
        actor,
        case,
        to=rise.to,
        triggers=ladder.written(rise.triggers),
        reason=rise.reason,
        tried=rise.tried,
        conditions=rise.conditions,
        review_on=rise.review_on,
        duties=duties.written_posts(rise.posts),
        informed=duties.written_heard(rise.heard),
        criteria=criteria.written(rise.criteria),
        step_ids=_readable(actor, case, step_ids),
    )
    deciding.overtake(actor, case)
    return change


def keep_phase(actor: Actor, case: Case, *, reason: str, review_on: date | None) -> PhaseChange:
    """Weigh a case again and keep it where it is, until a next day; raises RuleBroken.

    Answers that the day to look again came, or that it is in its phase for too long.
    """
    policy.require(actor, Permission.CASE_CHANGE_PHASE, case)
    deciding.hold(case)
    known = ladders.in_force(case.municipality_id).weights
    for objection in ladder.objections_to_staying(
        case.phase, reason, review_on, clock.today(), known
    ):
        raise objection
    return deciding.write(actor, case, to=case.phase, reason=reason, review_on=review_on)


def _readable(actor: Actor, case: Case, step_ids: Collection[UUID]) -> str:
    """Write down the steps a decision rests on; raises RuleBroken for what one may not read."""
    query = select(Step.id).where(Step.case_id == case.id, Step.id.in_(step_ids))
    seen = policy.visible(actor, Permission.STEP_VIEW, query)
    known = set(db.session.scalars(seen.execution_options(unseen="position")))
    if len(step_ids) > STEPS or known != set(step_ids):
        raise RuleBroken("phase-other-steps", "steps")
    return " ".join(sorted(step_id.hex for step_id in known))


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
    first = first_reach(actor, case)
    flag = Flag(
        municipality_id=case.municipality_id,
        case_id=case.id,
        case=case,
        raised_by_id=actor.user_id,
        raised_at=moment,
        answer_by=answer_by(case, first, moment),
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
    if first is not None:
        climbing.arrive(flag, first, moment)
    notifications.tell(MessageKind.FLAG_RAISED, flag, to=[colleague.id for colleague in told])
    accesslog.record(actor, Event.FLAG_RAISED, flag, told=str(len(told)))
    return flag


def answer_flag(actor: Actor, flag: Flag, *, answer: str) -> Flag:
    """Say what is going to happen. Of two who answer at once one wins, and the other reads it.

    Raises RuleBroken when somebody answered before.
    """
    policy.require(actor, Permission.FLAG_VIEW, flag)
    deciding.hold(flag.case)
    db.session.refresh(flag, WRITTEN)
    db.session.expire(flag, ["answered_by"])
    if not flag.is_open:
        raise RuleBroken("flag-answered-before")
    policy.require(actor, Permission.FLAG_ANSWER, flag)
    moment = clock.now()
    flag.answer, flag.answered_by_id, flag.answered_at = answer, actor.user_id, moment
    flag.climbs_at = None
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
