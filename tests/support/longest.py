"""Which files of tests took longest: where to look when a run takes too long."""

from collections import Counter

import pytest

SHOWN = 25
MINUTE = 60
LONG_RUN = 5 * MINUTE
"""A shorter run has nothing to tell, in seconds."""


def summarise(terminalreporter: pytest.TerminalReporter) -> None:
    """Print them at the end of a long run, with their share of all the seconds of testing."""
    spent = Counter[str]()
    for reports in terminalreporter.stats.values():
        for report in reports:
            if isinstance(report, pytest.TestReport):
                database = "postgresql" if "postgresql" in report.nodeid else "sqlite"
                spent[f"{report.nodeid.partition('::')[0]} ({database})"] += round(report.duration)
    whole = spent.total()
    if whole < LONG_RUN:
        return
    terminalreporter.section("what took longest")
    for name, seconds in spent.most_common(SHOWN):
        terminalreporter.write_line(f"{seconds:6} s {100 * seconds / whole:5.1f} %  {name}")
