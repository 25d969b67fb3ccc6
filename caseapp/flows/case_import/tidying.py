"""Cells as clean text: no control characters, no stray spaces, one spelling of accents."""

from __future__ import annotations

import re
import unicodedata
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Final

from caseapp.flows.case_import.messages import Message, say

UNSEEN: Final = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff"
    "\ufffe\uffff\ud800-\udfff]"
)
"""Control characters, marks that turn the direction of text, and halves of characters."""
SPACES: Final = re.compile("[ \t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
LINE_ENDS: Final = re.compile("\r\n?|[\u2028\u2029]")
AROUND_LINES: Final = re.compile(r" ?\n ?")


class Tidier:
    """Cleans cells one by one and remembers how many characters it took out."""

    def __init__(self) -> None:
        self.removed = 0

    @property
    def remarks(self) -> tuple[Message, ...]:
        """Say what was taken out, if anything."""
        return (say("characters-removed", count=self.removed),) if self.removed else ()

    def tidy(self, text: str) -> str:
        """Give a cell without unseen characters and without spaces around it; lines stay."""
        if text.isascii() and text.isprintable() and "  " not in text:
            return text.strip()
        text, times = UNSEEN.subn("", unicodedata.normalize("NFC", text))
        self.removed += times
        text = SPACES.sub(" ", LINE_ENDS.sub("\n", text))
        return AROUND_LINES.sub("\n", text).strip()

    def show(self, value: object) -> str:
        """Give what a typed cell of a spreadsheet says as text; dates in ISO 8601."""
        if isinstance(value, str):
            return self.tidy(value)
        if isinstance(value, float):
            return _number(value)
        return _moment(value) if isinstance(value, date | time) else _other(value)


def _moment(value: date | time) -> str:
    """Write a day or a moment in ISO 8601, without seconds."""
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    return value.isoformat()


def _number(value: float) -> str:
    """Write 12.0 as "12" and never in powers of ten."""
    if not isfinite(value):
        return ""
    return str(int(value)) if value.is_integer() else f"{value:.10f}".rstrip("0")


def _other(value: object) -> str:
    """Write the remaining kinds of cell: yes or no, durations, whole numbers."""
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60}:{minutes % 60:02d}"
    return str(value)
