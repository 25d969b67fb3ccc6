"""Takes a destroyed month out of the log: the only removal the database accepts.

Two people agreed, the term is over, the cooling-off passed and nothing holds it: PostgreSQL looks
at all of that itself, in a function of the owner; on SQLite it is looked at here, for there the
application is the owner. The size and the root of the month stay, so every proof still fits.
"""

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import (
    Connection,
    Date,
    Table,
    bindparam,
    delete,
    exists,
    insert,
    select,
    text,
    update,
)

from caseapp.accesslog.seal.trees import HEADS, LEAVES, TREES
from caseapp.kernel import clock
from caseapp.kernel.identifiers import new_id
from caseapp.model import sqlite_guard
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.endings import LogDestruction, LogHold

YEARS = 5
"""How long the log is kept at least (NEN 7513: five years from writing)."""
APPROVALS = cast("Table", Approval.__table__)
DESTRUCTIONS = cast("Table", LogDestruction.__table__)
ENTRIES = cast("Table", AccessEntry.__table__)
HOLDS = cast("Table", LogHold.__table__)
LINES = cast("Table", Processing.__table__)
BY_FUNCTION = text("SELECT destroy_log_month(:month)").bindparams(bindparam("month", type_=Date()))


def expires_on(month: date) -> date:
    """Give the first day on which a month of the log may go: five years after its last day."""
    following = (month.replace(day=28) + timedelta(days=4)).replace(day=1)
    return following.replace(year=following.year + YEARS)


def destroy(connection: Connection, month: date) -> int:
    """Take out of the log what may go of this month; gives how many entries went."""
    if connection.dialect.name == "postgresql":
        gone: int = connection.execute(BY_FUNCTION, {"month": month}).scalar_one()
        return gone
    now = clock.now()
    if expires_on(month) > now.astimezone(UTC).date():
        return 0
    trees = _due(connection, month, now)
    if not trees:
        return 0
    with sqlite_guard.unguarded(connection):
        _write_down(connection, month, trees, now)
        return sum(_take_out(connection, month, tree) for tree in _written(connection, month, now))


def _due(connection: Connection, month: date, now: datetime) -> list[UUID]:
    closed = exists().where(LEAVES.c.closed_tree_id == DESTRUCTIONS.c.tree_id)
    held = exists().where(
        HOLDS.c.municipality_id == DESTRUCTIONS.c.municipality_id,
        HOLDS.c.lifted_at.is_(None),
        HOLDS.c.until >= clock.local(now).date(),
        HOLDS.c.first_month <= month,
        HOLDS.c.last_month >= month,
    )
    query = (
        select(DESTRUCTIONS.c.tree_id)
        .join(APPROVALS, APPROVALS.c.id == DESTRUCTIONS.c.approval_id)
        .join(TREES, TREES.c.id == DESTRUCTIONS.c.tree_id)
        .where(
            DESTRUCTIONS.c.month == month,
            TREES.c.month == month,
            DESTRUCTIONS.c.destroyed_at.is_(None),
            DESTRUCTIONS.c.due_at <= now,
            DESTRUCTIONS.c.municipality_id == APPROVALS.c.municipality_id,
            APPROVALS.c.kind == ApprovalKind.DESTROY_LOG,
            APPROVALS.c.subject_id == DESTRUCTIONS.c.tree_id,
            APPROVALS.c.granted.is_(True),
            APPROVALS.c.decided_by_id != APPROVALS.c.requested_by_id,
            closed,
            ~held,
        )
    )
    return list(connection.execute(query).scalars())


def _write_down(connection: Connection, month: date, trees: list[UUID], now: datetime) -> None:
    """Write down what goes; what belongs to nobody goes with the last municipality's part."""
    going = update(DESTRUCTIONS).where(DESTRUCTIONS.c.tree_id.in_(trees))
    connection.execute(going.values(destroyed_at=now))
    gone = exists().where(
        DESTRUCTIONS.c.tree_id == TREES.c.id, DESTRUCTIONS.c.destroyed_at.is_not(None)
    )
    left = select(TREES.c.id).where(TREES.c.month == month, ~gone)
    if connection.execute(left.where(TREES.c.municipality_id.is_not(None))).first():
        return
    closed = exists().where(LEAVES.c.closed_tree_id == TREES.c.id)
    nobody = connection.execute(left.where(closed)).scalar()
    if nobody is None:
        return
    query = select(HEADS.c.size, HEADS.c.root).where(HEADS.c.tree_id == nobody)
    head = connection.execute(query.order_by(HEADS.c.size.desc()).limit(1)).one()
    agreed: Any = connection.execute(
        select(DESTRUCTIONS).where(DESTRUCTIONS.c.tree_id == trees[0])
    ).one()
    row = {
        "id": new_id(),
        "municipality_id": None,
        "tree_id": nobody,
        "month": month,
        "size": head.size,
        "root": head.root,
        "approval_id": agreed.approval_id,
        "agreed_at": agreed.agreed_at,
        "due_at": agreed.due_at,
        "destroyed_at": now,
    }
    connection.execute(insert(DESTRUCTIONS), row)


def _written(connection: Connection, month: date, now: datetime) -> list[UUID]:
    query = select(DESTRUCTIONS.c.tree_id).where(
        DESTRUCTIONS.c.month == month, DESTRUCTIONS.c.destroyed_at == now
    )
    return list(connection.execute(query).scalars())


def _take_out(connection: Connection, month: date, tree: UUID) -> int:
    of_tree = (LEAVES.c.tree_id == tree, LEAVES.c.month == month)
    numbers = select(LEAVES.c.entry_seq).where(*of_tree)
    connection.execute(delete(LINES).where(LINES.c.entry_seq.in_(numbers)))
    gone = connection.execute(delete(ENTRIES).where(ENTRIES.c.seq.in_(numbers))).rowcount
    connection.execute(delete(LEAVES).where(*of_tree))
    return gone
