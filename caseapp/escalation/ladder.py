"""The escalation ladder: which moves are allowed, and how long a flag may wait.

Follows the AVE approach (Aanpak ter Voorkoming van Escalatie): its phases weigh one to four, of
which a municipality's own ladder may have fewer. There are three grounds for going up: cooperation
stagnates, the matter is complex, or safety is at stake. Going up takes effect at once; coming down
takes a second person, a receiver who accepts and a day to look whether it held. Decides only; a
named person moves a case, and nothing here moves one by itself.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from caseapp.escalation.duties import Heard, Post, ahead, missing, untold
from caseapp.kernel import deadlines
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import Phase
from caseapp.model.escalation import Criterion, Duty, Party, Rung, Trigger

HOURS_TO_ANSWER = 8
LONGEST_REVIEW = timedelta(days=183)
"""A date further away than half a year is no appointment to look again."""


@dataclass(frozen=True, slots=True)
class Rise:
    """Going up, as somebody proposes it: it takes effect at once."""

    start: int
    to: int
    triggers: Collection[Trigger]
    reason: str
    tried: str
    conditions: str
    review_on: date | None
    posts: Mapping[Duty, Post] = field(default_factory=dict)
    heard: Mapping[Party, Heard] = field(default_factory=dict)
    criteria: Collection[Criterion] = ()
    """Which national criteria were ticked: an aid to who decides."""
    ladder: Sequence[int] = tuple(Phase)
    """The phases that the municipality's ladder has."""


def above(phase: int, ladder: Iterable[int] = Phase) -> list[Phase]:
    """Give the phases a case can go up to: any higher one, for danger does not wait."""
    return [Phase(to) for to in sorted(ladder) if to > phase]


def below(phase: int, ladder: Iterable[int] = Phase) -> Phase | None:
    """Give the phase a case can come down to: the next, so that it is given the time to hold."""
    return max((Phase(to) for to in ladder if to < phase), default=None)


def objections(rise: Rise, today: date) -> list[RuleBroken]:
    """Give everything that forbids going up; nothing means that it may be done."""
    found = [
        (rise.to == rise.start, "phase-unchanged", "to"),
        (rise.to < rise.start, "phase-down-by-two", "to"),
        (rise.to not in rise.ladder, "phase-not-on-ladder", "to"),
        (not rise.triggers, "phase-without-trigger", "triggers"),
        (not rise.reason.strip(), "phase-without-reason", "reason"),
        (not rise.tried.strip(), "phase-without-tried", "tried"),
        (not rise.conditions.strip(), "phase-without-conditions", "conditions"),
        *_objections_to_review(rise.review_on, today),
        *_objections_to_duties(rise, today),
    ]
    return [RuleBroken(code, where) for holds, code, where in found if holds]


def _objections_to_duties(rise: Rise, today: date) -> Iterator[tuple[bool, str, str]]:
    for duty in missing(rise.to, rise.posts):
        yield True, "phase-without-duty", f"{duty.name.lower()}_person"
    for party in untold(rise.to, rise.heard):
        yield True, "phase-party-untold", f"{party.name.lower()}_why_not"
    for party in ahead(rise.heard, today):
        yield True, "informed-ahead", f"{party.name.lower()}_on"


def objections_to_staying(
    phase: int,
    reason: str,
    review_on: date | None,
    today: date,
    ladder: Collection[int] = tuple(Phase),
) -> list[RuleBroken]:
    """Give everything that forbids to keep a case where it is until a next day to look again.

    In the first phase no such day is needed. A case does not stay in a phase that the ladder of
    the municipality has no more.
    """
    review = _objections_to_review(review_on, today)
    if phase == Phase.ONE and review_on is None:
        review = []
    found = [
        (phase not in ladder, "phase-not-on-ladder", "reason"),
        (not reason.strip(), "phase-without-reason", "reason"),
        *review,
    ]
    return [RuleBroken(code, where) for holds, code, where in found if holds]


def objections_to_descent(
    start: int, reason: str, aftercare_on: date | None, today: date
) -> list[RuleBroken]:
    """Give everything that forbids to propose coming down one phase, but for who receives it."""
    found = [
        (start == Phase.ONE, "phase-is-lowest", "reason"),
        (not reason.strip(), "descent-without-reason", "reason"),
        *_objections_to_review(aftercare_on, today, "aftercare_on"),
    ]
    return [RuleBroken(code, where) for holds, code, where in found if holds]


def _objections_to_review(
    day: date | None, today: date, where: str = "review_on"
) -> list[tuple[bool, str, str]]:
    return [
        (day is None, "phase-without-review", where),
        (day is not None and day <= today, "review-not-ahead", where),
        (day is not None and day > today + LONGEST_REVIEW, "review-too-late", where),
    ]


def answer_by(
    raised_at: datetime, closed: Collection[date] = frozenset(), hours: int = HOURS_TO_ANSWER
) -> datetime:
    """Give the moment (UTC) before which a flag must be answered, and at which it climbs else.

    So many working hours later: usually the same time of day, one working day on. What is raised
    in the weekend, at night or while the municipality is closed counts as raised when it opens.
    """
    return deadlines.working_hours_after(raised_at, hours, closed)


def rungs_from(rung: Rung | None) -> list[Rung]:
    """Give where a flag may be next: above where it is, and on the list of who is on call again."""
    if rung is None:
        return list(Rung)
    order = list(Rung)
    return order[order.index(rung) + 1 :] or [Rung.ON_CALL]


def written(triggers: Iterable[Trigger]) -> str:
    """Write triggers down as they are stored: their words, in the order of the approach."""
    chosen = set(triggers)
    return " ".join(trigger.value for trigger in Trigger if trigger in chosen)


def read(stored: str) -> list[Trigger]:
    """Read triggers as they were stored."""
    words = set(stored.split())
    return [trigger for trigger in Trigger if trigger.value in words]
