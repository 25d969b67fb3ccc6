"""How late the sealer is, and which rung that is: a pure ladder, and a question to the database."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import text

from caseapp.accesslog.seal.lateness import Ladder, Rung, waits_since
from tests.accesslog.seal import ledger
from tests.support.databases import ENGINES, SQLITE

START = ledger.AFTER


@pytest.fixture(params=ENGINES)
def log(request):
    """A log that is sealed but for its last look."""
    with time_machine.travel(START, tick=False), ledger.kept(request.param, "lateness") as kept:
        with time_machine.travel(START, tick=False):
            kept.sealer().run_until_idle()
            kept.look()
        yield kept


@pytest.mark.parametrize(
    ("late", "rung"),
    [
        (timedelta(minutes=15), Rung.IN_TIME),
        (timedelta(minutes=15, seconds=1), Rung.ALARM),
        (timedelta(hours=4), Rung.ALARM),
        (timedelta(hours=4, seconds=1), Rung.CLOSED),
        (timedelta(hours=24), Rung.CLOSED),
        (timedelta(hours=24, seconds=1), Rung.OWN_CASES),
    ],
)
def test_a_rung_is_reached_after_its_term(late, rung):
    assert Ladder().rung(late) is rung


def since(log, hours, *, expected=True):
    with log.engine.connect() as connection:
        found = waits_since(connection, expected=expected)
    return found and START + timedelta(hours=hours) - found


def test_where_no_sealer_ever_ran_a_trial_goes_on_and_a_real_municipality_does_not():
    with ledger.kept(SQLITE, "never") as log:
        assert since(log, 0, expected=False) is None
        assert since(log, 0) > timedelta(days=60)


def test_a_sealer_that_works_through_a_backlog_is_not_late(log):
    with time_machine.travel(START + timedelta(hours=30), tick=False):
        log.look(3)
        log.sealer().run_until_idle()
        assert since(log, 30) is None
        log.look()
    assert since(log, 31) == timedelta(hours=1)


def test_an_old_entry_that_comes_in_now_waits_since_the_last_seal(log):
    """A fictitious municipality has a past that no sealer saw yet."""
    with log.engine.begin() as connection:
        last = connection.execute(text("SELECT max(seq) FROM access_entries")).scalar_one()
    with time_machine.travel(START + timedelta(hours=30), tick=False):
        log.sealer().run_until_idle()
    with time_machine.travel(START - timedelta(days=300), tick=False):
        log.look()
    assert log.rows("SELECT max(seq) FROM access_entries") == [(last + 1,)]
    assert since(log, 31) == timedelta(hours=1)


def test_an_entry_that_was_passed_over_waits_since_it_was_written(log):
    with time_machine.travel(START + timedelta(hours=2), tick=False):
        log.look()
        sealer = log.sealer()
        sealer.sealed_through = log.rows("SELECT max(seq) - 1 FROM access_entries")[0][0]
        sealer.run_once()
    assert since(log, 3) == timedelta(hours=3)
