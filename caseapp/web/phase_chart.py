"""The line of a case over its phases, as the numbers of a drawing. Decides only, from facts.

A row for each phase, the lowest at the bottom. The line goes up or down where somebody decided so,
with a full dot; a hollow one is a decision to stay. The list of decisions says all of it in words.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

WIDTH, LEFT, RIGHT = 360, 10, 350
TOP, STEP = 30, 38
BELOW = 30
"""Room under the lowest row, for the days."""


@dataclass(frozen=True, slots=True)
class Turn:
    """That somebody decided at a moment about the phase: from which, to which."""

    at: datetime
    start: int
    to: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A decision in the drawing."""

    x: float
    y: int
    stays: bool


@dataclass(frozen=True, slots=True)
class Line:
    """The course of a case: its rows from the highest phase down, the line, and the decisions."""

    rows: Sequence[tuple[int, int]]
    """Each phase, and how high it lies."""
    path: str
    dots: Sequence[Dot]
    first: datetime
    last: datetime

    width, left, right = WIDTH, LEFT, RIGHT

    @property
    def height(self) -> int:
        """How high the drawing is."""
        return TOP + STEP * (len(self.rows) - 1) + BELOW


def drawn(turns: Sequence[Turn], phases: Collection[int], first: datetime, last: datetime) -> Line:
    """Draw the turns of a case, oldest first, from when it was opened until now or its end.

    Which phases there are is asked for, and each that it was ever in is there too.
    """
    known = sorted({*phases, *(one.start for one in turns), *(one.to for one in turns)})
    heights = {phase: TOP + STEP * row for row, phase in enumerate(reversed(known))}
    span = max((last - first).total_seconds(), 1.0)

    def along(at: datetime) -> float:
        part = min(max((at - first).total_seconds() / span, 0.0), 1.0)
        return round(LEFT + part * (RIGHT - LEFT), 1)

    points: list[tuple[float, int]] = [(LEFT, heights[turns[0].start])] if turns else []
    for one in turns:
        points += [(along(one.at), heights[one.start]), (along(one.at), heights[one.to])]
    points += [(RIGHT, heights[turns[-1].to])] if turns else []
    return Line(
        rows=list(heights.items()),
        path=" ".join(f"{x:g},{y}" for x, y in points),
        dots=[Dot(along(one.at), heights[one.to], one.start == one.to) for one in turns],
        first=first,
        last=last,
    )
