"""The log as a file for an outsider: every leaf and every signed head, and no resident.

`tools/verify_log.py` reads it without this code; `docs/log-format.md` describes it.
"""

import base64
from collections.abc import Iterator
from datetime import date
from typing import cast
from uuid import UUID

from sqlalchemy import Connection, Table, select

from caseapp.accesslog.seal import leaf, leaves
from caseapp.accesslog.seal.ending import DESTRUCTIONS
from caseapp.accesslog.seal.trees import ANCHORS, HEADS, KEYS, LEAVES, TREES, of_tree
from caseapp.model.seals import AnchorKind, LogTree, TreeKind

FORMAT = "1"
TREE = cast("Table", LogTree.__table__)


def lines(connection: Connection, municipality_id: UUID | None) -> Iterator[str]:
    """Give the file line by line, without line ends: months first, then the chain of months."""
    told = 0
    for line in _without_end(connection, municipality_id):
        told += 1
        yield line
    yield f"end\t{told}"


def _without_end(connection: Connection, municipality_id: UUID | None) -> Iterator[str]:
    yield f"samenhang-log\t{FORMAT}"
    for public in connection.execute(select(KEYS.c.public_key)).scalars():
        yield f"key\t{base64.b64encode(public).decode()}"
    trees = connection.execute(
        select(TREES.c.id, TREES.c.kind, TREES.c.month, TREES.c.origin)
        .where(TREES.c.municipality_id == municipality_id)
        .order_by(TREES.c.kind.desc(), TREES.c.month)
    ).all()
    roots: dict[str, str] = {}
    ended = _ended(connection)
    for tree_id, kind, month, origin in trees:
        if tree_id in ended:  # the chain below still tells its size and root
            roots[origin] = ended[tree_id]
            continue
        yield f"tree\t{origin}"
        heads = {size: (root, note) for size, root, note in _heads(connection, tree_id)}
        told = (
            _closings(connection, tree_id, roots)
            if kind is TreeKind.CHAIN
            else _entries(connection, tree_id, month)
        )
        size = 0
        for size, said in enumerate(told, start=1):
            yield f"leaf\t{said}"
            if size in heads:
                root, note = heads.pop(size)
                yield f"head\t{base64.b64encode(note.encode()).decode()}"
                roots[origin] = f"{size}\t{root.hex()}"
        for _root, note in heads.values():
            yield f"head\t{base64.b64encode(note.encode()).decode()}"


def _ended(connection: Connection) -> dict[UUID, str]:
    """Give the months that were destroyed, with what the chain says of them."""
    query = select(DESTRUCTIONS.c.tree_id, DESTRUCTIONS.c.size, DESTRUCTIONS.c.root)
    rows = connection.execute(query.where(DESTRUCTIONS.c.destroyed_at.is_not(None)))
    return {tree_id: f"{size}\t{root.hex()}" for tree_id, size, root in rows}


def _heads(connection: Connection, tree_id: UUID) -> list[tuple[int, bytes, str]]:
    query = select(HEADS.c.size, HEADS.c.root, HEADS.c.note).where(HEADS.c.tree_id == tree_id)
    rows = connection.execute(query.order_by(HEADS.c.size)).all()
    seen = _cosignatures(connection, tree_id)
    return [(size, root, note + seen.get(size, "")) for size, root, note in rows]


def _cosignatures(connection: Connection, tree_id: UUID) -> dict[int, str]:
    """Give the signatures of witnesses, by the size of the head."""
    query = select(ANCHORS.c.size, ANCHORS.c.proof).where(
        ANCHORS.c.tree_id == tree_id, ANCHORS.c.kind == AnchorKind.WITNESS
    )
    found: dict[int, str] = {}
    for size, proof in connection.execute(query.order_by(ANCHORS.c.kept_at)).all():
        found[size] = found.get(size, "") + bytes(proof).decode()
    return found


def _entries(connection: Connection, tree_id: UUID, month: date) -> Iterator[str]:
    for _number, _hash, _seq, written in leaves.told(connection, tree_id, month):
        yield written if written is not None else "gone"


def _closings(connection: Connection, tree_id: UUID, roots: dict[str, str]) -> Iterator[str]:
    query = (
        select(TREE.c.origin, TREE.c.month)
        .join_from(LEAVES, TREE, TREE.c.id == LEAVES.c.closed_tree_id)
        .where(*of_tree(tree_id, None))
        .order_by(LEAVES.c.number)
    )
    for origin, month in connection.execute(query).all():
        yield f"{leaf.FORMAT}\t{origin}\t{month.isoformat()}\t{roots.get(origin, '')}"
