"""A file somebody sends, whatever it is, becomes one list: or a plain answer why not."""

from __future__ import annotations

import re
from typing import Final

from caseapp.flows.case_import.messages import Message, UnreadableFile, say
from caseapp.flows.case_import.tables import Grid, Shape, Sheet, make_sheet, shape_of
from caseapp.flows.case_import.text_files import read_text
from caseapp.flows.case_import.workbooks import read_workbook

MEGABYTE: Final = 1_000_000
MAX_BYTES: Final = 25 * MEGABYTE
ARCHIVE: Final = b"PK\x03\x04"
OLD_OFFICE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
PROTECTED: Final = "EncryptedPackage".encode("utf-16-le")
OTHER: Final = (
    (b"%PDF", "file-is-other"),
    (b"{\\rtf", "file-is-other"),
    (b"\x89PNG", "file-is-other"),
    (b"\xff\xd8\xff", "file-is-other"),
    (b"GIF8", "file-is-other"),
    (b"PK", "file-damaged"),
    (b"\x1f\x8b", "file-is-other"),
    (b"7z\xbc\xaf", "file-is-other"),
    (b"Rar!", "file-is-other"),
    (b"MZ", "file-is-other"),
    (b"\x7fELF", "file-is-other"),
)
MARKUP: Final = re.compile(
    rb"^(?:\xef\xbb\xbf)?\s*<(?:!doctype|html|table|head|body|\?xml|meta)", re.IGNORECASE
)
MAX_ZEROS: Final = 0.7


def read(data: bytes, *, sheet_name: str | None = None) -> Sheet:
    """Read a list from the bytes of a .xlsx or .csv file.

    Of several sheets the one most like a list is taken, unless `sheet_name` says which. Raises
    UnreadableFile, with a message for the person who sent it, and nothing else.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise UnreadableFile(say("file-empty"))
    if len(data) > MAX_BYTES:
        raise UnreadableFile(say("file-too-large", limit=MAX_BYTES // MEGABYTE))
    if data.startswith(ARCHIVE):
        return _chosen(read_workbook(data), sheet_name)
    _refuse_other(data)
    return _chosen([read_text(data, "")], None)


def _refuse_other(data: bytes) -> None:
    """Refuse what is certainly no text with a list in it, and say what it is."""
    if data.startswith(OLD_OFFICE):
        raise UnreadableFile(say("file-is-protected" if PROTECTED in data else "file-is-xls"))
    if MARKUP.match(data[:200]):
        raise UnreadableFile(say("file-is-html"))
    code = next((code for start, code in OTHER if data.startswith(start)), None)
    if code is None and data.count(0) > len(data) * MAX_ZEROS:
        code = "file-is-other"
    if code:
        raise UnreadableFile(say(code))


def _chosen(grids: list[Grid], sheet_name: str | None) -> Sheet:
    """Cut the list out of the sheet that was asked for, or of the one most like a list."""
    if sheet_name is not None:
        grids = [grid for grid in grids if grid.name == sheet_name]
        if not grids:
            raise UnreadableFile(say("sheet-missing"))
    lists = [(shape, grid) for grid in grids if (shape := shape_of(grid))]
    if not lists:
        raise UnreadableFile(say("no-table"))
    shape, grid = max(lists, key=lambda pair: pair[0].weight)
    return make_sheet(grid, shape, _remarks_on_others(grid, lists))


def _remarks_on_others(chosen: Grid, lists: list[tuple[Shape, Grid]]) -> tuple[Message, ...]:
    """Say which sheets with a list were not read, and how many rows each has."""
    others = [f"{grid.name} ({shape.rows})" for shape, grid in lists if grid is not chosen]
    if not others:
        return ()
    return (say("sheet-chosen", chosen=chosen.name, others=", ".join(others)),)
