"""Comma-separated text in any encoding and with any separator that offices use."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter
from typing import Final

from caseapp.flows.case_import.messages import UnreadableFile, say
from caseapp.flows.case_import.tables import MAX_CELL, MAX_COLUMNS, MAX_ROWS, Grid
from caseapp.flows.case_import.tidying import Tidier

SEPARATORS: Final = ";,\t|"
SAMPLE_LINES: Final = 200
MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""Byte order marks."""
DECLARED: Final = re.compile(r"sep=[;,\t|]", re.IGNORECASE)
TITLE_ROWS: Final = 40
MOST_LINES: Final = 100
"""Lines in a cell from which it is looked at: long notes exist, and have no separator each."""


def read_text(data: bytes, name: str) -> Grid:
    """Read the bytes of a text file into a grid; a record counts as one row, as in Excel."""
    text = decode(data)
    separator, text = _declared_separator(text)
    tidier = Tidier()
    lines: list[tuple[str, ...]] = []
    separator = separator or sniff(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        for cells in reader:
            row = len(lines) + 1
            if any(_swallowed_rows(cell, separator) for cell in cells):
                raise UnreadableFile(say("cell-too-long", row=row))
            lines.append(_checked(tidier, cells, row))
    except csv.Error:
        raise UnreadableFile(say("cell-too-long", row=len(lines) + 1)) from None
    return Grid(name, lines, tidier.remarks)


def _checked(tidier: Tidier, cells: list[str], row: int) -> tuple[str, ...]:
    """Tidy the cells of a row within the limits."""
    if row > MAX_ROWS + TITLE_ROWS:
        raise UnreadableFile(say("too-many-rows", limit=MAX_ROWS))
    if len(cells) > MAX_COLUMNS:
        while len(cells) > MAX_COLUMNS and not cells[-1].strip():
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            raise UnreadableFile(say("too-many-columns", limit=MAX_COLUMNS))
    if any(len(cell) > MAX_CELL for cell in cells):
        raise UnreadableFile(say("cell-too-long", row=row))
    return tuple([tidier.tidy(cell) for cell in cells])


def _swallowed_rows(cell: str, separator: str) -> bool:
    """Tell whether a cell holds rows that follow it, for want of a closing quotation mark."""
    lines = cell.count("\n")
    return lines > MOST_LINES and cell.count(separator) >= lines


def decode(data: bytes) -> str:
    """Turn bytes into text: by its mark, else UTF-8, UTF-16 by its zeros, or Windows-1252."""
    for mark, encoding in MARKS:
        if data.startswith(mark):
            return data[len(mark) :].decode(encoding, "replace")
    if unmarked := _utf16_without_mark(data):
        return data.decode(unmarked, "replace")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def _utf16_without_mark(data: bytes) -> str | None:
    """Tell UTF-16 by the zeros at every second place of Western text."""
    sample = data[:4000]
    half = len(sample) // 2
    if sample[0::2].count(0) > half * 0.6 and not sample[1::2].count(0) > half * 0.2:
        return "utf-16-be"
    if sample[1::2].count(0) > half * 0.6 and not sample[0::2].count(0) > half * 0.2:
        return "utf-16-le"
    return None


def _declared_separator(text: str) -> tuple[str, str]:
    """Follow Excel's own first line "sep=;", which Excel does not count as a row."""
    first, _, rest = text.partition("\n")
    declared = first.strip('\r\n" ')
    if DECLARED.fullmatch(declared):
        return declared[-1], rest
    return "", text


def sniff(text: str) -> str:
    """Choose the separator that cuts most rows into the same number of cells."""
    sample = "".join(text[:200_000].splitlines(keepends=True)[:SAMPLE_LINES])
    return max(SEPARATORS, key=lambda separator: _fit(sample, separator))


def _fit(sample: str, separator: str) -> float:
    """Say how well a separator fits: the share of rows with the usual width, times that width."""
    try:
        widths = [
            len(cells) for cells in csv.reader(io.StringIO(sample, newline=""), delimiter=separator)
        ]
    except csv.Error:
        return 0.0
    wide = Counter(width for width in widths if width > 1)
    if not wide:
        return 0.0
    width, times = wide.most_common(1)[0]
    return times / len(widths) * min(width, 12)
