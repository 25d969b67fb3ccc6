"""The sealer: gives every entry its number without gaps, and signs the tree. Apart from requests.

A request only inserts its entry, under no lock. The sealer comes at least once a second, takes
every entry that no running transaction can come before, and seals it. It reads and adds; it never
changes anything, and in production it runs as another user with another key.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Engine, Table, exists, select, text

from caseapp.accesslog.seal import leaf, merkle, trees
from caseapp.accesslog.seal.trees import LEAVES, TREES, Tree
from caseapp.kernel import clock
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.seals import TreeKind

ENTRIES = cast("Table", AccessEntry.__table__)
LINES = cast("Table", Processing.__table__)
BATCH = 10_000
GRACE = timedelta(minutes=10)
"""How long after its end a month stays open: no transaction takes so long to be committed."""
MARGIN = 20_000
"""How many entries back are looked at again: a slow transaction comes late under its number."""
LOOK_BACK_EVERY = timedelta(hours=1)
MONTHS_AHEAD = 3
LOCK = 7_013_000
"""The advisory lock by which two sealers on PostgreSQL know of each other."""

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


@dataclass
class Sealer:
    """One sealer: where it writes, what it signs with, and how far it is."""

    engine: Engine
    key: Ed25519PrivateKey
    sealed_through: int = -1
    """Every entry up to here is sealed; -1 means: look at all of them."""
    looked_back_at: datetime | None = None

    def run_once(self) -> int:
        """Seal what there is, in one transaction, and give how many entries that were."""
        with self.engine.begin() as connection:
            if not _alone(connection):
                return 0
            at = clock.now()
            rows = self._unsealed(connection, at)
            if rows:
                trees.remember_key(connection, self.key, at)
                self._seal(connection, rows, at)
            if len(rows) < BATCH:
                self._close_months(connection, at)
                self._advance(connection, at)
        return len(rows)

    def run_until_idle(self) -> int:
        """Seal all there is, batch after batch, and give how many entries that were."""
        total = 0
        while done := self.run_once():
            total += done
        return total

    def _unsealed(self, connection: Connection, at: datetime) -> Sequence[Any]:
        """Give the next entries without a leaf, oldest number first.

        Now and then all of the present month is looked at: an entry whose transaction was stuck
        for long may stand far back.
        """
        entry = ENTRIES.alias("e")
        query = select(entry).where(~exists().where(LEAVES.c.entry_seq == entry.c.seq))
        if self.looked_back_at is not None and at - self.looked_back_at > LOOK_BACK_EVERY:
            begins = datetime.combine(leaf.month_of(at - LOOK_BACK_EVERY), time(), UTC)
            query = query.where(entry.c.at >= begins)
        else:
            query = query.where(entry.c.seq > self.sealed_through)
        if connection.dialect.name == "postgresql":
            horizon = connection.execute(HORIZON).scalar_one()
            query = query.where(entry.c.written_in.is_(None) | (entry.c.written_in < horizon))
        return connection.execute(query.order_by(entry.c.seq).limit(BATCH)).mappings().all()

    def _seal(self, connection: Connection, rows: Sequence[Any], at: datetime) -> None:
        lines = _lines_of(connection, rows)
        done = trees.closed(connection)
        grown: dict[tuple[UUID | None, date], list[tuple[int, bytes]]] = defaultdict(list)
        for row in rows:
            hashed = merkle.leaf_hash(leaf.text(row, lines.get(row["seq"], ())))
            grown[row["municipality_id"], leaf.month_of(row["at"])].append((row["seq"], hashed))
        for (municipality_id, month), leaves in grown.items():
            tree = trees.begin(connection, municipality_id, month, at)
            if tree.id in done:  # a straggler of a month that is closed goes into the present one
                tree = trees.begin(connection, municipality_id, leaf.month_of(at), at)
            trees.add_entries(connection, tree, leaves)
            trees.sign(connection, tree, self.key, at)

    def _close_months(self, connection: Connection, at: datetime) -> None:
        """Put every month that is over into the chain of its municipality, oldest first."""
        done = trees.closed(connection)
        over = leaf.month_of(at - GRACE)
        query = (
            select(TREES.c.municipality_id, TREES.c.month)
            .where(TREES.c.kind == TreeKind.MONTH, TREES.c.month < over, TREES.c.id.not_in(done))
            .order_by(TREES.c.month)
        )
        for municipality_id, month in connection.execute(query).all():
            self._close(connection, trees.begun(connection, municipality_id, month), at)

    def _close(self, connection: Connection, tree: Tree, at: datetime) -> None:
        chain = trees.begin(connection, tree.municipality_id, None, at)
        size, root = tree.frontier.size, tree.frontier.root()
        said = leaf.closing(tree.origin, cast("date", tree.month), size, root)
        trees.add_closing(connection, chain, tree, merkle.leaf_hash(said))
        trees.sign(connection, chain, self.key, at)

    def _advance(self, connection: Connection, at: datetime) -> None:
        """Remember how far all is sealed, but for what a slow transaction may still bring."""
        if self.looked_back_at is None or at - self.looked_back_at > LOOK_BACK_EVERY:
            self.looked_back_at = at
        query = select(LEAVES.c.entry_seq).where(LEAVES.c.entry_seq.is_not(None))
        last = connection.execute(query.order_by(LEAVES.c.entry_seq.desc()).limit(1)).scalar()
        if last is not None:
            margin = MARGIN if connection.dialect.name == "postgresql" else 0
            self.sealed_through = max(self.sealed_through, last - margin)


def _alone(connection: Connection) -> bool:
    """Tell whether no other sealer is at work; on SQLite the transaction itself sees to that."""
    if connection.dialect.name != "postgresql":
        return True
    found: bool = connection.execute(text(f"SELECT pg_try_advisory_xact_lock({LOCK})")).scalar_one()
    return found


def _lines_of(connection: Connection, rows: Sequence[Any]) -> dict[int, list[Any]]:
    """Give the lines of entries, by the number of their entry."""
    found: dict[int, list[Any]] = defaultdict(list)
    numbers = [row["seq"] for row in rows]
    query = select(LINES)
    if connection.dialect.name == "postgresql":
        query = query.where(text("entry_seq = ANY(:numbers)").bindparams(numbers=numbers))
    else:  # entries are sealed there in the order of their numbers, none left out
        query = query.where(LINES.c.entry_seq.between(numbers[0], numbers[-1]))
    for line in connection.execute(query).mappings():
        found[line["entry_seq"]].append(line)
    return found


def open_months(engine: Engine, since: date) -> None:
    """See that PostgreSQL has a part for each month, from `since` to a few ahead."""
    if engine.dialect.name != "postgresql":
        return
    with engine.begin() as connection:
        connection.execute(
            text(
                "SELECT open_log_month(month::date) FROM generate_series("
                "CAST(:since AS date), CAST(:until AS date), interval '1 month') AS month"
            ),
            {"since": since, "until": clock.today() + timedelta(days=31 * MONTHS_AHEAD)},
        )
