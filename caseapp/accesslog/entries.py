"""Entries of the log found by what is known of them: their number, or what they are about.

Lines find theirs by number and moment, not by a join: on PostgreSQL the log has a partition for
each month, and a join of all months of lines with all months of entries takes longer to plan than
to read. An entry and its lines are of one moment, so that only the months come into view in which
there is something.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import false, or_, select

from caseapp.accesslog.events import Event
from caseapp.extensions import db
from caseapp.model.accesslog import AccessEntry

AT_ONCE = 500
"""How many are asked at once, in order of time: so that each question is about few months."""


class Stands(NamedTuple):
    """The number and the moment of the entry a line stands under."""

    seq: int
    at: datetime


def entries_of(rows: Sequence[Any], *columns: Any) -> dict[int, Any]:
    """Give the entries by number: whole, or only these columns, of which the number is the first.

    Each of the rows tells `seq` and `at`.
    """
    found: dict[int, Any] = {}
    by_time = sorted(rows, key=lambda row: row.at)
    for start in range(0, len(by_time), AT_ONCE):
        batch = by_time[start : start + AT_ONCE]
        query = select(*(columns or (AccessEntry,))).where(
            AccessEntry.seq.in_({row.seq for row in batch}),
            AccessEntry.at.between(batch[0].at, batch[-1].at),
        )
        for row in db.session.execute(query):
            found[row[0] if columns else row[0].seq] = row
    return found


AROUND = timedelta(minutes=15)
"""An entry is of the moment its transaction wrote, a little after what it is about was made."""


def details_of(
    municipality_id: UUID, event: Event, made: Mapping[UUID, datetime]
) -> dict[UUID, dict[str, str]]:
    """Give what the log says of each of these things, of which it is told when they were made."""
    moments = [AccessEntry.at.between(at - AROUND, at + AROUND) for at in made.values()]
    query = (
        select(AccessEntry.subject_id, AccessEntry.details)
        .where(AccessEntry.municipality_id == municipality_id, AccessEntry.event == event)
        .where(AccessEntry.subject_id.in_(list(made)), or_(false(), *moments))
        .order_by(AccessEntry.seq.desc())
    )
    return {row.subject_id: _read(row.details) for row in db.session.execute(query)}


def _read(details: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in details.split(" ") if "=" in part)
