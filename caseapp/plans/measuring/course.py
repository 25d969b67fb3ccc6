"""How it goes in one area of life: in which order, where the line breaks, and what changed.

Decides only, from days and scores. What is not known is no score: it breaks the line, and nothing
is higher or lower than it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Reading:
    """What was measured on a day: a score, or nothing where it was not known."""

    day: date
    score: int | None
    made_at: datetime


class Turn(StrEnum):
    """How the last reading is to the one before that says something."""

    FIRST = "first"
    HIGHER = "higher"
    LOWER = "lower"
    SAME = "same"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Difference:
    """What changed since the last time it was known: by how much, and when that was."""

    turn: Turn
    by: int = 0
    since: date | None = None
    was: int | None = None


def in_order(readings: Iterable[Reading]) -> list[Reading]:
    """Give readings by the day they are about; of one day, as they were written down."""
    return sorted(readings, key=lambda one: (one.day, one.made_at, one.score or 0))


def difference(readings: Iterable[Reading]) -> Difference | None:
    """Give what the last reading says against the last one before it that was known."""
    ordered = in_order(readings)
    if not ordered:
        return None
    last = ordered[-1]
    before = next((one for one in reversed(ordered[:-1]) if one.score is not None), None)
    if last.score is None:
        then = (before.day, before.score) if before is not None else (None, None)
        return Difference(Turn.UNKNOWN, 0, *then)
    if before is None or before.score is None:
        return Difference(Turn.FIRST)
    by = last.score - before.score
    turn = Turn.HIGHER if by > 0 else Turn.LOWER if by < 0 else Turn.SAME
    return Difference(turn, by, before.day, before.score)


def stretches(readings: Iterable[Reading]) -> list[Sequence[Reading]]:
    """Give the parts of the line: readings that are known, up to one that is not."""
    found: list[list[Reading]] = [[]]
    for one in in_order(readings):
        if one.score is None:
            found.append([])
        else:
            found[-1].append(one)
    return [part for part in found if part]


def along(day: date, first: date, last: date) -> float:
    """Give where a day is between two others, from 0 to 1; in the middle of a single day."""
    if first == last:
        return 0.5
    return (day - first).days / (last - first).days
