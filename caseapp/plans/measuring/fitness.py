"""Whether what was measured can be kept: decides only, from facts, and says all that is wrong."""

from collections.abc import Iterator, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import date

from caseapp.kernel.errors import RuleBroken
from caseapp.model.domains import Area
from caseapp.model.plan_words import Level


@dataclass(frozen=True, slots=True)
class Scored:
    """What somebody fills in for one area of life: how it is, and by what they see that."""

    level: Level | None
    evidence: str


def objections(
    scores: Mapping[Area, Scored],
    *,
    offered: AbstractSet[str],
    measured: AbstractSet[str],
    on_day: date | None,
    today: date,
) -> Iterator[RuleBroken]:
    """Give what is wrong: with the day, and with each area.

    `offered` are the areas of the plan, `measured` those with a measurement on that day already.
    """
    yield from day_objections(on_day, today)
    if not scores:
        yield RuleBroken("measurement-of-nothing")
    for area, scored in scores.items():
        if area.key not in offered:
            yield RuleBroken("measurement-outside-set", f"score_{area.key}")
        elif area.key in measured:
            yield RuleBroken("measurement-that-day", f"score_{area.key}")
        elif scored.level is None:
            yield RuleBroken("measurement-without-score", f"score_{area.key}")
        if not scored.evidence.strip():
            yield RuleBroken("measurement-without-evidence", f"evidence_{area.key}")


def day_objections(on_day: date | None, today: date) -> Iterator[RuleBroken]:
    """Give what is wrong with the day it is about."""
    if on_day is None:
        yield RuleBroken("measurement-without-day", "measured_on")
    elif on_day > today:
        yield RuleBroken("measurement-ahead", "measured_on")
