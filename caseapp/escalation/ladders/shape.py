"""What a ladder is: phases of a weight each, lowest first; and what forbids one.

A weight (1 to 4) is what a phase means for the work, the same in every municipality: the rules,
terms and rights of this system go by it. A municipality chooses which weights its ladder has, and
what they are called. So a ladder of three phases is judged by the same rules as one of four.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import Phase
from caseapp.model.ladders import PhaseColour, PhaseIcon

NAME_LENGTH = 20
WORDS_LENGTH = 60
FEWEST = 2


@dataclass(frozen=True, slots=True)
class Step:
    """One phase of a ladder: how much it weighs, how it is called and how it looks."""

    weight: int
    name: str
    words: str
    colour: PhaseColour
    icon: PhaseIcon


@dataclass(frozen=True, slots=True)
class Shape:
    """A whole ladder, the lowest phase first."""

    name: str
    steps: tuple[Step, ...]

    @property
    def weights(self) -> tuple[int, ...]:
        """Which weights it has, the lowest first."""
        return tuple(step.weight for step in self.steps)

    def step(self, weight: int) -> Step | None:
        """Give the phase of a weight; None if the ladder has none."""
        return next((step for step in self.steps if step.weight == weight), None)

    @property
    def highest(self) -> int:
        """Give the weight of its highest phase."""
        return max(self.weights)


USUAL = Shape(
    "AVE",
    (
        Step(1, "AVE 1", "gewoon", PhaseColour.GREEN, PhaseIcon.CHECK),
        Step(2, "AVE 2", "er is een vraag of probleem", PhaseColour.YELLOW, PhaseIcon.EYE),
        Step(3, "AVE 3", "problemen op meer gebieden", PhaseColour.RED, PhaseIcon.WARNING),
        Step(4, "AVE 4", "escalatie", PhaseColour.DARK_RED, PhaseIcon.URGENT),
    ),
)
"""Aanpak ter Voorkoming van Escalatie, with four phases: what holds until others are agreed."""
BY_PERSON = Shape(
    "Persoonsgerichte aanpak",
    (
        Step(1, "Regulier", "gewone samenwerking", PhaseColour.GREEN, PhaseIcon.CHECK),
        Step(2, "Lokale PGA", "persoonsgerichte aanpak in de gemeente", PhaseColour.YELLOW,
             PhaseIcon.USERS),
        Step(3, "ZVH", "in het Zorg- en Veiligheidshuis", PhaseColour.RED, PhaseIcon.SHIELD),
    ),
)  # fmt: skip
"""Regular work, the local approach to a person, the Zorg- en Veiligheidshuis (Midden-Nederland)."""
SHIPPED = {"ave": USUAL, "pga": BY_PERSON}


def objections(shape: Shape) -> Iterator[RuleBroken]:
    """Give everything that is wrong with a ladder; nothing means that it can be asked for."""
    if not shape.name.strip():
        yield RuleBroken("ladder-without-name", "name")
    if Phase.ONE not in shape.weights:
        yield RuleBroken("ladder-without-lowest", "name_1")
    elif len(shape.steps) < FEWEST:
        yield RuleBroken("ladder-of-one", "name_2")
    seen: set[str] = set()
    for step in shape.steps:
        if step.name.casefold() in seen:
            yield RuleBroken("ladder-name-twice", f"name_{step.weight}")
        seen.add(step.name.casefold())
        if not step.words.strip():
            yield RuleBroken("ladder-phase-without-words", f"words_{step.weight}")


def dropped(now: Shape, then: Shape) -> list[Step]:
    """Give the phases that a ladder has and another would not have any more."""
    return [step for step in now.steps if step.weight not in then.weights]


def written(shape: Shape) -> str:
    """Write the phases of a ladder down, always in the same way."""
    return json.dumps([asdict(step) for step in shape.steps], sort_keys=True)


def read(name: str, phases: str) -> Shape:
    """Read a ladder as it was written."""
    kept: Sequence[dict[str, str]] = json.loads(phases)
    return Shape(
        name,
        tuple(
            Step(
                int(one["weight"]),
                one["name"],
                one["words"],
                PhaseColour(one["colour"]),
                PhaseIcon(one["icon"]),
            )
            for one in kept
        ),
    )


def fingerprint(name: str, phases: str) -> str:
    """Give by what a ladder is known to be the one that was agreed to."""
    return hashlib.sha256(f"{name}\x00{phases}".encode()).hexdigest()
