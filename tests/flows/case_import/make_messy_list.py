"""Makes the messy list of a municipality that does not exist, as an office would really send it.

All people are invented; every BSN is from the range 9999xxxxx, which is never given out. The same
seed always gives the same list. Run as a program it writes the two files beside it:

    python -m tests.flows.case_import.make_messy_list
"""

from __future__ import annotations

import csv
import io
import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path

import xlsxwriter
from stdnum.nl import bsn

from tests.flows.case_import.messy_words import (
    CARE,
    FIRST_NAMES,
    MONTHS,
    NOTES,
    PHASES,
    PLACES,
    PROBLEMS,
    SAFETY,
    SAFETY_NOTES,
    SHARED,
    STATES,
    STREETS,
    SURNAMES,
    TITLES,
)

FILES = Path(__file__).parent / "files"
SEED = 7061
ROWS = 500
TODAY = date(2026, 11, 23)
HEADING = (
    "Nr.", "Naam betrokkene", "Geb.datum", "BSN", "Adres", "Tel.nr.", "E-mail", "Problematiek",
    "Casus", "Eigenaar zorg", "Eigenaar veiligheid", "Fase", "Status", "Datum aanmelding",
    "Laatste contact", "Volgende actie", "Opmerkingen zorg", "Opm. veiligheid", "Opmerkingen",
)  # fmt: skip
DATES = frozenset(("Geb.datum", "Datum aanmelding", "Laatste contact", "Volgende actie"))

Cell = str | int | float | date


@dataclass(frozen=True)
class Person:
    first: str
    prefix: str
    surname: str
    born: date
    bsn: str


@cache
def _in_test_range() -> tuple[str, ...]:
    return tuple(str(n) for n in range(999_900_000, 1_000_000_000) if bsn.is_valid(str(n)))


def fictitious_bsns(dice: random.Random) -> list[str]:
    """Give all numbers from 9999xxxxx that satisfy the elfproef, shuffled."""
    numbers = list(_in_test_range())
    dice.shuffle(numbers)
    return numbers


def spell_date(dice: random.Random, day: date) -> Cell:
    """Write a day in one of the ways offices do; a date itself is a cell Excel knows as a date."""
    month = MONTHS.split()[day.month - 1]
    return dice.choice((
        f"{day:%d-%m-%Y}", f"{day.day}/{day.month}/{day:%y}", f"{day:%d.%m.%Y}", f"{day:%Y-%m-%d}",
        f"{day.day} {month} {day.year}", f"{day.day} {month[:3]} '{day:%y}",
        f"{'ma di wo do vr za zo'.split()[day.weekday()]} {day:%d-%m-%Y}", f"{day:%Y%m%d}",
        day, day, (day - date(1899, 12, 30)).days,
    ))  # fmt: skip


def spell_name(dice: random.Random, person: Person) -> str:
    """Write a name in one of the ways offices do."""
    first, prefix, surname = person.first, person.prefix, person.surname
    whole = f"{prefix} {surname}".strip()
    return dice.choice((
        f"{surname}, {first[0]}. {prefix}".strip(), f"{first[0]}. {whole}", f"{first} {whole}",
        f"{surname}, {first} {prefix}".strip(), f"Mw. {first[0]}. {whole}",
        f"dhr {first[0]} {whole}",
        f"{whole}, {first}", f"  {first} {whole} ", f"{first[0]}.J. {whole} ({first})",
        f"{first[0]}. {whole} e/v Pietersen",
    ))  # fmt: skip


def spell_address(dice: random.Random) -> str:
    """Write an address on one line, more or less complete."""
    city, digits = dice.choice(PLACES)
    street, number = dice.choice(STREETS), dice.randint(1, 180)
    letters = dice.choice(("AB", "CD", "EK", "GN", "ZX"))
    addition = dice.choice(("", "", "", "a", " B", "-3", "a-3", " bis"))
    return dice.choice((
        f"{street} {number}{addition}, {digits} {letters} {city}",
        f"{street} {number}{addition} {digits}{letters} {city.upper()}",
        f"{street} {number}{addition}, {digits}{letters.lower()}  {city}",
        f"{street} {number}{addition}\n{digits} {letters} {city}",
        f"{digits} {leters}, {street} {number}" if (leters := letters) == "ZX"
        else f"{street} {number}, {city}",
        f"{city}, {street} {number}{addition}",
    ))  # fmt: skip


def spell_bsn(dice: random.Random, number: str) -> Cell:
    """Write a BSN as a number, with dots, wrong, or not at all."""
    wrong = f"{number[:8]}{(int(number[8]) + 1) % 10}"
    return dice.choice((
        number, int(number), f"{number[:4]}.{number[4:6]}.{number[6:]}", number, "", "", "onbekend",
        wrong, number[:7], f" {number}",
    ))  # fmt: skip


def spell_phone(dice: random.Random) -> Cell:
    """Write a telephone number from the ranges for drama, or what people write instead."""
    tail = f"{dice.randint(0, 99_999):05d}"
    return dice.choice((
        f"06-000{tail}", f"06 000 {tail}", f"+31 6 000{tail}", 600_000_000 + int(tail), "", "",
        f"0315-{tail}0", f"(0315) {tail}1 / 06-000{tail}", "geen", "belt zelf",
    ))  # fmt: skip


def row_of(dice: random.Random, number: int, person: Person) -> dict[str, Cell]:
    """Write one row about one person."""
    started = TODAY - timedelta(days=dice.randint(20, 900))
    contact = started + timedelta(days=dice.randint(1, 19))
    cells: dict[str, Cell] = {
        "Nr.": f"2026-{number:03d}" if dice.random() < 0.7 else number,
        "Naam betrokkene": spell_name(dice, person),
        "Geb.datum": spell_date(dice, person.born) if dice.random() < 0.9 else "onbekend",
        "BSN": spell_bsn(dice, person.bsn),
        "Adres": spell_address(dice) if dice.random() < 0.94 else dice.choice(("ZVWOVP", "", "?")),
        "Tel.nr.": spell_phone(dice),
        "E-mail": f"{person.first.lower()}@voorbeeld.example" if dice.random() < 0.3 else "",
        "Problematiek": dice.choice(PROBLEMS),
        "Casus": dice.choice(TITLES),
        "Eigenaar zorg": dice.choice(CARE),
        "Eigenaar veiligheid": dice.choice(SAFETY),
        "Fase": dice.choice(PHASES),
        "Status": dice.choice(STATES),
        "Datum aanmelding": spell_date(dice, started),
        "Laatste contact": spell_date(dice, contact) if dice.random() < 0.8 else "",
        "Volgende actie": spell_date(dice, TODAY + timedelta(days=dice.randint(1, 60)))
        if dice.random() < 0.6 else dice.choice(("", "bellen", "z.s.m.")),
        "Opmerkingen zorg": dice.choice(NOTES),
        "Opm. veiligheid": dice.choice(SAFETY_NOTES),
        "Opmerkingen": dice.choice(SHARED),
    }  # fmt: skip
    return cells


def people_of(dice: random.Random, count: int) -> list[Person]:
    """Invent people of 14 to 90 years old."""
    numbers = fictitious_bsns(dice)
    return [
        Person(
            dice.choice(FIRST_NAMES),
            *dice.choice(SURNAMES),
            born=TODAY - timedelta(days=dice.randint(14 * 365, 90 * 365)),
            bsn=numbers[index % len(numbers)],
        )
        for index in range(count)
    ]


def messy_rows(rows: int = ROWS, seed: int = SEED) -> list[dict[str, Cell]]:
    """Make the rows of the list, with everything that goes wrong in one; {} is an empty row.

    Of every hundred rows one is empty, some are households over more rows, some people return,
    and some rows name nobody or give a day that does not exist.
    """
    dice = random.Random(seed)  # noqa: S311 - the same list every time
    people = people_of(dice, rows)
    made: list[dict[str, Cell]] = []
    for number, person in enumerate(people, start=1):
        row = row_of(dice, number, person)
        _spoil(dice, row, number)
        if number % 40 == 0:
            row = row_of(dice, number, dice.choice(people[:number]))
        if number % 97 == 0:
            row = dict(made[-1])
        if number % 25 == 3:
            row = _member(dice, made[-1], person)
        made.append(row)
        if number % 100 == 50:
            made.append({})
    return made


def _member(dice: random.Random, above: dict[str, Cell], person: Person) -> dict[str, Cell]:
    """Add a member of the household in the row above: only the person is filled in."""
    surname = str(above.get("Naam betrokkene", "")).split(",")[0].split()[-1:]
    name = f"{person.first} {surname[0] if surname else person.surname}"
    return {
        "Naam betrokkene": name,
        "Geb.datum": spell_date(dice, person.born),
        "BSN": spell_bsn(dice, person.bsn),
    }


def _spoil(dice: random.Random, row: dict[str, Cell], number: int) -> None:
    """Put in what makes a row hard or impossible to use."""
    if number % 60 == 7:
        row["Naam betrokkene"], row["Adres"] = "", ""
    if number % 60 == 17:
        row["Geb.datum"] = "30 februari 1981"
    if number % 60 == 27:
        row["Naam betrokkene"] = f"Fam. {dice.choice(SURNAMES)[1]}"
    if number % 60 == 37:
        row["Naam betrokkene"] = ""
    if number % 60 == 47:
        row["Naam betrokkene"], row["Adres"] = "??", ""
    if number % 60 == 57:
        row["Naam betrokkene"] = "J. Jansen en M. de Boer"


TITLE_LINES = (
    "Gemeente Oude IJsselstreek - overzicht zorg en veiligheid 2026",
    "VERTROUWELIJK - bijgewerkt t/m 20-11-2026",
    "",
)
REMARK = "LET OP: rijen met een * eerst bespreken in het casusoverleg"


def lines_of(rows: list[dict[str, Cell]]) -> Iterator[list[Cell]]:
    """Give the whole sheet line by line: titles, heading, rows, a remark, a subtotal, a total."""
    for title in TITLE_LINES:
        yield [title]
    yield list(HEADING)
    for index, row in enumerate(rows):
        yield [row.get(name, "") for name in HEADING]
        if index == len(rows) // 2:
            yield [REMARK]
            yield ["Subtotaal", "", "", "", "", "", "", index + 1]
    yield []
    yield ["Totaal", len(rows)]


def write_csv(rows: list[dict[str, Cell]]) -> bytes:
    """Write the list as Excel in Dutch does: semicolons and Windows-1252."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    for line in lines_of(rows):
        writer.writerow([f"{cell:%d-%m-%Y}" if isinstance(cell, date) else cell for cell in line])
    return text.getvalue().encode("cp1252", "replace")


def write_xlsx(rows: list[dict[str, Cell]]) -> bytes:
    """Write the list as a workbook: merged title, merged household rows, a second sheet."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True})
    book.set_properties({"created": datetime(2026, 11, 20)})  # noqa: DTZ001 - part of the file
    sheet = book.add_worksheet("Casussen 2026")
    day = book.add_format({"num_format": "dd-mm-yyyy"})
    bold = book.add_format({"bold": True})
    for number, line in enumerate(lines_of(rows)):
        for column, cell in enumerate(line):
            if isinstance(cell, date):
                sheet.write_datetime(number, column, datetime(cell.year, cell.month, cell.day), day)  # noqa: DTZ001
            elif cell != "":
                sheet.write(number, column, cell)
    sheet.merge_range(0, 0, 0, 9, TITLE_LINES[0], bold)
    _merge_households(sheet, rows)
    _add_legend(book)
    book.close()
    return target.getvalue()


def _merge_households(sheet: xlsxwriter.worksheet.Worksheet, rows: list[dict[str, Cell]]) -> None:
    """Merge the number of a household over the rows of its members, for the first few."""
    for index, row in enumerate(rows[:200]):
        number = rows[index - 1].get("Nr.", "") if index else ""
        if row and "Nr." not in row and number:
            line = len(TITLE_LINES) + 1 + index
            sheet.merge_range(line - 1, 0, line, 0, number)


def _add_legend(book: xlsxwriter.Workbook) -> None:
    """Add the sheet with explanations that every such workbook has."""
    legend = book.add_worksheet("Legenda")
    for number, line in enumerate((("Fase", "Betekenis"), ("rood", "AVE 3"), ("groen", "AVE 1"))):
        legend.write_row(number, 0, line)


if __name__ == "__main__":
    FILES.mkdir(exist_ok=True)
    LIST = messy_rows()
    (FILES / "overzicht_zorg_en_veiligheid.csv").write_bytes(write_csv(LIST))
    (FILES / "overzicht_zorg_en_veiligheid.xlsx").write_bytes(write_xlsx(LIST))
