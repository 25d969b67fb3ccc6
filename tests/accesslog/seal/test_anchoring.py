"""Heads kept outside: a real witness over HTTP. Stamps stand in test_time_stamps.py."""

import base64
import unittest.mock
from datetime import timedelta

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from caseapp.accesslog.seal import anchoring, checkpoint
from caseapp.accesslog.seal.anchoring import NotKept, Witness, keep_all
from caseapp.accesslog.seal.checkpoint import Verifier
from tests.accesslog.seal import ledger
from tests.accesslog.seal.outside import Careless, Serving, kept
from tests.support.databases import ENGINES, SQLITE, forging
from tools import log_witness, verify_log


@pytest.fixture(params=ENGINES)
def log(request):
    with ledger.kept(request.param, "anchoring") as kept, time_machine.travel(ledger.AFTER):
        kept.sealer().run_until_idle()
        yield kept


@pytest.fixture
def witness(log, tmp_path):
    folder = tmp_path / "witness"
    written = log_witness.make_key(folder, "witness.example")
    public = base64.b64encode(log.key.public_key().public_bytes_raw()).decode()
    log_witness.trust(folder, "samenhang/", public)
    with Serving(log_witness.handler(log_witness.Witness(folder))) as serving:
        yield Witness(serving.address, Verifier.read(written))


def test_a_witness_signs_the_newest_head_of_every_tree_once(log, witness):
    assert keep_all(log.engine, [witness]) == []
    assert [size for _, size in kept(log, "witness")] == [5, 5, 5, 2]
    assert keep_all(log.engine, [witness]) == []
    assert len(kept(log, "witness")) == 4


def test_a_witness_follows_a_log_that_grows(log, witness):
    keep_all(log.engine, [witness])
    log.look(4)
    log.sealer().run_until_idle()
    assert keep_all(log.engine, [witness]) == []
    assert max(size for origin, size in kept(log, "witness") if "2026-11" in origin) == 9


def test_a_witness_follows_the_chain_of_months_as_it_grows(log, witness):
    keep_all(log.engine, [witness])
    with time_machine.travel(ledger.AFTER + timedelta(days=31)):
        log.look()
        log.sealer().run_until_idle()
        assert keep_all(log.engine, [witness]) == []
    assert [size for origin, size in kept(log, "witness") if origin.endswith("months")] == [2, 3]


def test_a_tree_of_which_no_head_is_left_has_nothing_to_keep(log, witness):
    """Planted: its heads were taken away. That the log was cut is for the check to tell."""
    origin = f"samenhang/{log.municipality_id.hex}/2026-10"
    with forging(log.engine) as connection:
        if log.engine.dialect.name == SQLITE:
            connection.exec_driver_sql("DROP TRIGGER log_heads_no_delete")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql(
            "DELETE FROM log_heads WHERE tree_id IN"
            f" (SELECT id FROM log_trees WHERE origin = '{origin}')"
        )
    assert keep_all(log.engine, [witness]) == []
    assert not [origin for origin, _ in kept(log, "witness") if "2026-10" in origin]


def test_a_witness_that_is_further_than_we_remember_is_followed(log, witness):
    keep_all(log.engine, [witness])
    forgetful = Witness(witness.address, witness.verifier)
    log.look()
    log.sealer().run_until_idle()
    with unittest.mock.patch.object(anchoring.trees, "anchored", return_value=0):
        assert keep_all(log.engine, [forgetful]) == []


def test_what_a_witness_signed_goes_with_the_export(log, witness, tmp_path, capsys):
    keep_all(log.engine, [witness])
    path = tmp_path / "export"
    path.write_text("".join(f"{line}\n" for line in log.export()), "utf-8")
    assert verify_log.main([str(path), "--witness", witness.verifier.written()]) == 0
    assert capsys.readouterr().out.count("Witnessed: ") == 4


def test_a_witness_refuses_a_log_that_was_rewritten_and_that_is_told(log, witness):
    keep_all(log.engine, [witness])
    with forging(log.engine) as connection:
        if log.engine.dialect.name == SQLITE:
            for table in ("log_leaves", "log_heads", "log_anchors", "access_entries"):
                for name in ("no_delete", "no_update", "next"):
                    connection.exec_driver_sql(f"DROP TRIGGER {table}_{name}")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql("DELETE FROM log_anchors")
        connection.exec_driver_sql("DELETE FROM log_heads")
        connection.exec_driver_sql("DELETE FROM log_leaves")
        connection.exec_driver_sql("DELETE FROM access_entries WHERE seq = 12")
    log.look(2)
    log.sealer().run_until_idle()
    problems = keep_all(log.engine, [witness])
    assert any("refused samenhang/" in one and "2026-11" in one for one in problems)


def test_a_witness_that_signs_something_else_is_not_believed(log):
    verifier = Verifier(
        "witness.example", Ed25519PrivateKey.generate().public_key(), checkpoint.COSIGNATURE
    )
    with Serving(Careless) as serving:
        problems = keep_all(log.engine, [Witness(serving.address, verifier)])
    assert len(problems) == 4
    assert "signed something else" in problems[0]
    assert kept(log, "witness") == []


@pytest.mark.parametrize("address", ["http://127.0.0.1:9", "ftp://example", "nothing"])
def test_a_witness_that_does_not_answer_is_told_and_the_log_goes_on(log, address):
    verifier = Verifier(
        "witness.example", Ed25519PrivateKey.generate().public_key(), checkpoint.COSIGNATURE
    )
    assert len(keep_all(log.engine, [Witness(address, verifier)])) == 4
    log.look()
    assert log.sealer().run_until_idle() == 1


def test_not_kept_says_why():
    assert str(NotKept("why")) == "why"
