"""Names of people as they stand in lists: in one cell or in four."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from caseapp.flows.case_import.dates import NOTHING
from caseapp.flows.case_import.messages import Message, Parsed, say
from caseapp.flows.case_import.name_parts import PersonName, split_name, split_prefix

LONGEST: Final = 200
SALUTATION: Final = re.compile(
    r"^(?:(?:de\s+)?(?:heer|hr|dhr)|mw|mevr|mevrouw|mej|mejuffrouw|meneer|mijnheer|drs|dr|ir|ing"
    r"|prof|mr|mrs|ms)(?:\.\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
HOUSEHOLD: Final = re.compile(
    r"^(?:fam(?:ilie|\.)?|gezin|huishouden|echtpaar|hhd?\.?)\s+(?=\S)|^fam\.(?=\S)", re.IGNORECASE
)
PARTNER: Final = re.compile(
    r"\s+(?:e/v|e\.v\.|ev|echtgenote van|echtgenoot van|w/v|wed\.? v(?:an|\.)|weduwe van)\s+",
    re.IGNORECASE,
)
BORN: Final = re.compile(r",?\s+(?:geb\.|geb|geboren|meisjesnaam)\s+(?=\S)", re.IGNORECASE)
BETWEEN_PEOPLE: Final = re.compile(r"\s*[\n;]\s*|\s+(?:en|&|\+)\s+", re.IGNORECASE)
CALLED: Final = re.compile(r"\s*\(([^()]*)\)\s*")


LOST_LETTER: Final = re.compile(r"\ufffd|[^\W\d_]\?|\?[^\W\d_]")
"""What a file without room for "ı" or "ş" has instead: Y?lmaz."""


def parse_people(text: str) -> Parsed[tuple[PersonName, ...]]:
    """Read a cell with one name, or with several people divided by a line, "en" or "&"."""
    text = text.strip()
    if text.lower() in NOTHING:
        return Parsed(None)
    parts = [part for part in BETWEEN_PEOPLE.split(text) if part]
    several = len(parts) > 1 and all(_is_whole(part) for part in parts)
    found = [parse_name(part) for part in (parts if several else [text])]
    remarks = tuple(remark for each in found for remark in each.remarks)
    refused = next((each.refused for each in found if each.refused), None)
    if refused:
        return Parsed(None, (), refused)
    people = tuple(each.value for each in found if each.value)
    return Parsed(people, (*remarks, say("name-of-two")) if len(parts) > 1 else remarks)


def _is_whole(part: str) -> bool:
    """Tell whether a part of a cell is a name by itself: something before or after a surname."""
    return len(part.replace(",", " ").replace(".", ". ").split()) > 1


def parse_name(text: str) -> Parsed[PersonName]:
    """Take one name apart: "Berg, J. van den", "Mw. F. Yılmaz", "Jansen e/v Pietersen"."""
    text = " ".join(text.split())
    if text.lower() in NOTHING:
        return Parsed(None)
    refused = _refusal(text)
    if refused:
        return Parsed(None, (), refused)
    text, is_household = _without(HOUSEHOLD, text)
    text, partner, remarks = _own_name(_without_salutation(text))
    call_name = " ".join(CALLED.findall(text)).strip()
    bare = " ".join(CALLED.sub(" ", text).split()) or call_name
    name, guessed = split_name(bare)
    name = replace(
        name,
        call_name=call_name if bare != call_name else "",
        partner_surname=partner,
        is_household=is_household,
    )
    if guessed:
        remarks = (*remarks, say("name-split-guessed"))
    return Parsed(name, (*remarks, *_remarks(text, is_household=is_household)))


def joined_name(name: PersonName) -> Parsed[PersonName]:
    """Check a name that came in separate cells; a surname may still carry its prefix."""
    written = f"{name.surname} {name.first_names} {name.initials} {name.prefix}".strip()
    if not written:
        return Parsed(None)
    refused = _refusal(written)
    if refused:
        return Parsed(None, (), refused)
    surname, is_household = _without(HOUSEHOLD, name.surname)
    surname, partner, remarks = _own_name(_without_salutation(surname))
    prefix = name.prefix
    if not prefix:
        prefix, surname = split_prefix(surname)
    joined = PersonName(
        surname, prefix.lower(), name.first_names, name.initials, "", partner, is_household
    )
    return Parsed(joined, (*remarks, *_remarks(written, is_household=is_household)))


def _remarks(text: str, *, is_household: bool) -> Iterator[Message]:
    """Say what is odd about a name: a family's, with a digit, with letters that were lost."""
    if is_household:
        yield say("name-of-household")
    if any(map(str.isdigit, text)):
        yield say("name-has-digits")
    if LOST_LETTER.search(text):
        yield say("name-letter-lost")


def _refusal(text: str) -> Message | None:
    """Say why a text cannot be a name at all."""
    if len(text) > LONGEST:
        return say("name-too-long")
    if not any(map(str.isalpha, text)):
        return say("name-without-letters")
    return None


def _without(pattern: re.Pattern[str], text: str) -> tuple[str, bool]:
    """Take what matches off the front; tell whether it was there."""
    rest = pattern.sub("", text, count=1)
    return rest, rest != text


def _without_salutation(text: str) -> str:
    """Take off "Mw.", "de heer", "dr." and several of them after each other."""
    taken = True
    while taken:
        text, taken = _without(SALUTATION, text)
    return text


def _own_name(text: str) -> tuple[str, str, tuple[Message, ...]]:
    """Keep someone's own name beside that of a partner: "e/v" comes after it, "geb." before it."""
    if match := PARTNER.search(text):
        own, partner = text[: match.start()], text[match.end() :]
    elif match := BORN.search(text):
        partner, own = text[: match.start()], text[match.end() :]
        own = _with_first_names_of(partner, own)
        partner = split_name(partner)[0].surname
    else:
        return text, "", ()
    return own, partner, (say("name-partner"),)


def _with_first_names_of(partner: str, own: str) -> str:
    """Carry the first names over: "Pietersen, A. geb. Jansen" is A. Jansen."""
    name = split_name(partner)[0]
    first = name.first_names or name.initials
    return f"{own}, {first}" if first else own
