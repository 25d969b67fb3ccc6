"""The sealer where many write at once: nobody who comes late is passed over, on PostgreSQL."""

import pytest
import time_machine
from sqlalchemy import create_engine, text

from caseapp.accesslog.seal import sealing
from tests.accesslog.seal import ledger
from tests.support.databases import ENGINES, POSTGRESQL


@pytest.fixture(params=[one for one in ENGINES if one.id == POSTGRESQL])
def shared_log(request):
    """A log that several write at once: SQLite has one writer, so nobody can come late there."""
    with ledger.kept(request.param, "sealing") as kept, time_machine.travel(ledger.AFTER):
        yield kept


def test_an_entry_whose_transaction_is_slow_is_not_skipped(shared_log):
    """Planted: two transactions, and the first to take its number is the last to commit."""
    log = shared_log
    sealer = log.sealer()
    sealer.run_until_idle()
    copied = (
        "INSERT INTO access_entries (at, trace_id, request_id, event, result, details,"
        " municipality_id) SELECT now(), gen_random_uuid(), 'r', 'case:shown', 'done', '',"
        " :keeper RETURNING seq"
    )
    with log.engine.connect() as slow:
        late = slow.execute(text(copied), {"keeper": log.municipality_id}).scalar_one()
        with log.engine.begin() as quick:
            early = quick.execute(text(copied), {"keeper": log.municipality_id}).scalar_one()
        assert late < early
        assert sealer.run_once() == 0
        slow.commit()
    assert sealer.run_until_idle() == 2
    assert {late, early} <= {seq for (seq,) in log.rows("SELECT entry_seq FROM log_leaves")}


def test_a_sealer_waits_while_another_is_at_work(shared_log):
    with shared_log.engine.begin() as connection:
        connection.execute(text(f"SELECT pg_advisory_xact_lock({sealing.LOCK})"))
        assert shared_log.sealer().run_once() == 0
    assert shared_log.sealer().run_once() > 0


def test_a_transaction_in_another_database_of_the_server_holds_nothing_back(shared_log):
    """Numbers of transactions are the server's: another installation there is not waited for."""
    address = shared_log.engine.url.set(database="postgres")
    elsewhere = create_engine(address)
    try:
        with elsewhere.connect() as busy:
            busy.execute(text("SELECT pg_current_xact_id()"))
            shared_log.look()
            assert shared_log.sealer().run_until_idle() == 16
    finally:
        elsewhere.dispose()


def test_without_the_right_to_see_who_runs_the_server_as_a_whole_is_waited_for(shared_log):
    """Planted: a role that may not look; then a running transaction anywhere holds back."""
    with shared_log.engine.begin() as connection:
        connection.execute(text("DROP ROLE IF EXISTS seal_blind"))
        connection.execute(text("CREATE ROLE seal_blind"))
        connection.execute(text("GRANT SELECT ON ALL TABLES IN SCHEMA public TO seal_blind"))
        whole = connection.execute(sealing.HORIZON).scalar_one()
        connection.execute(text("SET LOCAL ROLE seal_blind"))
        assert connection.execute(sealing.HORIZON).scalar_one() <= whole
        connection.execute(text("RESET ROLE"))
        connection.execute(text("DROP OWNED BY seal_blind"))
        connection.execute(text("DROP ROLE seal_blind"))
