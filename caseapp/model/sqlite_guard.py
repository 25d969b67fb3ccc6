"""What the application's own connections to SQLite refuse to do, whatever statement asks for it.

SQLite has no roles. So the connection itself asks here before it runs anything: the shape of the
database stays as the migrations left it, the log and its seals are added to and never changed, and
the settings that keep every commit stay as they were set. The triggers stand behind this.
Whoever opens the file with another program is not held back: SQLite is for one small team.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Connection, Engine, event

from caseapp.model.roles import KEPT, LOG, SEALS

EVIDENCE = frozenset((*LOG, *SEALS, *KEPT))
EMPTIED = {
    "access_entries": frozenset({"subject_id", "case_id", "key_id", "details"}),
    "processings": frozenset({"resident_id", "case_id", "key_id"}),
}
"""What may be emptied once a key is destroyed; a trigger sees to that."""
SHAPE = frozenset(
    getattr(sqlite3, name)
    for name in dir(sqlite3)
    if name.startswith(("SQLITE_CREATE_", "SQLITE_DROP_", "SQLITE_ALTER_"))
) | {sqlite3.SQLITE_ATTACH, sqlite3.SQLITE_DETACH, sqlite3.SQLITE_REINDEX, sqlite3.SQLITE_ANALYZE}
CHANGES = frozenset({sqlite3.SQLITE_UPDATE, sqlite3.SQLITE_DELETE})
LOOKS = frozenset(
    {
        "foreign_key_check",
        "foreign_key_list",
        "index_info",
        "index_list",
        "index_xinfo",
        "integrity_check",
        "quick_check",
        "table_info",
        "table_list",
        "table_xinfo",
    }
)
"""Pragmas that are asked about something, and change nothing."""
FUNCTIONS = frozenset({"load_extension", "fts3_tokenizer", "writefile", "edit"})


def guard(engine: Engine) -> None:
    """Let every connection of this engine refuse what the application never does."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _watch)


def _watch(connection: Any, _record: Any) -> None:
    connection.set_authorizer(_allowed)


@contextmanager
def unguarded(connection: Connection) -> Iterator[None]:
    """Let a migration change the shape of the database; after it the connection is as before."""
    opened = connection.connection.driver_connection
    if not isinstance(opened, sqlite3.Connection):
        yield
        return
    opened.set_authorizer(None)
    try:
        yield
    finally:
        opened.set_authorizer(_allowed)


def _allowed(
    action: int, first: str | None, second: str | None, _database: str | None, _by: str | None
) -> int:
    """Tell SQLite whether a part of a statement may be done; asked when it is prepared."""
    if action in {sqlite3.SQLITE_READ, sqlite3.SQLITE_SELECT}:
        return sqlite3.SQLITE_OK
    name = (first or "").lower()
    refused = (
        action in SHAPE
        or (action == sqlite3.SQLITE_PRAGMA and second is not None and name not in LOOKS)
        or (action == sqlite3.SQLITE_FUNCTION and (second or "").lower() in FUNCTIONS)
        or _changes_evidence(action, name, second)
    )
    return sqlite3.SQLITE_DENY if refused else sqlite3.SQLITE_OK


def _changes_evidence(action: int, table: str, column: str | None) -> bool:
    """Tell whether a part of a statement changes the log, its seals or SQLite's own tables."""
    if action in CHANGES or action == sqlite3.SQLITE_INSERT:
        if table.startswith("sqlite_"):
            return True
        emptied = EMPTIED.get(table, frozenset()) if action == sqlite3.SQLITE_UPDATE else ()
        return action in CHANGES and table in EVIDENCE and column not in emptied
    return False
