"""Nobody falls between the cracks: one rule for each, kept as findings, stated every night."""

from caseapp.watchdog import touching
from caseapp.watchdog.actions import agree
from caseapp.watchdog.keeping import examine_cases
from caseapp.watchdog.queries import (
    EVERYTHING,
    MOST,
    Filter,
    agreed,
    agreements,
    count,
    ended,
    finding,
    kinds,
    last_day,
    night_before,
    page,
    running,
    seen_cases,
    statement,
    statements,
)
from caseapp.watchdog.repairs import REPAIRS
from caseapp.watchdog.rounds import examine
from caseapp.watchdog.signals import examine_signals
from caseapp.watchdog.stating import content, lines, state, unaltered
from caseapp.watchdog.telling import tell_of_findings

__all__ = [
    "EVERYTHING",
    "MOST",
    "REPAIRS",
    "Filter",
    "agree",
    "agreed",
    "agreements",
    "content",
    "count",
    "ended",
    "examine",
    "examine_cases",
    "examine_signals",
    "finding",
    "kinds",
    "last_day",
    "lines",
    "night_before",
    "page",
    "running",
    "seen_cases",
    "state",
    "statement",
    "statements",
    "tell_of_findings",
    "touching",
    "unaltered",
]
