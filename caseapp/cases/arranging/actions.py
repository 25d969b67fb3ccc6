"""How a track stands: its next date, that it stops and why, and what the other side says."""

from datetime import date

from caseapp import accesslog, policy
from caseapp.accesslog import Event
from caseapp.cases.staffing import lock, people_on, refuse_unfinished
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import TrackState
from caseapp.model.cases import Track
from caseapp.policy import Permission


def arrange_track(
    actor: Actor,
    track: Track,
    *,
    state: TrackState,
    reason: str,
    next_on: date | None,
    waits_for_other: bool = False,
    goal: str | None = None,
) -> None:
    """Set a track's next date, or say that it is done or not needed and why.

    A track that goes on may wait for the other one: if that stops, it is told.

    Who works on it, or stands in for them, agrees by that; nobody agrees for them. That it is not
    needed, who owns the other track confirms.

    What it is for is read, and so written, by who works on it and by nobody else; None leaves it.

    Raises RuleBroken for a track that goes on without a next date, or stops without a reason.
    """
    policy.require(actor, Permission.TRACK_ARRANGE, track)
    if goal is not None:
        policy.require(actor, Permission.TRACK_WRITE, track)
    lock(track.case)
    if state is TrackState.NEEDED and next_on is None:
        raise RuleBroken("track-without-date", "next_on")
    if state is not TrackState.NEEDED and not reason:
        raise RuleBroken("track-without-reason", "reason")
    refuse_unfinished(track, state)
    track.state, track.state_reason = state, reason
    track.next_on = next_on if state is TrackState.NEEDED else None
    track.waits_for_other = waits_for_other and state is TrackState.NEEDED
    own = actor.stands_in_for | {actor.user_id}
    track.is_agreed = state is not TrackState.NEEDED and any(
        one.user_id in own for one in people_on(track)
    )
    track.said_by_id = actor.user_id if state is TrackState.NOT_NEEDED else None
    track.confirmed_at, track.confirmed_by_id = None, None
    if goal is not None:
        track.goal = goal
    track.case.next_on = track.case.earliest_next_on()
    accesslog.record(actor, Event.TRACK_ARRANGED, track, state=state)


def confirm_stop(actor: Actor, track: Track) -> None:
    """Confirm, as who owns the other track, that this one is not needed: nobody stops one alone.

    Raises RuleBroken when it goes on again, or was answered before.
    """
    policy.require(actor, Permission.TRACK_CONFIRM, track)
    _hold(track)
    track.confirmed_at, track.confirmed_by_id = clock.now(), actor.user_id
    accesslog.record(actor, Event.TRACK_CONFIRMED, track)


def contest_stop(actor: Actor, track: Track, *, reason: str) -> None:
    """Say that this track is needed after all: it goes on, and whoever has it looks today.

    Raises RuleBroken without a reason, when it goes on already, or was answered before.
    """
    policy.require(actor, Permission.TRACK_CONFIRM, track)
    _hold(track)
    if not reason.strip():
        raise RuleBroken("contest-without-reason", "reason")
    track.state, track.state_reason = TrackState.NEEDED, reason
    track.next_on, track.is_agreed, track.said_by_id = clock.today(), False, None
    track.case.next_on = track.case.earliest_next_on()
    accesslog.record(actor, Event.TRACK_CONTESTED, track)


def _hold(track: Track) -> None:
    """Hold the case: who comes second sees what the first did."""
    lock(track.case)
    db.session.refresh(track, ["state", "said_by_id", "confirmed_at", "version"])
    if not track.awaits_other:
        raise RuleBroken("stop-answered-before")
