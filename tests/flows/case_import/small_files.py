"""Small lists in files, made for one test at a time."""

import io
import zipfile
from datetime import datetime

import pytest
import xlsxwriter

from caseapp.flows.case_import.messages import UnreadableFile
from caseapp.flows.case_import.reading import read

HEADING = ["Naam", "Geboortedatum", "Adres"]
ROW = ["Yılmaz, F.", "3-4-1980", "Kerkstraat 12"]


def workbook(*sheets, **options):
    """Make a workbook; each sheet is a function that fills it."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, **options})
    book.set_properties({"created": datetime(2026, 11, 20)})  # noqa: DTZ001 - part of the file
    for number, fill in enumerate(sheets):
        fill(book, book.add_worksheet(f"Blad{number + 1}"))
    book.close()
    return target.getvalue()


def rows(*lines):
    """Give a function that fills a sheet with these lines."""

    def fill(book, sheet):
        for number, line in enumerate(lines):
            sheet.write_row(number, 0, line)

    return fill


def repacked(data, changes):
    """Copy a workbook with some of its parts replaced or added."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            if name not in changes:
                new.writestr(name, old.read(name))
        for name, part in changes.items():
            new.writestr(name, part, zipfile.ZIP_DEFLATED)
    return target.getvalue()


def refusal(data, **options):
    """Give the code of the message with which a file is refused."""
    with pytest.raises(UnreadableFile) as caught:
        read(data, **options)
    assert str(caught.value) == caught.value.message.code
    return caught.value.message.code


def csv_bytes(*lines, separator=";", encoding="utf-8"):
    return "\r\n".join(separator.join(line) for line in lines).encode(encoding)


SHEET = (
    b'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">%s</worksheet>'
)
