"""Adding rows to the log: SQLite is told their numbers, PostgreSQL gives them."""

from collections.abc import Sequence
from typing import Any, cast

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.orm import Session

from caseapp.model.accesslog import AccessEntry, Processing

ENTRIES = cast("Table", AccessEntry.__table__)
LINES = cast("Table", Processing.__table__)
INSERT_ONE = insert(ENTRIES).returning(ENTRIES.c.seq)
INSERT = insert(ENTRIES).returning(ENTRIES.c.seq, sort_by_parameter_order=True)
LINES_AT_ONCE = text(
    "INSERT INTO processings (entry_seq, at, municipality_id, user_id, event, purpose,"
    " resident_id, case_id, key_id, commitment)"
    " SELECT CAST(:entry_seq AS bigint), CAST(:at AS timestamptz), CAST(:municipality_id AS uuid),"
    " CAST(:user_id AS uuid), CAST(:event AS text), CAST(:purpose AS text), line.*"
    " FROM unnest(CAST(:resident_id AS uuid[]), CAST(:case_id AS uuid[]), CAST(:key_id AS uuid[]),"
    " CAST(:commitment AS bytea[])) AS line"
)
"""All lines of an entry in one statement, for PostgreSQL: a list shows a hundred people."""


def insert_entries(session: Session, rows: list[dict[str, Any]]) -> list[int]:
    """Add entries, and give their numbers."""
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        numbers = _number(session, ENTRIES, rows)
        connection.execute(insert(ENTRIES), rows)
        return numbers
    if len(rows) == 1:  # a page writes one: that needs nothing to keep many in their order
        return [connection.execute(INSERT_ONE, rows[0]).scalar_one()]
    return list(connection.execute(INSERT, rows).scalars())


def insert_lines(session: Session, shared: dict[str, Any], lines: Sequence[dict[str, Any]]) -> None:
    """Add the lines of an entry: what they share, and what differs."""
    if not lines:
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        columns = {name: [line[name] for line in lines] for name in lines[0]}
        connection.execute(LINES_AT_ONCE, shared | columns)
        return
    rows = [shared | line for line in lines]
    _number(session, LINES, rows)
    connection.execute(insert(LINES), rows)


def _number(session: Session, table: Table, rows: list[dict[str, Any]]) -> list[int]:
    """On SQLite, give each row the next number: its trigger refuses any other."""
    connection = session.connection()
    last = connection.execute(select(func.coalesce(func.max(table.c.seq), 0))).scalar_one()
    for number, row in enumerate(rows, start=last + 1):
        row["seq"] = number
    return [row["seq"] for row in rows]
