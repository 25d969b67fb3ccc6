"""The trees of the log in the database: which there are, how far they are, and adding to them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import ColumnElement, Connection, Table, insert, select, text

from caseapp.accesslog.seal import checkpoint, leaf
from caseapp.accesslog.seal.merkle import HASH_BYTES, Frontier
from caseapp.kernel.identifiers import new_id
from caseapp.model.seals import (
    AnchorKind,
    LogAnchor,
    LogLeaf,
    LogTree,
    SealerKey,
    SignedHead,
    TreeKind,
)

TREES = cast("Table", LogTree.__table__)
LEAVES = cast("Table", LogLeaf.__table__)
HEADS = cast("Table", SignedHead.__table__)
KEYS = cast("Table", SealerKey.__table__)
ANCHORS = cast("Table", LogAnchor.__table__)
NOBODY = "installation"
LEAVES_AT_ONCE = text(
    "INSERT INTO log_leaves (month, tree_id, number, hash, entry_seq)"  # noqa: S608  # nosec B608
    " SELECT CAST(:month AS date), CAST(:tree_id AS uuid), CAST(:first AS bigint) + place - 1,"
    f" substring(CAST(:hashes AS bytea) FROM ((place - 1) * {HASH_BYTES} + 1)::int"
    f" FOR {HASH_BYTES}), seq"
    " FROM unnest(CAST(:entries AS bigint[])) WITH ORDINALITY AS line (seq, place)"
)
"""The hashes go as one string of bytes: apart, writing them takes longer than making them."""


@dataclass(frozen=True, slots=True)
class Tree:
    """One tree, as far as its last signed head."""

    id: UUID
    municipality_id: UUID | None
    kind: TreeKind
    month: date | None
    origin: str
    frontier: Frontier
    """Belongs to the caller: appending to it changes nothing in the database."""


def origin(municipality_id: UUID | None, month: date | None) -> str:
    """Give how a tree is called: who kept it, and of which month; a chain is of all `months`."""
    keeper = municipality_id.hex if municipality_id is not None else NOBODY
    return f"samenhang/{keeper}/{month:%Y-%m}" if month else f"samenhang/{keeper}/months"


def find(connection: Connection, municipality_id: UUID | None, month: date | None) -> Tree | None:
    """Give a tree with its frontier, or nothing when it was never begun."""
    named = origin(municipality_id, month)
    row = connection.execute(select(TREES).where(TREES.c.origin == named)).one_or_none()
    return _with_frontier(connection, row) if row is not None else None


def begun(connection: Connection, municipality_id: UUID | None, month: date | None) -> Tree:
    """Give a tree that was begun, with its frontier."""
    named = origin(municipality_id, month)
    return _with_frontier(
        connection, connection.execute(select(TREES).where(TREES.c.origin == named)).one()
    )


def _with_frontier(connection: Connection, row: Any) -> Tree:
    query = (
        select(HEADS.c.size, HEADS.c.frontier)
        .where(HEADS.c.tree_id == row.id)
        .order_by(HEADS.c.size.desc())
        .limit(1)
    )
    head = connection.execute(query).one_or_none()
    frontier = Frontier.from_bytes(head.size, head.frontier) if head is not None else Frontier()
    return Tree(row.id, row.municipality_id, row.kind, row.month, row.origin, frontier)


def begin(
    connection: Connection, municipality_id: UUID | None, month: date | None, at: datetime
) -> Tree:
    """Give a tree, begun now if need be."""
    found = find(connection, municipality_id, month)
    if found is not None:
        return found
    kind = TreeKind.MONTH if month is not None else TreeKind.CHAIN
    begun = Tree(new_id(), municipality_id, kind, month, origin(municipality_id, month), Frontier())
    row = {
        "id": begun.id,
        "municipality_id": municipality_id,
        "kind": kind,
        "month": month,
        "origin": begun.origin,
        "begun_at": at,
    }
    connection.execute(insert(TREES), row)
    return begun


def of_tree(tree_id: UUID, month: date | None) -> tuple[ColumnElement[bool], ...]:
    """Give the conditions of the leaves of a tree, which find them among those of all months."""
    part = LEAVES.c.month == month if month is not None else LEAVES.c.closed_tree_id.is_not(None)
    return part, LEAVES.c.tree_id == tree_id


def closed(connection: Connection) -> set[UUID]:
    """Give the month trees that the chains hold: nothing comes into them any more."""
    query = select(LEAVES.c.closed_tree_id).where(LEAVES.c.closed_tree_id.is_not(None))
    return set(connection.execute(query).scalars())


def add_entries(connection: Connection, tree: Tree, leaves: Sequence[tuple[int, bytes]]) -> None:
    """Add leaves for entries, as (entry number, hash), in their order."""
    first = tree.frontier.size
    tree.frontier.extend(hashed for _, hashed in leaves)
    if connection.dialect.name == "postgresql":
        parameters = {
            "month": tree.month,
            "tree_id": tree.id,
            "first": first,
            "hashes": b"".join(hashed for _, hashed in leaves),
            "entries": [seq for seq, _ in leaves],
        }
        connection.execute(LEAVES_AT_ONCE, parameters)
        return
    rows = [
        {
            "month": tree.month,
            "tree_id": tree.id,
            "number": number,
            "hash": hashed,
            "entry_seq": seq,
        }
        for number, (seq, hashed) in enumerate(leaves, start=first)
    ]
    connection.execute(insert(LEAVES), rows)


def add_closing(connection: Connection, chain: Tree, month: Tree, hashed: bytes) -> None:
    """Add a closed month to the chain of its municipality."""
    number = chain.frontier.size
    chain.frontier.append(hashed)
    row = {
        "month": month.month,
        "tree_id": chain.id,
        "number": number,
        "hash": hashed,
        "closed_tree_id": month.id,
    }
    connection.execute(insert(LEAVES), row)


def sign(connection: Connection, tree: Tree, key: Ed25519PrivateKey, at: datetime) -> None:
    """Sign the tree as it is now, in the tree's own name."""
    size, root = tree.frontier.size, tree.frontier.root()
    head = checkpoint.Head(tree.origin, size, root, (f"time {leaf.moment(at)}",))
    row = {
        "tree_id": tree.id,
        "size": size,
        "root": root,
        "signed_at": at,
        "note": checkpoint.signed(head, tree.origin, key),
        "frontier": tree.frontier.to_bytes(),
    }
    connection.execute(insert(HEADS), row)


def remember_key(connection: Connection, key: Ed25519PrivateKey, at: datetime) -> None:
    """Keep the public key, so that anybody can be told what to verify with."""
    public = key.public_key().public_bytes_raw()
    known = connection.execute(select(KEYS.c.id).where(KEYS.c.public_key == public)).first()
    if known is None:
        row = {"id": new_id(), "name": "sealer", "public_key": public, "first_used_at": at}
        connection.execute(insert(KEYS), row)


def hashes(connection: Connection, tree: Tree, size: int) -> list[bytes]:
    """Give the first leaf hashes of a tree, to make a proof from."""
    query = select(LEAVES.c.hash).where(*of_tree(tree.id, tree.month), LEAVES.c.number < size)
    return [bytes(one) for one in connection.execute(query.order_by(LEAVES.c.number)).scalars()]


def anchored(connection: Connection, tree: Tree, kind: AnchorKind, kept_by: str) -> int:
    """Give the size of the newest head that is kept outside in this way; 0 when none is."""
    query = select(ANCHORS.c.size).where(
        ANCHORS.c.tree_id == tree.id, ANCHORS.c.kind == kind, ANCHORS.c.kept_by == kept_by
    )
    return connection.execute(query.order_by(ANCHORS.c.size.desc()).limit(1)).scalar() or 0


def keep(
    connection: Connection,
    tree_id: UUID,
    size: int,
    kind: AnchorKind,
    *,
    kept_by: str,
    proof: bytes | None,
    at: datetime,
) -> None:
    """Write down that a signed head is kept outside."""
    row = {
        "id": new_id(),
        "tree_id": tree_id,
        "size": size,
        "kind": kind,
        "kept_by": kept_by,
        "proof": proof,
        "kept_at": at,
    }
    connection.execute(insert(ANCHORS), row)
