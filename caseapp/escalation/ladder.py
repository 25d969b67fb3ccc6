"""The escalation ladder: which moves are allowed, and how long a flag may wait.

Follows the AVE approach (Aanpak ter Voorkoming van Escalatie): four phases, and three grounds for
going up: cooperation stagnates, the matter is complex, or safety is at stake. Decides only; a named
person moves a case, and nothing here moves one by itself.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from caseapp.kernel import deadlines
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import Phase
from caseapp.model.escalation import Trigger

WORKING_DAYS_TO_ANSWER = 1
LONGEST_REVIEW = timedelta(days=183)
"""A date further away than half a year is no appointment to look again."""


@dataclass(frozen=True, slots=True)
class Move:
    """A change of phase as somebody proposes it."""

    start: int
    to: int
    triggers: Collection[Trigger]
    reason: str
    tried: str
    review_on: date | None

    @property
    def goes_up(self) -> bool:
        """Tell whether this is an escalation rather than a de-escalation."""
        return self.to > self.start


def reachable(phase: int) -> list[Phase]:
    """Give the phases a case can move to: up to any, for danger does not wait; down one at a time.

    Down goes rung by rung so that each lower phase is given the time to hold.
    """
    return [to for to in Phase if to > phase or to == phase - 1]


def objections(move: Move, today: date) -> list[RuleBroken]:
    """Give everything that forbids this move; nothing means that it may be made."""
    found = [
        (move.to == move.start, "phase-unchanged", "to"),
        (move.to != move.start and move.to not in reachable(move.start), "phase-too-far", "to"),
        (move.goes_up and not move.triggers, "phase-without-trigger", "triggers"),
        (not move.reason.strip(), "phase-without-reason", "reason"),
        (move.goes_up and not move.tried.strip(), "phase-without-tried", "tried"),
        *_objections_to_review(move.review_on, today),
    ]
    return [RuleBroken(code, field) for holds, code, field in found if holds]


def _objections_to_review(day: date | None, today: date) -> list[tuple[bool, str, str]]:
    return [
        (day is None, "phase-without-review", "review_on"),
        (day is not None and day <= today, "review-not-ahead", "review_on"),
        (day is not None and day > today + LONGEST_REVIEW, "review-too-late", "review_on"),
    ]


def answer_by(raised_at: datetime, closed: Collection[date] = frozenset()) -> datetime:
    """Give the moment (UTC) before which a flag must be answered.

    The same time of day, one working day later. What is raised in the weekend counts as raised when
    Friday ended, so it must be answered before the end of Monday; on the days a municipality is
    closed likewise.
    """
    return deadlines.same_time_after(raised_at, WORKING_DAYS_TO_ANSWER, closed)


def written(triggers: Iterable[Trigger]) -> str:
    """Write triggers down as they are stored: their words, in the order of the approach."""
    chosen = set(triggers)
    return " ".join(trigger.value for trigger in Trigger if trigger in chosen)


def read(stored: str) -> list[Trigger]:
    """Read triggers as they were stored."""
    words = set(stored.split())
    return [trigger for trigger in Trigger if trigger.value in words]
