"""Addresses as they stand in lists: in one line or in five columns."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from caseapp.flows.case_import.dates import NOTHING
from caseapp.flows.case_import.messages import Message, Parsed, refuse, say

LONGEST_LINE: Final = 300
LONGEST_STREET: Final = 160
LONGEST_CITY: Final = 80
LONGEST_NUMBER: Final = 20
NOT_ISSUED: Final = frozenset(("SA", "SD", "SS"))

POSTCODE: Final = re.compile(
    r"(?<![\w])(?:NL-?\s?)?([1-9]\d{3})[ -]{0,2}([A-Za-z]{2})(?![A-Za-z0-9])", re.ASCII
)
NUMBER: Final = re.compile(r"^(\d{1,5})(?!\d)\s*[-/ ]?\s*(.*)$", re.ASCII)
NUMBER_AT_END: Final = re.compile(
    r"[\s,](?P<number>\d{1,5}(?!\d))(?P<addition>\s?[-/]?\s?(?:[a-z0-9-]{1,6}|beneden))?$",
    re.ASCII | re.IGNORECASE,
)
CITY_BEHIND: Final = re.compile(
    r"^(?P<front>.*\D[\s,]\d{1,5}(?:\s?[a-z]|-\d{1,4}|[a-z]-\d{1,4})?)\s+"
    r"(?P<city>(?:'s-)?[A-Z][A-Za-z' -]{2,})$"
)
NUMBER_BEHIND: Final = re.compile(
    r"^(\d{1,5}(?:\s?[A-Za-z](?![A-Za-z]))?(?:-\w{1,4})?)(?:[\s,]+|$)"
)
WAS_DATE: Final = re.compile(r"^\d{4}-(\d{2})-(\d{2})$", re.ASCII)
COUNTRY: Final = re.compile(r"[\s,(]+(?:nederland|the netherlands|nl)\)?$", re.IGNORECASE)
YEAR: Final = re.compile(r"^(?:18|19|20)\d{2}$", re.ASCII)
NUMBER_WORD: Final = re.compile(r"[\s,]+(?:nr|no|nummer|huisnr|huisnummer)\.?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Address:
    """A Dutch address; what is not known is empty. The postcode is written "7061 AB"."""

    street: str = ""
    house_number: str = ""
    addition: str = ""
    postcode: str = ""
    city: str = ""

    @property
    def number_written(self) -> str:
        """Give house number and addition as people write them: 12a-3."""
        joint = "-" if self.addition[:1].isdigit() else ""
        return f"{self.house_number}{joint}{self.addition}"

    @property
    def written(self) -> str:
        """Give the address on one line: Kerkstraat 12a-3, 7061 AB Terborg."""
        front = " ".join(part for part in (self.street, self.number_written) if part)
        back = " ".join(part for part in (self.postcode, self.city) if part)
        return ", ".join(part for part in (front, back) if part)

    @property
    def key(self) -> str:
        """Give what makes two spellings the same address; empty when it is too little to tell."""
        place = self.postcode or (f"{self.street}|{self.city}" if self.street else "")
        if not place or not self.house_number:
            return ""
        return f"{place}|{self.house_number}|{self.addition}".casefold()


def parse_postcode(text: str) -> Parsed[str]:
    """Read "7061ab", "7061-AB" or "NL-7061 AB" as "7061 AB"."""
    text = text.strip()
    if text.lower() in NOTHING:
        return Parsed(None)
    match = POSTCODE.fullmatch(text)
    if match is None or match[2].upper() in NOT_ISSUED:
        return refuse("postcode-unreadable")
    return Parsed(f"{match[1]} {match[2].upper()}")


def parse_house_number(text: str) -> Parsed[tuple[str, str]]:
    """Split "12a-3" into number and addition; undo the date Excel made of "12-3"."""
    text = text.strip()
    if text.lower() in NOTHING:
        return Parsed(None)
    if match := WAS_DATE.match(text):
        number, addition = str(int(match[2])), str(int(match[1]))
        read = f"{number}-{addition}"
        return Parsed((number, addition), (say("house-number-was-date", read=read),))
    match = NUMBER.match(text)
    if match is None or len(text) > LONGEST_NUMBER:
        return refuse("house-number-unreadable")
    return Parsed((str(int(match[1])), match[2].strip()))


def parse_address(text: str) -> Parsed[Address]:
    """Read an address on one line; a line break counts as a comma."""
    text = " ".join(re.sub(r"\s*[\n;|]\s*", ", ", text.strip()).split())
    if text.lower() in NOTHING:
        return Parsed(None)
    if len(text) > LONGEST_LINE:
        return refuse("text-too-long", limit=LONGEST_LINE)
    return _checked(_apart(COUNTRY.sub("", text).strip(" ,")))


def _apart(text: str) -> Address:
    """Take a line apart around its postcode, or without one."""
    postcode = next((m for m in POSTCODE.finditer(text) if m[2].upper() not in NOT_ISSUED), None)
    if postcode is None:
        return _without_postcode(text)
    front = text[: postcode.start()].strip(" ,")
    behind = text[postcode.end() :].strip(" ,")
    found = f"{postcode[1]} {postcode[2].upper()}"
    if front:
        return replace(_front(front), postcode=found, city=behind)
    return replace(_behind(behind), postcode=found)


def check_address(address: Address) -> Parsed[Address]:
    """Check an address that came in separate cells; a street may still carry its number."""
    if not any((address.street, address.house_number, address.postcode, address.city)):
        return Parsed(None)
    if address.street and not address.house_number and len(address.street) <= LONGEST_STREET:
        front = _front(address.street)
        address = replace(
            address,
            street=front.street,
            house_number=front.house_number,
            addition=front.addition or address.addition,
        )
    return _checked(address)


def _without_postcode(text: str) -> Address:
    """Read "Kerkstraat 12, Terborg", "Kerkstraat 12 Terborg" and "Terborg, Kerkstraat 12"."""
    parts = [part.strip() for part in text.split(",") if part.strip()]
    if len(parts) == 1 and (match := CITY_BEHIND.match(text)):
        parts = [match["front"], match["city"]]
    if len(parts) <= 1:
        return _front(text)
    if not _front(parts[0]).house_number and _front(parts[-1]).house_number:
        parts.reverse()
    return replace(_front(" ".join(parts[:-1])), city=parts[-1])


def _behind(text: str) -> Address:
    """Read what follows a postcode that came first: "12", "Terborg, Kerkstraat 12", "Terborg"."""
    if match := NUMBER_BEHIND.match(text):
        number, addition = parse_house_number(match[1]).value or ("", "")
        return Address("", number, addition, "", text[match.end() :].strip(" ,"))
    city, comma, front = text.partition(",")
    return replace(_front(front.strip()), city=city.strip()) if comma else Address(city=city)


def _front(text: str) -> Address:
    """Read street and house number; a year at the end of a street belongs to the street."""
    text = text.strip(" ,")
    match = NUMBER_AT_END.search(text)
    if match is None or not any(map(str.isalpha, text[: match.start()])):
        return Address(street=text)
    street = NUMBER_WORD.sub("", text[: match.start()].strip(" ,"))
    number = match["number"]
    addition = (match["addition"] or "").strip(" -/")
    if YEAR.match(number) and (behind := NUMBER.match(addition)):
        return Address(f"{street} {number}", str(int(behind[1])), behind[2])
    return Address(street, str(int(number)), addition)


def _checked(address: Address) -> Parsed[Address]:
    """Refuse what cannot be an address; remark on what is missing or is no dwelling.

    Without a letter it is a telephone number, or a number that has lost its street.
    """
    if not any(map(str.isalpha, address.written)):
        return refuse("address-unreadable")
    limits = (
        (address.street, LONGEST_STREET),
        (address.city, LONGEST_CITY),
        (address.number_written, LONGEST_NUMBER),
    )
    for text, limit in limits:
        if len(text) > limit:
            return refuse("text-too-long", limit=limit)
    return Parsed(address, _remarks(address))


def _remarks(address: Address) -> tuple[Message, ...]:
    """Say that the number is missing, or that this is a PO box."""
    if re.match(r"(?:postbus|p\.?o\.? ?box|antwoordnummer)\b", address.street, re.IGNORECASE):
        return (say("address-po-box"),)
    if address.street and not address.house_number:
        return (say("address-no-number"),)
    return ()
