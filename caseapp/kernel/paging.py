"""Keyset pages: page 10,000 costs what page 1 costs, and nothing is counted to get there."""

import base64
import binascii
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Generic, TypeVar

T = TypeVar("T")

PAGE_SIZE = 50
COUNT_CAP = 10_000
"""Above this a total is shown as "more than": an exact one can cost nine times the page."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """One page of a list, with the marks that lead to its neighbours."""

    items: list[T]
    after: str | None = None
    before: str | None = None


def encode(values: list[str]) -> str:
    """Write a keyset position for use in a link. It holds ids and dates, never a name."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def decode(mark: str | None, length: int) -> list[str] | None:
    """Read a keyset position; None for a mark that is absent or was tampered with."""
    if not mark:
        return None
    try:
        values = json.loads(base64.urlsafe_b64decode(mark + "=" * (-len(mark) % 4)))
    except (binascii.Error, ValueError):
        return None
    fits = isinstance(values, list) and len(values) == length
    return values if fits and all(isinstance(v, str) for v in values) else None


def moment(text: str) -> datetime:
    """Read a moment of a keyset position; raises ValueError for one no link of ours holds."""
    try:
        found = datetime.fromisoformat(text)
        if found.tzinfo is None:
            raise ValueError(text)
        return found.astimezone(UTC)
    except OverflowError as beyond:
        raise ValueError(text) from beyond
