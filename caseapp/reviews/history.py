"""What a rule is shown: one colleague's day in the log, with what went before. Pure facts.

Nothing here holds a name or a text: ids, codes and moments, and what the system knows of them.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from caseapp.kernel import clock

LISTS = frozenset(
    {
        "worklist:shown",
        "cases:listed",
        "briefing:shown",
        "residents:searched",
        "search:shown",
        "import:shown",
    }
)
"""Screens on which somebody passes by among others."""
WORK = frozenset(
    {
        "step:logged",
        "step:corrected",
        "flag:raised",
        "flag:answered",
        "case:phase-changed",
        "case:staffed",
        "case:opened",
        "track:taken",
        "track:arranged",
        "resident:changed",
        "resident:registered",
        "resident:related",
    }
)
"""What somebody does for a resident, besides looking."""
OVERSIGHT = ("log:", "seal:", "review", "security-log:")


@dataclass(frozen=True, slots=True)
class Look:
    """One line of the log, as far as a rule needs it."""

    at: datetime
    event: str
    resident_id: UUID | None = None
    case_id: UUID | None = None
    relation: str | None = None
    purpose: str | None = None
    refused: bool = False
    origin: str | None = None
    emergency_id: UUID | None = None
    subject_id: UUID | None = None
    entry: int = 0

    @property
    def about(self) -> UUID | None:
        """Whom or what it was about: the resident first."""
        return self.resident_id or self.case_id or self.subject_id

    @property
    def opened(self) -> bool:
        """Tell whether somebody was opened, and did not only pass by on a list."""
        seen = self.resident_id is not None or self.case_id is not None
        return seen and not self.refused and self.event not in LISTS and not self.is_oversight

    @property
    def is_oversight(self) -> bool:
        """Tell whether it was reading the log itself, which is some people's work."""
        return self.event.startswith(OVERSIGHT)

    @property
    def day(self) -> date:
        """The day on the Dutch calendar."""
        return clock.local(self.at).date()


@dataclass(frozen=True, slots=True)
class Known:
    """What the system knows of people and cases, beside the log."""

    closed_at: dict[UUID, datetime] = field(default_factory=dict)
    shielded: frozenset[UUID] = frozenset()
    """Cases that are shielded, and the residents they are about."""
    colleagues: frozenset[UUID] = frozenset()
    """Residents who are recognised as somebody who works here."""
    crowds: dict[UUID, int] = field(default_factory=dict)
    """How many colleagues without any relation opened a resident within two days."""


@dataclass(frozen=True, slots=True)
class Colleague:
    """What the system knows of the one who looked."""

    id: UUID
    roles: frozenset[str] = frozenset()
    own: frozenset[UUID] = frozenset()
    """Residents who are themselves, by name and birth date."""
    same_address: frozenset[UUID] = frozenset()
    around: frozenset[UUID] = frozenset()
    """Residents in a household with them, or with who is at their address."""
    same_surname: frozenset[UUID] = frozenset()
    """Residents with their surname, where that is not a common one here."""
    granted_at: tuple[datetime, ...] = ()
    """When they were given a role."""
    ended: dict[UUID, datetime] = field(default_factory=dict)
    """When they stopped working on a case, by case."""
    leaves_at: datetime | None = None
    began_at: datetime | None = None

    @property
    def kept_from(self) -> frozenset[UUID]:
        """Whose file is no business of theirs: their own, and that of whom they live with."""
        return self.own | self.same_address | self.around


@dataclass(frozen=True, slots=True)
class History:
    """One colleague's day, and the thirty days before it."""

    colleague: Colleague
    day: date
    today: tuple[Look, ...]
    before: tuple[Look, ...] = ()
    known: Known = field(default_factory=Known)

    @property
    def opened(self) -> list[Look]:
        """Everything that was opened today."""
        return [look for look in self.today if look.opened]

    def opened_people(self) -> set[UUID]:
        """Give whom this day opened, each once."""
        return {look.about for look in self.opened if look.about is not None}

    def by_subject(self) -> Iterator[tuple[UUID, list[Look]]]:
        """Give what was opened today, gathered by whom it was about."""
        found: dict[UUID, list[Look]] = {}
        for look in self.opened:
            if look.about is not None:
                found.setdefault(look.about, []).append(look)
        return iter(sorted(found.items(), key=lambda pair: (pair[1][0].at, str(pair[0]))))

    def last_days(self, days: int) -> list[Look]:
        """Give the looks of so many days up to and including today."""
        first = self.day - timedelta(days=days - 1)
        return [look for look in (*self.before, *self.today) if look.day >= first]

    def people_a_day(self) -> list[int]:
        """Give how many people were opened on each earlier day on which any was, in order."""
        days: dict[date, set[UUID]] = {}
        for look in self.before:
            if look.opened and look.about is not None:
                days.setdefault(look.day, set()).add(look.about)
        return sorted(len(people) for people in days.values())
