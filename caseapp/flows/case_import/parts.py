"""Walks the XML of a workbook before it is read: no document types, no cells far away."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final
from xml.parsers import expat

from caseapp.flows.case_import.messages import UnreadableFile, say
from caseapp.flows.case_import.tables import MAX_COLUMNS, MAX_ROWS

CELL: Final = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})", re.ASCII)
LAST_ROW: Final = MAX_ROWS + 100
"""Room for titles above the list and remarks beneath it."""
LAST_COLUMN: Final = 2 * MAX_COLUMNS
MAX_CELLS: Final = 2_500_000
"""Rows times columns: what the reader reserves memory for."""
VALUES: Final = frozenset(("v", "is", "f"))


@lru_cache(maxsize=20_000)
def column_number(letters: str) -> int:
    """Count the columns: A is 1, Z is 26, AA is 27."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number


class PartWalk:
    """Follows the elements of one part and refuses what no office program writes."""

    def __init__(self) -> None:
        # The encoding is fixed, so that this parser and the reader see the same characters.
        self._parser = expat.ParserCreate("utf-8")
        self._parser.StartElementHandler = self._start
        self._parser.StartDoctypeDeclHandler = self._doctype
        self._row = 0
        self._column = 0
        self._last_row = 0
        self._last_column = 0
        self.starts_in_1904 = False

    def feed(self, chunk: bytes) -> None:
        """Walk the next bytes; ExpatError when they are no XML."""
        if b"\0" in chunk:  # UTF-16, which this parser would follow and the reader would not
            raise UnreadableFile(say("file-damaged"))
        self._parser.Parse(chunk, False)  # noqa: FBT003 - the parser's own signature

    def end(self) -> None:
        """Say that there is no more."""
        self._parser.Parse(b"", True)  # noqa: FBT003 - the parser's own signature

    def _doctype(self, *_declared: object) -> None:
        """Refuse a document type: it can define entities that grow without end."""
        raise UnreadableFile(say("file-damaged"))

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        """Note where we are; a cell counts from the moment it holds something."""
        local = name.rpartition(":")[2]
        if local == "c":
            self._cell(attributes.get("r"))
        elif local in VALUES:
            self._filled()
        elif local == "row":
            self._row = int(attributes.get("r", self._row + 1))
            self._column = 0
        elif local == "workbookPr":
            self.starts_in_1904 = attributes.get("date1904") in {"1", "true", "on"}

    def _cell(self, place: str | None) -> None:
        """Note the place of a cell, by its name or else as the next in its row."""
        if place is None:
            self._column += 1
            return
        match = CELL.fullmatch(place)
        if match is None:
            raise UnreadableFile(say("file-damaged"))
        self._row = int(match[2])
        self._column = column_number(match[1])

    def _filled(self) -> None:
        """Refuse a cell with something in it that lies beyond the limits."""
        if self._row <= self._last_row and self._column <= self._last_column:
            return
        self._last_row = max(self._last_row, self._row)
        self._last_column = max(self._last_column, self._column)
        if self._last_row > LAST_ROW:
            raise UnreadableFile(say("too-many-rows", limit=MAX_ROWS))
        if self._last_column > LAST_COLUMN:
            raise UnreadableFile(say("too-many-columns", limit=MAX_COLUMNS))
        if self._last_row * self._last_column > MAX_CELLS:
            raise UnreadableFile(say("too-many-rows", limit=MAX_CELLS // self._last_column))
