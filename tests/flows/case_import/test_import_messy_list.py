"""The list of a municipality that does not exist, as an office would send it."""

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from caseapp.flows.case_import.columns import ColumnChoice, check_choice, guess_columns
from caseapp.flows.case_import.headings import Field
from caseapp.flows.case_import.planning import plan
from caseapp.flows.case_import.reading import read
from tests.flows.case_import import make_long_list, make_messy_list

FILES = Path(__file__).parent / "files"
NAMES = ["overzicht_zorg_en_veiligheid.csv", "overzicht_zorg_en_veiligheid.xlsx"]
TODAY = date(2026, 11, 23)


def planned(name):
    sheet = read((FILES / name).read_bytes())
    choice = ColumnChoice.of_guesses(guess_columns(sheet))
    assert check_choice(sheet.columns, choice) == ()
    return sheet, plan(sheet, choice, today=TODAY)


def test_the_files_are_those_the_generator_makes():
    made = make_messy_list.messy_rows()
    assert (FILES / NAMES[0]).read_bytes() == make_messy_list.write_csv(made)
    theirs, ours = read((FILES / NAMES[1]).read_bytes()), read(make_messy_list.write_xlsx(made))
    assert theirs == ours


@pytest.mark.parametrize("name", NAMES)
def test_the_messy_list_is_understood(name):
    sheet, made = planned(name)
    assert (sheet.header_row_number, len(sheet.rows)) == (4, 500)
    assert [skip.message.code for skip in sheet.skipped] == [
        "skipped-note", "skipped-total", "skipped-total",
    ]  # fmt: skip
    assert None not in ColumnChoice.of_guesses(guess_columns(sheet)).targets
    assert made.rows_read == made.rows_used + len(made.problems)
    assert {problem.code for problem in made.problems} == {"row-without-subject", "row-repeated"}
    assert len(made.cases) > 440
    assert {case.subject_kind for case in made.cases} == {"person", "household", "address"}


@pytest.mark.parametrize("name", NAMES)
def test_everything_that_is_wrong_in_the_messy_list_is_told(name):
    _, made = planned(name)
    told = Counter(remark.message.code for case in made.cases for remark in case.remarks)
    for code in (
        "date-impossible", "date-serial", "date-century", "date-day-first", "date-unreadable",
        "bsn-check", "bsn-length", "phone-zero-restored", "phenomenon-alike", "phenomenon-unknown",
        "phase-unknown", "name-partner", "name-of-household", "name-of-two", "person-elsewhere",
        "address-no-number", "row-joined",
    ):  # fmt: skip
        assert told[code], code


def test_both_files_give_the_same_cases_apart_from_letters_that_windows_does_not_know():
    (_, of_text), (_, of_book) = planned(NAMES[0]), planned(NAMES[1])
    assert [problem[:3] for problem in of_text.problems] == [p[:3] for p in of_book.problems]
    for one, other in zip(of_text.cases, of_book.cases, strict=True):
        assert (one.row_numbers, one.address) == (other.row_numbers, other.address)
        merged = replace(other.values, reference=one.values.reference)  # only a workbook can merge
        assert one.values == merged
        for person, same in zip(one.subjects, other.subjects, strict=True):
            assert (person.birth_date, person.bsn, person.phone) == (
                same.birth_date,
                same.bsn,
                same.phone,
            )
            if "?" not in f"{person.name.written}{person.name.call_name}":
                assert person.name == same.name
    lost = [
        r for case in of_text.cases for r in case.remarks if r.message.code == "name-letter-lost"
    ]
    assert lost


def test_nobody_in_the_list_can_exist():
    for row in make_messy_list.messy_rows():
        digits = "".join(filter(str.isdigit, str(row.get("BSN", ""))))
        assert not digits or digits.startswith("9999")


def test_the_long_list_for_measuring_is_understood_whole():
    for data in (make_long_list.many_rows_csv(200), make_long_list.many_rows_xlsx(200)):
        sheet = read(data)
        choice = ColumnChoice.of_guesses(guess_columns(sheet))
        assert len(sheet.columns) == len({field for field in choice.targets if field}) == 25
        made = plan(sheet, choice, today=TODAY)
        assert made.rows_used == 200
        assert choice.column_of(Field.SURNAME) == 4
