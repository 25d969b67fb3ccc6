"""What is asked about the end of the log: its months, what holds them, and how they ended."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, select
from sqlalchemy.orm import joinedload

from caseapp import accesslog
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.endings import LogDestruction, LogHold
from caseapp.model.seals import LogLeaf, LogTree, SignedHead, TreeKind


@dataclass(frozen=True, slots=True)
class LogMonth:
    """One month of the log of one municipality, and how near its end it is."""

    tree: LogTree
    month: date
    size: int
    root: bytes
    closed: bool
    """Whether the chain of months holds it: nothing comes into it any more."""
    hold: LogHold | None
    asked: Approval | None
    """The request to destroy it that waits for a second person."""
    end: LogDestruction | None

    @property
    def expires_on(self) -> date:
        """The first day on which it may go."""
        return accesslog.expires_on(self.month)

    @property
    def is_over(self) -> bool:
        """Tell whether its term has passed, and it is whole."""
        return self.closed and clock.today() >= self.expires_on

    @property
    def may_be_asked(self) -> bool:
        """Tell whether somebody may ask to destroy it."""
        return self.is_over and not (self.hold or self.asked or self.end)


def months(municipality_id: UUID) -> list[LogMonth]:
    """Give the months of the log of a municipality, the oldest first."""
    query = _trees().where(LogTree.municipality_id == municipality_id).order_by(LogTree.month)
    return _told(municipality_id, db.session.execute(query).all())


def month(municipality_id: UUID, tree_id: UUID) -> LogMonth | None:
    """Give one month of the log of a municipality."""
    query = _trees().where(LogTree.municipality_id == municipality_id, LogTree.id == tree_id)
    return next(iter(_told(municipality_id, db.session.execute(query).all())), None)


def tree(tree_id: UUID) -> LogTree | None:
    """Give the tree of one month."""
    query = select(LogTree).where(LogTree.id == tree_id, LogTree.kind == TreeKind.MONTH)
    return db.session.scalar(query)


def holds(municipality_id: UUID) -> Sequence[LogHold]:
    """Give what holds months of the log, or did: the newest first."""
    return db.session.scalars(
        select(LogHold)
        .where(LogHold.municipality_id == municipality_id)
        .options(joinedload(LogHold.placed_by), joinedload(LogHold.lifted_by))
        .order_by(LogHold.placed_at.desc(), LogHold.id)
    ).all()


def hold(hold_id: UUID) -> LogHold | None:
    """Give one hold."""
    return db.session.get(LogHold, hold_id)


def certificate(destruction_id: UUID) -> LogDestruction | None:
    """Give how a month ended, with who asked and who agreed."""
    return db.session.scalar(
        select(LogDestruction)
        .where(LogDestruction.id == destruction_id)
        .options(
            joinedload(LogDestruction.approval).joinedload(Approval.requested_by),
            joinedload(LogDestruction.approval).joinedload(Approval.decided_by),
        )
    )


def _trees() -> Any:
    last = (
        select(SignedHead.tree_id, func.max(SignedHead.size).label("size"))
        .group_by(SignedHead.tree_id)
        .subquery("last")
    )
    closed = exists().where(LogLeaf.closed_tree_id == LogTree.id)
    return (
        select(LogTree, last.c.size, SignedHead.root, closed)
        .join(last, last.c.tree_id == LogTree.id)
        .join(
            SignedHead,
            (SignedHead.tree_id == LogTree.id) & (SignedHead.size == last.c.size),
        )
        .where(LogTree.kind == TreeKind.MONTH)
    )


def _told(municipality_id: UUID, rows: Sequence[Any]) -> list[LogMonth]:
    trees = [tree.id for tree, *_ in rows]
    ends = {
        one.tree_id: one
        for one in db.session.scalars(
            select(LogDestruction).where(LogDestruction.tree_id.in_(trees))
        )
    }
    waiting = {
        one.subject_id: one
        for one in db.session.scalars(
            select(Approval).where(
                Approval.municipality_id == municipality_id,
                Approval.kind == ApprovalKind.DESTROY_LOG,
                Approval.decided_at.is_(None),
                Approval.until > clock.now(),
            )
        )
    }
    known, today = holds(municipality_id), clock.today()
    return [
        LogMonth(
            tree,
            tree.month,
            size,
            root,
            closed,
            next((one for one in known if one.keeps(tree.month, today)), None),
            waiting.get(tree.id),
            ends.get(tree.id),
        )
        for tree, size, root, closed in rows
    ]
