"""What each of several people wants, agrees with and keeps to in one plan: kept and read.

Decides only. One version holds what was said of and by everybody, each apart, so that what is of
one of them can be given to that one alone.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from uuid import UUID

from caseapp.plans.parties import Consent, Presence, Stand


@dataclass(frozen=True, slots=True)
class Member:
    """The part of one of the people in a plan."""

    own_words: str = ""
    stand: Stand = field(default_factory=Stand)
    safety: str = ""
    """What was agreed with them for when it goes wrong."""

    @property
    def is_said(self) -> bool:
        """Tell whether anything is said of them."""
        return bool(self.own_words or self.safety or self.stand.why or self.stand.is_said)


def written(members: Mapping[UUID, Member]) -> str:
    """Write them down as they are stored; those of whom nothing is said not."""
    kept = {
        person.hex: [
            one.own_words,
            one.safety,
            one.stand.presence or "",
            one.stand.consent or "",
            one.stand.why.strip(),
        ]
        for person, one in members.items()
        if one.is_said
    }
    return json.dumps(kept, sort_keys=True, ensure_ascii=False) if kept else ""


def read(stored: str) -> dict[UUID, Member]:
    """Read them as they were stored."""
    kept: dict[str, list[str]] = json.loads(stored) if stored else {}
    return {
        UUID(person): Member(
            words,
            Stand(
                Presence(presence) if presence else None, Consent(consent) if consent else None, why
            ),
            safety,
        )
        for person, (words, safety, presence, consent, why) in kept.items()
    }


def is_household(people: Iterable[UUID]) -> bool:
    """Tell whether a plan is of several people, so that what is whose has to be said."""
    return len(set(people)) > 1
