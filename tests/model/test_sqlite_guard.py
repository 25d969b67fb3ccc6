"""What the application's own connection to SQLite refuses: tried with every statement there is."""

import sqlite3
from uuid import UUID

import pytest
from sqlalchemy import create_engine, inspect, text
from sqlalchemy.exc import DatabaseError

from caseapp.accesslog.seal.forgetting import forget
from caseapp.model.base import Base
from caseapp.model.sqlite_guard import EVIDENCE
from tests.accesslog.seal import ledger
from tests.support.databases import SQLITE, forging

LOG = ("access_entries", "processings")


@pytest.fixture(scope="module")
def log():
    with ledger.kept(SQLITE, "guard") as kept:
        kept.sealer().run_until_idle()
        yield kept


@pytest.fixture
def prompt(log):
    """A prompt on the application's own engine; what is done at it is undone."""
    with log.engine.connect() as connection:
        yield connection
        connection.rollback()


def refused(prompt, statement):
    with pytest.raises(DatabaseError) as told:
        prompt.exec_driver_sql(statement)
    return isinstance(told.value.orig, sqlite3.DatabaseError) and str(told.value.orig)


DENIED = ("not authorized", "access to")
CHANGES = (
    "UPDATE {table} SET {column} = {column}",
    "UPDATE OR REPLACE {table} SET {column} = {column}",
    "UPDATE {table} SET rowid = rowid + 1",
    "DELETE FROM {table}",
    "DELETE FROM {table} WHERE false",
    (
        "INSERT INTO {table} SELECT * FROM {table} WHERE true "
        "ON CONFLICT DO UPDATE SET {column} = {column}"
    ),
    "DROP TABLE {table}",
    "ALTER TABLE {table} RENAME TO elsewhere",
    "ALTER TABLE {table} ADD COLUMN planted INT",
    "ALTER TABLE {table} DROP COLUMN {column}",
    "CREATE TRIGGER planted BEFORE INSERT ON {table} BEGIN SELECT 1; END",
    "CREATE TEMP TRIGGER planted BEFORE INSERT ON {table} BEGIN SELECT 1; END",
    "CREATE INDEX planted ON {table} ({column})",
    "CREATE TEMP TABLE {table} (id INT)",
    "CREATE VIEW planted AS SELECT * FROM {table}",
    "REINDEX {table}",
    "ANALYZE {table}",
)


def column(table):
    """A column that is never emptied."""
    return {"access_entries": "event", "processings": "event"}.get(
        table, Base.metadata.tables[table].columns.values()[-1].name
    )


@pytest.mark.parametrize("table", sorted(EVIDENCE))
@pytest.mark.parametrize("statement", CHANGES)
def test_log_and_seals_are_added_to_and_never_changed(prompt, table, statement):
    asked = statement.format(table=table, column=column(table))
    assert any(word in refused(prompt, asked) for word in (*DENIED, "prohibited")), asked


@pytest.mark.parametrize("table", LOG)
@pytest.mark.parametrize("number", ["1", "-5", "0", "max(seq)", "max(seq) + 2", "NULL", "1e3"])
@pytest.mark.parametrize("verb", ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE", "REPLACE"])
def test_only_the_next_number_is_taken(prompt, table, number, verb):
    names = [c.name for c in Base.metadata.tables[table].columns if c.name != "seq"]
    listed = ", ".join(names)
    asked = (
        f"{verb} INTO {table} (seq, {listed}) SELECT {number}, {listed} FROM "
        f"(SELECT max(seq) AS seq, {listed} FROM {table})"
    )
    assert "only the next one" in refused(prompt, asked)


@pytest.mark.parametrize(
    "statement",
    [
        "DROP TRIGGER access_entries_no_update",
        "DROP TRIGGER processings_next",
        "DROP INDEX ix_access_entries_at",
        "ATTACH DATABASE ':memory:' AS beside",
        "DETACH DATABASE main",
        "CREATE TABLE planted (id INT)",
        "CREATE TABLE planted AS SELECT * FROM processings",
        "CREATE VIRTUAL TABLE planted USING fts5(a)",
        "CREATE TRIGGER planted AFTER INSERT ON users BEGIN DELETE FROM processings; END",
        "UPDATE sqlite_master SET sql = '' WHERE type = 'trigger'",
        "DELETE FROM sqlite_master WHERE type = 'trigger'",
        "INSERT INTO sqlite_master (type, name) VALUES ('table', 'planted')",
        "SELECT load_extension('planted')",
        "PRAGMA writable_schema = ON",
        "PRAGMA writable_schema = RESET",
        "PRAGMA recursive_triggers = OFF",
        "PRAGMA trusted_schema = ON",
        "PRAGMA journal_mode = DELETE",
        "PRAGMA journal_mode(OFF)",
        "PRAGMA main.journal_mode = MEMORY",
        "PRAGMA synchronous = OFF",
        "PRAGMA foreign_keys = OFF",
        "PRAGMA ignore_check_constraints = ON",
        "PRAGMA secure_delete = OFF",
        "PRAGMA locking_mode = EXCLUSIVE",
        "PRAGMA user_version = 7",
        "PRAGMA schema_version = 7",
        "PRAGMA wal_autocheckpoint = 0",
        "PRAGMA query_only = ON",
        "PRAGMA defer_foreign_keys = ON",
        "PRAGMA legacy_alter_table = ON",
        "PRAGMA temp_store_directory = '/tmp'",
    ],
)
def test_the_shape_and_the_settings_stay_as_they_are(prompt, statement):
    assert any(word in refused(prompt, statement) for word in (*DENIED, "may not be modified"))


@pytest.mark.parametrize("statement", ["VACUUM", "VACUUM INTO '/tmp/planted.db'"])
def test_the_file_is_not_written_anew(log, statement):
    with log.engine.connect() as connection:
        opened = connection.connection.driver_connection
        assert not opened.in_transaction
        with pytest.raises(sqlite3.DatabaseError, match=r"not authorized|authorization denied"):
            opened.execute(statement)


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT count(*) FROM access_entries",
        "PRAGMA journal_mode",
        "PRAGMA quick_check",
        "PRAGMA table_info(access_entries)",
        "UPDATE users SET name = name",
        "DELETE FROM users WHERE false",
        "INSERT INTO log_checks SELECT * FROM log_checks WHERE false",
        "SAVEPOINT one",
        "EXPLAIN QUERY PLAN SELECT * FROM processings",
    ],
)
def test_the_work_itself_goes_on(prompt, statement):
    prompt.exec_driver_sql(statement)


def test_the_doctor_and_the_tools_may_look_at_the_shape(prompt):
    assert inspect(prompt).has_table("access_entries")
    assert inspect(prompt).get_columns("processings")


def test_whom_a_line_is_about_is_emptied_only_once_the_key_is_gone(log):
    (key_id, holder) = log.rows(
        "SELECT key_id, resident_id FROM processings WHERE resident_id IS NOT NULL LIMIT 1"
    )[0]
    key_id, holder = UUID(key_id), UUID(holder)
    with pytest.raises(DatabaseError, match="append-only"), log.engine.begin() as connection:
        forget(connection, key_id, holder)
    with log.engine.connect() as connection:
        keys = Base.metadata.tables["data_keys"]
        connection.execute(keys.update().where(keys.c.id == key_id).values(wrapped=None))
        assert forget(connection, key_id, holder) > 0
        connection.rollback()


def test_a_migration_changes_the_shape_and_after_it_the_guard_is_back(log):
    with forging(log.engine) as connection:
        connection.exec_driver_sql("CREATE TABLE planted (id INT)")
        connection.exec_driver_sql("DROP TABLE planted")
    with log.engine.connect() as connection:
        assert "not authorized" in refused(connection, "CREATE TABLE planted (id INT)")


def test_who_opens_the_file_with_another_program_is_not_held_back(log):
    """The honest limit of SQLite: against this only the seals and the anchors help."""
    engine = create_engine(log.engine.url)
    with engine.connect() as connection:
        connection.execute(text("DROP TRIGGER processings_no_update"))
        connection.rollback()
    engine.dispose()
