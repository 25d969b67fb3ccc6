"""When a watch over a closed case fails: nobody decides about it, or nobody can look."""

from collections.abc import Callable, Iterator
from typing import Any

from caseapp.kernel.clock import midnight
from caseapp.model.watchdog import FindingKind as K
from caseapp.settings.catalogue import Terms
from caseapp.watchdog.facts import CaseFacts, WatchFacts
from caseapp.watchdog.found import Found, day_after
from caseapp.watchdog.whole_cases import of_case


def watch_undecided(case: CaseFacts, _terms: Terms) -> Iterator[Found]:
    """A watch over a closed case came to its day, and nobody decided."""
    if case.watch is not None:
        yield _of_watch(
            K.WATCH_UNDECIDED,
            case,
            case.watch,
            since=midnight(case.watch.until_on),
            last_on=case.watch.until_on,
        )


def watcher_gone(case: CaseFacts, _terms: Terms) -> Iterator[Found]:
    """Who keeps an eye on a closed case cannot sign in or open it, or does no casework."""
    if case.watch is not None and not case.watch.watcher.can_work:
        yield _of_watch(K.WATCHER_GONE, case, case.watch, since=case.watch.watcher.left_at)


def watcher_away(case: CaseFacts, _terms: Terms) -> Iterator[Found]:
    """Who keeps an eye on a closed case is on leave, or will be, and nobody stands in."""
    watch = case.watch
    if watch is not None and watch.watcher.can_work and watch.away is not None:
        yield _of_watch(
            K.WATCHER_AWAY,
            case,
            watch,
            since=midnight(watch.away.first_on),
            until=day_after(watch.away.last_on),
            last_on=watch.away.last_on,
        )


def _of_watch(kind: K, case: CaseFacts, watch: WatchFacts, **facts: Any) -> Found:
    return of_case(kind, case, subject_id=watch.id, user_id=watch.watcher.id, **facts)


OF_WATCHES: dict[K, Callable[[CaseFacts, Terms], Iterator[Found]]] = {
    K.WATCH_UNDECIDED: watch_undecided,
    K.WATCHER_GONE: watcher_gone,
    K.WATCHER_AWAY: watcher_away,
}
