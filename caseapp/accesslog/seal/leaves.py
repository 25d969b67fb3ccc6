"""The leaves of a month as they stand, each beside what the database says its entry is.

For PostgreSQL a month is asked as a whole: its entries and their lines are found among those of
that month alone. The rare leaf of an entry of an earlier month, that came after that was closed, is
asked by itself.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Connection, DateTime, bindparam, text

from caseapp.accesslog.seal import merkle
from caseapp.accesslog.seal.text_in_sql import POSTGRESQL, leaf_text, lines_gathered
from caseapp.accesslog.seal.trees import LEAVES

CHUNK = 10_000
LEAF = [bindparam(name, type_=LEAVES.c[name].type) for name in ("tree_id", "month")]
SPAN = [bindparam(name, type_=DateTime(timezone=True)) for name in ("begins", "ends")]
AS_A_WHOLE = (
    text("SET LOCAL work_mem = '64MB'"),
    text("SET LOCAL cursor_tuple_fraction = 1"),
)
"""For the rest of this transaction: all rows are wanted, and a month should fit in memory."""


def told(
    connection: Connection, tree_id: UUID, month: date
) -> Iterator[tuple[int, bytes, int | None, str | None]]:
    """Give of each leaf its number, hash and entry, and what it must say, if that is there."""
    for number, hashed, seq, written in _read(connection, tree_id, month, "{}"):
        yield number, hashed, seq, written if written is not None else _late(connection, seq)


def hashed(
    connection: Connection, tree_id: UUID, month: date
) -> Iterator[tuple[int, bytes, int | None, bytes | None]]:
    """Give of each leaf its number, hash and entry, and the hash that it must have.

    PostgreSQL hashes itself: a check that is fast trusts its functions anyway.
    """
    if connection.dialect.name == POSTGRESQL:
        by_database = "sha256(decode('00', 'hex') || convert_to({}, 'UTF8'))"
        for number, given, seq, made in _read(connection, tree_id, month, by_database):
            yield number, given, seq, made if made is not None else _hash(_late(connection, seq))
        return
    for number, given, seq, written in _read(connection, tree_id, month, "{}"):
        yield number, given, seq, _hash(written)


def _hash(written: str | None) -> bytes | None:
    return merkle.leaf_hash(written.encode()) if written is not None else None


def _read(connection: Connection, tree_id: UUID, month: date, shape: str) -> Iterator[Any]:
    asked: dict[str, Any] = {"tree_id": tree_id, "month": month}
    if connection.dialect.name == POSTGRESQL:
        for setting in AS_A_WHOLE:
            connection.execute(setting)
        begins = datetime.combine(month, time(), UTC)
        following = (begins + timedelta(days=31)).replace(day=1)
        asked |= {"begins": begins, "ends": following}
        query = text(_of_month(shape)).bindparams(*LEAF, *SPAN)
    else:
        query = text(_of_tree(leaf_text(connection.dialect.name))).bindparams(*LEAF)
    with connection.execute(query, asked, execution_options={"yield_per": CHUNK}) as rows:
        yield from rows


def _of_month(shape: str) -> str:
    made = shape.format(leaf_text(POSTGRESQL, "coalesce(line.told, '')"))
    return (
        f"SELECT l.number, l.hash, l.entry_seq, CASE WHEN e.seq IS NOT NULL THEN {made} END"  # noqa: S608  # nosec B608
        " FROM log_leaves l LEFT JOIN access_entries e"
        " ON e.seq = l.entry_seq AND e.at >= :begins AND e.at < :ends"
        f" LEFT JOIN ({lines_gathered()}) line ON line.entry_seq = e.seq"
        " WHERE l.tree_id = :tree_id AND l.month = :month ORDER BY l.number"
    )


def _of_tree(said: str) -> str:
    return (
        f"SELECT l.number, l.hash, l.entry_seq, {said} FROM log_leaves l"  # noqa: S608  # nosec B608
        " LEFT JOIN access_entries e ON e.seq = l.entry_seq"
        " WHERE l.tree_id = :tree_id AND l.month = :month ORDER BY l.number"
    )


def _late(connection: Connection, seq: int | None) -> str | None:
    """Give what the leaf of an entry must say, in whatever month that is."""
    said = leaf_text(connection.dialect.name)
    query = text(f"SELECT {said} FROM access_entries e WHERE e.seq = :seq")  # noqa: S608  # nosec B608
    found: str | None = connection.execute(query, {"seq": seq}).scalar()
    return found
