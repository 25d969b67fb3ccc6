"""Attempts to reach somebody: how many since they were last spoken, on each track of a case.

A contact or an attempt on the shared strip counts for both tracks. On one and the same day a
contact outweighs an attempt.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import func, select

from caseapp.extensions import db
from caseapp.model.among import among
from caseapp.model.case_words import TrackKind
from caseapp.model.journal import EndResult, Step, in_vain, reached

TRIED = (
    select(Step.case_id, Step.track, Step.happened_on, Step.end_result)
    .where(among(Step.case_id, "cases"), Step.corrects_id.is_(None), in_vain())
    .order_by(Step.happened_on, Step.created_at, Step.id)
)
LAST_SPOKEN = (
    select(Step.case_id, Step.track, func.max(Step.happened_on).label("day"))
    .where(among(Step.case_id, "cases"), reached())
    .group_by(Step.case_id, Step.track)
)


@dataclass(frozen=True, slots=True)
class Attempts:
    """What was tried in vain on one track since somebody was last spoken."""

    days: tuple[date, ...]
    """On which days, in order."""
    end_result: EndResult | None = None
    """What the last of them that ended the attempts said of it."""
    ended_on: date | None = None

    @property
    def number(self) -> int:
        """How many there were."""
        return len(self.days)


@dataclass(frozen=True, slots=True)
class _Tried:
    track: TrackKind | None
    day: date
    end_result: EndResult | None


def attempts_of(case_ids: Sequence[UUID]) -> dict[tuple[UUID, TrackKind], Attempts]:
    """Give, by case and track, the attempts since the last contact; no entry where there are none.

    Of the steps that whoever asks may read: who counts for everybody asks aloud.
    """
    if not case_ids:
        return {}
    tried: dict[UUID, list[_Tried]] = defaultdict(list)
    for row in _rows(TRIED, case_ids):
        tried[row.case_id].append(_Tried(row.track, row.happened_on, row.end_result))
    spoken = _last_spoken(list(tried))
    found = {}
    for case_id, known in tried.items():
        for kind in TrackKind:
            attempts = _since(known, spoken.get(case_id, {}), kind)
            if attempts.days:
                found[case_id, kind] = attempts
    return found


def _last_spoken(case_ids: list[UUID]) -> dict[UUID, dict[TrackKind | None, date]]:
    found: dict[UUID, dict[TrackKind | None, date]] = defaultdict(dict)
    for row in _rows(LAST_SPOKEN, case_ids) if case_ids else ():
        found[row.case_id][row.track] = row.day
    return found


def _since(tried: list[_Tried], spoken: dict[TrackKind | None, date], kind: TrackKind) -> Attempts:
    last = max((spoken[one] for one in (None, kind) if one in spoken), default=date.min)
    counted = [one for one in tried if one.track in {None, kind} and one.day > last]
    ends = [one for one in counted if one.end_result is not None]
    return Attempts(
        tuple(one.day for one in counted),
        ends[-1].end_result if ends else None,
        ends[-1].day if ends else None,
    )


def _rows(query: Any, case_ids: Sequence[UUID]) -> list[Any]:
    """Count, without showing a row to anybody."""
    asked = {"cases": case_ids}
    return list(db.session.execute(query, asked, execution_options={"unseen": "count"}))
