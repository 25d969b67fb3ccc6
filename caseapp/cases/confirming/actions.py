"""Confirming that a track is not needed, or saying why it is: nobody stops a track alone."""

from caseapp import accesslog, policy
from caseapp.accesslog import Event
from caseapp.cases.staffing import lock
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.cases import Track, TrackState
from caseapp.policy import Permission


def confirm_stop(actor: Actor, track: Track) -> None:
    """Confirm, as who owns the other track, that this one is not needed (PROMISES 10).

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
