"""A watch over a closed case, for actions that asked: who can keep it, until when, and its end."""

from datetime import date, datetime

from caseapp import accounts, cases, handovers, settings
from caseapp.closures.obstacles import refuse_day
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import User
from caseapp.model.cases import Case
from caseapp.model.closures import Watch, WatchEnd

DECIDED = ("end", "ended_at", "ended_by_id", "until_on", "extended_at", "watcher_id", "version")
"""What is read again under the lock, before a decision."""


def begin_watch(
    case: Case, closer: User, watcher: User, now: datetime, until_on: date | None
) -> Watch:
    """Begin a watch with who closes the case, until a colleague accepts it.

    Raises RuleBroken for who cannot keep it and for a day that cannot be.
    """
    days = settings.terms_of(case.municipality_id)(settings.WATCH_DAYS)
    refuse_day(until_on, clock.today(), days)
    accounts.hold(closer, watcher)
    for one in (closer, watcher):
        handovers.refuse_watcher(case, one)
    return Watch(
        municipality_id=case.municipality_id,
        case=case,
        case_id=case.id,
        watcher_id=closer.id,
        started_at=now,
        until_on=until_on,
    )


def end_watch(watch: Watch, actor: Actor, end: WatchEnd, reason: str) -> None:
    """Write down that a watch ended, for an action that asked."""
    watch.end, watch.ended_at, watch.ended_by_id = end, clock.now(), actor.user_id
    watch.reason = reason
    handovers.lapse(actor, watch.case)
    db.session.flush()


def refuse_silence(reason: str) -> None:
    """Raise RuleBroken for a decision without a reason."""
    if not reason.strip():
        raise RuleBroken("watch-without-reason", "reason")


def hold_watch(watch: Watch) -> None:
    """Hold the case and the watch: of two who decide at once one wins, and the other reads it."""
    cases.lock(watch.case)
    db.session.refresh(watch, DECIDED, with_for_update=True)
    if not watch.runs:
        raise RuleBroken("watch-ended-before")
