"""Seals of the access log: trees over its entries, and the signed heads of those trees.

Rows are added, never changed. The sealer writes them, under an identity of its own; the
application only reads.
"""

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.model.base import Base, Counter, Identified, one_of

NOTE_LENGTH = 4_000
CLOSED = text("closed_tree_id IS NOT NULL")


class TreeKind(StrEnum):
    """What the leaves of a tree are."""

    MONTH = "month"
    """The entries of one municipality in one month."""
    CHAIN = "chain"
    """The closed months of one municipality, in their order."""


class LogTree(Identified, Base):
    """One Merkle tree. A municipality has one for each month, and one over its closed months.

    Entries of nobody's municipality, such as a failed sign-in, have trees of their own.
    """

    __tablename__ = "log_trees"

    municipality_id: Mapped[UUID | None]
    kind: Mapped[TreeKind] = mapped_column(one_of(TreeKind))
    month: Mapped[date | None]
    """The first day of the month; a chain has none."""
    origin: Mapped[str] = mapped_column(String(200), unique=True)
    """How the tree is called in its signed heads."""
    begun_at: Mapped[datetime]


class LogLeaf(Base):
    """One leaf: the hash of an entry, or of a closed month, under its number without gaps."""

    __tablename__ = "log_leaves"
    __table_args__ = (
        Index("ix_log_leaves_entry", "entry_seq"),
        Index(
            "ix_log_leaves_closed",
            "closed_tree_id",
            sqlite_where=CLOSED,
            postgresql_where=CLOSED,
        ),
        {"sqlite_strict": True},
    )

    month: Mapped[date] = mapped_column(primary_key=True)
    tree_id: Mapped[UUID] = mapped_column(ForeignKey("log_trees.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Counter, primary_key=True)
    """From 0, in the order of sealing: that is the order of the log."""
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    entry_seq: Mapped[int | None] = mapped_column(Counter)
    closed_tree_id: Mapped[UUID | None]


class SignedHead(Base):
    """A signed head: at this size the tree had this root."""

    __tablename__ = "log_heads"
    tree_id: Mapped[UUID] = mapped_column(ForeignKey("log_trees.id"), primary_key=True)
    size: Mapped[int] = mapped_column(Counter, primary_key=True)
    root: Mapped[bytes] = mapped_column(LargeBinary)
    signed_at: Mapped[datetime]
    note: Mapped[str] = mapped_column(String(NOTE_LENGTH))
    """The C2SP checkpoint, as others verify it."""
    frontier: Mapped[bytes] = mapped_column(LargeBinary)
    """The peaks of the tree, from which the sealer goes on."""


class AnchorKind(StrEnum):
    """How a signed head is kept outside, so that nobody here can rewrite what it covers."""

    WITNESS = "witness"
    """Another organisation signed that it saw it (C2SP cosignature)."""
    TIME_STAMP = "time-stamp"
    """A time-stamping authority signed when it was there (RFC 3161)."""
    PAPER = "paper"
    """Somebody printed it, and keeps it."""


class LogAnchor(Identified, Base):
    """That a signed head is kept outside: how, by whom, and the proof of it."""

    __tablename__ = "log_anchors"
    __table_args__ = (
        Index("ix_log_anchors_tree", "tree_id", "kind", "size"),
        {"sqlite_strict": True},
    )

    tree_id: Mapped[UUID] = mapped_column(ForeignKey("log_trees.id"))
    size: Mapped[int] = mapped_column(Counter)
    kind: Mapped[AnchorKind] = mapped_column(one_of(AnchorKind))
    kept_by: Mapped[str] = mapped_column(String(200))
    """The name of the witness or authority; the id of the colleague who printed it."""
    proof: Mapped[bytes | None] = mapped_column(LargeBinary)
    kept_at: Mapped[datetime]


class LogCheck(Identified, Base):
    """That somebody independent checked the log against its seals, and what came of it.

    BIO2 8.15.06: a periodic check that the log is unchanged, by someone who does not run it.
    """

    __tablename__ = "log_checks"
    __table_args__ = (
        Index("ix_log_checks_when", "municipality_id", "checked_at"),
        {"sqlite_strict": True},
    )

    municipality_id: Mapped[UUID]
    user_id: Mapped[UUID]
    checked_at: Mapped[datetime]
    entries: Mapped[int] = mapped_column(Counter)
    heads: Mapped[int] = mapped_column(Counter)
    unsealed: Mapped[int] = mapped_column(Counter)
    misfits: Mapped[str] = mapped_column(String(4_000), default="")
    """A line for each tree that does not fit: kind, tree, leaf. Empty when all fits."""


class SealerKey(Identified, Base):
    """A public key the sealer signs with; the private one never comes into the database."""

    __tablename__ = "sealer_keys"

    name: Mapped[str] = mapped_column(String(200))
    public_key: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    first_used_at: Mapped[datetime]
