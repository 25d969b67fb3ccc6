"""Cells as long as a workbook allows are answered at once, whatever stands in them."""

from datetime import date
from functools import partial
from time import process_time

import pytest

from caseapp.flows.case_import import addresses, contacts, names, words
from caseapp.flows.case_import.dates import Purpose, parse_date
from caseapp.flows.case_import.name_parts import PersonName
from caseapp.flows.case_import.tables import MAX_CELL

PIECES = (
    "a", "1", "a ", "1 ", "a, ", "a 1 ", "\n", "a\n", "7061 AB ", "a@", "a.", "(", "(a", " e/v ",
    "a geb. ", "van ", "J.", "-", "/ ", "en ", "de heer ", ", ", "Nederland ", "mw. ", "II ", "a: ",
)  # fmt: skip
PARSERS = {
    "address": addresses.parse_address,
    "street": lambda text: addresses.check_address(addresses.Address(street=text)),
    "postcode": addresses.parse_postcode,
    "house number": addresses.parse_house_number,
    "bsn": contacts.parse_bsn,
    "phone": contacts.parse_phone,
    "email": contacts.parse_email,
    "colleague": contacts.parse_colleague,
    "people": names.parse_people,
    "surname": lambda text: names.joined_name(PersonName(text)),
    "phenomenon": words.parse_phenomenon,
    "phase": words.parse_phase,
    "state": words.parse_state,
    "date": partial(parse_date, purpose=Purpose.BIRTH, today=date(2026, 11, 23)),
}


@pytest.mark.parametrize("name", PARSERS)
def test_no_cell_can_keep_the_reader_busy(name):
    for piece in PIECES:
        for length in (150, 300, MAX_CELL):
            text = (piece * length)[:length]
            started = process_time()
            PARSERS[name](text)
            assert process_time() - started < 1, (piece, length)
