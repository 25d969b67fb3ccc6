"""Asking for leave, standing in or not, and changing or taking back what was asked."""

from datetime import date, timedelta
from uuid import UUID

from sqlalchemy import select

from caseapp import accesslog, notifications, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.leaves.weighing import away, open_without, unfit_for
from caseapp.model.accounts import User
from caseapp.model.leaves import Leave, LeaveEnd
from caseapp.model.messages import MessageKind
from caseapp.policy import Permission

LONGEST = timedelta(days=366)
READ_AGAIN = ("accepted_at", "end", "ended_at", "first_on", "last_on", "version")
"""What is read again under the lock, before an answer."""


def ask(
    actor: Actor, user: User, *, first_on: date, last_on: date, substitute: User | None = None
) -> Leave:
    """Say that somebody is away in these days, and ask a colleague to stand in.

    Raises RuleBroken for days in the past or in the wrong order, for days in which they are away
    already, for open work that nobody would see to, and for a substitute who is away or unfit.
    """
    policy.require(actor, Permission.LEAVE_ASK, user)
    _hold(user.id, substitute.id if substitute is not None else None)
    _refuse_days(first_on, last_on)
    if first_on < clock.today():
        raise RuleBroken("leave-begins-before-today", "first_on")
    if away(user.id, first_on, last_on):
        raise RuleBroken("leave-overlaps", "first_on")
    _refuse_uncovered(user, first_on, last_on, substitute)
    made = Leave(
        municipality_id=user.municipality_id,
        user_id=user.id,
        substitute_id=substitute.id if substitute is not None else None,
        first_on=first_on,
        last_on=last_on,
        asked_at=clock.now(),
        asked_by_id=actor.user_id,
    )
    db.session.add(made)
    db.session.flush()
    _ask_substitute(made)
    accesslog.record(actor, Event.LEAVE_ASKED, made)
    return made


def change(
    actor: Actor, leave: Leave, *, first_on: date, last_on: date, substitute: User | None
) -> Leave:
    """Give a leave other days or another substitute; gives what holds, or waits for an answer.

    Fewer days with the same substitute hold at once. More days, or somebody else, are asked anew:
    until that is accepted the leave stands as it was. Raises RuleBroken as `ask` does.
    """
    policy.require(actor, Permission.LEAVE_ARRANGE, leave)
    chosen = substitute.id if substitute is not None else None
    _hold(leave.user_id, leave.substitute_id, chosen)
    _refuse_ended(leave)
    _withdraw_replacement(leave)
    _refuse_days(first_on, last_on)
    if first_on < min(leave.first_on, clock.today()):
        raise RuleBroken("leave-begins-before-today", "first_on")
    if away(leave.user_id, first_on, last_on, but=[leave.id, leave.replaces_id]):
        raise RuleBroken("leave-overlaps", "first_on")
    within = leave.first_on <= first_on and last_on <= leave.last_on
    if chosen == leave.substitute_id and within:
        leave.first_on, leave.last_on = first_on, last_on
        accesslog.record(actor, Event.LEAVE_CHANGED, leave)
        return leave
    _refuse_uncovered(leave.user, first_on, last_on, substitute)
    made = Leave(
        municipality_id=leave.municipality_id,
        user_id=leave.user_id,
        substitute_id=chosen,
        first_on=first_on,
        last_on=last_on,
        asked_at=clock.now(),
        asked_by_id=actor.user_id,
        replaces_id=leave.id if leave.is_agreed else leave.replaces_id,
    )
    if not leave.is_agreed or chosen is None:
        _end(leave, LeaveEnd.REPLACED)
    db.session.add(made)
    db.session.flush()
    _ask_substitute(made)
    accesslog.record(actor, Event.LEAVE_CHANGED, made)
    return made


def accept(actor: Actor, leave: Leave) -> None:
    """Stand in for a colleague. Of an answer and a withdrawal at once, one wins.

    Raises RuleBroken when it was answered or taken back, and when one is away or unfit meanwhile.
    """
    policy.require(actor, Permission.LEAVE_ANSWER, leave)
    _hold(leave.user_id, actor.user_id)
    _refuse_answered(leave)
    if leave.last_on < clock.today():
        raise RuleBroken("leave-over")
    me = db.session.get_one(User, actor.user_id)
    if away(me.id, leave.first_on, leave.last_on):
        raise RuleBroken("leave-substitute-away")
    if unfit_for(leave.user, me):
        raise RuleBroken("leave-cannot-stand-in")
    leave.accepted_at = clock.now()
    if leave.replaces_id is not None:
        before = db.session.get_one(Leave, leave.replaces_id, with_for_update=True)
        if before.ended_at is None:
            _end(before, LeaveEnd.REPLACED)
    accesslog.record(actor, Event.LEAVE_ACCEPTED, leave)


def refuse(actor: Actor, leave: Leave) -> None:
    """Not stand in; who asked is told, and asks somebody else. Raises RuleBroken as `accept`."""
    policy.require(actor, Permission.LEAVE_ANSWER, leave)
    _hold(leave.user_id, actor.user_id)
    _refuse_answered(leave)
    _end(leave, LeaveEnd.REFUSED)
    notifications.tell(MessageKind.LEAVE_REFUSED, leave, to=[leave.user_id, leave.asked_by_id])
    accesslog.record(actor, Event.LEAVE_REFUSED, leave)


def withdraw(actor: Actor, leave: Leave) -> None:
    """Take a leave back: somebody is not away after all. Raises RuleBroken when it ended before."""
    policy.require(actor, Permission.LEAVE_ARRANGE, leave)
    _hold(leave.user_id, leave.substitute_id)
    db.session.refresh(leave, READ_AGAIN, with_for_update=True)
    if leave.end not in (None, LeaveEnd.REFUSED):
        raise RuleBroken("leave-ended-before")
    _withdraw_replacement(leave)
    _end(leave, LeaveEnd.WITHDRAWN)
    accesslog.record(actor, Event.LEAVE_WITHDRAWN, leave)


def _refuse_days(first_on: date, last_on: date) -> None:
    if last_on < first_on:
        raise RuleBroken("leave-ends-before-it-begins", "last_on")
    if last_on < clock.today():
        raise RuleBroken("leave-over", "last_on")
    if last_on - first_on > LONGEST:
        raise RuleBroken("leave-too-long", "last_on")


def _refuse_uncovered(user: User, first_on: date, last_on: date, substitute: User | None) -> None:
    """Raise RuleBroken while anything would be left to nobody, or the substitute cannot do it."""
    if substitute is not None:
        if substitute.id == user.id:
            raise RuleBroken("leave-substitute-oneself", "substitute")
        if away(substitute.id, first_on, last_on):
            raise RuleBroken("leave-substitute-away", "substitute")
        if unfit_for(user, substitute):
            raise RuleBroken("leave-substitute-unfit", "substitute")
    if open_without(user, first_on, last_on, stood_in_for=substitute is not None):
        field = None if substitute is not None else "substitute"
        raise RuleBroken("leave-leaves-work" if substitute else "leave-needs-substitute", field)


def _ask_substitute(leave: Leave) -> None:
    """Tell who is asked to stand in that they are."""
    if leave.substitute_id is not None:
        notifications.tell(MessageKind.LEAVE_ASKED, leave, to=[leave.substitute_id])


def _withdraw_replacement(leave: Leave) -> None:
    """Take back what was asked in place of this leave and nobody answered yet."""
    waiting = select(Leave).where(Leave.replaces_id == leave.id, Leave.ended_at.is_(None))
    for one in db.session.scalars(waiting.with_for_update()):
        if one.waits:
            _end(one, LeaveEnd.WITHDRAWN)


def _hold(*people: UUID | None) -> None:
    """Hold both colleagues until the end of the transaction: who comes second sees the first.

    In one order, so that two who stand in for each other do not wait for each other.
    """
    ids = [one for one in people if one is not None]
    query = select(User.id).where(User.id.in_(ids)).order_by(User.id).with_for_update()
    db.session.execute(query).all()


def _refuse_answered(leave: Leave) -> None:
    db.session.refresh(leave, READ_AGAIN, with_for_update=True)
    if not leave.waits:
        raise RuleBroken("leave-answered-before")


def _refuse_ended(leave: Leave) -> None:
    db.session.refresh(leave, READ_AGAIN, with_for_update=True)
    if leave.ended_at is not None:
        raise RuleBroken("leave-ended-before")


def _end(leave: Leave, end: LeaveEnd) -> None:
    leave.end, leave.ended_at = end, clock.now()
    db.session.flush()
