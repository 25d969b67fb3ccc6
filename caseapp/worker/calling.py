"""Doing what is due by the schedule: one worker at a time does one duty, under a lease."""

from datetime import datetime, timedelta
from typing import Any, cast
from uuid import UUID

import structlog
from sqlalchemy import Table, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from caseapp import accesslog
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.identifiers import new_id
from caseapp.model import lock
from caseapp.model.schedule import Duty, DutyName
from caseapp.worker import times
from caseapp.worker.duties import DUTIES

TABLE = cast("Table", Duty.__table__)
LEASE = timedelta(hours=2)
"""Longer than any duty takes; what is done twice after all is done twice without harm."""
log = structlog.get_logger("samenhang.worker")


def do_all_due() -> int:
    """Do everything that is due; gives how much was done well."""
    done = 0
    while (went := do_next()) is not None:
        done += went
    return done


def do_next() -> bool | None:
    """Do what has been due for longest: whether that went well, or None when nothing is due."""
    lease_id = new_id()
    name = _claim(lease_id)
    db.session.commit()
    if name is None:
        return None
    trouble = _do(name)
    lock.silence(db.session())
    _finish(name, lease_id, trouble)
    db.session.commit()
    return not trouble


def _do(name: DutyName) -> str:
    """Do a duty; gives the name of what went wrong, of which nothing else is kept."""
    try:
        DUTIES[name]()
    except Exception as failure:
        db.session.rollback()
        accesslog.logbook(db.session()).clear()
        log.exception("duty failed", duty=str(name), error=type(failure).__name__)
        return type(failure).__name__
    return ""


def _claim(lease_id: UUID) -> DutyName | None:
    now = clock.now()
    _make_known(now)
    free = or_(TABLE.c.leased_until.is_(None), TABLE.c.leased_until <= now)
    chosen = (
        select(TABLE.c.name)
        .where(TABLE.c.next_at <= now, free)
        .order_by(TABLE.c.next_at, TABLE.c.name)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    taken = (
        update(TABLE)
        .where(TABLE.c.name.in_(chosen))
        .values(lease_id=lease_id, leased_until=now + LEASE)
        .returning(TABLE.c.name)
    )
    found: DutyName | None = db.session.connection().execute(taken).scalar()
    return found


def _make_known(now: datetime) -> None:
    """Write down each duty that is not in the schedule yet; what is due often begins at once."""
    rows = [
        {
            "name": name,
            "next_at": now if name in times.EVERY else times.next_after(name, now),
            "failures": 0,
            "trouble": "",
        }
        for name in DutyName
    ]
    connection = db.session.connection()
    if len(connection.execute(select(TABLE.c.name)).all()) == len(rows):
        return
    dialect: Any = postgresql if connection.dialect.name == "postgresql" else sqlite
    insert = dialect.insert(TABLE).on_conflict_do_nothing(index_elements=[TABLE.c.name])
    connection.execute(insert, rows)


def _finish(name: DutyName, lease_id: UUID, trouble: str) -> None:
    """Write down how it went, and when it comes back; nothing when the lease went to another."""
    now = clock.now()
    held = (TABLE.c.name == name) & (TABLE.c.lease_id == lease_id)
    failures = db.session.connection().execute(select(TABLE.c.failures).where(held)).scalar()
    if failures is None:
        return
    values: dict[str, Any] = {"lease_id": None, "leased_until": None, "trouble": trouble[:80]}
    if trouble:
        values |= {"failures": failures + 1, "next_at": times.retry_after(failures + 1, now)}
    else:
        values |= {"failures": 0, "done_at": now, "next_at": times.next_after(name, now)}
    db.session.connection().execute(update(TABLE).where(held).values(values))
