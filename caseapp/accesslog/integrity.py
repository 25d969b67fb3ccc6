"""Checking that the log is unchanged, keeping a head on paper, and handing the log to an outsider.

Somebody who does not run the system checks at set times that its log is unchanged (BIO2 8.15.06),
and what came of it is kept.
"""

import tempfile
from datetime import date
from typing import IO, Any, cast

from sqlalchemy import select

from caseapp import policy
from caseapp.accesslog.events import Event
from caseapp.accesslog.record import record
from caseapp.accesslog.seal import checking, ending, evidence, trees
from caseapp.accesslog.seal.trees import HEADS, TREES
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.seals import AnchorKind, LogCheck
from caseapp.policy import Permission

IN_MEMORY = 10_000_000
"""Bytes of an export that stay in memory; a larger one waits in a file without a name."""
MISFITS_LENGTH = 4_000


def check_log(actor: Actor, municipality: Any) -> LogCheck:
    """Check the whole log of a municipality against its seals, and keep what came of it."""
    policy.require(actor, Permission.SEAL_CHECK, municipality)
    finding = checking.check(db.session.connection(), municipality.id)
    misfits = [f"{one.kind} {one.origin} {one.leaf}" for one in finding.misfits]
    found = LogCheck(
        municipality_id=municipality.id,
        user_id=actor.user_id,
        checked_at=clock.now(),
        entries=finding.entries,
        heads=finding.heads,
        unsealed=finding.unsealed,
        misfits="\n".join(misfits)[:MISFITS_LENGTH],
    )
    db.session.add(found)
    record(
        actor,
        Event.LOG_CHECKED,
        municipality,
        entries=str(finding.entries),
        misfits=str(len(misfits)),
    )
    return found


def keep_on_paper(actor: Actor, municipality: Any, *, root: str) -> None:
    """Write down that somebody printed a signed head, and keeps the page.

    Raises RuleBroken when no head has this root.
    """
    policy.require(actor, Permission.SEAL_KEEP, municipality)
    connection = db.session.connection()
    query = (
        select(HEADS.c.tree_id, HEADS.c.size)
        .join(TREES, TREES.c.id == HEADS.c.tree_id)
        .where(TREES.c.municipality_id == municipality.id, HEADS.c.root == _bytes(root))
    )
    shown = connection.execute(query).first()
    if shown is None:
        raise RuleBroken("another-head")
    trees.keep(
        connection,
        shown.tree_id,
        shown.size,
        AnchorKind.PAPER,
        kept_by=actor.user_id.hex,
        proof=None,
        at=clock.now(),
    )
    record(actor, Event.HEAD_KEPT, municipality, size=str(shown.size))


def _bytes(written: str) -> bytes:
    try:
        return bytes.fromhex(written)
    except ValueError:
        return b""


def destroy_month(month: date) -> int:
    """Take out of the log what two people agreed on; gives how many entries of this month went.

    The database looks again at the term, the two people, the time to think again and every hold.
    """
    return ending.destroy(db.session.connection(), month)


def hand_out(actor: Actor, municipality: Any) -> IO[bytes]:
    """Give the sealed log as a file for an outsider, ready to be read from its beginning."""
    policy.require(actor, Permission.LOG_HAND_OUT, municipality)
    file = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - whoever sends it closes it
    told = 0
    for line in evidence.lines(db.session.connection(), municipality.id):
        file.write(f"{line}\n".encode())
        told += 1
    file.seek(0)
    record(actor, Event.LOG_HANDED_OUT, municipality, lines=str(told))
    return cast("IO[bytes]", file)
