"""The log as a list that opens in a spreadsheet: semicolons, as Dutch spreadsheets read them."""

import csv
import io
from collections.abc import Iterable, Sequence

STARTS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
BYTE_ORDER_MARK = "\ufeff"


def as_spreadsheet(header: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """Write rows of text as UTF-8 CSV; no cell can make a spreadsheet calculate or fetch."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + text.getvalue()).encode()


def harmless(cell: str) -> str:
    """Put an apostrophe before what a spreadsheet would take for a formula (CSV injection)."""
    bare = cell.lstrip(" ")
    return (
        f"'{cell}" if bare.startswith(STARTS_FORMULA) or cell.startswith(STARTS_FORMULA) else cell
    )
