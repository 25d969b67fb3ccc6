"""Which tests are watched for coverage: watching one costs two thirds of what it takes itself.

What a test reaches on SQLite it reaches on PostgreSQL too, but for the few places that speak to
each in its own words: what tries those is watched on both.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tests.support.databases import POSTGRESQL

ON_BOTH = (
    "accesslog", "cli", "demo", "model", "notifications", "residents", "worker",
    "test_sealing_late.py",
)  # fmt: skip
"""Folders of tests, and files."""


def mark(item: pytest.Item) -> None:
    """Say of a test that need not be watched that it is not."""
    asked: Any = getattr(item, "callspec", None)
    has_twin = asked is not None and any(one == POSTGRESQL for one in asked.params.values())
    if has_twin and not {*ON_BOTH} & {*item.path.parts}:
        item.add_marker("no_cover")


@contextmanager
def unwatched(item: pytest.Item) -> Iterator[None]:
    """Let what is not watched not be watched while it is set up either."""
    plugin: Any = item.config.pluginmanager.getplugin("_cov")
    watcher = plugin.cov_controller if plugin is not None else None
    if watcher is None or item.get_closest_marker("no_cover") is None:
        yield
        return
    watcher.pause()
    try:
        yield
    finally:
        if not watcher.started:
            watcher.resume()
