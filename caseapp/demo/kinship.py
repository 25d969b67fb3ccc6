"""Relations between fictitious residents, inside a household and across households."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from random import Random

from caseapp.demo.entities import Household, Relation, Resident

SOURCES = ("registration", "registration", "resident", "household-member", "professional")


def _some_years_ago(random: Random, today: date, least: int, most: int) -> date:
    return today - timedelta(days=random.randrange(least * 365, most * 365))


def _related(  # noqa: PLR0917 - a relation has this many sides
    random: Random,
    one: Resident,
    other: Resident,
    kind: str,
    since: date | None = None,
    until: date | None = None,
) -> Relation:
    return Relation(one.key, other.key, kind, since, until, random.choice(SOURCES))


def within(random: Random, today: date, residents: list[Resident]) -> tuple[Relation, ...]:
    """Relate the people of one household: partners, parents, children and grandparents."""
    relations: list[Relation] = []
    adults = [person for person in residents if person.place in {"adult", "partner"}]
    children = [person for person in residents if person.place == "child"]
    couples = pairwise(adults)
    relations += [
        _related(random, one, other, "partner", _some_years_ago(random, today, 1, 8))
        for one, other in couples
    ]
    relations += [
        _related(random, parent, child, "parent", child.born_on)
        for parent in adults
        for child in children
    ]
    relations += [
        _related(random, one, other, "sibling", max(one.born_on, other.born_on))
        for one, other in pairwise(children)
    ]
    for elder in (person for person in residents if person.place == "grandparent"):
        relations.append(_related(random, elder, adults[0], "parent", adults[0].born_on))
        relations += [
            _related(random, elder, child, "grandparent", child.born_on) for child in children
        ]
    return tuple(relations)


def across(random: Random, today: date, block: list[Household]) -> tuple[Household, ...]:
    """Relate households of a block: ex-partners, grown children, brothers, and carers."""
    extra: dict[str, list[Relation]] = {household.key: [] for household in block}
    singles = _of(block, "single")
    for parent_home in _of(block, "single-parent", "single-parent-2"):
        if singles:
            former = singles.pop(0)
            extra[parent_home.key] += _ex_partners(random, today, parent_home, former)
    elders = _of(block, "elder", "elder-couple")
    for elder_home in elders:
        grown = _of(block, "family-1", "family-2", "family-3", "couple")
        if grown and random.randrange(3):
            extra[elder_home.key] += _caring_child(random, today, elder_home, random.choice(grown))
    if len(singles) > 1:
        extra[singles[0].key].append(
            _related(random, singles[0].residents[0], singles[1].residents[0], "sibling")
        )
    return tuple(
        replace(household, relations=household.relations + tuple(extra[household.key]))
        for household in block
    )


def _of(block: list[Household], *kinds: str) -> list[Household]:
    return [household for household in block if household.composition in kinds]


def _ex_partners(random: Random, today: date, home: Household, former: Household) -> list[Relation]:
    parent, other = home.residents[0], former.residents[0]
    until = _some_years_ago(random, today, 1, 4)
    since = until - timedelta(days=random.randrange(3 * 365, 9 * 365))
    return [
        _related(random, parent, other, "ex-partner", since, until),
        *(_related(random, other, child, "parent", child.born_on) for child in home.children),
    ]


def _caring_child(
    random: Random, today: date, elder_home: Household, home: Household
) -> list[Relation]:
    elder, carer = elder_home.residents[0], home.residents[0]
    if (carer.born_on - elder.born_on).days < 17 * 365:
        return [_related(random, carer, elder, "caregiver", _some_years_ago(random, today, 0, 3))]
    return [
        _related(random, elder, carer, "parent", carer.born_on),
        _related(random, carer, elder, "caregiver", _some_years_ago(random, today, 0, 3)),
        *(_related(random, elder, child, "grandparent", child.born_on) for child in home.children),
    ]
