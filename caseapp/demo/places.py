"""Fictitious towns, streets and addresses.

Streets and towns are invented and the four-digit postcode areas are not in use, so no address in
a story can be somebody's home. The letters SA, SD and SS never occur, as in real postcodes.
"""

from functools import cache
from typing import Any

from caseapp.demo.dice import roll
from caseapp.demo.entities import Address
from caseapp.demo.material import read

LETTERS = "ABCDEGHJKLMNPRSTVWXZ"
UNUSED_PAIRS = frozenset({"SA", "SD", "SS"})
NUMBERS = 120
STRIDE = 37
"""House numbers walk through a street in strides without a common factor with its length."""
ADDITIONS = ("a", "b", "2", "hs", "bis")


@cache
def slots(municipality: str) -> tuple[tuple[dict[str, Any], int], ...]:
    """List the towns of a municipality as often as their share, each with a running number."""
    return tuple(
        (town, number)
        for town in read("places")["town"]
        if town["municipality"] == municipality
        for number in range(town["share"])
    )


@cache
def postcode(seed: int, code: str, street: str, segment: int) -> str:
    """Give the postcode of a stretch of forty house numbers in a street."""
    random = roll(seed, "postcode", code, street, segment)
    while True:
        pair = random.choice(LETTERS) + random.choice(LETTERS)
        if pair not in UNUSED_PAIRS:
            return f"{code} {pair}"


def address(seed: int, municipality: str, household: int) -> Address:
    """Give the address of a household; no two households of a world share one."""
    choices = slots(municipality)
    town, place = choices[household % len(choices)]
    streets: list[str] = town["streets"]
    row, street_number = divmod(household // len(choices) * town["share"] + place, len(streets))
    copy, step = divmod(row, NUMBERS)
    street = (f"{copy + 1}e " if copy else "") + streets[street_number]
    number = 1 + (step * STRIDE + street_number * 7) % NUMBERS
    random = roll(seed, "address", municipality, household)
    return Address(
        key=f"{municipality}-a{household:06d}",
        street=street,
        number=number,
        addition=random.choice(ADDITIONS) if random.randrange(8) == 0 else "",
        postcode=postcode(
            seed, town["codes"][street_number % len(town["codes"])], street, number // 40
        ),
        town=town["name"],
    )
