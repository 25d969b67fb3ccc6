"""Reading a list from text, in any encoding and with any separator."""

from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.flows.case_import import reading, text_files
from caseapp.flows.case_import.messages import TEXTS, UnreadableFile
from caseapp.flows.case_import.reading import read
from caseapp.flows.case_import.tables import MAX_CELL
from caseapp.flows.case_import.tidying import Tidier
from tests.flows.case_import.small_files import HEADING, ROW, csv_bytes, refusal


@pytest.mark.parametrize("separator", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_every_separator_and_encoding_gives_the_same_list(separator, encoding):
    row = [f'"{cell}"' for cell in ROW]
    sheet = read(csv_bytes(HEADING, row, row, separator=separator, encoding=encoding))
    assert sheet.columns == tuple(HEADING)
    assert [row.cells for row in sheet.rows] == [tuple(ROW)] * 2
    assert [row.number for row in sheet.rows] == [2, 3]


def test_windows_1252_keeps_its_accents_and_its_euro_sign():
    sheet = read(csv_bytes(HEADING, ["Müller, J.", "", "€ 5 – café"], encoding="cp1252"))
    assert sheet.rows[0].cells == ("Müller, J.", "", "€ 5 – café")


def test_a_record_with_line_breaks_in_quotes_is_one_row_as_in_excel():
    sheet = read(b'Naam;Adres\r\n"Jansen";"Kerkstraat 1\r\n7061 AB Terborg"\r\nDe Vries;Molenweg 2')
    assert sheet.rows[0].cells[1] == "Kerkstraat 1\n7061 AB Terborg"
    assert [row.number for row in sheet.rows] == [2, 3]


def test_the_separator_that_excel_declares_is_followed_and_not_counted():
    sheet = read(b"sep=|\r\nNaam|Adres\r\nA;B|C;D")
    assert (sheet.header_row_number, sheet.rows[0].cells) == (1, ("A;B", "C;D"))


def test_a_separator_that_cannot_be_one_is_not_followed():
    assert read(b"sep=#\nNaam;Adres\nJansen;Ulft").rows[0].number == 3


def test_titles_empty_rows_totals_remarks_and_repeated_headings_are_no_cases():
    sheet = read(
        csv_bytes(
            ["Overzicht zorg en veiligheid", "", ""],
            ["", "", ""],
            HEADING,
            ROW,
            ["", "", ""],
            ["LET OP: eerst bespreken", "", ""],
            HEADING,
            ROW,
            ["Totaal", "2", ""],
        )
    )
    assert sheet.header_row_number == 3
    assert [row.number for row in sheet.rows] == [4, 8]
    assert [(skip.number, skip.message.code) for skip in sheet.skipped] == [
        (6, "skipped-note"), (7, "skipped-heading"), (9, "skipped-total"),
    ]  # fmt: skip


def test_a_row_that_starts_like_the_heading_but_goes_on_differently_is_a_row():
    assert len(read(csv_bytes(HEADING, ["Naam", "1-1-1980", ""], ROW)).rows) == 2


def test_a_heading_without_known_names_is_the_first_wide_row_of_words():
    sheet = read(b"1;2;3\nfoo;bar;baz\n1;2;3\n")
    assert (sheet.header_row_number, sheet.columns) == (2, ("foo", "bar", "baz"))


def test_rows_of_different_lengths_are_made_equal():
    sheet = read(b"Naam;Adres\nJansen\nDe Vries;Ulft;extra;;\n")
    assert sheet.columns == ("Naam", "Adres", "")
    assert sheet.rows[0].cells == ("Jansen", "", "")


def test_control_characters_and_direction_marks_are_taken_out_and_told():
    sheet = read("Naam;Adres\nJan\x00sen\u202e;Ulft\n".encode())
    assert sheet.rows[0].cells[0] == "Jansen"
    assert [(m.code, m.values["count"]) for m in sheet.remarks] == [("characters-removed", 2)]


@pytest.mark.parametrize("data", [b"", b"\x00\x00", b" \r\n\t"])
def test_an_empty_file_is_refused(data):
    assert refusal(data) == "file-empty"


@pytest.mark.parametrize(
    "data", [b"Naam;Adres\n", b"alleen een zin 1", b";;;\n;;;\n", b"1;2\n3;4\n"]
)
def test_a_file_without_rows_beneath_a_heading_is_refused(data):
    assert refusal(data) == "no-table"


def test_a_file_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(reading, "MAX_BYTES", 10)
    assert refusal(b"Naam;Adres\nJansen;Ulft") == "file-too-large"


def test_too_many_rows_or_columns_of_text_are_refused(monkeypatch):
    wide = csv_bytes(["Naam", *["x"] * 300], ["Jansen", *["y"] * 300])
    assert refusal(wide) == "too-many-columns"
    monkeypatch.setattr(text_files, "MAX_ROWS", 1)
    assert refusal(b"Naam;Adres\n" + b"Jansen;Ulft\n" * 60) == "too-many-rows"


def test_empty_columns_behind_the_list_do_not_count():
    assert read(csv_bytes([*HEADING, *[""] * 300], [*ROW, *[""] * 300])).columns == tuple(HEADING)


def test_a_missing_quote_that_swallows_the_rest_of_a_short_file_is_pointed_out():
    assert refusal(b'Naam;Adres\n"Jansen;Ulft\n' + b"De Vries;Ulft\n" * 300) == "cell-too-long"
    long_note = "\n".join(["Gebeld, niet thuis."] * 300)
    assert read(f'Naam;Opmerkingen\nJansen;"{long_note}"\n'.encode()).rows


def test_a_missing_quote_that_swallows_the_file_is_pointed_out():
    swallowed = b'Naam;Adres\n"Jansen;Ulft\n' + b"De Vries;Ulft\n" * 3000
    assert refusal(swallowed) == "cell-too-long"
    assert refusal(swallowed + b"De Vries;Ulft\n" * 9000) == "cell-too-long"
    assert refusal(b"Naam;Adres\n" + b"x" * 140_000 + b";Ulft") == "cell-too-long"


def test_a_cell_is_as_long_as_a_workbook_allows_and_no_longer():
    longest = b"x" * MAX_CELL
    assert len(read(b"Naam;Adres\n" + longest + b";Ulft").rows[0].cells[0]) == MAX_CELL
    assert refusal(b"Naam;Adres\n" + longest + b"x;Ulft") == "cell-too-long"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (reading.OLD_OFFICE + b"x" * 99, "file-is-xls"),
        (reading.OLD_OFFICE + b"x" + reading.PROTECTED, "file-is-protected"),
        (b"%PDF-1.7 ...", "file-is-other"),
        (b"PK\x05\x06" + bytes(18), "file-damaged"),
        (b"  <html><table><tr><td>Naam</td></tr></table>", "file-is-html"),
        (bytes(90) + b"Naam;Adres", "file-is-other"),
    ],
)
def test_what_is_no_list_is_refused_by_its_own_name(data, code):
    assert refusal(data) == code


@settings(deadline=None)  # a busy machine is no mistake
@given(st.binary(max_size=600))
def test_any_bytes_give_a_list_or_a_plain_refusal(data):
    for candidate in (data, b"PK\x03\x04" + data, b"Naam;Adres\n" + data, b"\xff\xfe" + data):
        try:
            sheet = read(candidate)
        except UnreadableFile as refused:
            assert refused.message.code in TEXTS  # noqa: PT017 - a list is as good an answer
        else:
            assert all(len(row.cells) == len(sheet.columns) for row in sheet.rows)


@settings(deadline=None)  # a busy machine is no mistake
@given(st.lists(st.lists(st.text(max_size=12), min_size=2, max_size=5), min_size=1, max_size=8))
def test_any_text_keeps_its_row_numbers_in_order(lines):
    text = "Naam;Adres\n" + "\n".join(
        ";".join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines
    )
    try:
        sheet = read(text.encode("utf-8", "replace"))
    except UnreadableFile:
        return
    numbers = [row.number for row in sheet.rows] + [skip.number for skip in sheet.skipped]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (12.0, "12"), (1e17, "1" + "0" * 17), (0.1, "0.1"), (float("nan"), ""), (7, "7"),
        (timedelta(hours=1, minutes=5), "1:05"), (" a\u00a0b  ", "a b"), ("a \r\n b", "a\nb"),
        ("", ""), ("e\u0301", "é"),
    ],
)  # fmt: skip
def test_a_cell_is_shown_as_clean_text(value, shown):
    assert Tidier().show(value) == shown


@settings(deadline=None)  # a busy machine is no mistake
@given(st.text())
def test_tidying_twice_changes_nothing_more(text):
    once = Tidier().tidy(text)
    assert Tidier().tidy(once) == once
