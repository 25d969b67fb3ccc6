"""What may not be told yet: pure.

A processing is withheld while a row of the register covers it. It leaves nothing behind: no line,
no number, no count. When the last day is over it is told, without anybody doing anything.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from caseapp.accesslog import ACTIVITIES, Disclosure, Event, activity_of
from caseapp.model.privacy import ConfidentialScope

HANDLING = frozenset(
    {
        Event.ANSWER_SHOWN,
        Event.ANSWER_PREPARED,
        Event.ANSWER_RELEASED,
        Event.CONFIDENTIALITY_SHOWN,
        Event.CONFIDENTIALITY_REGISTERED,
        Event.CONFIDENTIALITY_ENDED,
    }
)
"""The work on answers themselves. An answer says once that it was done, and gives no line of it:
who decided twice, or about what, would tell that there was something to decide."""


WATCHING = frozenset({"review", "reviews", "approval", "approvals", "breach"})
"""What events are about that follow from somebody's look: where the look is kept back, so are they,
whoever they are by. Reading the log itself is no such thing."""


class Standing(StrEnum):
    """Where a processing stands (VNG: vertrouwelijkheid)."""

    NORMAL = "normal"
    CONFIDENTIAL = "confidential"
    LIFTED = "lifted"


@dataclass(frozen=True, slots=True)
class Hold:
    """A row of the register, as far as it decides."""

    case_id: UUID | None
    resident_id: UUID | None
    scope: ConfidentialScope
    since: date
    until: date
    people: frozenset[UUID] = frozenset()
    """Whom the case is about: what the safety side looks up of them outside any case counts too."""

    def covers(self, about: "Processed") -> bool:
        """Tell whether it is about this processing."""
        narrow = self.scope is ConfidentialScope.SAFETY and not about.is_close
        return self._concerns(about) and self.since <= about.day < self.until and not narrow

    def _concerns(self, about: "Processed") -> bool:
        if self.resident_id is not None:
            return self.resident_id == about.resident_id
        if about.case_ids:
            return self.case_id in about.case_ids
        return about.is_close and about.resident_id in self.people


@dataclass(frozen=True, slots=True)
class Processed:
    """What must be known of a processing to decide whether it may be told."""

    event: str
    day: date
    resident_id: UUID | None
    case_ids: frozenset[UUID]
    """The case of the line, and the case of the page it stood on: that shows other cases too."""
    from_safety: bool

    @property
    def watches(self) -> bool:
        """Tell whether it follows from a look of somebody else."""
        about = self.event.partition(":")[0]
        return about in WATCHING or self.event == Event.EMERGENCY_SHOWN

    @property
    def is_close(self) -> bool:
        """Tell whether it is of the safety side, or may follow from that."""
        return self.from_safety or self.watches


def standing(about: Processed, holds: Iterable[Hold], today: date) -> Standing:
    """Say where a processing stands today."""
    always = ACTIVITIES[activity_of(about.event)].disclosure is Disclosure.TOLD
    if always and not about.watches:
        return Standing.NORMAL
    covering = [hold for hold in holds if hold.covers(about)]
    if not covering:
        return Standing.NORMAL
    running = any(today < hold.until for hold in covering)
    return Standing.CONFIDENTIAL if running else Standing.LIFTED
