"""Fictitious people: names, birth dates and numbers that cannot belong to anybody.

BSNs come from the test range 9999xxxxx and pass the elfproef; telephone numbers have a 0 where an
issued number cannot have one; e-mail addresses end in the reserved domain `.invalid` (RFC 2606).
"""

import unicodedata
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from random import Random
from typing import Any

from caseapp.demo.dice import dealt, roll
from caseapp.demo.material import read

DAYS_IN_YEAR = 365.25
ELDER_AGE = 66
BSN_RANGE = range(999_900_000, 1_000_000_000)
BSN_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)
MAIL_HOSTS = ("post.example.invalid", "thuis.example.invalid", "mail.example.invalid")
AGES: Mapping[str, tuple[int, int, int]] = {
    # youngest, most common, oldest
    "young": (18, 22, 27),
    "single": (26, 45, 65),
    "parent": (27, 39, 54),
    "couple": (24, 44, 65),
    "elder": (67, 77, 97),
    "worker": (20, 31, 56),
}


def passes_elfproef(number: str) -> bool:
    """Tell whether nine digits pass the test of a BSN (weights 9 to 2 and -1, modulo 11)."""
    digits = [int(digit) for digit in number]
    total = sum(weight * digit for weight, digit in zip(BSN_WEIGHTS, digits, strict=True))
    return total % 11 == 0


@cache
def test_bsns(seed: int) -> tuple[str, ...]:
    """List all BSNs of the test range, shuffled; there are about nine thousand."""
    numbers = [text for number in BSN_RANGE if passes_elfproef(text := str(number))]
    roll(seed, "bsn").shuffle(numbers)
    return tuple(numbers)


def bsn_of(seed: int, number: int) -> str | None:
    """Give resident `number` of the world a BSN; one in ten is unknown, and the range ends."""
    numbers = test_bsns(seed)
    if number >= len(numbers) or number % 10 == 7:  # noqa: PLR2004 - one in ten
        return None
    return numbers[number]


@cache
def origins() -> tuple[str, ...]:
    """Give the deck of origins of 180 households."""
    names = read("names")
    return tuple(origin for origin, part in names.items() for _ in range(int(part.get("share", 0))))


def origin_of(seed: int, household: int) -> str:
    """Give the origin of the names in household `household`; exact in every 180 households."""
    return dealt(seed, "origin", household, origins())


def surname(random: Random, origin: str) -> tuple[str, str]:
    """Pick a tussenvoegsel (may be empty) and a surname; one in sixty is remarkable."""
    remarkable = random.randrange(60) == 0
    pool: list[str] = read("names")["remarkable" if remarkable else origin]["surnames"]
    prefix, bar, name = random.choice(pool).partition("|")
    return (prefix, name) if bar else ("", prefix)


def given_names(random: Random, origin: str, gender: str, age: int) -> str:
    """Pick one to three given names that suit origin, gender and age."""
    part: dict[str, Any] = read("names")[origin]
    side = gender if gender in {"female", "male"} else "female"
    if age >= ELDER_AGE and f"elder_{side}" in part:
        return str(random.choice(part[f"elder_{side}"]))
    if random.randrange(90) == 0:
        return str(random.choice(read("names")["remarkable"]["long_given_names"]))
    first = str(random.choice(part[side]))
    second = str(random.choice(part[side]))
    return first if random.randrange(5) or second == first else f"{first} {second}"


def initials(names: str) -> str:
    """Write given names as initials: `Gert-Jan Willem` becomes `G.W.`."""
    return "".join(f"{name[0]}." for name in names.split())


def birth_date(random: Random, today: date, kind: str) -> date:
    """Pick a birth date by the age pyramid of a kind of person (`AGES`)."""
    youngest, common, oldest = AGES[kind]
    return born_years_ago(random, today, random.triangular(youngest, oldest, common))


def born_years_ago(random: Random, today: date, years: float) -> date:
    """Give a birth date about this many years ago, at least one day in the past."""
    days = max(1, round(years * DAYS_IN_YEAR) + random.randrange(-20, 20))
    return today - timedelta(days=days)


def phone(random: Random) -> str:
    """Make a telephone number that is not issued: a 0 follows the prefix."""
    if random.randrange(10) < 7:  # noqa: PLR2004 - seven in ten have a mobile
        return f"06-00{random.randrange(10**6):06d}"
    return f"{random.choice(('0315', '0314'))}-0{random.randrange(10**5):05d}"


def plain(text: str) -> str:
    """Reduce a name to the letters an e-mail address can hold."""
    swapped = text.translate(str.maketrans("łŁıßŞşĐđ", "lLisSsDd"))
    letters = unicodedata.normalize("NFKD", swapped).encode("ascii", "ignore").decode().lower()
    return "".join(letter for letter in letters if letter.isalnum())


def email(random: Random, call_name: str, family_name: str) -> str:
    """Make an e-mail address in a reserved domain; one in three has none."""
    if random.randrange(3) == 0:
        return ""
    local = f"{plain(call_name) or 'post'}.{plain(family_name) or 'naam'}"
    return f"{local[:40]}{random.randrange(10, 99)}@{random.choice(MAIL_HOSTS)}"
