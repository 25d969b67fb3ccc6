"""The sealer: gives every entry its number without gaps, and signs the tree. Apart from requests.

A request only inserts its entry, under no lock. The sealer comes at least once a second, takes
every entry that no running transaction can come before, and seals it. It reads and adds; it never
changes anything, and in production it runs as another user with another key.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import Connection, Engine, select, text

from caseapp.accesslog.seal import leaf, merkle, trees, unsealed
from caseapp.accesslog.seal.trees import TREES, Tree
from caseapp.kernel import clock
from caseapp.model.seals import TreeKind

GRACE = timedelta(minutes=10)
"""How long after its end a month stays open: no transaction takes so long to be committed."""
MARGIN = 20_000
"""How many entries back numbers are missed: a slow transaction comes late under its number."""
LOOK_BACK_EVERY = timedelta(hours=1)
MONTHS_AHEAD = 3
LOCK = 7_013_000
"""The advisory lock by which two sealers on PostgreSQL know of each other."""


@dataclass
class Sealer:
    """One sealer: where it writes, what it signs with, and how far it is."""

    engine: Engine
    key: Ed25519PrivateKey
    sealed_through: int = -1
    """Every entry up to here is sealed, but for what is missing; -1 means: look at all of them."""
    missing: set[int] = field(default_factory=set)
    """Numbers before it that were not there: rolled back, or of a transaction that still runs."""
    looked_back_at: datetime | None = None

    def run_once(self) -> int:
        """Seal what there is, in one transaction, and give how many entries that were.

        How far it came is remembered once that is committed, and not before.
        """
        at = clock.now()
        with self.engine.begin() as connection:
            if not _alone(connection):
                return 0
            rows, reached = self._unsealed(connection, at)
            if rows:
                trees.remember_key(connection, self.key, at)
                self._seal(connection, rows, at)
            if len(rows) < unsealed.BATCH:
                self._close_months(connection, at)
                reached = unsealed.last_sealed(connection)
            missing = self._missing(connection, rows, reached)
        self.missing, self.sealed_through = missing, max(self.sealed_through, reached or -1)
        if len(rows) < unsealed.BATCH and self._looks_back(at):
            self.looked_back_at = at
        return len(rows)

    def run_until_idle(self) -> int:
        """Seal all there is, batch after batch, and give how many entries that were."""
        total = 0
        while done := self.run_once():
            total += done
        return total

    def _looks_back(self, at: datetime) -> bool:
        return self.looked_back_at is None or at - self.looked_back_at > LOOK_BACK_EVERY

    def _unsealed(self, connection: Connection, at: datetime) -> tuple[Sequence[Any], int | None]:
        """Give the next entries without a leaf, oldest number first, and how far that came.

        Now and then all of the present month is looked at: an entry whose transaction was stuck
        for long may stand far back.
        """
        below = unsealed.horizon(connection)
        if self.looked_back_at is not None and self._looks_back(at):
            month = leaf.month_of(at - LOOK_BACK_EVERY)
            begins = datetime.combine(month, time(), UTC)
            return unsealed.since(connection, month, begins, below), None
        late = unsealed.among(connection, self.missing, below)
        most = unsealed.BATCH - len(late)
        new = unsealed.after(connection, self.sealed_through, below, most)
        return [*late, *new], new[-1]["seq"] if new else None

    def _missing(
        self, connection: Connection, rows: Sequence[Any], reached: int | None
    ) -> set[int]:
        """Give the numbers that were passed over and that a slow transaction may still bring."""
        left = self.missing - {row["seq"] for row in rows}
        if connection.dialect.name == "sqlite" or reached is None or reached <= self.sealed_through:
            return left
        oldest = reached - MARGIN
        first = max(self.sealed_through, oldest, 0) + 1
        passed = unsealed.passed_over(connection, first, reached)
        return {number for number in left if number > oldest} | passed

    def _seal(self, connection: Connection, rows: Sequence[Any], at: datetime) -> None:
        lines = unsealed.lines_of(connection, rows)
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


def _alone(connection: Connection) -> bool:
    """Tell whether no other sealer is at work; on SQLite the transaction itself sees to that."""
    if connection.dialect.name != "postgresql":
        return True
    found: bool = connection.execute(text(f"SELECT pg_try_advisory_xact_lock({LOCK})")).scalar_one()
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
