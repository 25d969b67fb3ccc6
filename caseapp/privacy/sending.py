"""Tells a municipality's own log of every processing, after the sealer, by a cursor for each month.

Only what is sealed is sent: that is committed for good, and in an order without gaps, so nothing
can be passed over. What failed is sent again; each processing goes out under the same number.
"""

import http.client
import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from sqlalchemy import select

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.accesslog.exports import ldv, vng
from caseapp.extensions import db
from caseapp.kernel import clock, crypto
from caseapp.kernel.errors import KeyDestroyed
from caseapp.model.accesslog import Processing
from caseapp.model.organisations import Municipality
from caseapp.model.residents import Resident
from caseapp.model.seals import LogLeaf, LogTree, TreeKind
from caseapp.model.sending import LogCursor, LogTarget, TargetKind
from caseapp.privacy import lines
from caseapp.privacy.lines import Judged
from caseapp.privacy.withholding import Standing

AT_ONCE = 200
SECONDS = 20
MOST_TRIES = 12
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
FIRST_ERROR = 300


class NotTaken(Exception):
    """The other side did not take it; the message says why, and nothing about anybody."""


def send(target: LogTarget) -> int:
    """Send what is new, at most one batch; gives how many entries of the log are done with.

    Commits by itself. A failure is kept on the target: later and later, and then not at all, until
    somebody sets the target again.
    """
    now = clock.now()
    if target.gave_up_at is not None or (target.next_at is not None and now < target.next_at):
        return 0
    leaves = _leaves(target)
    judged = _judged(target.municipality_id, [entry for _, _, entry in leaves])
    try:
        _deliver(target, judged)
    except (NotTaken, OSError, http.client.HTTPException) as trouble:
        _postpone(target, str(trouble) if isinstance(trouble, NotTaken) else type(trouble).__name__)
        return 0
    for tree_id, number, _ in leaves:
        cursor = db.session.get(LogCursor, (target.id, tree_id))
        if cursor is None:
            cursor = LogCursor(target_id=target.id, tree_id=tree_id, number=0)
            db.session.add(cursor)
        cursor.number = number + 1
    target.tries, target.next_at, target.trouble = 0, None, ""
    if judged:
        accesslog.logbook(db.session()).seen.clear()
        accesslog.record_by_command(Event.LOG_SENT, target, rows=str(len(judged)))
    db.session.commit()
    return len(leaves)


def _leaves(target: LogTarget) -> list[tuple[UUID, int, int]]:
    """Give the sealed entries that were not sent yet: the tree, the number and the entry."""
    trees = db.session.execute(
        select(LogTree.id, LogTree.month)
        .where(LogTree.municipality_id == target.municipality_id, LogTree.kind == TreeKind.MONTH)
        .order_by(LogTree.month)
    ).all()
    found: list[tuple[UUID, int, int]] = []
    for tree_id, month in trees:
        cursor = db.session.get(LogCursor, (target.id, tree_id))
        query = select(LogLeaf.tree_id, LogLeaf.number, LogLeaf.entry_seq).where(
            LogLeaf.month == month,
            LogLeaf.tree_id == tree_id,
            LogLeaf.number >= (cursor.number if cursor else 0),
        )
        rows = db.session.execute(query.order_by(LogLeaf.number).limit(AT_ONCE - len(found)))
        found += [(tree, number, entry) for tree, number, entry in rows if entry is not None]
        if len(found) >= AT_ONCE:
            break
    return found


def _judged(municipality_id: UUID, entries: Sequence[int]) -> list[Judged]:
    query = lines.lines().where(Processing.entry_seq.in_(entries))
    found = lines.read(query.order_by(Processing.seq)) if entries else []
    return lines.judge(municipality_id, [line for line in found if line.resident_id is not None])


def _deliver(target: LogTarget, judged: Sequence[Judged]) -> None:
    if not judged:
        return
    if target.kind is TargetKind.LDV:
        office = db.session.get(Municipality, target.municipality_id)
        service = office.name if office is not None else ""
        made = [_as_ldv(target.municipality_id, one) for one in judged]
        _post(target, ldv.request(made, service=service, register_url=target.register_url))
        return
    numbers = _citizen_numbers({one.line.resident_id for one in judged})
    for one in judged:
        bsn = numbers.get(one.line.resident_id)
        if bsn:  # the standard knows a person by this number alone
            told = vng.CONFIDENTIAL if one.standing is Standing.CONFIDENTIAL else vng.NORMAL
            line = vng.Processed(one.line.event, one.line.trace_id, one.line.at, told)
            _post(target, vng.written_action(line, bsn))


def _as_ldv(municipality_id: UUID, one: Judged) -> ldv.Processed:
    line = one.line
    subject = crypto.keyed_hash(municipality_id, "ldv-subject", str(line.resident_id)).hex()
    span = crypto.keyed_hash(municipality_id, "ldv-span", str(line.seq))[:8]
    confidential = one.standing is Standing.CONFIDENTIAL
    return ldv.Processed(line.event, line.trace_id, span, line.at, subject, confidential)


def _citizen_numbers(wanted: set[UUID | None]) -> dict[UUID | None, str]:
    found: dict[UUID | None, str] = {}
    for resident in db.session.scalars(select(Resident).where(Resident.id.in_(wanted))):
        try:
            found[resident.id] = resident.bsn
        except KeyDestroyed:
            continue
    return found


def _post(target: LogTarget, body: Any) -> None:
    parts = urlsplit(target.url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    try:
        headers = {"Content-Type": "application/json", "Authorization": f"Bearer {target.token}"}
        connection.request("POST", parts.path or "/", json.dumps(body).encode(), headers)
        status = connection.getresponse().status
    finally:
        connection.close()
    if status >= FIRST_ERROR:
        raise NotTaken(f"answer {status}")


def _postpone(target: LogTarget, trouble: str) -> None:
    """Try again later, each time twice as late; after so many times, give up and say so."""
    db.session.rollback()
    accesslog.logbook(db.session()).clear()
    target.tries += 1
    target.trouble = trouble[:200]
    pause = min(FIRST_PAUSE * 2 ** (target.tries - 1), LONGEST_PAUSE)
    target.next_at = clock.now() + pause
    if target.tries >= MOST_TRIES:
        target.gave_up_at = clock.now()
    db.session.commit()
