"""The log is added to and never changed: the database itself refuses, also at a raw prompt."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Processing
from tests.support.cast import actor_for


@pytest.fixture
def raw(session, town):
    """The connection of a log that holds an entry and a line."""
    officer = actor_for(town.person(Role.PRIVACY_OFFICER))
    resident = town.resident()
    session.expunge_all()
    accesslog.faces(town.id, [resident.id])
    accesslog.record(officer, Event.LOG_SHOWN, None)
    session.commit()
    return session.connection()


def test_the_log_of_this_test_is_not_empty(raw):
    for table in ("access_entries", "processings"):
        assert raw.execute(text(f"SELECT count(*) FROM {table}")).scalar_one() > 0


@pytest.mark.parametrize("table", ["access_entries", "processings"])
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE {} SET event = 'nothing'",
        "UPDATE {} SET user_id = NULL",
        "DELETE FROM {}",
        "DELETE FROM {} WHERE seq = (SELECT max(seq) FROM {})",
    ],
)
def test_no_line_is_changed_or_taken_away(raw, table, statement):
    with pytest.raises(DatabaseError), raw.begin_nested():
        raw.execute(text(statement.replace("{}", table)))


@pytest.mark.parametrize("table", ["access_entries", "processings"])
def test_the_table_is_not_emptied_at_once(raw, table):
    verb = "DELETE FROM" if raw.dialect.name == "sqlite" else "TRUNCATE"
    with pytest.raises(DatabaseError), raw.begin_nested():
        raw.execute(text(f"{verb} {table}"))


@pytest.mark.parametrize("table", ["access_entries", "processings"])
def test_a_line_is_not_replaced_by_another_with_its_number(raw, table):
    columns = "seq, at, request_id, event, result, details"
    values = "at, request_id, 'nothing', result, details"
    if table == "processings":
        columns, values = "seq, entry_seq, at, event", "entry_seq, at, 'nothing'"
    verb = "INSERT OR REPLACE INTO" if raw.dialect.name == "sqlite" else "INSERT INTO"
    with pytest.raises(DatabaseError), raw.begin_nested():
        raw.execute(text(f"{verb} {table} ({columns}) SELECT seq, {values} FROM {table}"))


COLUMNS = {
    "access_entries": ("seq, at, request_id, event, result, details", "'r', 'x', 'done', ''"),
    "processings": ("seq, at, entry_seq, event", "1, 'x'"),
}


@pytest.mark.parametrize("table", COLUMNS)
def test_a_line_is_not_changed_by_way_of_an_insert(raw, table):
    names, values = COLUMNS[table]
    upsert = (
        f"INSERT INTO {table} ({names}) SELECT max(seq), max(at), {values} FROM {table} "
        "WHERE true ON CONFLICT (seq) DO UPDATE SET event = 'nothing'"
    )
    with pytest.raises(DatabaseError), raw.begin_nested():
        raw.execute(text(upsert))


@pytest.mark.parametrize("table", COLUMNS)
def test_no_line_is_merged_into_another(raw, table):
    if raw.dialect.name == "sqlite":
        merge = f"UPDATE OR REPLACE {table} SET seq = seq + 1"
    else:
        merge = (
            f"MERGE INTO {table} USING (SELECT 1) AS one ON true "
            "WHEN MATCHED THEN UPDATE SET event = 'nothing'"
        )
    with pytest.raises(DatabaseError), raw.begin_nested():
        raw.execute(text(merge))


@pytest.mark.parametrize("number", ["1", "-5", "max(seq)", "max(seq) + 2", "NULL"])
def test_on_sqlite_only_the_next_number_is_taken(raw, number):
    names, values = COLUMNS["access_entries"]
    insert = f"INSERT INTO access_entries ({names}) SELECT {number}, max(at), {values}"
    if raw.dialect.name == "postgresql":
        return
    for verb in ("INSERT INTO", "INSERT OR REPLACE INTO", "INSERT OR IGNORE INTO"):
        with pytest.raises(DatabaseError), raw.begin_nested():
            raw.execute(text(f"{insert.replace('INSERT INTO', verb)} FROM access_entries"))


def test_when_everybody_goes_their_log_stays(raw, session):
    """No key of another table leads into the log: nothing that goes takes a line along."""
    for noun in (AccessEntry, Processing):
        assert not noun.__table__.foreign_keys
