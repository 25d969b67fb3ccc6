"""A run that passes midnight: no test is told the day before it runs."""

from datetime import UTC, datetime

import pytest

from tests.support.days import NotYet

MOMENT = datetime(2026, 12, 1, tzinfo=UTC)


def test_who_asks_the_day_while_tests_are_gathered_is_refused_and_may_ask_afterwards():
    day = NotYet(lambda: MOMENT)
    with pytest.raises(RuntimeError, match="Ask it in the test"):
        day()
    day.has_come = True
    assert day() == MOMENT
