"""Signals: what was reported, with whom it is, and the decision by which alone it ends."""

from caseapp.signals.actions import (
    accept,
    answer_reporter,
    decide,
    forward,
    open_case_from,
    plan,
    record_signal,
    refuse,
)
from caseapp.signals.queries import (
    MOST,
    cases_to_join,
    count,
    earlier,
    handled,
    last_closed,
    of_case,
    of_resident,
    openable_previous,
    queues,
    signal,
    waiting,
)

__all__ = [
    "MOST",
    "accept",
    "answer_reporter",
    "cases_to_join",
    "count",
    "decide",
    "earlier",
    "forward",
    "handled",
    "last_closed",
    "of_case",
    "of_resident",
    "open_case_from",
    "openable_previous",
    "plan",
    "queues",
    "record_signal",
    "refuse",
    "signal",
    "waiting",
]
