"""Giving all that somebody holds to others in one transaction, or offering it."""

from collections.abc import Mapping
from uuid import UUID

from caseapp import accesslog, cases, closures, handovers, policy, signals
from caseapp.accesslog import Event
from caseapp.flows.reassignment.queries import Line, lines
from caseapp.holdings import HoldingKind
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.case_words import Part
from caseapp.model.handovers import HandoverOf
from caseapp.model.organisations import Team
from caseapp.model.signals import Signal
from caseapp.policy import Permission


def reassign(
    actor: Actor, user: User, *, choices: Mapping[UUID, User | Team], note: str = ""
) -> int:
    """Give each thing somebody holds to who was chosen for it; gives how many.

    What one holds oneself is offered, with the note, and stays one's own until it is accepted. Who
    leads the team gives it at once. All of it or nothing: raises RuleBroken, with the id of the
    thing as its field, for who cannot take it and for what somebody else has by now.
    """
    policy.require(actor, Permission.WORK_REASSIGN, user)
    if not choices:
        raise RuleBroken("reassign-nothing")
    known = {one.holding.id: one for one in lines(actor, user)[0]}
    for thing in sorted(choices, key=lambda one: _place(known.get(one), one)):
        line = known.get(thing)
        if line is None:
            raise RuleBroken("reassign-overtaken")
        try:
            _give(actor, user, line, choices[thing], note)
        except RuleBroken as error:
            raise RuleBroken(error.message, thing.hex) from error
    accesslog.record(actor, Event.WORK_REASSIGNED, user, number=str(len(choices)))
    return len(choices)


def _place(line: Line | None, thing: UUID) -> tuple[UUID, UUID]:
    """Cases in one order for everybody, so that two who do this at once do not wait in a ring."""
    return (line.about.id if line is not None else thing, thing)


def _give(actor: Actor, user: User, line: Line, to: User | Team, note: str) -> None:
    case, track = line.about, line.holding.track
    if isinstance(case, Signal):
        _give_signal(actor, user, case, to)
        return
    if line.holding.kind is HoldingKind.WATCH:
        _give_watch(actor, user, line, to, note)
        return
    of = HandoverOf(track.value) if track is not None else HandoverOf.DIRECTION
    cases.lock(case)
    if handovers.held(case, of) != user.id:
        raise RuleBroken("reassign-overtaken")
    person = to if isinstance(to, User) else None
    if actor.user_id == user.id:
        team = to if isinstance(to, Team) else None
        handovers.offer(actor, case, of=of, user=person, team=team, note=note)
    elif isinstance(to, User):
        part = Part.DIRECTOR if track is None else Part.OWNER
        cases.staff_case(actor, case, user=to, part=part, track=track)
    elif track is None:
        raise RuleBroken("handover-to-nobody")
    else:
        cases.queue_track(actor, case.track(track), team=to)


def _give_signal(actor: Actor, user: User, signal: Signal, to: User | Team) -> None:
    """Give it to a colleague of its team, or back to the queue there: at once, with its date."""
    if signal.user_id != user.id:
        raise RuleBroken("reassign-overtaken")
    signals.pass_on(actor, signal, user=to if isinstance(to, User) else None)


def _give_watch(actor: Actor, user: User, line: Line, to: User | Team, note: str) -> None:
    """Offer one's own watch over a closed case, or say which colleague keeps that of another."""
    if not isinstance(to, User):
        raise RuleBroken("handover-to-nobody")
    watch = closures.watch(line.holding.id)
    if watch is None or watch.watcher_id != user.id:
        raise RuleBroken("reassign-overtaken")
    if actor.user_id == user.id:
        handovers.offer(actor, watch.case, of=HandoverOf.WATCH, user=to, note=note)
    else:
        closures.pass_on_watch(actor, watch, to=to)
