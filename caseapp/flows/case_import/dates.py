"""Dates as people type them in Dutch lists, and as Excel counts them."""

from __future__ import annotations

import re
from datetime import date, timedelta
from enum import Enum
from typing import Final

from caseapp.flows.case_import.messages import Message, Parsed, refuse, say

MONTHS: Final = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january",
            "feb febr februari february",
            "mrt maart maa mar mart march",
            "apr april",
            "mei may",
            "jun juni june",
            "jul juli july",
            "aug augustus august",
            "sep sept september",
            "okt oct oktober october",
            "nov november",
            "dec december",
        ),
        start=1,
    )
    for name in names.split()
}
NOTHING_WORDS: Final = (
    "|-|--|?|??|nb|n.b.|nvt|n.v.t.|onbekend|niet bekend|geen|n.t.b.|ntb|leeg|x|#n/a|#n/b|null"
    "|none|n/a"
)
NOTHING: Final = frozenset(NOTHING_WORDS.split("|"))
"""What people type to say that there is nothing to say."""

WEEKDAY: Final = re.compile(
    r"^(?:ma(?:andag)?|di(?:nsdag)?|wo(?:ensdag)?|do(?:nderdag)?|vr(?:ijdag)?|za(?:terdag)?"
    r"|zo(?:ndag)?)\.?,?\s+",
    re.IGNORECASE,
)
TIME: Final = r"(?:[T ,]+\d{1,2}[:.]\d{2}(?:[:.]\d{2}(?:[.,]\d+)?)?(?: ?uur)?)?"
YEAR_FIRST: Final = re.compile(rf"^(\d{{4}})([-/. ])(\d{{1,2}})\2(\d{{1,2}}){TIME}$", re.ASCII)
DAY_FIRST: Final = re.compile(
    rf"^(\d{{1,2}})\s?([-/. ])\s?(\d{{1,2}})\s?[-/. ]\s?['’]?(\d{{4}}|\d{{2}}){TIME}$", re.ASCII
)
WITH_MONTH: Final = re.compile(
    rf"^(\d{{1,2}})(?:e|ste|de)?[-/., ]*([a-z]+)[-/., ]*['’]?(\d{{4}}|\d{{2}}){TIME}$",
    re.IGNORECASE | re.ASCII,
)
EIGHT_DIGITS: Final = re.compile(r"^\d{8}$", re.ASCII)
SERIAL: Final = re.compile(r"^(\d{5})(?:[.,]\d+)?$", re.ASCII)
INCOMPLETE: Final = re.compile(r"^(?:\d{4}|[a-z]+\.? \d{4}|\d{1,2}[-/]\d{4})$", re.IGNORECASE)

EXCEL_DAY_ZERO: Final = date(1899, 12, 30)
EXCEL_1904_DAY_ZERO: Final = date(1904, 1, 1)
DECEMBER: Final = 12
YEARS: Final = (1850, 2150)
"""Between which eight digits are taken to begin with the year."""
LONGEST_LIFE: Final = 125
EARLIEST_WORK: Final = 1980
FURTHEST_PLAN: Final = 10


class Purpose(Enum):
    """What a date is for: it decides the century of "26" and what is too early or too late."""

    BIRTH = "birth"
    PAST = "past"
    NEXT = "next"


def parse_date(
    text: str, purpose: Purpose, today: date, *, starts_in_1904: bool = False
) -> Parsed[date]:
    """Read a date in any of the Dutch spellings, or an Excel serial number.

    The day comes before the month; a year of two digits becomes the latest year that fits the
    purpose (nobody is born tomorrow). A day that does not exist is refused, never moved.
    """
    bare = WEEKDAY.sub("", text.strip())
    if bare.lower() in NOTHING:
        return Parsed(None)
    spelled = _spelled(bare, purpose, today)
    if spelled is None:
        found = _counted(bare, starts_in_1904=starts_in_1904)
    else:
        found = _existing(*spelled)
    return found if found.value is None else _within(found, found.value, purpose, today)


Spelled = tuple[int, int, int, tuple[Message, ...]]


def _spelled(text: str, purpose: Purpose, today: date) -> Spelled | None:
    """Take year, month and day from a spelling with separators or with the name of the month."""
    if match := YEAR_FIRST.match(text):
        return int(match[1]), int(match[3]), int(match[4]), ()
    if match := DAY_FIRST.match(text):
        day, month = int(match[1]), int(match[3])
        year, remarks = _year(match[4], purpose, today)
        if match[2] == "/" and day <= DECEMBER and month <= DECEMBER and day != month:
            remarks = (*remarks, say("date-day-first", read=f"{day}-{month}-{year}"))
        return year, month, day, remarks
    match = WITH_MONTH.match(text)
    if match and (named := MONTHS.get(match[2].lower())):
        year, remarks = _year(match[3], purpose, today)
        return year, named, int(match[1]), remarks
    return None


def _year(digits: str, purpose: Purpose, today: date) -> tuple[int, tuple[Message, ...]]:
    """Choose the century of a year of two digits."""
    if len(digits) == len("2026"):
        return int(digits), ()
    latest = today.year + (0 if purpose is not Purpose.NEXT else FURTHEST_PLAN)
    year = 2000 + int(digits)
    if year > latest:
        year -= 100
    return year, (say("date-century", year=year),)


def _counted(text: str, *, starts_in_1904: bool) -> Parsed[date]:
    """Read eight digits (20261123 or 23112026) or the day number of Excel."""
    if EIGHT_DIGITS.match(text):
        year_first = _existing(int(text[:4]), int(text[4:6]), int(text[6:]), ())
        if year_first.value and YEARS[0] < year_first.value.year < YEARS[1]:
            return year_first
        return _existing(int(text[4:]), int(text[2:4]), int(text[:2]), ())
    if match := SERIAL.match(text):
        zero = EXCEL_1904_DAY_ZERO if starts_in_1904 else EXCEL_DAY_ZERO
        read = zero + timedelta(days=int(match[1]))
        return Parsed(read, (say("date-serial", read=f"{read:%d-%m-%Y}"),))
    return refuse("date-incomplete" if INCOMPLETE.match(text) else "date-unreadable")


def _existing(year: int, month: int, day: int, remarks: tuple[Message, ...]) -> Parsed[date]:
    """Make the date, or say why there is no such day."""
    try:
        return Parsed(date(year, month, day), remarks)
    except ValueError:
        if 0 in {month, day}:
            return refuse("date-incomplete")
        if month > DECEMBER >= day:
            return refuse("date-month-first", month=month)
        return refuse("date-impossible")


def _within(found: Parsed[date], day: date, purpose: Purpose, today: date) -> Parsed[date]:
    """Refuse a day that cannot be meant, such as a birthday in the future."""
    earliest = today.year - LONGEST_LIFE if purpose is Purpose.BIRTH else EARLIEST_WORK
    latest = today.year + FURTHEST_PLAN
    if day.year < earliest:
        return refuse("date-too-long-ago")
    if purpose is Purpose.NEXT and day.year > latest:
        return refuse("date-too-far-ahead")
    if purpose is not Purpose.NEXT and day > today:
        return refuse("date-in-future")
    if purpose is Purpose.NEXT and day < today:
        found = found._replace(remarks=(*found.remarks, say("date-passed")))
    return found
