"""Checks the whole log against its seals: reads all of it, trusts nothing that is derived.

Every leaf is written anew from the entry and its lines; the tree is built anew, and at the size of
every signed head its root must be the one that was signed. What is said is the first thing in
each tree that does not fit, and what this check cannot see.
"""

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, cast
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection, Table, exists, func, select

from caseapp.accesslog.seal import leaf, leaves, merkle
from caseapp.accesslog.seal.checkpoint import BrokenCheckpoint, Head, Verifier, opened
from caseapp.accesslog.seal.ending import APPROVALS, expires_on
from caseapp.accesslog.seal.ending import DESTRUCTIONS as ENDS
from caseapp.accesslog.seal.trees import HEADS, KEYS, LEAVES, TREES, of_tree
from caseapp.model.accesslog import AccessEntry
from caseapp.model.seals import TreeKind

ENTRIES = cast("Table", AccessEntry.__table__)


class MisfitKind(StrEnum):
    """In which way something does not fit."""

    NUMBER = "number"
    GONE = "gone"
    CHANGED = "changed"
    ROOT = "root"
    CUT = "cut"
    SIGNATURE = "signature"
    NOTE = "note"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Misfit:
    """The first thing in a tree that does not fit: what, and where."""

    kind: MisfitKind
    origin: str
    leaf: int | None = None
    entry_seq: int | None = None


@dataclass
class Finding:
    """What a check of the log found."""

    entries: int = 0
    trees: int = 0
    heads: int = 0
    unsealed: int = 0
    ended: int = 0
    """Months that were destroyed by two people: of these only the signed root is left."""
    misfits: list[Misfit] = field(default_factory=list)
    roots: dict[str, tuple[int, bytes]] = field(default_factory=dict)
    """Of each tree its size and root, as built anew."""

    @property
    def fits(self) -> bool:
        """Tell whether everything that was checked fits."""
        return not self.misfits


@dataclass(frozen=True, slots=True)
class _Tree:
    id: UUID
    kind: TreeKind
    month: date | None
    origin: str


def check(connection: Connection, municipality_id: UUID | None) -> Finding:
    """Check all trees of one municipality (or those of nobody's) against the rows of the log."""
    finding = Finding()
    keys = [
        Ed25519PublicKey.from_public_bytes(public)
        for public in connection.execute(select(KEYS.c.public_key)).scalars()
    ]
    rows = connection.execute(
        select(TREES.c.id, TREES.c.kind, TREES.c.month, TREES.c.origin)
        .where(TREES.c.municipality_id == municipality_id)
        .order_by(TREES.c.kind.desc(), TREES.c.month)
    ).all()
    for tree in (_Tree(*row) for row in rows):
        finding.trees += 1
        try:
            _check_tree(connection, tree, keys, finding)
        except _FoundMisfit as found:
            finding.misfits.append(found.misfit)
    finding.unsealed = _unsealed(connection, municipality_id)
    return finding


class _FoundMisfit(Exception):
    def __init__(self, misfit: Misfit) -> None:
        self.misfit = misfit
        super().__init__(misfit.kind)


def _check_tree(
    connection: Connection, tree: _Tree, keys: list[Ed25519PublicKey], finding: Finding
) -> None:
    heads = _heads(connection, tree, keys)
    finding.heads += len(heads)
    if (end := _end(connection, tree)) is not None:
        _check_end(connection, tree, end, heads)
        finding.ended += 1
        finding.roots[tree.origin] = (end.size, end.root)
        return
    frontier = merkle.Frontier()
    given = _months if tree.kind is TreeKind.CHAIN else _entries
    with closing(given(connection, tree, finding)) as told:
        _grow(tree, frontier, heads, told)
    finding.roots[tree.origin] = (frontier.size, frontier.root())
    if heads:
        raise _FoundMisfit(Misfit(MisfitKind.CUT, tree.origin, frontier.size))


def _end(connection: Connection, tree: _Tree) -> Any:
    """Give how a month was destroyed, if it was."""
    query = (
        select(ENDS, APPROVALS.c.granted, APPROVALS.c.requested_by_id, APPROVALS.c.decided_by_id)
        .join(APPROVALS, APPROVALS.c.id == ENDS.c.approval_id)
        .where(ENDS.c.tree_id == tree.id, ENDS.c.destroyed_at.is_not(None))
    )
    return connection.execute(query).one_or_none()


def _check_end(connection: Connection, tree: _Tree, end: Any, heads: dict[int, bytes]) -> None:
    """Refuse an end before its day, without two people, of another root, or with leaves left."""
    left = connection.execute(select(LEAVES.c.number).where(*of_tree(tree.id, tree.month))).first()
    in_time = tree.month is not None and end.destroyed_at.date() >= expires_on(tree.month)
    by_two = bool(end.granted) and end.requested_by_id != end.decided_by_id
    last = max(heads, default=-1)
    if left or not in_time or not by_two or (end.size, end.root) != (last, heads.get(last)):
        raise _FoundMisfit(Misfit(MisfitKind.ENDED, tree.origin, last))


def _grow(
    tree: _Tree, frontier: merkle.Frontier, heads: dict[int, bytes], told: "Iterator[Leaf]"
) -> None:
    """Build a tree anew, and compare it with each head at its size; those are taken out."""
    for number, hashed, entry_seq, made in told:
        if number != frontier.size:
            raise _FoundMisfit(Misfit(MisfitKind.NUMBER, tree.origin, frontier.size, entry_seq))
        if made is None:
            raise _FoundMisfit(Misfit(MisfitKind.GONE, tree.origin, number, entry_seq))
        if made != hashed:
            raise _FoundMisfit(Misfit(MisfitKind.CHANGED, tree.origin, number, entry_seq))
        frontier.append(hashed)
        signed = heads.pop(frontier.size, None)
        if signed is not None and signed != frontier.root():
            raise _FoundMisfit(Misfit(MisfitKind.ROOT, tree.origin, number, entry_seq))


def _heads(connection: Connection, tree: _Tree, keys: list[Ed25519PublicKey]) -> dict[int, bytes]:
    """Give the roots that were signed, by size; each note must say what its row says."""
    found: dict[int, bytes] = {}
    query = select(HEADS.c.size, HEADS.c.root, HEADS.c.note).where(HEADS.c.tree_id == tree.id)
    for size, root, note in connection.execute(query.order_by(HEADS.c.size)).all():
        head = _signed_by_one_of(keys, tree.origin, note)
        if head is None:
            raise _FoundMisfit(Misfit(MisfitKind.SIGNATURE, tree.origin, size))
        if (head.origin, head.size, head.root) != (tree.origin, size, root):
            raise _FoundMisfit(Misfit(MisfitKind.NOTE, tree.origin, size))
        found[size] = root
    return found


def _signed_by_one_of(keys: list[Ed25519PublicKey], origin: str, note: str) -> Head | None:
    for key in keys:
        try:
            return opened(note, Verifier(origin, key))
        except BrokenCheckpoint:
            continue
    return None


Leaf = tuple[int, bytes, int | None, bytes | None]
"""Its number, its hash, the entry it is of, and the hash it must have, if that is there."""


def _entries(connection: Connection, tree: _Tree, finding: Finding) -> Generator[Leaf, None, None]:
    month = cast("date", tree.month)  # only the tree of months is of none
    for found in leaves.hashed(connection, tree.id, month):
        finding.entries += 1
        yield found


def _months(connection: Connection, tree: _Tree, finding: Finding) -> Generator[Leaf, None, None]:
    """Give the closed months of a chain, each as its own tree was found just before."""
    query = (
        select(LEAVES.c.number, LEAVES.c.hash, TREES.c.origin, TREES.c.month)
        .join(TREES, TREES.c.id == LEAVES.c.closed_tree_id, isouter=True)
        .where(*of_tree(tree.id, None))
        .order_by(LEAVES.c.number)
    )
    for number, hashed, origin, month in connection.execute(query).all():
        known = finding.roots.get(origin or "")
        said = leaf.closing(origin, month, *known) if known is not None else None
        yield number, hashed, None, merkle.leaf_hash(said) if said is not None else None


def _unsealed(connection: Connection, municipality_id: UUID | None) -> int:
    """Count what is not sealed yet: it is in the log, and a check says nothing about it."""
    sealed = exists().where(LEAVES.c.entry_seq == ENTRIES.c.seq)
    query = select(func.count()).select_from(ENTRIES)
    of_theirs = query.where(ENTRIES.c.municipality_id == municipality_id, ~sealed)
    return connection.execute(of_theirs).scalar_one()
