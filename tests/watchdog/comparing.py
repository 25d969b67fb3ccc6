"""Comparing the list of the product with what the oracles count."""

from caseapp.kernel import clock
from caseapp.model.watchdog import FindingKind as K
from tests.watchdog import oracle
from tests.watchdog.books import Books
from tests.watchdog.oracle_of_meetings import unspoken
from tests.watchdog.oracle_of_signals import pointed

SILENT = {K.NO_CONTACT, K.STAGNATION, K.UNREACHED}
WAITING = {K.ITEM_UNDECIDED, K.EVALUATION_DUE}
"""What was promised to be looked at together, and was not."""
POINTING = {K.SIGNAL_ON_CLOSED, K.SIGNALS_REPEATED}
UNCOVERING = {
    K.NOTHING_RUNS, K.TRACK_NOBODYS, K.OWNER_GONE, K.DIRECTOR_GONE, K.OWNER_AWAY,
    K.DIRECTOR_AWAY, K.NO_NEXT_DATE, K.DATE_PASSED, K.FLAG_UNANSWERED, K.HANDOVER_UNANSWERED,
    K.WATCH_UNDECIDED, K.WATCHER_GONE, K.WATCHER_AWAY, K.SIGNAL_NOBODYS, K.SIGNAL_DATE_PASSED,
    K.SIGNAL_NOT_ACCEPTED, K.MEASURE_DUE, K.ACTION_PASSED,
}  # fmt: skip
"""What leaves somebody uncovered, by the promise."""
BY_THE_ROUND = {K.SIGNAL_NOBODYS}
"""What also changes by the clock alone, and is then found by the next round of the worker."""


def agree(place):
    """Assert that what stands on the list is what is uncovered: at once, or after one round."""
    listed, counted = _listed(place), count(place)
    if listed != counted and {kind for kind, _ in listed ^ counted} <= {*map(str, BY_THE_ROUND)}:
        place.look()
        listed = _listed(place)
    assert (listed - counted, counted - listed) == (set(), set())


def _listed(place):
    compared = {str(kind) for kind in SILENT | POINTING | UNCOVERING | WAITING}
    return {one for one in place.listed() if one[0] in compared}


def count(place):
    """Give all that the oracles find."""
    now, today, town = clock.now(), clock.today(), place.town.id
    uncovered = oracle.uncovered(town, now, today) | oracle.silent(town, today)
    return uncovered | pointed(Books(town, today)) | unspoken(Books(town, today))
