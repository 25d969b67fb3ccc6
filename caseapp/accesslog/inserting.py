"""Adding rows to the log: SQLite is told their numbers, PostgreSQL gives them."""

from collections.abc import Iterable, Sequence
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, func, insert, select, text
from sqlalchemy.orm import Session

from caseapp.model.accesslog import AccessEntry, Processing

ENTRIES = cast("Table", AccessEntry.__table__)
LINES = cast("Table", Processing.__table__)
INSERT_ONE = insert(ENTRIES).returning(ENTRIES.c.seq)
INSERT = insert(ENTRIES).returning(ENTRIES.c.seq, sort_by_parameter_order=True)
IDS = ("resident_id", "case_id", "key_id")
SHARED = ("at", "municipality_id", "user_id", "event", "purpose")
"""What lines have in common with their entry."""
WRITTEN = [one.name for one in ENTRIES.c if one.name not in ("seq", "written_in")]
LINES_OF = f"INSERT INTO processings (entry_seq, {', '.join((*SHARED, *IDS, 'commitment'))})"
LISTED = (
    "unnest(CAST(:line_resident_id AS uuid[]), CAST(:line_case_id AS uuid[]),"
    " CAST(:line_key_id AS uuid[]), CAST(:line_commitment AS bytea[])) AS line"
)
LINES_AT_ONCE = text(
    f"{LINES_OF} SELECT CAST(:entry_seq AS bigint), CAST(:at AS timestamptz),"  # noqa: S608  # nosec B608
    " CAST(:municipality_id AS uuid), CAST(:user_id AS uuid), CAST(:event AS text),"
    f" CAST(:purpose AS text), line.* FROM {LISTED}"
)
"""All lines of an entry in one statement, for PostgreSQL: a list shows a hundred people."""
PAGE_AT_ONCE = text(
    f"WITH entry AS (INSERT INTO access_entries ({', '.join(WRITTEN)})"  # noqa: S608  # nosec B608
    f" VALUES ({', '.join(f':{name}' for name in WRITTEN)}) RETURNING seq, {', '.join(SHARED)})"
    f" {LINES_OF} SELECT entry.*, line.* FROM entry, {LISTED}"
)
"""An entry with its lines: what a page costs in the log is for half the asking."""


def insert_page(
    session: Session, rows: list[dict[str, Any]], lines: Sequence[dict[str, Any]]
) -> None:
    """Add entries, and the lines that stand under the first of them."""
    connection = session.connection()
    on_server = connection.dialect.name == "postgresql"
    if lines and len(rows) == 1 and on_server:  # most pages: then one statement is enough
        said = rows[0] | {"result": str(rows[0]["result"])}
        connection.execute(PAGE_AT_ONCE, said | _arrays(lines))
        return
    numbers = _insert_entries(session, rows)
    if not lines:
        return
    shared = {name: rows[0][name] for name in SHARED} | {"entry_seq": numbers[0]}
    if on_server:
        connection.execute(LINES_AT_ONCE, shared | _arrays(lines))
        return
    told = [shared | line for line in lines]
    _number(session, LINES, told)
    connection.execute(insert(LINES), told)


def _insert_entries(session: Session, rows: list[dict[str, Any]]) -> list[int]:
    connection = session.connection()
    if connection.dialect.name == "sqlite":
        numbers = _number(session, ENTRIES, rows)
        connection.execute(insert(ENTRIES), rows)
        return numbers
    if len(rows) == 1:  # nothing is needed to keep many in their order
        return [connection.execute(INSERT_ONE, rows[0]).scalar_one()]
    return list(connection.execute(INSERT, rows).scalars())


def _arrays(lines: Sequence[dict[str, Any]]) -> dict[str, str]:
    """Give what differs between lines, each column as an array."""
    made = {f"line_{name}": _array(line[name] for line in lines) for name in IDS}
    made["line_commitment"] = _array_of_bytes(line["commitment"] for line in lines)
    return made


def _array(ids: Iterable[UUID | None]) -> str:
    """Write ids as an array of PostgreSQL, which the driver does value by value."""
    return "{" + ",".join("NULL" if one is None else one.hex for one in ids) + "}"


def _array_of_bytes(values: Iterable[bytes | None]) -> str:
    told = ("NULL" if one is None else f'"\\\\x{one.hex()}"' for one in values)
    return "{" + ",".join(told) + "}"


def _number(session: Session, table: Table, rows: list[dict[str, Any]]) -> list[int]:
    """On SQLite, give each row the next number: its trigger refuses any other."""
    connection = session.connection()
    last = connection.execute(select(func.coalesce(func.max(table.c.seq), 0))).scalar_one()
    for number, row in enumerate(rows, start=last + 1):
        row["seq"] = number
    return [row["seq"] for row in rows]
