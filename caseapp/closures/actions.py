"""Closing a case once nothing is open, deciding on the watch over it, and working on it again."""

from collections.abc import Mapping
from datetime import date

from caseapp import accesslog, cases, handovers, notifications, policy, settings
from caseapp.accesslog import Event
from caseapp.closures.obstacles import refuse_day
from caseapp.closures.queries import obstacles_of, running_watch_of
from caseapp.closures.reopening import hold_queues, let_go, run_again, standing
from caseapp.closures.watching import (
    begin_watch,
    end_watch,
    hold_watch,
    refuse_silence,
)
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.case_words import CaseState, TrackKind
from caseapp.model.cases import Case
from caseapp.model.closures import Closure, ClosureReason, ReopeningGround, Watch, WatchEnd
from caseapp.model.handovers import HandoverOf
from caseapp.model.messages import MessageKind
from caseapp.model.organisations import Team
from caseapp.policy import Permission


def close(
    actor: Actor,
    case: Case,
    *,
    reason: ClosureReason,
    why: str,
    ending: str,
    is_informed: bool,
    uninformed: str = "",
    watcher: User | None = None,
    until_on: date | None = None,
    note: str = "",
    unwatched: str = "",
    into: Case | None = None,
) -> Closure:
    """Close a case: why, how it ended, whether the resident knows, and who keeps an eye on it.

    Whoever closes it keeps the watch until the colleague who is named accepts it, who reads the
    note. Without a watcher it is said why there is no aftercare. Raises RuleBroken while anything
    stands in the way, for what was not said, and when somebody closed it meanwhile. A case that is
    joined goes on as another, and for no other reason.
    """
    policy.require(actor, Permission.CASE_CLOSE, case)
    _hold(case)
    if obstacles_of(case):
        raise RuleBroken("closing-obstructed")
    is_given = watcher is not None and watcher.id != actor.user_id
    _refuse_untold({"why": why, "ending": ending}, note if is_given else None)
    if not is_informed and not uninformed.strip():
        raise RuleBroken("closing-uninformed", "uninformed")
    if watcher is None and into is None and not unwatched.strip():
        raise RuleBroken("closing-unwatched", "unwatched")
    if (reason is ClosureReason.JOINED) is not (into is not None):
        raise RuleBroken("joining-nowhere", "reason")
    now = clock.now()
    closer = db.session.get_one(User, actor.user_id)
    watch = None if watcher is None else begin_watch(case, closer, watcher, now, until_on)
    made = Closure(
        municipality_id=case.municipality_id,
        case=case,
        case_id=case.id,
        closed_at=now,
        closed_by_id=actor.user_id,
        reason=reason,
        into_id=into.id if into is not None else None,
        why=why,
        ending=ending,
        is_informed=is_informed,
        uninformed="" if is_informed else uninformed,
        unwatched=unwatched if watcher is None else "",
    )
    db.session.add_all([made] if watch is None else [made, watch])
    case.state, case.closed_at, case.next_on = CaseState.CLOSED, now, None
    db.session.flush()
    accesslog.record(actor, Event.CASE_CLOSED, case, reason=reason)
    if is_given:
        handovers.offer(actor, case, of=HandoverOf.WATCH, user=watcher, note=note)
    return made


def _refuse_untold(told: Mapping[str, str], note: str | None) -> None:
    """Raise RuleBroken for what was not said, and for a watch that is offered without a word."""
    for field, text in told.items():
        if not text.strip():
            raise RuleBroken("closing-untold", field)
    if note is not None and not note.strip():
        raise RuleBroken("handover-without-note", "note")


ASKED = ("state", "next_on", "is_agreed", "said_by_id", "confirmed_at", "team_id")


def _hold(case: Case) -> None:
    """Hold the case, and read again what decides whether it can be closed or reopened."""
    cases.lock(case)
    db.session.refresh(case, ["state", "closed_at", "phase", "next_on", "version"])
    for track in case.tracks:
        db.session.refresh(track, [*ASKED, "version"])


def reopen(
    actor: Actor,
    case: Case,
    *,
    ground: ReopeningGround,
    why: str,
    next_on: date | None,
    tracks: Mapping[TrackKind, Team | None],
) -> Closure:
    """Work on a closed case again, with the file it had: on which tracks, why, and from which day.

    Who owned a track has it again if they can still work, and else it waits with a team: the one
    chosen, or its own. Likewise the director. A watch over it ends. Raises RuleBroken for what was
    not said, for a track nobody would have, and when somebody reopened it before.
    """
    policy.require(actor, Permission.CASE_REOPEN, case)
    _hold(case)
    if case.is_open:
        raise RuleBroken("case-reopened-before")
    if not why.strip():
        raise RuleBroken("reopening-without-reason", "why")
    if not tracks:
        raise RuleBroken("reopening-without-track", "tracks")
    if next_on is None or next_on < clock.today():
        raise RuleBroken("reopening-without-date", "next_on")
    running = running_watch_of(case)
    hold_queues(case, tracks)
    let_go(case)
    for kind, team in tracks.items():
        run_again(case, kind, team, next_on)
    if running is not None:
        end_watch(running, actor, WatchEnd.REOPENED, why)
    closure = standing(case)
    closure.reopened_at, closure.reopened_by_id = clock.now(), actor.user_id
    closure.ground, closure.reopened_why = ground, why
    case.state, case.closed_at = CaseState.ACTIVE, None
    case.next_on = case.earliest_next_on()
    db.session.flush()
    accesslog.record(actor, Event.CASE_REOPENED, case, ground=ground)
    return closure


def stop_watch(actor: Actor, watch: Watch, *, reason: str) -> None:
    """End a watch: nobody has to keep an eye on the case any more, and why.

    Raises RuleBroken without a reason, and when it was ended before.
    """
    policy.require(actor, Permission.WATCH_DECIDE, watch)
    refuse_silence(reason)
    hold_watch(watch)
    end_watch(watch, actor, WatchEnd.STOPPED, reason)
    accesslog.record(actor, Event.WATCH_ENDED, watch)


def extend_watch(actor: Actor, watch: Watch, *, reason: str, until_on: date | None) -> None:
    """Let a watch go on once more, until another day, and why.

    Raises RuleBroken a second time, without a reason, and for a day that cannot be.
    """
    policy.require(actor, Permission.WATCH_DECIDE, watch)
    refuse_silence(reason)
    hold_watch(watch)
    if watch.extended_at is not None:
        raise RuleBroken("watch-extended-before")
    days = settings.terms_of(watch.municipality_id)(settings.WATCH_DAYS)
    refuse_day(until_on, clock.today(), days)
    if until_on is None or until_on <= watch.until_on:
        raise RuleBroken("watch-not-later", "until_on")
    watch.until_on, watch.extended_at, watch.extension = until_on, clock.now(), reason
    db.session.flush()
    accesslog.record(actor, Event.WATCH_EXTENDED, watch)


def pass_on_watch(actor: Actor, watch: Watch, *, to: User) -> None:
    """Say who keeps a watch of a colleague from now on; its day stays. One's own is offered.

    Raises RuleBroken for who cannot keep it, and when it ended.
    """
    policy.require(actor, Permission.WATCH_GIVE, watch)
    hold_watch(watch)
    handovers.refuse_watcher(watch.case, to)
    if to.id == watch.watcher_id:
        raise RuleBroken("watcher-unchanged", "watcher")
    watch.watcher = to
    handovers.lapse(actor, watch.case)
    db.session.flush()
    _tell_watcher(actor, watch)
    accesslog.record(actor, Event.WATCH_PASSED_ON, watch, user=to.id.hex)


def _tell_watcher(actor: Actor, watch: Watch) -> None:
    """Tell a colleague that they keep an eye on a case from now on; each time it is given anew."""
    notifications.tell(
        MessageKind.WATCH_GIVEN,
        watch,
        to=[watch.watcher_id],
        but=actor.user_id,
        slot=clock.now().isoformat(),
    )
