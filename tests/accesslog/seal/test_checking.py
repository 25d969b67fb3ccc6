"""The check in the application: what somebody with all rights on the database changed, shows."""

import pytest
import time_machine
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from caseapp.accesslog.seal import leaf
from caseapp.accesslog.seal.checking import check
from caseapp.accesslog.seal.forgetting import forget
from caseapp.extensions import db
from caseapp.kernel import crypto
from caseapp.model.cases import Case
from caseapp.model.residents import Resident
from caseapp.model.sealed import DataKey
from tests.accesslog.seal import ledger
from tests.support.databases import ENGINES, SQLITE, forging

TABLES = (
    "access_entries", "processings", "log_leaves", "log_heads", "log_trees", "sealer_keys",
)  # fmt: skip


@pytest.fixture(params=ENGINES)
def log(request):
    with ledger.kept(request.param, "checking") as kept, time_machine.travel(ledger.AFTER):
        kept.sealer().run_until_idle()
        yield kept


def found(log):
    with log.engine.connect() as connection:
        return check(connection, log.municipality_id)


def as_owner(log, *statements, **values):
    """Do what the owner of the database can do: switch the triggers off."""
    with forging(log.engine) as connection:
        if log.engine.dialect.name == SQLITE:
            for table in TABLES:
                for name in ("no_update", "no_delete", "next"):
                    connection.execute(text(f"DROP TRIGGER IF EXISTS {table}_{name}"))
        else:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
        for statement in statements:
            assert connection.execute(text(statement), values).rowcount > 0, statement


def test_what_nobody_touched_fits(log):
    finding = found(log)
    assert (finding.fits, finding.unsealed) == (True, 0)
    assert (finding.entries, finding.trees) == (15, 4)
    assert finding.heads == len(log.rows("SELECT 1 FROM log_heads"))


def test_what_is_not_sealed_yet_is_counted_and_said(log):
    log.look(2)
    assert (found(log).fits, found(log).unsealed) == (True, 2)


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ("UPDATE access_entries SET event = 'form:shown' WHERE seq = 3", "changed"),
        ("UPDATE access_entries SET user_id = NULL WHERE seq = 3", "changed"),
        ("UPDATE access_entries SET purpose = 'triage' WHERE seq = 3", "changed"),
        ("UPDATE access_entries SET commitment = NULL WHERE seq = 3", "changed"),
        ("DELETE FROM processings WHERE entry_seq = 3", "changed"),
        ("UPDATE processings SET commitment = NULL WHERE entry_seq = 3", "changed"),
        ("DELETE FROM access_entries WHERE seq = 3", "gone"),
        ("DELETE FROM log_leaves WHERE entry_seq = 3", "number"),
        ("DELETE FROM log_leaves WHERE entry_seq = 5", "cut"),
        ("UPDATE log_heads SET note = replace(note, 'time 2026', 'time 2025')", "signature"),
        ("UPDATE log_heads SET size = size - 1", "note"),
        ("DELETE FROM sealer_keys", "signature"),
    ],
)
def test_every_change_shows_and_where_it_is_first(log, change, kind):
    as_owner(log, change)
    finding = found(log)
    assert not finding.fits
    assert finding.misfits[0].kind == kind


def test_a_leaf_that_was_made_to_fit_does_not_fit_the_signed_root(log):
    said = b"somebody wrote this leaf anew"
    import hashlib

    hashed = hashlib.sha256(b"\x00" + said).digest()
    as_owner(log, "UPDATE log_leaves SET hash = :hashed WHERE entry_seq = 3", hashed=hashed)
    assert found(log).misfits[0].kind == "changed"


def test_an_entry_and_its_leaf_rewritten_together_do_not_fit_the_signed_root(log):
    from caseapp.accesslog.seal import merkle
    from caseapp.accesslog.seal.text_in_sql import leaf_text

    as_owner(log, "UPDATE access_entries SET purpose = 'triage' WHERE seq = 3")
    said = leaf_text(log.engine.dialect.name)
    ((written,),) = log.rows(f"SELECT {said} FROM access_entries e WHERE seq = 3")
    hashed = merkle.leaf_hash(written.encode())
    as_owner(log, "UPDATE log_leaves SET hash = :hashed WHERE entry_seq = 3", hashed=hashed)
    assert found(log).misfits[0].kind == "root"


def test_a_head_of_what_was_cut_off_goes_with_the_export_all_the_same(log):
    """Who reads the file sees that more was signed than is there."""
    before = [line for line in log.export() if line.startswith("head")]
    as_owner(log, "DELETE FROM log_leaves WHERE entry_seq = 15")
    after = log.export()
    assert [line for line in after if line.startswith("head")] == before
    assert found(log).misfits[0].kind == "cut"


def test_one_municipality_is_checked_without_the_other(log):
    as_owner(log, "UPDATE access_entries SET event = 'form:shown' WHERE seq = 3")
    with log.engine.connect() as connection:
        assert check(connection, None).fits


def keys(log) -> tuple[DataKey, DataKey]:
    case = db.session.get_one(Case, log.case_id)
    resident = db.session.get_one(Resident, log.resident_id)
    made = case.key, resident.key
    ledger.accesslog.logbook(db.session()).clear()
    return made


def at_rest():
    """End the transaction of the application: SQLite has one writer."""
    db.session.rollback()


def test_a_commitment_opens_with_the_key_and_only_with_the_right_person(log):
    bare = crypto.log_key(keys(log)[1].unwrapped())
    at_rest()
    commitment, trace = log.rows(
        "SELECT p.commitment, e.trace_id FROM processings p JOIN access_entries e"
        " ON e.seq = p.entry_seq ORDER BY p.seq LIMIT 1"
    )[0]
    trace = trace if hasattr(trace, "hex") and not isinstance(trace, str) else ledger.UUID(trace)
    made = leaf.commit_line(bare, trace, log.resident_id, log.case_id)
    assert made == bytes(commitment)
    assert leaf.commit_line(bare, trace, log.case_id, log.resident_id) != made
    assert leaf.commit_line(b"\x00" * 32, trace, log.resident_id, log.case_id) != made


def test_the_same_person_in_two_entries_has_two_commitments(log):
    ((different, all_of_them),) = log.rows(
        "SELECT count(DISTINCT commitment), count(*) FROM processings"
    )
    assert different == all_of_them > 1


def test_the_log_forgets_nobody_whose_key_is_there(log):
    _, key = keys(log)
    key_id = key.id
    at_rest()
    with (
        log.engine.connect() as connection,
        pytest.raises(DBAPIError, match=r"append-only|not authorized"),
    ):
        forget(connection, key_id, log.resident_id)


def test_a_destroyed_key_lets_the_log_forget_the_person_and_every_proof_still_fits(log):
    of_case, of_resident = keys(log)
    of_case.destroy()
    of_resident.destroy()
    db.session.commit()
    before = log.export()
    with log.engine.begin() as connection:
        assert forget(connection, of_resident.id, log.resident_id) == 15
        assert forget(connection, of_case.id, log.case_id) == 15
    ((left,),) = log.rows(
        "SELECT count(*) FROM processings WHERE resident_id IS NOT NULL OR case_id IS NOT NULL"
    )
    ((named,),) = log.rows("SELECT count(*) FROM access_entries WHERE case_id IS NOT NULL")
    assert (left, named) == (0, 0)
    assert (found(log).misfits, log.export()) == ([], before)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE processings SET resident_id = NULL, case_id = NULL, key_id = NULL, event = 'x'",
        "UPDATE processings SET resident_id = case_id, case_id = NULL, key_id = NULL",
        "UPDATE processings SET resident_id = NULL, commitment = NULL, key_id = NULL",
        "DELETE FROM processings",
        "UPDATE access_entries SET subject_id = NULL, case_id = NULL, key_id = NULL, details = 'x'",
        "UPDATE access_entries SET subject_id = NULL, case_id = NULL, user_id = NULL, details = ''",
    ],
)
def test_nothing_else_can_be_changed_when_the_key_is_destroyed(log, change):
    for key in keys(log):
        key.destroy()
    db.session.commit()
    with (
        log.engine.connect() as connection,
        pytest.raises(DBAPIError, match=r"append-only|not authorized"),
    ):
        connection.execute(text(change))
