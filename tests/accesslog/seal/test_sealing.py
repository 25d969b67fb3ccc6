"""The sealer: every entry gets its number, in order and once; months are closed; none is missed."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import create_engine, text
from sqlalchemy.exc import DBAPIError

from caseapp.accesslog.seal import leaf, merkle, sealing, trees
from caseapp.accesslog.seal.checking import check
from caseapp.accesslog.seal.text_in_sql import leaf_text
from caseapp.kernel import clock
from tests.accesslog.seal import ledger
from tests.support.databases import ENGINES, POSTGRESQL, SQLITE


@pytest.fixture(params=ENGINES)
def log(request):
    with ledger.kept(request.param, "sealing") as kept, time_machine.travel(ledger.AFTER):
        yield kept


@pytest.fixture(params=[one for one in ENGINES if one.id == POSTGRESQL])
def shared_log(request):
    """A log that several write at once: SQLite has one writer, so nobody can come late there."""
    with ledger.kept(request.param, "sealing") as kept, time_machine.travel(ledger.AFTER):
        yield kept


@pytest.fixture
def embedded_log():
    with ledger.kept(SQLITE, "sealing") as kept, time_machine.travel(ledger.AFTER):
        yield kept


def numbers(log):
    return log.rows(
        "SELECT t.origin, l.number, l.entry_seq FROM log_leaves l JOIN log_trees t "
        "ON t.id = l.tree_id WHERE t.kind = 'month' ORDER BY t.origin, l.number"
    )


def test_every_entry_gets_its_number_without_gaps(log):
    assert log.sealer().run_until_idle() == log.rows("SELECT count(*) FROM access_entries")[0][0]
    found = numbers(log)
    written = log.rows("SELECT seq FROM access_entries ORDER BY seq")
    assert sorted(seq for _, _, seq in found) == [seq for (seq,) in written]
    for origin in {one for one, _, _ in found}:
        own = [number for one, number, _ in found if one == origin]
        assert own == list(range(len(own)))


def test_a_second_look_finds_nothing_to_do(log):
    sealer = log.sealer()
    sealer.run_until_idle()
    before = log.rows("SELECT count(*) FROM log_leaves")
    assert (sealer.run_once(), log.sealer().run_once()) == (0, 0)
    assert log.rows("SELECT count(*) FROM log_leaves") == before


def test_what_comes_later_goes_on_where_the_tree_was(log):
    log.sealer().run_until_idle()
    for _ in range(3):
        log.look(2)
        log.sealer().run_until_idle()
    with log.engine.connect() as connection:
        finding = check(connection, log.municipality_id)
    assert (finding.misfits, finding.unsealed) == ([], 0)


def test_each_month_has_its_tree_and_the_months_that_are_over_are_chained(log):
    log.sealer().run_until_idle()
    keeper = log.municipality_id.hex
    origins = {origin for (origin,) in log.rows("SELECT origin FROM log_trees")}
    months = {f"samenhang/{keeper}/2026-{month:02}" for month in (9, 10, 11)}
    assert origins == {*months, f"samenhang/{keeper}/months"}
    chained = log.rows(
        "SELECT t.origin FROM log_leaves l JOIN log_trees t ON t.id = l.closed_tree_id"
    )
    assert sorted(one for (one,) in chained) == sorted(months)[:2]


def test_a_straggler_of_a_closed_month_is_sealed_in_the_present_one(log):
    log.sealer().run_until_idle()
    with time_machine.travel(ledger.MONTHS[0]):
        log.look()
    assert log.sealer().run_until_idle() == 1
    last = log.rows("SELECT max(seq) FROM access_entries")[0][0]
    (found,) = [origin for origin, _, seq in numbers(log) if seq == last]
    assert found.endswith("2026-11")


def test_both_databases_write_a_leaf_as_python_does(log):
    said = leaf_text(log.engine.dialect.name)
    written = dict(log.rows(f"SELECT e.seq, {said} FROM access_entries e"))
    log.sealer().run_until_idle()
    hashes = dict(log.rows("SELECT entry_seq, hash FROM log_leaves WHERE entry_seq IS NOT NULL"))
    assert {seq: merkle.leaf_hash(text.encode()) for seq, text in written.items()} == hashes
    assert all(len(text.split("\t")) == len(leaf.FIELDS) for text in written.values())


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
    assert {late, early} <= {seq for _, _, seq in numbers(log)}


def test_an_entry_that_was_stuck_for_long_is_found_when_all_is_looked_at_again(log):
    sealer = log.sealer()
    sealer.run_until_idle()
    log.look()
    sealer.sealed_through = 10**9
    assert sealer.run_once() == 0
    with time_machine.travel(ledger.AFTER + timedelta(hours=2)):
        assert sealer.run_once() == 1


def test_two_sealers_do_not_seal_twice(log):
    first, second = log.sealer(), log.sealer()
    first.run_until_idle()
    log.look(3)
    assert first.run_until_idle() + second.run_until_idle() == 3
    with log.engine.connect() as connection:
        assert check(connection, log.municipality_id).fits


def test_a_sealer_waits_while_another_is_at_work(shared_log):
    with shared_log.engine.begin() as connection:
        connection.execute(text(f"SELECT pg_advisory_xact_lock({sealing.LOCK})"))
        assert shared_log.sealer().run_once() == 0
    assert shared_log.sealer().run_once() > 0


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE log_leaves SET hash = hash",
        "DELETE FROM log_leaves",
        "UPDATE log_heads SET size = size + 1",
        "DELETE FROM log_heads",
        "UPDATE log_trees SET origin = 'x'",
        "DELETE FROM log_trees",
        "DELETE FROM sealer_keys",
        "UPDATE access_entries SET event = 'x'",
        "DELETE FROM processings",
    ],
)
def test_the_database_refuses_to_change_a_seal(log, change):
    log.sealer().run_until_idle()
    with (
        log.engine.connect() as connection,
        pytest.raises(DBAPIError, match=r"append-only|not authorized"),
    ):
        connection.execute(text(change))


def test_only_the_next_leaf_can_be_added_on_sqlite(embedded_log):
    log = embedded_log
    log.sealer().run_until_idle()
    for verb in ("INSERT", "INSERT OR REPLACE"):
        again = (
            f"{verb} INTO log_leaves "
            "SELECT month, tree_id, number + 5, hash, 0, NULL FROM log_leaves"
        )
        with log.engine.connect() as connection, pytest.raises(DBAPIError, match="next one"):
            connection.execute(text(again))


def test_the_head_of_a_tree_says_what_the_tree_is(log):
    log.sealer().run_until_idle()
    with log.engine.connect() as connection:
        found = trees.find(connection, log.municipality_id, leaf.month_of(clock.now()))
    size, root = log.rows(
        "SELECT size, root FROM log_heads WHERE tree_id = (SELECT id FROM log_trees WHERE origin ="
        " :origin) ORDER BY size DESC LIMIT 1",
        origin=found.origin,
    )[0]
    assert (found.frontier.size, found.frontier.root()) == (size, bytes(root))


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
