"""What somebody can hold."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from caseapp.model.case_words import TrackKind


class HoldingKind(StrEnum):
    """What it is that somebody holds."""

    TRACK = "track"
    """They own a track that is needed."""
    DIRECTION = "direction"
    """They direct an open case."""
    WATCH = "watch"
    """They keep an eye on a closed case."""
    SIGNAL = "signal"
    """They have an open signal."""
    OFFER = "offer"
    """They were offered something, and somebody waits for their answer."""
    SUBSTITUTION = "substitution"
    """They stand in for a colleague whose leave is not over."""
    MEETING = "meeting"
    """They chair a meeting that is not closed."""
    LEAD = "lead"
    """Nobody else leads this team."""
    QUEUE = "queue"
    """Work waits in the queue of this team, and nobody else works there."""


OF_WORK = frozenset(
    {
        HoldingKind.TRACK,
        HoldingKind.DIRECTION,
        HoldingKind.WATCH,
        HoldingKind.SIGNAL,
        HoldingKind.OFFER,
        HoldingKind.SUBSTITUTION,
        HoldingKind.MEETING,
    }
)
"""What is somebody's own work; the others are about a team."""

CAN_BE_STOOD_IN_FOR = frozenset({HoldingKind.TRACK, HoldingKind.DIRECTION, HoldingKind.WATCH})


@dataclass(frozen=True, slots=True)
class Holding:
    """One thing that is open with somebody."""

    kind: HoldingKind
    id: UUID
    """Of the track, the case, the watch, the signal, the offer, the leave or the meeting."""
    case_id: UUID | None = None
    track: TrackKind | None = None
    team_id: UUID | None = None
    """The team a track or a signal is with, or the team it is about."""
    is_shielded: bool = False
    first_on: date | None = None
    last_on: date | None = None

    @property
    def can_be_handed_over(self) -> bool:
        """Tell whether it can be somebody else's: an offer is answered, and a team is arranged."""
        return self.kind in CAN_BE_STOOD_IN_FOR or self.kind is HoldingKind.SIGNAL

    @property
    def can_be_stood_in_for(self) -> bool:
        """Tell whether a substitute may do it: nobody is let into a shielded case like this."""
        return self.kind in CAN_BE_STOOD_IN_FOR and not self.is_shielded
