"""Reading a list from a workbook, also one that is made to do harm."""

import io
import zipfile
from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.flows.case_import import parts, tables, workbooks
from caseapp.flows.case_import.messages import TEXTS, UnreadableFile
from caseapp.flows.case_import.parts import PartWalk, column_number
from caseapp.flows.case_import.reading import read
from tests.flows.case_import.small_files import (
    HEADING,
    ROW,
    SHEET,
    refusal,
    repacked,
    rows,
    workbook,
)


def test_typed_cells_become_text_as_people_see_it():
    def fill(book, sheet):
        day = book.add_format({"num_format": "dd-mm-yyyy"})
        moment = book.add_format({"num_format": "dd-mm-yyyy hh:mm"})
        hours = book.add_format({"num_format": "[hh]:mm"})
        clock = book.add_format({"num_format": "hh:mm"})
        sheet.write_row(
            0, 0, ["Naam", "Adres", "Postcode", "Plaats", "BSN", "Fase", "Tel", "E-mail"]
        )
        sheet.write_datetime(1, 0, datetime(1980, 4, 3), day)  # noqa: DTZ001
        sheet.write_datetime(1, 1, datetime(2026, 11, 23, 14, 30), moment)  # noqa: DTZ001
        sheet.write_number(1, 2, 12.0)
        sheet.write_number(1, 3, 12.5)
        sheet.write_boolean(1, 4, True)
        sheet.write_boolean(1, 5, False)
        sheet.write_datetime(1, 6, time(9, 5), clock)
        sheet.write_number(1, 7, 1.5, hours)
        sheet.write_number(2, 0, 0)
        sheet.write_formula(2, 1, "=1+1", None, 2)

    sheet = read(workbook(fill))
    assert sheet.rows[0].cells == (
        "1980-04-03", "2026-11-23 14:30", "12", "12.5", "ja", "nee", "09:05:00", "36:00",
    )  # fmt: skip
    assert sheet.rows[1].cells[:2] == ("0", "2")


@settings(deadline=None)  # a busy machine is no mistake
@given(st.dates(date(1970, 1, 1), date(2060, 1, 1)), st.booleans())
def test_dates_of_a_workbook_are_right_in_both_ways_of_counting(day, from_1904):
    def fill(book, sheet):
        sheet.write_row(0, 0, HEADING)
        form = book.add_format({"num_format": "dd-mm-yyyy"})
        sheet.write_datetime(1, 1, datetime(day.year, day.month, day.day), form)  # noqa: DTZ001

    sheet = read(workbook(fill, date_1904=from_1904))
    assert sheet.rows[0].cells[1] == day.isoformat()
    assert sheet.starts_in_1904 == from_1904


def test_merged_cells_are_repeated_downwards_and_told():
    def fill(book, sheet):
        sheet.merge_range(0, 0, 0, 2, "Overzicht")
        sheet.write_row(1, 0, ["Nr", "Naam", "Adres"])
        sheet.merge_range(2, 0, 4, 0, "2026-1")
        sheet.merge_range(5, 2, 6, 2, "")
        for line in (2, 3, 4):
            sheet.write(line, 1, f"Jansen{line}")

    sheet = read(workbook(fill))
    assert [row.cells[0] for row in sheet.rows] == ["2026-1"] * 3
    assert [message.code for message in sheet.remarks] == ["merged-cells-repeated"]


def test_the_sheet_most_like_a_list_is_chosen_and_the_others_are_named():
    data = workbook(rows(["Fase", "Betekenis"], ["rood", "3"]), rows(HEADING, ROW, ROW), rows())
    sheet = read(data)
    assert sheet.name == "Blad2"
    assert sheet.remarks[0].values == {"chosen": "Blad2", "others": "Blad1 (1)"}
    assert read(data, sheet_name="Blad1").columns == ("Fase", "Betekenis")
    assert refusal(data, sheet_name="Blad9") == "sheet-missing"


def test_a_hidden_sheet_is_not_read_unless_there_is_no_other():
    def hidden(book, sheet):
        rows(HEADING, ROW, ROW, ROW)(book, sheet)
        sheet.hide()

    assert read(workbook(rows(["Naam", "Adres"], ["A", "B"]), hidden)).name == "Blad1"


def test_other_archives_are_refused_by_their_own_name():
    for name, code in (
        ("xl/workbook.bin", "file-is-xlsb"),
        ("mimetype", "file-is-ods"),
        ("word/document.xml", "file-is-other"),
    ):
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w") as archive:
            archive.writestr(name, "x")
        assert refusal(target.getvalue()) == code


def test_a_bomb_is_refused_before_it_is_unpacked(monkeypatch):
    data = workbook(rows(HEADING, ROW))
    bomb = repacked(data, {"xl/worksheets/sheet1.xml": SHEET % (b" " * 9_000_000)})
    assert refusal(bomb) == "file-unpacks-too-large"
    monkeypatch.setattr(workbooks, "MAX_MEMBERS", 3)
    assert refusal(data) == "file-unpacks-too-large"


def test_the_parts_together_stay_within_the_limit(monkeypatch):
    data = workbook(rows(HEADING, ROW))
    monkeypatch.setattr(workbooks, "MAX_UNPACKED", 1_000)
    assert refusal(data) == "file-unpacks-too-large"


@pytest.mark.parametrize(
    "part",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]><worksheet/>',
        SHEET % b'<sheetData><row r="1"><c r="12"><v>1</v></c></row></sheetData>',
        SHEET % b'<sheetData><row r="x"/></sheetData>',
        b"<worksheet>",
        "<worksheet/>".encode("utf-16"),
    ],
)
def test_a_part_that_no_office_program_writes_is_refused(part):
    changes = {"xl/worksheets/sheet1.xml": part}
    assert refusal(repacked(workbook(rows(HEADING, ROW)), changes)) == "file-damaged"


@pytest.mark.parametrize(
    ("place", "code"),
    [(b"A1048576", "too-many-rows"), (b"XFD1", "too-many-columns"), (b"OJ40000", "too-many-rows")],
)
def test_a_cell_far_away_reserves_no_memory(place, code):
    cells = b'<sheetData><row><c r="A1"><v>1</v></c><c r="%s"><v>1</v></c></row></sheetData>'
    part = SHEET % (cells % place)
    changes = {"xl/worksheets/sheet1.xml": part}
    assert refusal(repacked(workbook(rows(HEADING, ROW)), changes)) == code


def test_a_cell_far_away_with_nothing_in_it_does_no_harm():
    def fill(book, sheet):
        rows(HEADING, ROW)(book, sheet)
        sheet.write_blank(1_000_000, 16_000, None, book.add_format({"bold": True}))

    assert len(read(workbook(fill)).rows) == 1


def test_cells_without_a_name_are_counted_by_their_place():
    walk = PartWalk()
    walk.feed(b"<x><row/><row><c/><c/><c><v>1</v></c></row></x>")
    walk.end()
    assert (walk._last_row, walk._last_column) == (2, 3)
    assert [column_number(letters) for letters in ("A", "Z", "AA", "XFD")] == [1, 26, 27, 16384]


def test_the_same_part_twice_in_an_archive_is_taken_once():
    data = workbook(rows(HEADING, ROW))
    target = io.BytesIO(data)
    with zipfile.ZipFile(target, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr("xl/worksheets/sheet1.xml", SHEET % b"<sheetData/>")
    with pytest.raises(UnreadableFile):
        read(target.getvalue().replace(b"xl/workbook.xml", b"xl/workbook.xmx"))
    assert isinstance(read(target.getvalue()).rows, list)


def test_a_reader_that_panics_is_answered_with_a_plain_refusal(monkeypatch):
    class Panic(BaseException):
        pass

    def panics(*_args, **_options):
        raise Panic

    data = workbook(rows(HEADING, ROW))
    monkeypatch.setattr(workbooks, "_grids", panics)
    assert refusal(data) == "file-damaged"


def test_running_out_of_memory_is_not_hidden(monkeypatch):
    def starves(*_args, **_options):
        raise MemoryError

    data = workbook(rows(HEADING, ROW))
    monkeypatch.setattr(workbooks, "_grids", starves)
    with pytest.raises(MemoryError):
        read(data)


@settings(deadline=None)  # a busy machine is no mistake
@given(st.data())
def test_a_workbook_with_damaged_bytes_is_read_or_refused(data):
    whole = bytearray(workbook(rows(HEADING, ROW, ROW)))
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        read(bytes(whole))
    except UnreadableFile as refused:
        assert refused.message.code in TEXTS  # noqa: PT017 - a list is as good an answer


def test_a_list_with_too_many_rows_or_columns_is_refused(monkeypatch):
    data = workbook(rows(HEADING, ROW, ROW, ROW))
    monkeypatch.setattr(tables, "MAX_ROWS", 2)
    assert refusal(data) == "too-many-rows"
    monkeypatch.setattr(tables, "MAX_COLUMNS", 2)
    assert refusal(data) == "too-many-columns"
    monkeypatch.setattr(parts, "LAST_ROW", 2)
    assert refusal(data) == "too-many-rows"


def test_parts_that_are_no_xml_are_left_behind():
    data = repacked(
        workbook(rows(HEADING, ROW)), {"xl/vbaProject.bin": b"x", "xl/media/a.png": b"y"}
    )
    assert read(data).rows[0].cells == tuple(ROW)
