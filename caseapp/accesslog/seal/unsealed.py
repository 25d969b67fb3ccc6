"""What the sealer reads: entries without a leaf, as far as no running transaction can precede them.

Each question says of the leaves, too, which it is about: otherwise the newest entries are held
against all leaves there ever were.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from typing import cast as typed

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Connection,
    Table,
    any_,
    case,
    cast,
    exists,
    select,
    text,
)

from caseapp.accesslog.seal.trees import LEAVES
from caseapp.model.accesslog import AccessEntry, Processing

ENTRIES = typed("Table", AccessEntry.__table__)
LINES = typed("Table", Processing.__table__)
BATCH = 10_000

HORIZON = text(
    """
    SELECT CASE WHEN pg_has_role(current_user, 'pg_read_all_stats', 'usage') THEN least(
      pg_snapshot_xmax(now.shot)::text::bigint,
      (SELECT min(
         pg_snapshot_xmax(now.shot)::text::bigint
         - ((pg_snapshot_xmax(now.shot)::text::bigint - running.xid::text::bigint + :wrap + :half)
            % :wrap - :half))
       FROM (SELECT backend_xid AS xid FROM pg_stat_activity WHERE datname = current_database()
             UNION ALL
             SELECT transaction FROM pg_prepared_xacts WHERE database = current_database()
            ) AS running WHERE xid IS NOT NULL))
    ELSE pg_snapshot_xmin(now.shot)::text::bigint END
    FROM (SELECT pg_current_snapshot() AS shot) AS now
    """
).bindparams(wrap=2**32, half=2**31)
"""The number below which no transaction of this database still runs.

Asked before the entries are read: whoever is not running any more is seen by then. Who began after
the snapshot was taken has a number above it, and holds nothing back. Without the
right to see who is running, those of other databases on the server hold it back too.
"""


def _plain(table: Table, name: str) -> ColumnElement[Any]:
    """Give a column that a leaf tells only where there is no commitment to it."""
    column = table.c[name]
    return case((table.c.commitment.is_(None), column)).label(name)


TOLD_APART = ("subject_id", "case_id")
UNTOLD = ("key_id", "written_in")
ENTRY = [one for one in ENTRIES.c if one.name not in (*TOLD_APART, *UNTOLD)]
ENTRY_TOLD = [*ENTRY, *(_plain(ENTRIES, name) for name in TOLD_APART)]
LINE_TOLD = [
    LINES.c.entry_seq,
    LINES.c.commitment,
    *(_plain(LINES, name) for name in ("resident_id", "case_id")),
]
"""What a leaf tells of an entry and of a line: an id that is not read need not be made."""


def horizon(connection: Connection) -> int | None:
    """Give the number below which no transaction still runs; SQLite has one writer, and none."""
    if connection.dialect.name != "postgresql":
        return None
    found: int = connection.execute(HORIZON).scalar_one()
    return found


def since(
    connection: Connection, month: date, begins: datetime, below: int | None
) -> Sequence[Any]:
    """Give the entries without a leaf from the beginning of a month on, wherever they stand."""
    return _read(connection, below, ENTRIES.c.at >= begins, LEAVES.c.month >= month, BATCH)


def after(connection: Connection, through: int, below: int | None, most: int) -> Sequence[Any]:
    """Give the entries without a leaf behind a number; of all there are when it is below 0."""
    return _read(connection, below, ENTRIES.c.seq > through, LEAVES.c.entry_seq > through, most)


def among(connection: Connection, numbers: set[int], below: int | None) -> Sequence[Any]:
    """Give the entries without a leaf that have one of these numbers; on PostgreSQL."""
    if not numbers:
        return ()
    listed = cast(sorted(numbers), ARRAY(BigInteger))
    there, sealed = ENTRIES.c.seq == any_(listed), LEAVES.c.entry_seq == any_(listed)
    return _read(connection, below, there, sealed, BATCH)


def passed_over(connection: Connection, first: int, last: int) -> set[int]:
    """Give the numbers from one through another that no leaf is of."""
    there = select(LEAVES.c.entry_seq).where(LEAVES.c.entry_seq.between(first, last))
    return set(range(first, last + 1)) - set(connection.execute(there).scalars())


def last_sealed(connection: Connection) -> int | None:
    """Give the highest number that has a leaf."""
    query = select(LEAVES.c.entry_seq).where(LEAVES.c.entry_seq.is_not(None))
    return connection.execute(query.order_by(LEAVES.c.entry_seq.desc()).limit(1)).scalar()


def _read(
    connection: Connection,
    below: int | None,
    which: ColumnElement[bool],
    sealed: ColumnElement[bool],
    most: int,
) -> Sequence[Any]:
    has_leaf = exists().where(LEAVES.c.entry_seq == ENTRIES.c.seq, sealed)
    query = select(*ENTRY_TOLD).where(which, ~has_leaf)
    if below is not None:
        written = ENTRIES.c.written_in
        query = query.where(written.is_(None) | (written < below))
    return connection.execute(query.order_by(ENTRIES.c.seq).limit(most)).mappings().all()


def lines_of(connection: Connection, rows: Sequence[Any]) -> dict[int, list[Any]]:
    """Give the lines of entries, by the number of their entry: they are of the same moments."""
    found: dict[int, list[Any]] = defaultdict(list)
    numbers, moments = [row["seq"] for row in rows], [row["at"] for row in rows]
    query = select(*LINE_TOLD).where(LINES.c.at.between(min(moments), max(moments)))
    if connection.dialect.name == "postgresql":
        query = query.where(text("entry_seq = ANY(:numbers)").bindparams(numbers=numbers))
    else:  # entries are sealed there in the order of their numbers, none left out
        query = query.where(LINES.c.entry_seq.between(numbers[0], numbers[-1]))
    for line in connection.execute(query).mappings():
        found[line["entry_seq"]].append(line)
    return found
