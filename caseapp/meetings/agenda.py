"""What may be done at a table, decided from facts: calling, putting a case on it, concluding.

A case on an agenda is never left: it is decided about, put off to another meeting, or taken off for
a reason. What is shared has a ground per person (Handvat 97: each table is positioned
by itself), and no more people come than are needed (CCV on the GSO).
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

from caseapp.kernel.errors import RuleBroken
from caseapp.model.content import ContentClass
from caseapp.model.meeting_words import ItemOutcome, Need
from caseapp.model.shares import ShareGround

FARTHEST = timedelta(days=366)
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


@dataclass(frozen=True, slots=True)
class Table:
    """A meeting, as far as it is asked whether a case may come on its agenda."""

    on_day: date
    cut_off_on: date
    is_open: bool = True
    is_internal: bool = False


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is asked to the table for one case."""

    is_somebody: bool
    is_outside: bool
    ground: ShareGround | None
    need: Need | None
    why: str
    is_asked_already: bool = False


@dataclass(frozen=True, slots=True)
class Seat:
    """Somebody who was asked: whether they were there, and whether they know the case already."""

    is_noted: bool
    is_present: bool = False
    is_stranger: bool = True
    ground: ShareGround = ShareGround.PUBLIC_TASK


@dataclass(frozen=True, slots=True)
class Conclusion:
    """What is said of a case when the table is done with it."""

    outcome: ItemOutcome | None
    shared: str = ""
    content: ContentClass | None = None
    reason: str = ""


def _broken(found: Collection[tuple[bool, str, str]]) -> list[RuleBroken]:
    return [RuleBroken(code, where) for holds, code, where in found if holds]


def objections_to_calling(
    on_day: date | None,
    begins: str,
    cut_off_on: date | None,
    today: date,
    was: date | None = None,
) -> list[RuleBroken]:
    """Give what forbids to call a meeting on this day, or to move it there from the day it was."""
    passed = on_day is not None and on_day < today and on_day != was
    return _broken(
        (
            (on_day is None, "meeting-without-day", "on_day"),
            (passed, "meeting-in-the-past", "on_day"),
            (on_day is not None and on_day > today + FARTHEST, "meeting-too-far", "on_day"),
            (CLOCK.fullmatch(begins) is None, "meeting-without-time", "begins"),
            (
                on_day is not None and cut_off_on is not None and cut_off_on > on_day,
                "cut-off-after",
                "cut_off_on",
            ),
        )
    )


def objections_to_tabling(
    table: Table, purpose: str, today: date, *, by_chair: bool = False, is_on_it: bool = False
) -> list[RuleBroken]:
    """Give what forbids to put a case on this agenda."""
    over = not table.is_open or table.on_day < today
    late = not over and today > table.cut_off_on and not by_chair
    return _broken(
        (
            (over, "meeting-over", "meeting"),
            (late, "agenda-cut-off", "meeting"),
            (is_on_it and not over, "agenda-twice", "meeting"),
            (not purpose.strip(), "agenda-without-purpose", "purpose"),
        )
    )


def objections_to_inviting(
    table: Table, guest: Guest, *, is_on_track: bool = False
) -> list[RuleBroken]:
    """Give what forbids to ask somebody to the table for a case."""
    return _broken(
        (
            (not guest.is_somebody, "invitation-of-nobody", "user"),
            (guest.is_outside and table.is_internal, "meeting-internal", "user"),
            (guest.is_asked_already, "invitation-twice", "user"),
            (guest.ground is None, "invitation-without-ground", "ground"),
            (guest.need is None, "invitation-without-need", "need"),
            (guest.need is Need.TRACK and not is_on_track, "invitation-off-track", "need"),
            (not guest.why.strip(), "invitation-without-why", "why"),
        )
    )


def objections_to_concluding(
    said: Conclusion, *, on_day: date, today: date, decisions: int, seats: Collection[Seat]
) -> list[RuleBroken]:
    """Give what forbids to conclude a case; to which meeting it goes is asked by itself."""
    if said.outcome is None:
        return [RuleBroken("item-without-outcome", "outcome")]
    if said.outcome is not ItemOutcome.DECIDED:
        return _broken(
            (
                (decisions > 0, "item-with-decisions", "outcome"),
                (not said.reason.strip(), "item-without-reason", "reason"),
            )
        )
    present = [seat for seat in seats if seat.is_present]
    told = bool(said.shared.strip())
    police = said.content is ContentClass.POLICE
    other_ground = any(seat.ground is not ShareGround.POLICE_ACT for seat in present)
    return _broken(
        (
            (on_day > today, "meeting-not-held", "outcome"),
            (any(not seat.is_noted for seat in seats), "presence-missing", "outcome"),
            (decisions == 0, "item-without-decision", "outcome"),
            (any(one.is_stranger for one in present) and not told, "item-untold", "shared"),
            (told and said.content is None, "item-without-class", "content"),
            (told and police and other_ground, "item-police-act", "content"),
        )
    )
