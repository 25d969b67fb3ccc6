"""How late the sealer is, and what may still be done meanwhile: later means less (a ladder).

A log that is not sealed proves less with each hour. Somebody who looks after people may not be
stopped by that, so the ladder is long, and its last rung still lets them read their own cases.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum
from typing import cast

from sqlalchemy import Connection, Table, exists, func, select

from caseapp.accesslog.seal.trees import HEADS, LEAVES
from caseapp.model.accesslog import AccessEntry

ENTRIES = cast("Table", AccessEntry.__table__)
BEHIND = 1_000
"""How many entries before the last sealed one are looked at: the sealer may have skipped one."""


class Rung(IntEnum):
    """How far up the ladder: from nothing the matter to hardly anything allowed."""

    IN_TIME = 0
    ALARM = 1
    """Those who guard the log are told."""
    CLOSED = 2
    """Exports, partners and the arranging of users and teams wait."""
    OWN_CASES = 3
    """Only reading of what somebody works on."""


@dataclass(frozen=True, slots=True)
class Ladder:
    """After how long without a seal each rung is reached."""

    alarm: timedelta = timedelta(minutes=15)
    closed: timedelta = timedelta(hours=4)
    own_cases: timedelta = timedelta(hours=24)

    def rung(self, late: timedelta) -> Rung:
        """Give how far up the ladder this is."""
        if late > self.own_cases:
            return Rung.OWN_CASES
        if late > self.closed:
            return Rung.CLOSED
        return Rung.ALARM if late > self.alarm else Rung.IN_TIME


def waits_since(connection: Connection, *, expected: bool) -> datetime | None:
    """Give since when something waits to be sealed; nothing when all is sealed.

    What comes after the last seal waits since that seal, or since it was written if that was later:
    a sealer that works its way through a long backlog is not late. An entry it passed over waits
    since it was written. Where no sealer ever ran it depends on whether one is `expected`.
    """
    last = connection.execute(select(func.max(LEAVES.c.entry_seq))).scalar()
    if last is None:
        return _first_after(connection, None) if expected else None
    passed = connection.execute(
        select(ENTRIES.c.at)
        .where(
            ENTRIES.c.seq > last - BEHIND,
            ENTRIES.c.seq < last,
            ~exists().where(
                LEAVES.c.entry_seq == ENTRIES.c.seq, LEAVES.c.entry_seq > last - BEHIND
            ),
        )
        .order_by(ENTRIES.c.seq)
        .limit(1)
    ).scalar()
    written = _first_after(connection, last)
    waits = max(written, _signed_at(connection, last) or written) if written else None
    return min((one for one in (passed, waits) if one is not None), default=None)


def _first_after(connection: Connection, last: int | None) -> datetime | None:
    query = select(ENTRIES.c.at).order_by(ENTRIES.c.seq).limit(1)
    if last is not None:
        query = query.where(ENTRIES.c.seq > last)
    return connection.execute(query).scalar()


def _signed_at(connection: Connection, last: int) -> datetime | None:
    """Give when the tree of the last sealed entry was signed last."""
    tree = select(LEAVES.c.tree_id).where(LEAVES.c.entry_seq == last).limit(1).scalar_subquery()
    query = select(HEADS.c.signed_at).where(HEADS.c.tree_id == tree)
    return connection.execute(query.order_by(HEADS.c.size.desc()).limit(1)).scalar()
