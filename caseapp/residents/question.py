"""What somebody typed to find a person, taken apart: a BSN, a birth date, an address, a name."""

import json
import re
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from stdnum.nl import bsn as elfproef

from caseapp.residents.matching import Description
from caseapp.residents.names import PARTICLES, Name, readings

LONGEST = 200
"""More characters than this nobody needs to find somebody."""

_BSN = re.compile(r"(?<![\d.-])\d{3}[ .]?\d{3}[ .]?\d{3}(?![\d.-])")
_DAY = re.compile(r"(?<!\d)(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4})(?!\d)")
_ISO_DAY = re.compile(r"(?<!\d)(\d{4})-(\d{2})-(\d{2})(?!\d)")
_ADDRESS = re.compile(
    r"(?<!\d)([1-9]\d{3} ?[a-z]{2})(?![a-z])(?:[ ,]+(?:nr\.? ?)?(\d{1,6})(?:[- ]?[a-z]\b)?)?",
    re.IGNORECASE,
)
_POSTCODE = re.compile(r"[1-9][0-9]{3}[A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Question:
    """What is known of the person somebody looks for. All of it may be absent."""

    name: str = ""
    born: date | None = None
    postcode: str = ""
    house_number: int | None = None
    bsn: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether there is nothing to look for; a postcode alone finds nobody."""
        return not (self.readings or self.born or self.address or self.bsn)

    @property
    def readings(self) -> tuple[Name, ...]:
        """Give every way to read the name."""
        return readings(self.name)

    @property
    def address(self) -> tuple[str, int] | None:
        """Give postcode and house number, where both are known."""
        if not self.postcode or self.house_number is None:
            return None
        return self.postcode, self.house_number

    def described(self) -> Description:
        """Give the description that known people are compared with."""
        return Description(self.readings, self.born, self.postcode, self.house_number, bsn=self.bsn)

    def as_facts(self) -> dict[str, Any]:
        """Give it as facts to begin a registration with, for somebody to look over."""
        surname, comma, given = (part.strip() for part in self.name.partition(","))
        if not comma:
            words = surname.split()
            start = next((n for n, w in enumerate(words) if _is_particle(w)), len(words) - 1)
            given, surname = " ".join(words[:start]), " ".join(words[start:])
        words = surname.split()
        start = next((n for n, w in enumerate(words) if not _is_particle(w)), 0)
        return {
            "first_names": given,
            "prefix": " ".join(words[:start]),
            "surname": " ".join(words[start:]),
            "birth_date": self.born,
            "postcode": self.postcode,
            "house_number": str(self.house_number or ""),
            "bsn": self.bsn,
        }

    def written(self) -> str:
        """Write it down as one text, to be kept sealed."""
        return json.dumps(asdict(self), default=date.isoformat)

    @classmethod
    def read_back(cls, text: str) -> "Question":
        """Read what `written` wrote."""
        facts = json.loads(text)
        born = date.fromisoformat(facts.pop("born")) if facts["born"] else facts.pop("born")
        return cls(born=born, **facts)


def read(text: str) -> Question:
    """Take a line apart as it was typed in the one box of the header.

    What looks like a BSN, a date or a postcode but is not one stays part of the name.
    """
    text = text[:LONGEST]
    bsn, text = _taken_bsn(text)
    born, text = _taken_day(text)
    postcode, number, text = _taken_address(text)
    return Question(text.strip(" ,;"), born, postcode, number, bsn)


def compact_postcode(text: str) -> str:
    """Give a Dutch postcode in its one spelling (7061AB); any other text comes back trimmed."""
    compact = text.replace(" ", "").upper()
    return compact if _POSTCODE.fullmatch(compact) else text.strip()


def is_bsn(text: str) -> bool:
    """Tell whether nine digits are a citizen service number (elfproef)."""
    return bool(elfproef.is_valid(text))


def _is_particle(word: str) -> bool:
    return word.casefold() in PARTICLES


def _taken_bsn(text: str) -> tuple[str, str]:
    for found in _BSN.finditer(text):
        digits = re.sub(r"\D", "", found[0])
        if is_bsn(digits):
            return digits, text[: found.start()] + " " + text[found.end() :]
    return "", text


def _taken_day(text: str) -> tuple[date | None, str]:
    for pattern, order in ((_ISO_DAY, (1, 2, 3)), (_DAY, (3, 2, 1))):
        found = pattern.search(text)
        if found is None:
            continue
        try:
            day = date(*(int(found[place]) for place in order))
        except ValueError:
            continue
        return day, text[: found.start()] + " " + text[found.end() :]
    return None, text


def _taken_address(text: str) -> tuple[str, int | None, str]:
    found = _ADDRESS.search(text)
    if found is None:
        return "", None, text
    number = int(found[2]) if found[2] else None
    rest = text[: found.start()] + " " + text[found.end() :]
    return compact_postcode(found[1]), number, rest
