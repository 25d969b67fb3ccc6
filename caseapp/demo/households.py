"""Households of the fictitious municipality: who lives where and how they are related.

They are made in blocks of nine households and fifteen residents, so that any household can be
made without making those before it, and relations across households stay inside a block.
"""

from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from random import Random
from typing import NamedTuple

from caseapp.demo import people, places
from caseapp.demo.dice import dealt, roll
from caseapp.demo.entities import Household, Resident
from caseapp.demo.kinship import across, within

BLOCK_HOUSEHOLDS = 9
BLOCK_RESIDENTS = 15
BLOCKS: tuple[tuple[str, ...], ...] = (
    ("single", "single", "elder", "young", "elder", "couple", "couple", "single-parent",
     "family-2"),
    ("single", "single", "elder", "single", "young", "elder", "single-parent", "family-1",
     "family-2"),
    ("single", "elder", "young", "single", "single", "elder-couple", "single-parent", "family-1",
     "single-parent-2"),
    ("single", "elder", "single", "young", "single", "elder", "single", "family-1", "family-3"),
    ("elder", "single", "single", "single", "young", "single", "couple", "single-parent",
     "housemates"),
    ("single", "elder", "single", "young", "elder", "couple", "single-parent", "single-parent",
     "family-elder"),
)  # fmt: skip
"""Compositions of the nine households of a block; every row holds fifteen residents."""

MEMBERS: dict[str, tuple[tuple[str, str], ...]] = {
    # (place in the household, kind of age); children get an age from their parent
    "single": (("adult", "single"),),
    "young": (("adult", "young"),),
    "elder": (("adult", "elder"),),
    "couple": (("adult", "couple"), ("partner", "couple")),
    "elder-couple": (("adult", "elder"), ("partner", "elder")),
    "single-parent": (("adult", "parent"), ("child", "")),
    "single-parent-2": (("adult", "parent"), ("child", ""), ("child", "")),
    "family-1": (("adult", "parent"), ("partner", "parent"), ("child", "")),
    "family-2": (("adult", "parent"), ("partner", "parent"), ("child", ""), ("child", "")),
    "family-3": (("adult", "parent"), ("partner", "parent")) + (("child", ""),) * 3,
    "family-elder": (("adult", "parent"), ("partner", "parent"), ("child", ""),
                     ("grandparent", "elder")),
    "housemates": (("adult", "worker"),) + (("housemate", "worker"),) * 4,
}  # fmt: skip


BLOCK_CARDS = tuple(str(number) for number in range(len(BLOCKS)))


class Ground(NamedTuple):
    """What a block of households is made from. `first_resident` counts over the whole world."""

    seed: int
    municipality: str
    today: date
    first_resident: int


def composition(ground: Ground, household: int) -> str:
    """Tell how a household is composed, without making it."""
    number, place = divmod(household, BLOCK_HOUSEHOLDS)
    row = BLOCKS[int(dealt(ground.seed, f"blocks/{ground.municipality}", number, BLOCK_CARDS))]
    return row[place]


@lru_cache(maxsize=256)
def block(ground: Ground, number: int) -> tuple[Household, ...]:
    """Make the nine households of a block, with relations inside and across them."""
    households: list[Household] = []
    made = number * BLOCK_RESIDENTS
    for place in range(BLOCK_HOUSEHOLDS):
        household = _household(ground, number * BLOCK_HOUSEHOLDS + place, made)
        made += len(household.residents)
        households.append(household)
    random = roll(ground.seed, "across", ground.municipality, number)
    return across(random, ground.today, households)


def _household(ground: Ground, index: int, first: int) -> Household:
    kind = composition(ground, index)
    random = roll(ground.seed, "household", ground.municipality, index)
    origin = people.origin_of(ground.seed, index)
    if kind == "housemates":
        origin = "polish"
    residents: list[Resident] = []
    for offset, (place, age_kind) in enumerate(MEMBERS[kind]):
        person = _resident(ground, random, origin, place, age_kind, residents)
        residents.append(_numbered(ground, random, person, first + offset))
    return Household(
        key=f"{ground.municipality}-h{index:06d}",
        municipality=ground.municipality,
        composition=kind,
        address=places.address(ground.seed, ground.municipality, index),
        residents=tuple(residents),
        relations=within(random, ground.today, residents),
    )


def _resident(  # noqa: PLR0917 - a person follows from all of these
    ground: Ground,
    random: Random,
    origin: str,
    place: str,
    age_kind: str,
    others: list[Resident],
) -> Resident:
    born_on = _birth(ground, random, place, age_kind, others)
    gender = _gender(random, place, others)
    prefix, name = _family_name(random, origin, place, others)
    names = people.given_names(random, origin, gender, (ground.today - born_on).days // 365)
    letters = people.initials(names)
    return Resident(
        key="",
        municipality=ground.municipality,
        given_names="" if place == "adult" and random.randrange(14) == 0 else names,
        initials=letters,
        prefix=prefix,
        surname=name,
        gender=gender,
        born_on=born_on,
        bsn=None,
        phone="",
        email="",
        origin=origin,
        place=place,
        is_shielded=random.randrange(120) == 0,
    )


def _numbered(ground: Ground, random: Random, person: Resident, number: int) -> Resident:
    reachable = (ground.today - person.born_on) > timedelta(days=12 * 365)
    return replace(
        person,
        key=f"{ground.municipality}-r{number:06d}",
        bsn=people.bsn_of(ground.seed, ground.first_resident + number),
        phone=people.phone(random) if reachable and random.randrange(6) else "",
        email=people.email(random, person.call_name, person.family_name) if reachable else "",
    )


def _birth(
    ground: Ground, random: Random, place: str, age_kind: str, others: list[Resident]
) -> date:
    if place == "child":
        parent = min(person.age_on(ground.today) for person in others if person.place != "child")
        oldest = max(1.0, min(23.0, parent - 19.5))
        return people.born_years_ago(random, ground.today, random.uniform(0.3, oldest))
    if place == "partner":
        gap = random.triangular(-7, 7, 0)
        age = max(19.0, others[0].age_on(ground.today) + gap)
        return people.born_years_ago(random, ground.today, age)
    if place == "grandparent":
        age = max(person.age_on(ground.today) for person in others) + random.uniform(22, 34)
        return people.born_years_ago(random, ground.today, min(age, 97))
    return people.birth_date(random, ground.today, age_kind)


def _gender(random: Random, place: str, others: list[Resident]) -> str:
    if place == "partner" and random.randrange(14):
        return "female" if others[0].gender == "male" else "male"
    number = random.randrange(120)
    if number < 118:  # noqa: PLR2004 - nearly everybody
        return "female" if number % 2 else "male"
    return "other" if number % 2 else "unknown"


def _family_name(
    random: Random, origin: str, place: str, others: list[Resident]
) -> tuple[str, str]:
    if place == "child":
        named_after = next((one for one in others if one.gender == "male"), others[0])
        return named_after.prefix, named_after.surname
    return people.surname(random, origin)


def household_at(ground: Ground, index: int) -> Household:
    """Give one household of a municipality by its number."""
    number, place = divmod(index, BLOCK_HOUSEHOLDS)
    return block(ground, number)[place]
