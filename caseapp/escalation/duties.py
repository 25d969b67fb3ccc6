"""Who has the four responsibilities of a phase, and who heard of it: kept, and read again.

Each phase of the AVE approach puts case direction, process direction, operational and
administrative responsibility somewhere; whoever is not informed, is so for a reason.
"""

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from caseapp.model.escalation import Duty, Party

NAME_LENGTH = 160
WHY_LENGTH = 500
DUTIES_FROM = 3
"""From this phase on none of the four may be empty."""
ADMINISTRATION_FROM = 3
"""From this phase on alderman and mayor hear of it, or it is written down why not."""


@dataclass(frozen=True, slots=True)
class Post:
    """Who has one responsibility: the organisation, and the person there."""

    organisation: str = ""
    person: str = ""

    @property
    def is_filled(self) -> bool:
        """Tell whether both are said."""
        return bool(self.organisation.strip() and self.person.strip())


@dataclass(frozen=True, slots=True)
class Heard:
    """On which day somebody was informed, or why not."""

    on: date | None = None
    why_not: str = ""

    @property
    def is_said(self) -> bool:
        """Tell whether either is said."""
        return self.on is not None or bool(self.why_not.strip())


def parties(phase: int) -> list[Party]:
    """Give who must hear of it that a case comes to this phase."""
    administration = {Party.ALDERMAN, Party.MAYOR}
    return [one for one in Party if phase >= ADMINISTRATION_FROM or one not in administration]


def missing(phase: int, posts: Mapping[Duty, Post]) -> list[Duty]:
    """Give the responsibilities that nobody has and somebody must have in this phase."""
    if phase < DUTIES_FROM:
        return []
    return [duty for duty in Duty if not posts.get(duty, Post()).is_filled]


def untold(phase: int, heard: Mapping[Party, Heard]) -> list[Party]:
    """Give of whom it is neither said that they heard of it nor why not."""
    return [party for party in parties(phase) if not heard.get(party, Heard()).is_said]


def ahead(heard: Mapping[Party, Heard], today: date) -> list[Party]:
    """Give who would have heard of it on a day that is still to come."""
    return [party for party, said in heard.items() if said.on is not None and said.on > today]


def written_posts(posts: Mapping[Duty, Post]) -> str:
    """Write the responsibilities down as they are stored; those without anybody not."""
    kept = {
        duty.value: [post.organisation.strip(), post.person.strip()]
        for duty, post in posts.items()
        if post.organisation.strip() or post.person.strip()
    }
    return json.dumps(kept, sort_keys=True) if kept else ""


def read_posts(stored: str) -> dict[Duty, Post]:
    """Read the responsibilities as they were stored."""
    kept: dict[str, Collection[str]] = json.loads(stored) if stored else {}
    return {duty: Post(*kept[duty.value]) for duty in Duty if duty.value in kept}


def written_heard(heard: Mapping[Party, Heard]) -> str:
    """Write down who was informed, as it is stored."""
    kept = {
        party.value: [said.on.isoformat() if said.on else "", said.why_not.strip()]
        for party, said in heard.items()
        if said.is_said
    }
    return json.dumps(kept, sort_keys=True) if kept else ""


def read_heard(stored: str) -> dict[Party, Heard]:
    """Read who was informed, as it was stored."""
    kept: dict[str, list[str]] = json.loads(stored) if stored else {}
    return {
        party: Heard(date.fromisoformat(day) if day else None, why_not)
        for party in Party
        if party.value in kept
        for day, why_not in [kept[party.value]]
    }
