"""What was measured in some fictitious plans: how it went in areas of life, and who saw it."""

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, NamedTuple

from caseapp.demo.bulk import Bulk
from caseapp.demo.family_rows import whose
from caseapp.demo.journal_rows import Filed
from caseapp.demo.marks import Marks
from caseapp.kernel import clock
from caseapp.model.measurements import Measurement
from caseapp.model.plan_words import Domain, SeenBy

ONE_IN = 3
"""Of so many fictitious plans one is measured."""


class Tale(NamedTuple):
    """How it went in one area: a score for each time, and by what that was seen."""

    strip: str
    domain: Domain
    seen_by: SeenBy
    scores: tuple[int | None, ...]
    seen: tuple[str, ...]


US, RESIDENT = SeenBy.PROFESSIONAL, SeenBy.RESIDENT
TALES = (
    Tale(
        "shared",
        Domain.HOUSING,
        US,
        (2, 2, 3),
        (
            "De verhuurder stuurde een laatste brief.",
            "De huur is betaald; de tuin ligt nog vol.",
            "De tuin is leeg en de buren slapen door.",
        ),
    ),
    Tale(
        "shared",
        Domain.HOUSING,
        RESIDENT,
        (4, None, 4),
        (
            "Het is mijn huis, zegt de inwoner. Zo erg is het niet.",
            "Wilde er deze keer niet over praten.",
            "Vindt dat het goed gaat, en wil zo blijven wonen.",
        ),
    ),
    Tale(
        "care",
        Domain.MENTAL_HEALTH,
        US,
        (1, None, 3),
        (
            "Slaapt niet, praat tegen de muur.",
            "Deed niet open; de behandelaar zag hem ook niet.",
            "Neemt zijn medicijnen en kwam naar de afspraak.",
        ),
    ),
    Tale(
        "care",
        Domain.FINANCES,
        US,
        (2, 3, 3),
        (
            "Een doos met ongeopende post.",
            "De schuldhulp heeft alle brieven.",
            "Leefgeld komt elke week; nog geen regeling.",
        ),
    ),
    Tale(
        "safety",
        Domain.JUSTICE,
        US,
        (2, 3, 2),
        (
            "Vier meldingen in een maand.",
            "Een melding, en die liep goed af.",
            "Twee meldingen in het laatste weekend.",
        ),
    ),
)


class MeasuredRows:
    """Adds what was measured since a plan was made."""

    def __init__(self, bulk: Bulk, marks: Marks, today: date) -> None:
        """Begin; the plans themselves come first."""
        self._bulk, self._marks, self._today = bulk, marks, today

    def add(self, filed: Filed, planned_at: datetime) -> None:
        """Add a first measurement, one halfway, and one of these days."""
        if sum(filed.file.key.encode()) % ONE_IN:
            return
        days = self._days(planned_at)
        for number, tale in enumerate(TALES):
            author = _author(filed, tale.strip)
            for turn, day in enumerate(days):
                key = f"{filed.file.key}/measured/{number}/{turn}"
                row_id = self._marks.of(key)
                row: dict[str, Any] = {
                    "id": row_id,
                    "track": None if tale.strip == "shared" else tale.strip,
                    "domain": tale.domain,
                    "score": tale.scores[turn],
                    "seen_by": tale.seen_by,
                    "measured_on": day,
                    "made_at": min(_noon(day), clock.now()),
                    "made_by_id": self._marks.staff(author),
                    **whose(filed, self._marks, tale.strip),
                    **filed.seal.texts(Measurement, row_id, evidence=tale.seen[turn]),
                }
                self._bulk.add(Measurement, filed.owned | row)

    def _days(self, planned_at: datetime) -> list[date]:
        first = clock.local(planned_at).date()
        last = max(first, self._today - timedelta(days=2))
        return sorted({first, first + (last - first) / 2, last})


def _author(filed: Filed, strip: str) -> str:
    """Give who wrote last on a track, or else who wrote last at all."""
    steps = filed.file.steps
    mine: Iterator[str] = (one.author for one in reversed(steps) if one.strip == strip)
    return next(mine, steps[-1].author)


def _noon(day: date) -> datetime:
    return datetime.combine(day, time(12), tzinfo=clock.AMSTERDAM)
