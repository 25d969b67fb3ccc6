"""The rules about an open signal: one small function for each crack."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

from caseapp.kernel.clock import midnight
from caseapp.model.watchdog import FindingKind as K
from caseapp.settings import catalogue as settings
from caseapp.settings.catalogue import Terms
from caseapp.watchdog.facts import SignalFacts
from caseapp.watchdog.found import Found, day_after, gathered

SignalRule = Callable[[SignalFacts, Terms], Iterator[Found]]


def _of_signal(kind: K, signal: SignalFacts, **facts: Any) -> Found:
    """Make a finding about a signal: it says with which team it is, and nothing of whom."""
    facts.setdefault("team_id", signal.team_id)
    user_id = signal.user_id if signal.holder_works else None
    return Found(kind, signal.id, user_id=user_id, **facts)


def signal_nobodys(signal: SignalFacts, _terms: Terms) -> Iterator[Found]:
    """A signal that nobody has who can open it, with a team of which nobody can."""
    if not signal.holder_works and not signal.queue_is_staffed:
        yield _of_signal(K.SIGNAL_NOBODYS, signal)


def signal_date_passed(signal: SignalFacts, _terms: Terms) -> Iterator[Found]:
    """A signal of which the day is over before which somebody was to decide."""
    if signal.next_on is not None:
        since = day_after(signal.next_on)
        yield _of_signal(K.SIGNAL_DATE_PASSED, signal, since=since, last_on=signal.next_on)


def signal_not_accepted(signal: SignalFacts, _terms: Terms) -> Iterator[Found]:
    """A forwarded signal that the other team did not accept in time: both leads see it.

    Until then it is with whom it was.
    """
    if signal.to_team_id is not None and signal.answer_by is not None:
        yield _of_signal(
            K.SIGNAL_NOT_ACCEPTED,
            signal,
            since=signal.answer_by,
            second_team_id=signal.to_team_id,
        )


def signal_on_closed(signal: SignalFacts, _terms: Terms) -> Iterator[Found]:
    """A signal about somebody whose case was closed: a hint, until somebody decides."""
    if signal.came_back:
        yield _of_signal(K.SIGNAL_ON_CLOSED, signal, since=signal.recorded_at)


def signals_repeated(signal: SignalFacts, terms: Terms) -> Iterator[Found]:
    """Several signals on one person or address within a time, with one and the same team.

    What is with another team is not counted: who reads the line may not know of it. It ends with
    the window, and never says how grave it is.
    """
    window = timedelta(days=terms(settings.SIGNAL_WINDOW))
    if found := gathered(signal.received, terms(settings.SIGNAL_NUMBER), window):
        first, last, number = found
        yield _of_signal(
            K.SIGNALS_REPEATED,
            signal,
            since=max(midnight(last), signal.recorded_at),
            until=midnight(first + window),
            last_on=last,
            number=number,
        )


OF_OPEN_SIGNALS: dict[K, SignalRule] = {
    K.SIGNAL_NOBODYS: signal_nobodys,
    K.SIGNAL_DATE_PASSED: signal_date_passed,
    K.SIGNAL_NOT_ACCEPTED: signal_not_accepted,
    K.SIGNAL_ON_CLOSED: signal_on_closed,
    K.SIGNALS_REPEATED: signals_repeated,
}
