"""The outbox as a worker sees it: claim a few, and say of each what became of it.

A claim is one statement. PostgreSQL passes over rows that another worker holds; on SQLite every
transaction that writes waits for the one before it. What is claimed is leased: a worker that dies
keeps nothing from going.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Table, or_, select, update

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.identifiers import new_id
from caseapp.model.forgetting import forget
from caseapp.model.messages import Message, MessageKind
from caseapp.notifications import backoff

TABLE = cast("Table", Message.__table__)
AT_ONCE = 10
LEASE = timedelta(minutes=6)
"""Longer than so many mails can take, each with the patience of the connection."""
LASTS = timedelta(days=90)
"""So long somebody can look back at what they were told."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """A message that this worker has to send, until its lease is over."""

    id: UUID
    lease_id: UUID
    municipality_id: UUID
    user_id: UUID
    kind: MessageKind
    subject_id: UUID
    case_id: UUID | None
    tries: int


def claim(number: int = AT_ONCE) -> list[Claimed]:
    """Claim the mails that have to go now, the oldest first, and count the try."""
    now, lease_id = clock.now(), new_id()
    free = or_(TABLE.c.leased_until.is_(None), TABLE.c.leased_until <= now)
    chosen = (
        select(TABLE.c.id)
        .where(TABLE.c.next_at <= now, free)
        .order_by(TABLE.c.next_at, TABLE.c.id)
        .limit(number)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(TABLE)
        .where(TABLE.c.id.in_(chosen))
        .values(lease_id=lease_id, leased_until=now + LEASE, tries=TABLE.c.tries + 1)
        .returning(*(TABLE.c[name] for name in Claimed.__slots__))
    )
    rows = db.session.connection().execute(taken).mappings()
    return sorted((Claimed(**row) for row in rows), key=lambda one: one.id)


def mark_sent(claimed: Claimed, *, with_it: Sequence[UUID] = ()) -> bool:
    """Say that a mail server took it, and with it the messages of which a digest told.

    Gives whether the lease still held: else another worker sent it too.
    """
    now = clock.now()
    if with_it:
        told = update(TABLE).where(TABLE.c.id.in_(list(with_it))).values(sent_at=now)
        db.session.connection().execute(told)
    return _settle(claimed, sent_at=now, next_at=None, trouble="")


def drop(claimed: Claimed, why: str) -> bool:
    """Say that there is nothing to tell any more, or nobody to tell it to."""
    return _settle(claimed, dropped_at=clock.now(), next_at=None, trouble=why)


def put_off(claimed: Claimed, trouble: str, *, for_good: bool = False) -> bool:
    """Say that it did not go: it is tried again later, or given up. Gives whether it was given up.

    Given up is seen on the page of the administrator and by the doctor.
    """
    wait = None if for_good else backoff.wait_after(claimed.tries)
    if wait is None:
        _settle(claimed, gave_up_at=clock.now(), next_at=None, trouble=trouble)
        return True
    _settle(claimed, next_at=clock.now() + wait, trouble=trouble)
    return False


def _settle(claimed: Claimed, **values: Any) -> bool:
    """Write down what became of it, if the lease is still this worker's."""
    held = (TABLE.c.id == claimed.id) & (TABLE.c.lease_id == claimed.lease_id)
    done = update(TABLE).where(held).values(lease_id=None, leased_until=None, **values)
    return db.session.connection().execute(done).rowcount == 1


def forget_old_messages(limit: int) -> int:
    """Forget what people were told long ago; gives how many went."""
    return forget(db.session(), Message, Message.made_at <= clock.now() - LASTS, limit=limit)
