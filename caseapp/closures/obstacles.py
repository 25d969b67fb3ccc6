"""What stands in the way of closing a case: all of it at once, nobody finds out one by one.

Decides only, from facts: both tracks must say themselves that they are done, nothing may wait for
somebody, and a case goes down the ladder before it is closed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import Phase, TrackKind, TrackState


class ObstacleKind(StrEnum):
    """What stands in the way."""

    TRACK_RUNS = "track-runs"
    TRACK_UNAGREED = "track-unagreed"
    """Somebody else said that it is done or not needed than who works on it."""
    TRACK_UNCONFIRMED = "track-unconfirmed"
    """Who owns the other track did not confirm that it is not needed."""
    DATE_OPEN = "date-open"
    FLAG_OPEN = "flag-open"
    HANDOVER_WAITS = "handover-waits"
    MEASURE_RUNS = "measure-runs"
    ACTIONS_OPEN = "actions-open"
    ON_AGENDA = "on-agenda"
    """A meeting has still to conclude it."""
    ESCALATED = "escalated"
    UNEVALUATED = "unevaluated"
    """Nobody looked back on its escalation to the highest phase."""


@dataclass(frozen=True, slots=True)
class Obstacle:
    """One thing that stands in the way, and what it is about."""

    kind: ObstacleKind
    track: TrackKind | None = None
    subject_id: UUID | None = None
    """Of the flag, the offer, the measure or the case on an agenda."""


@dataclass(frozen=True, slots=True)
class TrackStand:
    """How a track stands: whether people work on it, and whether they said that it is done."""

    kind: TrackKind
    state: TrackState
    next_on: date | None
    has_people: bool
    is_agreed: bool
    awaits_other: bool = False


def obstacles(
    tracks: Sequence[TrackStand],
    *,
    phase: int,
    flags: Sequence[UUID],
    offers: Sequence[UUID],
    measures: Sequence[UUID] = (),
    actions: int = 0,
    items: Sequence[UUID] = (),
    unevaluated: bool = False,
) -> Iterator[Obstacle]:
    """Give everything that stands in the way of closing; nothing means that it may be closed."""
    for track in tracks:
        if track.state is TrackState.NEEDED:
            yield Obstacle(ObstacleKind.TRACK_RUNS, track.kind)
        elif track.has_people and not track.is_agreed:
            yield Obstacle(ObstacleKind.TRACK_UNAGREED, track.kind)
        elif track.awaits_other:
            yield Obstacle(ObstacleKind.TRACK_UNCONFIRMED, track.kind)
        elif track.next_on is not None:
            yield Obstacle(ObstacleKind.DATE_OPEN, track.kind)
    yield from (Obstacle(ObstacleKind.FLAG_OPEN, subject_id=one) for one in flags)
    yield from (Obstacle(ObstacleKind.HANDOVER_WAITS, subject_id=one) for one in offers)
    yield from (Obstacle(ObstacleKind.MEASURE_RUNS, subject_id=one) for one in measures)
    yield from (Obstacle(ObstacleKind.ON_AGENDA, subject_id=one) for one in items)
    of_case = {
        ObstacleKind.ACTIONS_OPEN: actions > 0,
        ObstacleKind.ESCALATED: phase > Phase.ONE,
        ObstacleKind.UNEVALUATED: unevaluated,
    }
    yield from (Obstacle(kind) for kind, holds in of_case.items() if holds)


def refuse_day(day: date | None, today: date, days: int) -> None:
    """Raise RuleBroken for a watch without an end, one that is over, and one that is too long."""
    if day is None:
        raise RuleBroken("watch-without-end", "until_on")
    if day <= today:
        raise RuleBroken("watch-not-ahead", "until_on")
    if day > today + timedelta(days=days):
        raise RuleBroken("watch-too-long", "until_on")
