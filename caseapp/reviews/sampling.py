"""Drawing a sample that anybody can draw again: by the root of a head nobody could know."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from caseapp.reviews.collecting import Gathered

A_WEEK = timedelta(days=7)
LIKELIER = 5
"""So many times likelier is a look drawn of which something stood out a little."""

Scored = dict[tuple[UUID, UUID, date], int]
"""What scored a little, by colleague, subject and day."""


@dataclass(frozen=True, slots=True)
class Opening:
    """One colleague's looks at one resident or case on one day: what a sample consists of."""

    user_id: UUID
    subject_id: UUID
    kind: str
    day: date

    @property
    def key(self) -> tuple[UUID, UUID, date]:
        """By what it is known."""
        return self.user_id, self.subject_id, self.day

    def ticket(self, seed: bytes, *, chance: int = 1) -> int:
        """Give its number in the draw: the lowest are drawn. More tickets, more chance."""
        text = f"{self.user_id.hex}{self.subject_id.hex}{self.day.isoformat()}"
        hashed = (
            hashlib.sha256(seed + f"{text}{number}".encode()).digest()[:8]
            for number in range(chance)
        )
        return min(int.from_bytes(one) for one in hashed)


def openings(gathered: Gathered, sunday: date) -> Iterator[Opening]:
    """Give every opening of the week that ends on this day, each once."""
    first = sunday - A_WEEK + timedelta(days=1)
    seen = set()
    for user_id, looks in gathered.looks.items():
        for look in looks:
            if not look.opened or look.about is None or not first <= look.day <= sunday:
                continue
            kind = "residents" if look.resident_id is not None else "cases"
            opening = Opening(user_id, look.about, kind, look.day)
            if opening not in seen:
                seen.add(opening)
                yield opening


def drawn(week: list[Opening], seed: bytes, wanted: int, scored: Scored) -> list[Opening]:
    """Draw from a week: the same week and seed always give the same."""
    tickets = [(one.ticket(seed, chance=LIKELIER if one.key in scored else 1), one) for one in week]
    return [one for _, one in sorted(tickets, key=lambda pair: pair[0])[:wanted]]
