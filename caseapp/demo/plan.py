"""Which case is about what: storyline, state, household and previous case of case `index`."""

from dataclasses import dataclass
from functools import cache
from random import Random
from typing import NamedTuple

from caseapp.demo.dice import dealt, roll
from caseapp.demo.entities import Household, Resident
from caseapp.demo.households import BLOCK_HOUSEHOLDS, Ground, composition, household_at
from caseapp.demo.material import storyline_names
from caseapp.demo.storylines import Storyline, storyline

STATES = ("intake",) * 3 + ("active",) * 15 + ("watch",) * 4 + ("closed",) * 8
PAIR_EVERY = 12
REOPENED_EVERY = 10
REOPENED_PLACE = 4
TRIES = 400
CASES_PER_BLOCK = 6
REACH = 15
"""A case is about people at most so many blocks of households away from its own place."""
YOUTH_OF_GROUP = (13, 22)


@dataclass(frozen=True, slots=True)
class CasePlan:
    """What is decided about a case before it is written."""

    index: int
    story: Storyline
    state: str
    home: Household
    main: Resident
    previous: int | None
    is_previous: bool
    was_reopened: bool


@cache
def _names() -> tuple[str, ...]:
    return storyline_names()


class Reach(NamedTuple):
    """The numbers of the households a case may be about."""

    first: int
    end: int

    def any(self, random: Random) -> int:
        """Pick a household."""
        return random.randrange(self.first, self.end)


def reach(index: int, households: int) -> Reach:
    """Give the households near the place of a case, so that a stream makes each block once."""
    block = index // CASES_PER_BLOCK
    first = max(0, min(block - REACH, households // BLOCK_HOUSEHOLDS - REACH))
    return Reach(
        first * BLOCK_HOUSEHOLDS,
        min(households, (block + REACH + 1) * BLOCK_HOUSEHOLDS),
    )


def case_plan(ground: Ground, index: int, households: int) -> CasePlan:
    """Decide about one case without writing those before it."""
    place = index % PAIR_EVERY
    is_second, is_first = place == PAIR_EVERY - 1, place == PAIR_EVERY - 2
    root = index - 1 if is_second else index
    purpose = ground.municipality
    story = storyline(dealt(ground.seed, f"story/{purpose}", root, _names()))
    state = "closed" if is_first else dealt(ground.seed, f"state/{purpose}", index, STATES)
    home, main = _home(
        roll(ground.seed, "home", purpose, root), ground, story, reach(root, households)
    )
    return CasePlan(
        index=index,
        story=story,
        state=state,
        home=home,
        main=main,
        previous=root if is_second else None,
        is_previous=is_first,
        was_reopened=state == "active" and index % REOPENED_EVERY == REOPENED_PLACE,
    )


def _home(
    random: Random, ground: Ground, story: Storyline, near: Reach
) -> tuple[Household, Resident]:
    for _ in range(TRIES):
        number = near.any(random)
        if composition(ground, number) in story.needs:
            home = household_at(ground, number)
            if main := _main(ground, story, home):
                return home, main
    home = household_at(ground, near.any(random))
    return home, home.residents[0]


def _main(ground: Ground, story: Storyline, home: Household) -> Resident | None:
    if story.youth is None:
        return home.residents[0]
    least, most = story.youth
    fitting = [one for one in home.children if least <= one.age_on(ground.today) <= most]
    if not story.youth_is_main:
        return home.residents[0] if fitting else None
    young_adults = [one for one in home.residents if one.age_on(ground.today) <= most + 4]
    return next(iter(fitting or (young_adults if home.composition == "young" else [])), None)


def group_members(
    random: Random, ground: Ground, main: Resident, near: Reach
) -> tuple[Resident, ...]:
    """Find three to five other young people for a group, from any household."""
    found: dict[str, Resident] = {}
    wanted = random.randrange(3, 6)
    least, most = YOUTH_OF_GROUP
    for _ in range(TRIES):
        home = household_at(ground, near.any(random))
        for one in home.residents:
            if least <= one.age_on(ground.today) <= most and one.key != main.key:
                found[one.key] = one
        if len(found) >= wanted:
            break
    return tuple(found.values())[:wanted]
