"""What this machine can test, and what it says when it cannot.

A test that needs PostgreSQL carries the marker `postgresql`, one that needs a browser `browser`.
Where the machine has none, the test is left out and the end of the run says so, loudly; with
CI=true it fails, because there the machine is ours to complete.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.support import postgresql

NOT_TESTED = "NOT TESTED: "
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def chromium() -> str | None:
    """The path of a Chromium, or None."""
    chosen = os.environ.get("CHROMIUM")
    if chosen:
        return chosen if Path(chosen).exists() else None
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def _why_no_postgresql() -> str | None:
    return postgresql.why_unavailable()


def _why_no_browser() -> str | None:
    if chromium():
        return None
    return "no Chromium found (apt install chromium, or point CHROMIUM at one)"


def _why_no_openssl() -> str | None:
    return None if shutil.which("openssl") else "no openssl found (apt install openssl)"


NEEDS: dict[str, Callable[[], str | None]] = {
    "postgresql": _why_no_postgresql,
    "browser": _why_no_browser,
    "openssl": _why_no_openssl,
}


def in_ci() -> bool:
    return os.environ.get("CI", "").lower() in {"1", "true", "yes"}


def require(item: pytest.Item) -> None:
    """Leave a test out, or fail it in CI, when the machine lacks what its markers ask for."""
    for marker, why in NEEDS.items():
        reason = why() if item.get_closest_marker(marker) else None
        if reason and in_ci():
            pytest.fail(f"{marker}: {reason}; with CI=true that is a failure", pytrace=False)
        if reason:
            pytest.skip(f"{NOT_TESTED}{marker}: {reason}")


def summarise(reporter: pytest.TerminalReporter) -> None:
    """Say at the end of the run what was not tested."""
    counts: dict[str, int] = {}
    for report in reporter.stats.get("skipped", []):
        reason = report.longrepr[2] if isinstance(report.longrepr, tuple) else str(report.longrepr)
        _, found, what = reason.partition(NOT_TESTED)
        if found:
            counts[what] = counts.get(what, 0) + 1
    for what, count in sorted(counts.items()):
        reporter.write_line("")
        reporter.write_line(f"{NOT_TESTED}{count} tests that need {what}", red=True, bold=True)
