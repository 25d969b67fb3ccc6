"""The log is added to and never changed: the database itself refuses, also at a raw prompt."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.kernel.actor import Role
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
