"""Rows about cases themselves: their tracks, who has them, and the watches over them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from caseapp.model.among import among
from caseapp.model.case_words import Part
from caseapp.model.cases import Case, Involvement, Track
from caseapp.model.closures import Watch
from caseapp.watchdog.asking import rows

Rows = dict[UUID, list[Any]]
TRACKS: Any = (
    select(Track.case_id, Track.id, Track.kind, Track.state, Track.created_at)
    .add_columns(Track.team_id, Track.next_on, Track.waits_for_other)
    .where(among(Track.case_id, "ids"))
    .order_by(Track.kind)
)
PARTS: Any = (
    select(Involvement.case_id, Involvement.user_id, Involvement.part, Involvement.track)
    .add_columns(Involvement.ended_at)
    .where(among(Involvement.case_id, "ids"), Involvement.part.in_((Part.OWNER, Part.DIRECTOR)))
)
WATCHES = select(Watch.case_id, Watch.id, Watch.watcher_id, Watch.until_on).where(
    among(Watch.case_id, "ids"), Watch.ended_at.is_(None)
)
CLOSED = select(Case.id, Case.closed_at).where(among(Case.id, "ids"))


def _by_case(query: Any, ids: Sequence[UUID]) -> Rows:
    found: Rows = defaultdict(list)
    for row in rows(query, ids=ids) if ids else ():
        found[row.case_id].append(row)
    return found


def tracks(ids: Sequence[UUID]) -> Rows:
    """Give the tracks of these cases, by case."""
    return _by_case(TRACKS, ids)


def parts(ids: Sequence[UUID]) -> Rows:
    """Give who owns and directs these cases, or did."""
    return _by_case(PARTS, ids)


def watches(ids: Sequence[UUID]) -> Rows:
    """Give the watches that run over these cases."""
    return _by_case(WATCHES, ids)


def closed(ids: Iterable[UUID]) -> dict[UUID, datetime | None]:
    """Give when these cases were closed."""
    wanted = list(ids)
    return {row.id: row.closed_at for row in (rows(CLOSED, ids=wanted) if wanted else ())}
