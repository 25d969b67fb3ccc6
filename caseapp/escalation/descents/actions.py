"""Bringing a case down the ladder: propose, agree as a second person, accept, refuse, withdraw."""

from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import exists, select

from caseapp import accesslog, cases, notifications, policy, settings
from caseapp.accesslog import Event
from caseapp.escalation import deciding, ladder, ladders
from caseapp.escalation.descents.queries import is_of_another_ladder
from caseapp.extensions import db
from caseapp.kernel import clock, deadlines
from caseapp.kernel.actor import Actor, Role
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.case_words import Part, Phase
from caseapp.model.cases import Case
from caseapp.model.descents import Descent, DescentEnd
from caseapp.model.messages import MessageKind
from caseapp.policy import Permission

ANSWERED = ("end", "ended_at", "agreed_at", "agreed_by_id", "accepted_at", "version")
"""What is read again under the lock, before an answer."""


def propose(
    actor: Actor, case: Case, *, reason: str, receiver: User | None, aftercare_on: date | None
) -> Descent:
    """Propose to bring a case one phase down (afschalen); it stays where it is until then.

    A second person must agree, and `receiver`, who directs the case from then on, accept: never
    who proposes it. Raises RuleBroken for what the ladder forbids, for a receiver who cannot
    direct it, and while another proposal waits.
    """
    policy.require(actor, Permission.CASE_CHANGE_PHASE, case)
    deciding.hold(case)
    for objection in ladder.objections_to_descent(case.phase, reason, aftercare_on, clock.today()):
        raise objection
    known = ladders.in_force(case.municipality_id).weights
    fit = _fit(actor.user_id, case, receiver)
    waits = exists().where(Descent.case_id == case.id, Descent.ended_at.is_(None))
    if db.session.scalar(select(waits).execution_options(unseen="policy")):
        raise RuleBroken("descent-waits-already")
    now = clock.now()
    days = settings.terms_of(case.municipality_id)(settings.DESCENT_DAYS)
    made = Descent(
        municipality_id=case.municipality_id,
        case_id=case.id,
        case=case,
        from_phase=case.phase,
        to_phase=cast("Phase", ladder.below(case.phase, known)),  # the ladder objects to none
        reason=reason,
        aftercare_on=cast("date", aftercare_on),  # the ladder objects to none
        requested_by_id=actor.user_id,
        requested_at=now,
        answer_by=deadlines.same_time_after(now, days, settings.closed_days(case.municipality_id)),
        receiver_id=fit.id,
        receiver=fit,
    )
    db.session.add(made)
    db.session.flush()
    notifications.tell(MessageKind.DESCENT_ASKED, made, to=_asked(case, fit), but=actor.user_id)
    accesslog.record(actor, Event.DESCENT_PROPOSED, made)
    return made


def _asked(case: Case, receiver: User) -> set[UUID]:
    """Give who is asked for an answer: the receiver, and who could agree as second person."""
    directors = notifications.holders_of(case.municipality_id, {Role.PROCESS_DIRECTOR})
    return {receiver.id, *notifications.directors_of(case.id), *directors}


def _fit(proposer_id: UUID, case: Case, receiver: User | None) -> User:
    """Give who receives it; RuleBroken for nobody, who proposes it, and who cannot direct it."""
    if receiver is None:
        raise RuleBroken("descent-to-nobody", "receiver")
    if receiver.id == proposer_id:
        raise RuleBroken("descent-to-oneself", "receiver")
    try:
        cases.refuse_unfit(case, receiver, Part.DIRECTOR, None)
    except RuleBroken as unfit:
        raise RuleBroken(unfit.message, "receiver") from unfit
    return receiver


def agree(actor: Actor, descent: Descent) -> Descent:
    """Agree as the second person. Of two at once one wins; raises RuleBroken for the other.

    With the receiver's word already given, the case comes down in this transaction. Raises
    RuleBroken too when the ladder changed, and another phase is the next one below by now.
    """
    policy.require(actor, Permission.DESCENT_AGREE, descent)
    _hold(descent)
    _refuse_another_ladder(descent)
    if descent.agreed_at is not None:
        raise RuleBroken("descent-agreed-before")
    descent.agreed_by_id, descent.agreed_at = actor.user_id, clock.now()
    accesslog.record(actor, Event.DESCENT_AGREED, descent)
    return _come_down(actor, descent)


def accept(actor: Actor, descent: Descent) -> Descent:
    """Take the case on in the lower phase (warme overdracht), as who it was proposed to.

    With the second person's word already given, the case comes down in this transaction and the
    receiver directs it. Raises RuleBroken when it was answered before, and when the ladder changed
    and another phase is the next one below by now.
    """
    policy.require(actor, Permission.DESCENT_ACCEPT, descent)
    _hold(descent)
    _refuse_another_ladder(descent)
    if descent.accepted_at is not None:
        raise RuleBroken("descent-accepted-before")
    _fit(descent.requested_by_id, descent.case, descent.receiver)
    descent.accepted_at = clock.now()
    accesslog.record(actor, Event.DESCENT_ACCEPTED, descent)
    return _come_down(actor, descent)


def refuse(actor: Actor, descent: Descent, *, reason: str) -> None:
    """Refuse it, as second person or as receiver, with what is needed first; the case stays.

    Raises RuleBroken without a reason, and when it was answered before.
    """
    policy.require(actor, Permission.DESCENT_ANSWER, descent)
    if not reason.strip():
        raise RuleBroken("descent-without-refusal", "refusal")
    _hold(descent)
    descent.refusal = reason
    _end(actor, descent, DescentEnd.REFUSED)
    _tell_back(descent)
    accesslog.record(actor, Event.DESCENT_REFUSED, descent)


def withdraw(actor: Actor, descent: Descent) -> None:
    """Take back a proposal that waits. Raises RuleBroken when it was answered before."""
    policy.require(actor, Permission.DESCENT_WITHDRAW, descent)
    _hold(descent)
    _end(actor, descent, DescentEnd.WITHDRAWN)
    accesslog.record(actor, Event.DESCENT_WITHDRAWN, descent)


def _hold(descent: Descent) -> None:
    """Hold the case and the proposal until the end: the second sees what the first did.

    Raises RuleBroken when it ended meanwhile, or the case is in another phase by now.
    """
    deciding.hold(descent.case)
    db.session.refresh(descent, ANSWERED, with_for_update=True)
    db.session.expire(descent, ["agreed_by"])
    if not descent.is_waiting or descent.case.phase != descent.from_phase:
        raise RuleBroken("descent-ended-before")


def _refuse_another_ladder(descent: Descent) -> None:
    if is_of_another_ladder(descent):
        raise RuleBroken("descent-of-another-ladder")


def _come_down(actor: Actor, descent: Descent) -> Descent:
    """Bring the case down once both have said so; the receiver directs it from then on."""
    if descent.agreed_at is None or descent.accepted_at is None:
        return descent
    case = descent.case
    _fit(descent.requested_by_id, case, descent.receiver)
    directs = any(
        one.is_active and one.part is Part.DIRECTOR and one.user_id == descent.receiver_id
        for one in case.involvements
    )
    if not directs:
        cases.make_room(case, Part.DIRECTOR, None)
        db.session.flush()
        cases.involve(case, descent.receiver_id, Part.DIRECTOR, None)
    _end(actor, descent, DescentEnd.DONE)
    _tell_back(descent)
    deciding.write(
        actor,
        case,
        to=descent.to_phase,
        decided_by=descent.agreed_by_id,
        reason=descent.reason,
        review_on=descent.aftercare_on,
        descent_id=descent.id,
        descent=descent,
        asks_evaluation=descent.from_phase >= ladders.in_force(case.municipality_id).highest,
    )
    return descent


def _tell_back(descent: Descent) -> None:
    notifications.tell(MessageKind.DESCENT_BACK, descent, to=[descent.requested_by_id])


def _end(actor: Actor, descent: Descent, end: DescentEnd) -> None:
    descent.end, descent.ended_at, descent.ended_by_id = end, clock.now(), actor.user_id
    db.session.flush()
