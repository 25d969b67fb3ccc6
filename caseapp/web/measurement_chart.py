"""The line over time of one area of life, as the numbers of a drawing. Decides only, from facts.

Five lines for the scores and below them a row for what was not known. What is seen by us is a dot
on a full line, what the resident sees a square on a dashed one: no colour says it.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from caseapp.plans.measuring.course import Reading, along, stretches

WIDTH, LEFT, RIGHT = 360, 34, 346
TOP, STEP = 14, 28
LOWEST, HIGHEST = 1, 5
UNKNOWN_Y = TOP + STEP * (HIGHEST - LOWEST + 1)
BELOW = 40
"""Room under the last row, for the days."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One reading in the drawing; not known stands in the row below the scores."""

    x: float
    y: float
    known: bool


@dataclass(frozen=True, slots=True)
class Series:
    """The readings through the eyes of one side: the marks, and the parts of the line."""

    seen_by: str
    marks: Sequence[Mark]
    paths: Sequence[str]


@dataclass(frozen=True, slots=True)
class Chart:
    """A drawing of all that was measured in one area."""

    series: Sequence[Series]
    grid: Sequence[tuple[int, int]]
    first: date
    last: date
    unknown: bool
    """Whether anything was not known."""

    width = WIDTH
    left, right, middle = LEFT, RIGHT, (LEFT + RIGHT) // 2
    unknown_y = UNKNOWN_Y

    @property
    def height(self) -> int:
        """How high the drawing is: the row for what was not known is there when it is needed."""
        return (UNKNOWN_Y if self.unknown else _height(LOWEST)) + BELOW


def drawn(courses: Iterable[tuple[str, Sequence[Reading]]]) -> Chart | None:
    """Draw readings by whose eyes they are through; nothing where there are none."""
    known = [(eyes, list(readings)) for eyes, readings in courses if readings]
    days = [one.day for _eyes, readings in known for one in readings]
    if not days:
        return None
    first, last = min(days), max(days)
    return Chart(
        series=[_series(eyes, readings, first, last) for eyes, readings in known],
        grid=[(score, _height(score)) for score in range(LOWEST, HIGHEST + 1)],
        first=first,
        last=last,
        unknown=any(one.score is None for _eyes, readings in known for one in readings),
    )


def _series(eyes: str, readings: list[Reading], first: date, last: date) -> Series:
    def mark(one: Reading) -> Mark:
        x = round(_inside(along(one.day, first, last)), 1)
        return Mark(x, _height(one.score), one.score is not None)

    parts = [[mark(one) for one in part] for part in stretches(readings)]
    paths = [" ".join(f"{one.x:g},{one.y:g}" for one in part) for part in parts if len(part) > 1]
    return Series(eyes, [mark(one) for one in readings], paths)


def _inside(part: float) -> float:
    """Give where a part of the way lies, with room for a mark at both ends."""
    room = 12
    return LEFT + room + part * (RIGHT - LEFT - 2 * room)


def _height(score: int | None) -> int:
    return UNKNOWN_Y if score is None else TOP + STEP * (HIGHEST - score)
