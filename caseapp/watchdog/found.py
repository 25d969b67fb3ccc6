"""What a rule says: what is wrong, about what, from when, until when, and whose it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeVar
from uuid import UUID

from caseapp.kernel import clock
from caseapp.model.case_words import TrackKind
from caseapp.model.watchdog import FindingKind

Key = tuple[UUID, FindingKind]


@dataclass(frozen=True, slots=True)
class Found:
    """One finding, not written down yet."""

    kind: FindingKind
    subject_id: UUID
    since: datetime | None = None
    """From when it is a crack; None: from the moment it is found."""
    until: datetime | None = None
    case_id: UUID | None = None
    track: TrackKind | None = None
    team_id: UUID | None = None
    second_team_id: UUID | None = None
    user_id: UUID | None = None
    last_on: date | None = None
    number: int | None = None

    @property
    def key(self) -> Key:
        """What makes it the same finding as one that was written down before."""
        return self.subject_id, self.kind

    def row(self) -> dict[str, Any]:
        """Give what is written down of it, apart from the moments."""
        return {
            "case_id": self.case_id,
            "track": self.track,
            "team_id": self.team_id,
            "second_team_id": self.second_team_id,
            "user_id": self.user_id,
            "last_on": self.last_on,
            "number": self.number,
            "until": self.until,
        }


Moment = TypeVar("Moment", date, datetime)


def gathered(
    moments: Sequence[Moment], wanted: int, window: timedelta
) -> tuple[Moment, Moment, int] | None:
    """Give the first and the last of so many moments within a window, and how many are in it.

    `moments` are in order. The first is that of the last so many: with it the finding ends. None
    where they are too few, or lie further apart.
    """
    if len(moments) < wanted or moments[-1] - moments[-wanted] >= window:
        return None
    last = moments[-1]
    return moments[-wanted], last, sum(moment > last - window for moment in moments)


def day_after(day: date, days: int = 0) -> datetime:
    """Give the first moment at which a day, and so many days more, are over."""
    return clock.midnight(day + timedelta(days=days + 1))


def day_of(moment: datetime) -> date:
    """Give the day in the Netherlands on which a moment falls."""
    return clock.local(moment).date()
