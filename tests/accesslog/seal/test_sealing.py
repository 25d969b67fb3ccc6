"""The sealer: every entry gets its number, in order and once; months are closed; none is missed."""

from datetime import timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from caseapp.accesslog.seal import leaf, merkle, sealing, trees, unsealed
from caseapp.accesslog.seal.checking import check
from caseapp.accesslog.seal.text_in_sql import leaf_text
from caseapp.extensions import db
from caseapp.kernel import clock
from tests.accesslog.seal import ledger
from tests.support import applications
from tests.support.databases import ENGINES, SQLITE, forging


@pytest.fixture(params=ENGINES)
def log(request):
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


def test_an_entry_that_was_stuck_for_long_is_found_when_all_is_looked_at_again(log):
    sealer = log.sealer()
    sealer.run_until_idle()
    log.look()
    sealer.sealed_through = 10**9
    assert sealer.run_once() == 0
    with time_machine.travel(ledger.AFTER + timedelta(hours=2)):
        assert sealer.run_once() == 1


def test_what_does_not_fit_in_one_batch_is_sealed_in_the_next_and_months_are_closed_after(
    log, monkeypatch
):
    monkeypatch.setattr(unsealed, "BATCH", 4)
    sealer = log.sealer()
    assert [sealer.run_once(), sealer.run_once()] == [4, 4]
    assert log.rows("SELECT count(*) FROM log_leaves WHERE closed_tree_id IS NOT NULL") == [(0,)]
    assert sealer.run_until_idle() == 7
    assert log.rows("SELECT count(*) FROM log_leaves WHERE closed_tree_id IS NOT NULL") == [(2,)]
    with log.engine.connect() as connection:
        assert check(connection, log.municipality_id).fits


@pytest.mark.parametrize("engine", ENGINES)
def test_a_log_in_which_nothing_stands_yet_is_looked_at_from_the_beginning(engine):
    app = applications.application(engine, "sealing_empty")
    with app.app_context():
        sealer = sealing.Sealer(db.engine, Ed25519PrivateKey.generate())
        assert sealer.run_until_idle() == 0
        assert sealer.sealed_through == -1
        db.engine.dispose()


def test_a_line_from_before_there_were_commitments_is_sealed_with_its_ids(log):
    """Planted: a line without a commitment, as the first version wrote them."""
    ((last,),) = log.rows("SELECT max(seq) FROM processings")
    ((entry,),) = log.rows("SELECT max(seq) FROM access_entries")
    with forging(log.engine) as connection:
        connection.execute(
            text(
                "INSERT INTO processings (seq, entry_seq, at, municipality_id, user_id, event,"
                " purpose, resident_id, case_id) SELECT :seq, entry_seq, at, municipality_id,"
                " user_id, event, purpose, resident_id, NULL FROM processings WHERE seq = :last"
            ),
            {"seq": last + 1, "last": last},
        )
    log.sealer().run_until_idle()
    said = leaf_text(log.engine.dialect.name)
    ((written,),) = log.rows(f"SELECT {said} FROM access_entries e WHERE seq = {entry}")
    assert f"plain {log.resident_id.hex} " in written
    with log.engine.connect() as connection:
        assert check(connection, log.municipality_id).fits


def test_two_sealers_do_not_seal_twice(log):
    first, second = log.sealer(), log.sealer()
    first.run_until_idle()
    log.look(3)
    assert first.run_until_idle() + second.run_until_idle() == 3
    with log.engine.connect() as connection:
        assert check(connection, log.municipality_id).fits


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
