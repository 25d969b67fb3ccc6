"""Many rows at once: keys drawn and texts sealed without an object for each, then written together.

For whoever brings in thousands: a list of a municipality, a fictitious town. The rows are the same
to the byte as those the nouns themselves make.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, cast
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from psycopg import sql
from sqlalchemy import Column, Connection, String, Table
from sqlalchemy.dialects import sqlite
from sqlalchemy.orm import Session

from caseapp.kernel import crypto
from caseapp.kernel.identifiers import new_id
from caseapp.model.sealed import Opens, place

if TYPE_CHECKING:
    import psycopg

BATCH = 2_000


class FreshKey:
    """A data key drawn just now: the row it is kept in, and the texts that are sealed with it."""

    def __init__(self, municipality_id: UUID, at: datetime) -> None:
        bare = secrets.token_bytes(crypto.KEY_BYTES)
        key_id = new_id()
        version, wrapped = crypto.ring().wrap(municipality_id, key_id, bare)
        self._cipher = AESGCM(bare)
        self.row: dict[str, Any] = {
            "id": key_id,
            "municipality_id": municipality_id,
            "wrapping_version": version,
            "wrapped": wrapped,
            "created_at": at,
        }

    def sealed(self, noun: Any, row_id: UUID, **texts: str) -> dict[str, bytes | None]:
        """Give the sealed columns of a row by the plain names of the noun; nothing stays nothing.

        Raises ValueError for a text that is longer than the noun takes.
        """
        columns: dict[str, bytes | None] = {}
        for name, text in texts.items():
            opens = cast("Opens", getattr(noun, name))
            if len(text) > opens.length:
                message = f"{name} is longer than {opens.length} characters"
                raise ValueError(message)
            where = place(noun.__tablename__, opens.column, row_id)
            columns[opens.column] = crypto.seal(self._cipher, text, where) if text else None
        return columns


def write(
    session: Session, noun: Any, rows: Sequence[dict[str, Any]], *, unless_there: bool = False
) -> None:
    """Insert rows of one noun, which all name the same columns, in the caller's transaction.

    What a row does not name stays empty on PostgreSQL. `unless_there` passes over what another
    transaction wrote down first, by whatever the database allows only once.
    """
    table, connection = cast("Table", noun.__table__), session.connection()
    for start in range(0, len(rows), BATCH):
        batch = rows[start : start + BATCH]
        if connection.dialect.name == "postgresql":
            names = list(batch[0])
            kinds = [table.c[name].type.dialect_impl(connection.dialect) for name in names]
            made = [kind.bind_processor(connection.dialect) or _as_it_is for kind in kinds]
            columns = [
                [one(row[name]) for row in batch] for one, name in zip(made, names, strict=True)
            ]
            pour(connection, table, names, columns, unless_there=unless_there)
        else:
            statement = sqlite.insert(table)
            if unless_there:
                statement = statement.on_conflict_do_nothing()
            connection.execute(statement, batch)


def pour(
    connection: Connection,
    table: Table,
    names: Sequence[str],
    columns: Sequence[list[Any]],
    *,
    unless_there: bool = False,
) -> None:
    """Insert rows into a table of PostgreSQL, given by the column: one statement for them all.

    As fast as a COPY, which PostgreSQL refuses on a table whose rows are locked.
    """
    kinds = [_array_of(table.c[name], connection) for name in names]
    statement = sql.SQL("INSERT INTO {} ({}) SELECT * FROM unnest({}){}").format(
        sql.Identifier(table.name),
        sql.SQL(", ").join(map(sql.Identifier, names)),
        sql.SQL(", ").join(map(sql.SQL, kinds)),
        sql.SQL(" ON CONFLICT DO NOTHING" if unless_there else ""),
    )
    driver = cast("psycopg.Connection[Any]", connection.connection.driver_connection)
    driver.execute(statement, columns, prepare=False)


def _array_of(column: Column[Any], connection: Connection) -> Any:
    """Give the place of a column among the parameters.

    In binary, which takes half the time. A text goes in as long as it is, so that one too long is
    refused and not cut off.
    """
    if isinstance(column.type, String):
        return "%b::text[]"
    return f"%b::{column.type.compile(connection.dialect)}[]"


def _as_it_is(value: Any) -> Any:
    return value
