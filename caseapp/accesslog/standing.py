"""How the log stands: sealed how far, checked when, kept outside where.

For the privacy officer, the data protection officer and the CISO. No line of the log is in it.
"""

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from uuid import UUID

from sqlalchemy import Connection, Table, exists, func, select

from caseapp.accesslog.seal.trees import ANCHORS, HEADS, KEYS, LEAVES, TREES
from caseapp.extensions import db
from caseapp.model.accesslog import AccessEntry
from caseapp.model.seals import AnchorKind, LogCheck, TreeKind

ENTRIES = cast("Table", AccessEntry.__table__)
LOOK_BACK = timedelta(hours=1)
CHECKS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Head:
    """The newest signed head of a tree, as it is shown and printed."""

    tree_id: UUID
    origin: str
    size: int
    root: bytes
    signed_at: datetime

    @property
    def groups(self) -> list[str]:
        """The root in groups of eight characters, to read aloud or compare on paper."""
        written = self.root.hex()
        return [written[at : at + 8] for at in range(0, len(written), 8)]


@dataclass(frozen=True, slots=True)
class Kept:
    """A head that is kept outside: how, by whom, when, and at which size."""

    kind: AnchorKind
    kept_by: str
    kept_at: datetime
    size: int
    origin: str

    @property
    def colleague(self) -> UUID | None:
        """Give who printed it; a witness or an authority is no colleague."""
        return UUID(hex=self.kept_by) if self.kind is AnchorKind.PAPER else None


@dataclass(frozen=True, slots=True)
class Seal:
    """How the log of one municipality stands."""

    head: Head | None
    sealed: int
    waiting_since: datetime | None
    """When the oldest entry was written that is not sealed yet."""
    kept: Sequence[Kept]
    checks: Sequence[LogCheck]
    fingerprints: Sequence[str]


def seal_of(municipality_id: UUID) -> Seal:
    """Give how the log of a municipality stands: sealed how far, checked when, kept where."""
    connection = db.session.connection()
    head = newest_head(municipality_id)
    checks = db.session.scalars(
        select(LogCheck)
        .where(LogCheck.municipality_id == municipality_id)
        .order_by(LogCheck.checked_at.desc())
        .limit(CHECKS_SHOWN)
    ).all()
    return Seal(
        head,
        _sealed(connection, municipality_id),
        waiting_since(connection, municipality_id),
        _kept(connection, municipality_id),
        checks,
        [fingerprint(key) for key in connection.execute(select(KEYS.c.public_key)).scalars()],
    )


def fingerprint(public_key: bytes) -> str:
    """Give a public key as it is compared by eye: the first 16 characters of its hash, by four."""
    written = hashlib.sha256(public_key).hexdigest()[:16]
    return " ".join(written[at : at + 4] for at in range(0, 16, 4))


def newest_head(municipality_id: UUID) -> Head | None:
    """Give the newest signed head of a municipality's entries; nothing before the first."""
    query = (
        select(HEADS.c.tree_id, TREES.c.origin, HEADS.c.size, HEADS.c.root, HEADS.c.signed_at)
        .join(TREES, TREES.c.id == HEADS.c.tree_id)
        .where(TREES.c.municipality_id == municipality_id, TREES.c.kind == TreeKind.MONTH)
        .order_by(HEADS.c.signed_at.desc(), TREES.c.month.desc(), HEADS.c.size.desc())
        .limit(1)
    )
    row = db.session.connection().execute(query).one_or_none()
    return Head(*row) if row is not None else None


def _sealed(connection: Connection, municipality_id: UUID) -> int:
    last = (
        select(func.max(HEADS.c.size).label("size"))
        .join(TREES, TREES.c.id == HEADS.c.tree_id)
        .where(TREES.c.municipality_id == municipality_id, TREES.c.kind == TreeKind.MONTH)
        .group_by(HEADS.c.tree_id)
        .subquery()
    )
    query = select(func.coalesce(func.sum(last.c.size), 0))
    return int(connection.execute(query).scalar_one())


def waiting_since(connection: Connection, municipality_id: UUID) -> datetime | None:
    """Give since when the oldest entry waits to be sealed; only the newest part is looked at."""
    newest = (
        select(func.max(HEADS.c.signed_at))
        .join(TREES, TREES.c.id == HEADS.c.tree_id)
        .where(TREES.c.municipality_id == municipality_id)
    )
    signed_at: datetime | None = connection.execute(newest).scalar()
    query = select(func.min(ENTRIES.c.at)).where(
        ENTRIES.c.municipality_id == municipality_id,
        ~exists().where(LEAVES.c.entry_seq == ENTRIES.c.seq),
    )
    if signed_at is not None:
        query = query.where(ENTRIES.c.at > signed_at - LOOK_BACK)
    return connection.execute(query).scalar()


def _kept(connection: Connection, municipality_id: UUID) -> list[Kept]:
    query = (
        select(ANCHORS.c.kind, ANCHORS.c.kept_by, ANCHORS.c.kept_at, ANCHORS.c.size, TREES.c.origin)
        .join(TREES, TREES.c.id == ANCHORS.c.tree_id)
        .where(TREES.c.municipality_id == municipality_id, TREES.c.kind == TreeKind.MONTH)
        .order_by(ANCHORS.c.kept_at.desc())
        .limit(CHECKS_SHOWN)
    )
    return [Kept(*row) for row in connection.execute(query).all()]


def public_keys() -> list[str]:
    """Give the public keys of the sealer in base64, as the verifier takes them."""
    query = select(KEYS.c.public_key).order_by(KEYS.c.first_used_at)
    keys = db.session.connection().execute(query).scalars()
    return [base64.b64encode(key).decode() for key in keys]
