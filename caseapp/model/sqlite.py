"""SQLite as the embedded database: durable, strict, and one writer at a time without errors.

WAL with `synchronous=FULL` keeps every acknowledged commit through a power loss (NORMAL does not).
Every transaction begins IMMEDIATE, because every view writes its log: a later upgrade of a read
transaction would fail with "database is locked".
"""

import sqlite3
from typing import Any

from sqlalchemy import Connection, Engine, event

BUSY_TIMEOUT_MS = 10_000

PRAGMAS = (
    "journal_mode=WAL",
    "synchronous=FULL",
    "foreign_keys=ON",
    f"busy_timeout={BUSY_TIMEOUT_MS}",
    "trusted_schema=OFF",
    "secure_delete=ON",
    "recursive_triggers=ON",
    "cache_size=-20000",
)


@event.listens_for(Engine, "connect")
def _tune(connection: Any, _record: Any) -> None:
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    for pragma in PRAGMAS:
        connection.execute(f"PRAGMA {pragma}").close()


@event.listens_for(Engine, "begin")
def _begin(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")
