"""What every test stands on."""

import os

import pytest

from tests.support import machine, postgresql


def pytest_configure(config: pytest.Config) -> None:
    """The process that owns the run makes the folder its workers share."""
    if not hasattr(config, "workerinput"):
        postgresql.begin_run()


def pytest_unconfigure(config: pytest.Config) -> None:
    if not hasattr(config, "workerinput") and postgresql.RUN in os.environ:
        postgresql.end_run()


def pytest_runtest_setup(item: pytest.Item) -> None:
    machine.require(item)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    machine.summarise(terminalreporter)
