"""The sealer where many write at once: nobody who comes late is passed over, on PostgreSQL."""

import pytest
import time_machine
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from caseapp.accesslog.seal import sealing, unsealed
from caseapp.accesslog.seal.checking import check
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


def test_a_number_that_was_passed_over_is_sealed_as_soon_as_it_is_there(shared_log):
    """The one who began first took the later number, and was done first."""
    log, sealer = shared_log, shared_log.sealer()
    sealer.run_until_idle()
    copied = text(
        "INSERT INTO access_entries (at, trace_id, request_id, event, result, details,"
        " municipality_id) SELECT now(), gen_random_uuid(), 'r', 'case:shown', 'done', '',"
        " :keeper RETURNING seq"
    )
    keeper = {"keeper": log.municipality_id}
    with log.engine.connect() as first, log.engine.connect() as second:
        first.execute(text("SELECT pg_current_xact_id()"))
        passed = second.execute(copied, keeper).scalar_one()
        later = first.execute(copied, keeper).scalar_one()
        assert passed < later
        first.commit()
        assert sealer.run_once() == 1
        assert (sealer.sealed_through, sealer.missing) == (later, {passed})
        assert sealer.run_once() == 0
        second.commit()
    assert sealer.run_once() == 1
    assert sealer.missing == set()
    with log.engine.connect() as connection:
        assert check(connection, log.municipality_id).fits


def test_what_a_sealer_could_not_write_it_does_not_think_sealed(shared_log, monkeypatch):
    """Planted: the database goes away between the seal and its commit."""
    log, sealer = shared_log, shared_log.sealer()
    sealer.run_until_idle()
    log.look(2)
    before = (sealer.sealed_through, set(sealer.missing), sealer.looked_back_at)

    def away(*_told):
        raise OperationalError("COMMIT", {}, Exception("away"))

    monkeypatch.setattr(sealer, "_missing", away)
    with pytest.raises(OperationalError):
        sealer.run_once()
    monkeypatch.undo()
    assert (sealer.sealed_through, sealer.missing, sealer.looked_back_at) == before
    assert sealer.run_once() == 2


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
        whole = connection.execute(unsealed.HORIZON).scalar_one()
        connection.execute(text("SET LOCAL ROLE seal_blind"))
        assert connection.execute(unsealed.HORIZON).scalar_one() <= whole
        connection.execute(text("RESET ROLE"))
        connection.execute(text("DROP OWNED BY seal_blind"))
        connection.execute(text("DROP ROLE seal_blind"))
