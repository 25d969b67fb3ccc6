"""A sheet as people see it: its heading, its rows with their own numbers, and what was skipped."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from caseapp.flows.case_import.headings import (
    LONGEST_HEADING,
    PERHAPS,
    Recognised,
    recognise,
    tidy_heading,
)
from caseapp.flows.case_import.messages import Message, UnreadableFile, say

HEADER_WITHIN: Final = 40
"""How far down the heading of a list may stand."""
ENOUGH_KNOWN: Final = 2
"""Known names that make a row a heading."""
FEW_CELLS: Final = 2
MAX_ROWS: Final = 50_000
MAX_COLUMNS: Final = 200
MAX_CELL: Final = 32_767
"""What Excel itself allows in a cell."""

TOTAL: Final = re.compile(
    r"^(?:sub|eind)?-?tota(?:al|len)\b|^total\b"
    r"|^(?:som|aantal|gemiddelde|sum|count)\b[ :]*(?:\d|van\b|rijen\b|casussen\b|$)",
    re.IGNORECASE,
)
NOTE: Final = re.compile(
    r"^[*!•\s]*(?:let op\b|n\.?b\.?\s*:|nota bene|(?:opmerking(?:en)?|toelichting|legenda|bron)\s*:"
    r"|peildatum|vertrouwelijk|laatst bijgewerkt|bijgewerkt|afgedrukt|pagina \d"
    r"|einde (?:van |lijst)|kleurcode|\*)",
    re.IGNORECASE,
)
"""Words that a surname does not look like: people are called Bron and Som."""


class Row(NamedTuple):
    """A row with the number it has in the person's own file."""

    number: int
    cells: tuple[str, ...]


class Skipped(NamedTuple):
    """A row that is no case: a total, a repeated heading, a remark about the list."""

    number: int
    message: Message


@dataclass(frozen=True, slots=True)
class Grid:
    """All cells of one sheet as text, from its first row on, before the heading is found."""

    name: str
    lines: Sequence[tuple[str, ...]]
    remarks: tuple[Message, ...] = ()
    starts_in_1904: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A list: the headings of its columns and the rows beneath, with the numbers people see."""

    name: str
    header_row_number: int
    columns: tuple[str, ...]
    rows: list[Row]
    skipped: tuple[Skipped, ...] = ()
    remarks: tuple[Message, ...] = ()
    starts_in_1904: bool = False


class Shape(NamedTuple):
    """Where the heading of a grid stands and how much it looks like a list."""

    header: int
    recognised: int
    rows: int

    @property
    def weight(self) -> tuple[bool, int]:
        """Give what to choose a sheet by: known headings first, then the size."""
        return self.recognised >= ENOUGH_KNOWN, max(self.recognised, 1) * self.rows


def shape_of(grid: Grid) -> Shape | None:
    """Find the heading: the row with most known names, or else the first wide row of text."""
    best: tuple[int, int] | None = None
    for index, line in enumerate(grid.lines[:HEADER_WITHIN]):
        known = len({found.field for cell in line if (found := _short(cell))})
        if known >= ENOUGH_KNOWN and (best is None or known > best[0]):
            best = known, index
    header = best[1] if best else _first_wide_row(grid)
    if header is None:
        return None
    rows = sum(1 for line in grid.lines[header + 1 :] if any(line))
    return Shape(header, best[0] if best else 0, rows) if rows else None


def _short(cell: str) -> Recognised | None:
    """Recognise a cell as a heading when it is short enough to be one."""
    found = recognise(cell) if 0 < len(cell) <= LONGEST_HEADING else None
    return found if found and found.confidence >= PERHAPS else None


def _first_wide_row(grid: Grid) -> int | None:
    """Find the first row that is about as wide as the list and has words only."""
    width = max((sum(map(bool, line)) for line in grid.lines[:HEADER_WITHIN]), default=0)
    for index, line in enumerate(grid.lines[:HEADER_WITHIN]):
        filled = [cell for cell in line if cell]
        if filled and len(filled) * 10 >= width * 6 and not any(map(_has_number, filled)):
            return index
    return None


def _has_number(cell: str) -> bool:
    """Tell whether a cell is data rather than a name of a column."""
    return any(map(str.isdigit, cell))


def make_sheet(grid: Grid, shape: Shape, remarks: Iterable[Message] = ()) -> Sheet:
    """Cut the list out of its grid: heading, usable rows, and what was skipped with the reason."""
    header = grid.lines[shape.header]
    width = _width(grid, shape.header)
    if width > MAX_COLUMNS:
        raise UnreadableFile(say("too-many-columns", limit=MAX_COLUMNS))
    if shape.rows > MAX_ROWS:
        raise UnreadableFile(say("too-many-rows", limit=MAX_ROWS))
    columns = tuple((*header, *([""] * width))[:width])
    rows: list[Row] = []
    skipped: list[Skipped] = []
    for found in _rows(grid, shape.header + 1, columns):
        (rows if isinstance(found, Row) else skipped).append(found)  # type: ignore[arg-type]
    return Sheet(
        name=grid.name,
        header_row_number=shape.header + 1,
        columns=tuple(" ".join(column.split()) for column in columns),
        rows=rows,
        skipped=tuple(skipped),
        remarks=(*grid.remarks, *remarks),
        starts_in_1904=grid.starts_in_1904,
    )


def _width(grid: Grid, header: int) -> int:
    """Count the columns up to the last one in which the heading or a row has something."""
    width = 0
    for line in grid.lines[header:]:
        filled = len(line)
        while filled > width and not line[filled - 1]:
            filled -= 1
        width = max(width, filled)
    return width


def _rows(grid: Grid, start: int, columns: tuple[str, ...]) -> Iterator[Row | Skipped]:
    """Give the rows beneath the heading; empty ones are left out without a word."""
    width = len(columns)
    heading = [tidy_heading(column) for column in columns]
    empty = ("",) * width
    for number, line in enumerate(grid.lines[start:], start=start + 1):
        cells = (*line, *empty)[:width]
        if not any(cells):
            continue
        code = _why_skipped(cells, heading)
        yield Skipped(number, say(code)) if code else Row(number, cells)


def _why_skipped(cells: tuple[str, ...], heading: list[str]) -> str | None:
    """Say why a row is no case, or nothing when it may be one."""
    filled = [cell for cell in cells if cell]
    first = filled[0]
    few = len(filled) <= FEW_CELLS or len(filled) * 3 <= len(cells)
    if few and TOTAL.match(first):
        return "skipped-total"
    if len(filled) <= FEW_CELLS and NOTE.match(first):
        return "skipped-note"
    if tidy_heading(first) in heading and _repeats(cells, heading):
        return "skipped-heading"
    return None


def _repeats(cells: tuple[str, ...], heading: list[str]) -> bool:
    """Tell whether a row says the heading again."""
    return all(
        tidy_heading(cell) == name for cell, name in zip(cells, heading, strict=True) if cell
    )
