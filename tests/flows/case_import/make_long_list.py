"""Makes a long, tidy list of 25 columns for measuring; all people in it are invented."""

from __future__ import annotations

import csv
import io
import random
from dataclasses import replace
from datetime import date

import xlsxwriter

from tests.flows.case_import.make_messy_list import DATES, HEADING, SEED, people_of, row_of
from tests.flows.case_import.messy_words import FIRST_NAMES, PLACES, STREETS

WIDE_HEADING = (
    "Dossiernummer", "Voorletters", "Voornaam", "Tussenvoegsel", "Achternaam", "Geboortedatum",
    "BSN",
    "Straat", "Huisnummer", "Toevoeging", "Postcode", "Woonplaats", "Telefoon", "Mobiel", "E-mail",
    "Problematiek", "Titel", "Eigenaar zorg", "Eigenaar veiligheid", "Fase", "Status", "Startdatum",
    "Laatste contact", "Volgende actie", "Opmerkingen zorg",
)  # fmt: skip


def many_rows(count: int = 20_000, seed: int = SEED) -> list[list[str]]:
    """Make a long list of 25 columns for measuring: heading and `count` rows."""
    dice = random.Random(seed)  # noqa: S311 - the same list every time
    lines = [list(WIDE_HEADING)]
    for number, made in enumerate(people_of(dice, count), start=1):
        person = replace(made, first=dice.choice(FIRST_NAMES))
        row = row_of(dice, number, person)
        city, digits = dice.choice(PLACES)
        days = [row[name] for name in HEADING if name in DATES]
        born, started, contact, following = (
            f"{cell:%d-%m-%Y}" if isinstance(cell, date) else str(cell) for cell in days
        )
        lines.append([
            f"D-{number:05d}", f"{person.first[0]}.", person.first, person.prefix, person.surname,
            born, person.bsn, dice.choice(STREETS), str(dice.randint(1, 180)),
            dice.choice(("", "", "a", "3")), f"{digits} {dice.choice(('AB', 'CD', 'EK'))}", city,
            str(row["Tel.nr."]), "", str(row["E-mail"]), str(row["Problematiek"]),
            str(row["Casus"]),
            str(row["Eigenaar zorg"]), str(row["Eigenaar veiligheid"]), str(row["Fase"]),
            str(row["Status"]), started, contact, following, str(row["Opmerkingen zorg"]),
        ])  # fmt: skip
    return lines


def many_rows_csv(count: int = 20_000) -> bytes:
    """Write the long list as text."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(many_rows(count))
    return text.getvalue().encode()


def many_rows_xlsx(count: int = 20_000) -> bytes:
    """Write the long list as a workbook."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, "constant_memory": True})
    sheet = book.add_worksheet("Lijst")
    for number, line in enumerate(many_rows(count)):
        sheet.write_row(number, 0, line)
    book.close()
    return target.getvalue()
