"""The course of one case: which beats happen, on which days, and where it stands today."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from caseapp.demo.plan import CasePlan
from caseapp.demo.storylines import Beat, ordinary_beats

TWO_YEARS = 730
FIRST_OF_TWO = (250, 40)
"""A case that has a successor ends between 300 and 250 days ago and began within two years."""
ORDINARY_CHANCE = 0.22


@dataclass(frozen=True, slots=True)
class Course:
    """Beats with their days in order.

    `closed_on` for a closed case, and a first closing and reopening for one that came back.
    """

    opened_on: date
    beats: tuple[tuple[date, Beat], ...]
    closed_on: date | None
    first_closed_on: date | None
    reopened_on: date | None


def course(random: Random, plan: CasePlan, today: date) -> Course:
    """Choose the beats of a case and lay them on days before today."""
    beats = _chosen(random, plan)
    gaps = [random.randint(*beat.after) for beat in beats]
    last_day, most = _end(random, plan, today)
    tail = random.randrange(5, 20) if plan.state == "closed" else 0
    break_days = random.randrange(60, 140) if plan.was_reopened else 0
    span = sum(gaps) + tail + break_days
    if span > most:
        gaps = [gap * (most - tail - break_days) // max(1, sum(gaps)) for gap in gaps]
        span = sum(gaps) + tail + break_days
    opened = last_day - timedelta(days=span)
    days = _running(opened, gaps)
    closed = last_day if plan.state == "closed" else None
    if not plan.was_reopened:
        return Course(opened, tuple(zip(days, beats, strict=True)), closed, None, None)
    return _with_break(Course(opened, tuple(zip(days, beats, strict=True)), None, None, None),
                       break_days)  # fmt: skip


def _chosen(random: Random, plan: CasePlan) -> list[Beat]:
    beats = [beat for beat in plan.story.beats if random.random() < beat.chance]
    if plan.state == "intake":
        first = next(beat for beat in beats if beat.form)
        return [first]
    if plan.state == "active" and not plan.was_reopened:
        beats = beats[: max(3, round(len(beats) * random.uniform(0.25, 0.85)))]
    if plan.state == "watch":
        beats = _until_calm(beats)
    mixed: list[Beat] = []
    for number, beat in enumerate(beats):
        if number > 1 and random.random() < ORDINARY_CHANCE:
            strip = random.choice(("care", "care", "safety", "shared"))
            mixed.append(random.choice(ordinary_beats()[strip]))
        mixed.append(beat)
    return mixed


def _until_calm(beats: list[Beat]) -> list[Beat]:
    changes = [number for number, beat in enumerate(beats) if beat.phase]
    return beats[: changes[-1] + 1] if changes else beats


def _end(random: Random, plan: CasePlan, today: date) -> tuple[date, int]:
    """Give the last day of a case and the most days it may have lasted."""
    if plan.is_previous:
        least, spread = FIRST_OF_TWO
        ago = least + random.randrange(spread)
    else:
        ago = {
            "intake": random.randrange(1, 8),
            "active": random.randrange(1, 24),
            "watch": random.randrange(12, 75),
            "closed": random.randrange(10, 300 if plan.previous is None else 60),
        }[plan.state]
    begin = FIRST_OF_TWO[0] - 20 if plan.previous is not None else TWO_YEARS
    return today - timedelta(days=ago), begin - ago


def _running(opened: date, gaps: list[int]) -> list[date]:
    days: list[date] = []
    day = opened
    for gap in gaps:
        day += timedelta(days=gap)
        days.append(day)
    return days


def _with_break(whole: Course, break_days: int) -> Course:
    """Close the case after two thirds of its beats and open it again after the break."""
    cut = max(2, len(whole.beats) * 2 // 3)
    late = timedelta(days=break_days)
    beats = whole.beats[:cut] + tuple((day + late, beat) for day, beat in whole.beats[cut:])
    closed = whole.beats[cut - 1][0] + timedelta(days=3)
    return replace(
        whole,
        beats=beats,
        first_closed_on=closed,
        reopened_on=whole.beats[cut - 1][0] + late - timedelta(days=2),
    )
