"""Excel workbooks (.xlsx), read with care: they are archives, and archives can be bombs.

What the fast reader sees is a fresh archive with only the parts examined here, so that it
cannot be led to a part that was not, nor made to reserve memory for cells that are not there.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterable
from typing import Final
from xml.parsers import expat

from python_calamine import CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from caseapp.flows.case_import.messages import UnreadableFile, say
from caseapp.flows.case_import.parts import PartWalk
from caseapp.flows.case_import.tables import Grid
from caseapp.flows.case_import.tidying import Tidier

MAX_MEMBERS: Final = 2_000
MAX_UNPACKED: Final = 150_000_000
MAX_RATIO: Final = 300
"""Spreadsheets of 20,000 rows pack 10 to 20 times; bombs a thousand times and more."""
RATIO_FROM: Final = 2_000_000
"""Bytes from which the ratio is looked at: small parts pack well without any harm."""
CHUNK: Final = 1 << 18
KINDS: Final = (
    ("xl/workbook.xml", ""),
    ("xl/workbook.bin", "file-is-xlsb"),
    ("mimetype", "file-is-ods"),
)


def read_workbook(data: bytes) -> list[Grid]:
    """Read all visible sheets of a workbook, with the values formulas had when it was saved."""
    try:
        clean, starts_in_1904 = _examined(data)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError) as error:
        raise UnreadableFile(say("file-damaged")) from error
    except (EOFError, OSError, ValueError, OverflowError, expat.ExpatError) as error:
        raise UnreadableFile(say("file-damaged")) from error
    try:
        return _grids(clean, starts_in_1904=starts_in_1904)
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # a panic of the reader is not an Exception
        raise UnreadableFile(say("file-damaged")) from error


def _examined(data: bytes) -> tuple[io.BytesIO, bool]:
    """Copy the readable parts into a fresh archive, each within the limits."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        members = archive.infolist()
        _check_kind({member.filename for member in members})
        if len(members) > MAX_MEMBERS or sum(m.file_size for m in members) > MAX_UNPACKED:
            raise UnreadableFile(say("file-unpacks-too-large"))
        return _copied(archive, members)


def _check_kind(names: set[str]) -> None:
    """Refuse archives that are something else than an Excel workbook, and say what."""
    code = next((code for name, code in KINDS if name in names), "file-is-other")
    if code:
        raise UnreadableFile(say(code))


def _copied(
    archive: zipfile.ZipFile, members: Iterable[zipfile.ZipInfo]
) -> tuple[io.BytesIO, bool]:
    """Walk and copy every part that is XML; all other parts are left behind."""
    clean = io.BytesIO()
    total = 0
    starts_in_1904 = False
    with zipfile.ZipFile(clean, "w", zipfile.ZIP_STORED) as target:
        for member in members:
            if not member.filename.endswith((".xml", ".rels")):
                continue
            part, walk = _part(archive, member, MAX_UNPACKED - total)
            total += len(part)
            starts_in_1904 = starts_in_1904 or walk.starts_in_1904
            if member.filename not in target.NameToInfo:
                target.writestr(zipfile.ZipInfo(member.filename), part)
    clean.seek(0)
    return clean, starts_in_1904


def _part(archive: zipfile.ZipFile, member: zipfile.ZipInfo, room: int) -> tuple[bytes, PartWalk]:
    """Unpack one part bit by bit, walking its XML as it comes; stop at the first limit."""
    walk = PartWalk()
    part = bytearray()
    with archive.open(member) as stream:
        while chunk := stream.read(CHUNK):
            part += chunk
            packed_well = len(part) > max(RATIO_FROM, member.compress_size * MAX_RATIO)
            if len(part) > room or packed_well:
                raise UnreadableFile(say("file-unpacks-too-large"))
            walk.feed(chunk)
    walk.end()
    return bytes(part), walk


def _grids(clean: io.BytesIO, *, starts_in_1904: bool) -> list[Grid]:
    """Give every sheet with cells that people can see; hidden ones only if there is no other."""
    workbook = CalamineWorkbook.from_filelike(clean)
    sheets = [meta for meta in workbook.sheets_metadata if meta.typ is SheetTypeEnum.WorkSheet]
    seen = [meta for meta in sheets if meta.visible is SheetVisibleEnum.Visible] or sheets
    return [_grid(workbook.get_sheet_by_name(meta.name), starts_in_1904) for meta in seen]


def _grid(sheet: CalamineSheet, starts_in_1904: bool) -> Grid:  # noqa: FBT001 - one flag
    """Turn a sheet into text, with cells that were merged downwards repeated on every row."""
    tidier = Tidier()
    cells = sheet.to_python(skip_empty_area=False)
    lines = [["" if cell == "" else tidier.show(cell) for cell in row] for row in cells]
    repeated = _repeat_merged(lines, sheet.merged_cell_ranges or [])
    remarks = tidier.remarks
    if repeated:
        remarks = (*remarks, say("merged-cells-repeated", count=repeated))
    return Grid(sheet.name, [tuple(line) for line in lines], remarks, starts_in_1904)


Corner = tuple[int, int]


def _repeat_merged(lines: list[list[str]], ranges: Iterable[tuple[Corner, Corner]]) -> int:
    """Repeat the text of a merged block on its lower rows; give how many blocks there were."""
    room = len(lines) * max(map(len, lines), default=0)
    repeated = 0
    for (top, left), (bottom, _right) in ranges:
        height = min(bottom, len(lines) - 1) - top
        if height < 1 or left >= len(lines[top]) or not lines[top][left] or room < height:
            continue
        room -= height
        repeated += 1
        for line in lines[top + 1 : top + height + 1]:
            line[left] = line[left] or lines[top][left]
    return repeated
