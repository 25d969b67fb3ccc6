"""The chain of a measure: warning, intention, views, decision, check, extension, end.

Which step may follow which, and what forbids one: every step that touches somebody says why it is
not heavier than needed and what lighter was tried (art. 3:4 and 5:9 Awb), those concerned are heard
first unless it cannot wait (art. 4:8 and 4:11 Awb), and nobody decides without having looked
whether care was offered. Decides only; people take the steps.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from caseapp.kernel.errors import RuleBroken
from caseapp.measures.law import LAWS, extensions_left, longest
from caseapp.model.measures import CheckResult, MeasureEnd, MeasureKind, Stage
from caseapp.settings import catalogue as settings
from caseapp.settings.catalogue import Terms

S = Stage
FOLLOWS: dict[Stage | None, tuple[Stage, ...]] = {
    None: (S.WARNING, S.INTENTION, S.DECISION, S.END),
    S.WARNING: (S.INTENTION, S.DECISION, S.END),
    S.INTENTION: (S.VIEWS, S.DECISION, S.END),
    S.VIEWS: (S.DECISION, S.END),
    S.DECISION: (S.CHECK, S.EXTENSION, S.END),
    S.CHECK: (S.CHECK, S.EXTENSION, S.END),
    S.EXTENSION: (S.CHECK, S.EXTENSION, S.END),
    S.END: (),
}
OF_WARNING: dict[Stage | None, tuple[Stage, ...]] = {
    None: (S.WARNING, S.END),
    S.WARNING: (S.CHECK, S.END),
    S.CHECK: (S.CHECK, S.END),
}
"""A warning alone: whoever wants more prepares another measure, that says what was tried."""
IMPOSES = frozenset({S.DECISION, S.EXTENSION})
BEFORE_DECISION = frozenset({S.WARNING, S.INTENTION, S.VIEWS})


@dataclass(frozen=True, slots=True)
class Stand:
    """How a measure stands."""

    kind: MeasureKind
    stage: Stage | None = None
    last_on: date | None = None
    """The day of the last step."""
    from_on: date | None = None
    until_on: date | None = None
    extensions: int = 0
    views_until_on: date | None = None

    @property
    def is_imposed(self) -> bool:
        """Tell whether it was decided."""
        return self.from_on is not None


@dataclass(frozen=True, slots=True)
class Taken:
    """A step in the chain, as somebody writes it down."""

    stage: Stage
    on_day: date | None = None
    said: str = ""
    proportionality: str = ""
    subsidiarity: str = ""
    household: str = ""
    hurry: str = ""
    without_care: str = ""
    from_on: date | None = None
    until_on: date | None = None
    next_on: date | None = None
    result: CheckResult | None = None
    end: MeasureEnd | None = None


def following(stand: Stand, terms: Terms) -> tuple[Stage, ...]:
    """Give the steps that may be taken now."""
    law = LAWS[stand.kind]
    found = FOLLOWS[stand.stage] if law.decides else OF_WARNING.get(stand.stage, ())
    left = extensions_left(stand.kind, stand.extensions, terms)
    never = {S.EXTENSION} if left == 0 else set()
    if law.decides and not law.is_heard:
        never |= {S.WARNING, S.INTENTION, S.VIEWS}
    return tuple(one for one in found if one not in never)


def objections(
    stand: Stand, taken: Taken, terms: Terms, today: date, *, care_offered: bool
) -> list[RuleBroken]:
    """Give everything that forbids this step; nothing means that it may be taken."""
    if taken.stage not in following(stand, terms):
        return [RuleBroken("measure-step-not-next")]
    found = [
        *_of_day(stand, taken, today),
        (not taken.said.strip(), "measure-without-text", "said"),
        (taken.stage is S.CHECK and taken.result is None, "measure-without-result", "result"),
        *_of_next(stand, taken, terms, today),
    ]
    if taken.stage in IMPOSES:
        found += [*_of_weighing(stand, taken), *_of_term(stand, taken, terms)]
        found.append(
            (
                not care_offered and not taken.without_care.strip(),
                "measure-without-care",
                "without_care",
            )
        )
    if taken.stage is S.END:
        found += _of_end(stand, taken)
    return [RuleBroken(code, where) for holds, code, where in found if holds]


Objection = tuple[bool, str, str]


@dataclass(frozen=True, slots=True)
class Prepared:
    """A measure as somebody begins to prepare it."""

    kind: MeasureKind
    ground: str
    next_on: date | None
    is_against_somebody: bool
    is_of_case: bool = True
    """Whether who it is against is one of the people of the case."""


def objections_to_preparing(
    made: Prepared, terms: Terms, today: date, *, has_people: bool
) -> list[RuleBroken]:
    """Give everything that forbids to prepare this; `has_people`: the case is about somebody."""
    nobody = LAWS[made.kind].is_about_person and has_people and not made.is_against_somebody
    found = [
        (not made.ground.strip(), "measure-without-ground", "ground"),
        (not made.is_of_case, "measure-of-another", "resident"),
        (nobody, "measure-against-nobody", "resident"),
        *_of_day_ahead(made.next_on, terms, today),
    ]
    return [RuleBroken(code, where) for holds, code, where in found if holds]


def _of_day(stand: Stand, taken: Taken, today: date) -> Iterator[Objection]:
    day, last = taken.on_day, stand.last_on
    yield day is None, "measure-without-day", "on_day"
    yield day is not None and day > today, "measure-day-ahead", "on_day"
    yield day is not None and last is not None and day < last, "measure-before-last", "on_day"
    since = LAWS[stand.kind].since
    yield day is not None and day < since, "measure-before-law", "on_day"


def _of_weighing(stand: Stand, taken: Taken) -> Iterator[Objection]:
    law = LAWS[stand.kind]
    yield not taken.proportionality.strip(), "measure-unweighed", "proportionality"
    yield not taken.subsidiarity.strip(), "measure-nothing-lighter", "subsidiarity"
    yield (
        law.touches_household and not taken.household.strip(),
        "measure-household-unweighed",
        "household",
    )
    if taken.stage is S.DECISION and law.is_heard:
        yield not _heard(stand, taken) and not taken.hurry.strip(), "measure-unheard", "hurry"


def _heard(stand: Stand, taken: Taken) -> bool:
    """Tell whether those concerned said what they think, or had the time to and did not."""
    if stand.stage is S.VIEWS:
        return True
    until = stand.views_until_on
    return until is not None and taken.on_day is not None and taken.on_day > until


def _of_term(stand: Stand, taken: Taken, terms: Terms) -> Iterator[Objection]:
    law, start, until = LAWS[stand.kind], taken.from_on, taken.until_on
    yield start is None, "measure-without-start", "from_on"
    yield law.needs_end and until is None, "measure-without-end", "until_on"
    if start is None:
        return
    yield until is not None and until < start, "measure-ends-before", "until_on"
    if taken.stage is S.EXTENSION:
        after = stand.until_on + timedelta(days=1) if stand.until_on is not None else None
        yield after is not None and start != after, "measure-not-joined", "from_on"
    else:
        before = taken.on_day is not None and start < taken.on_day
        yield before, "measure-starts-before", "from_on"
    first = stand.from_on or start
    last = longest(stand.kind, start, first, terms, again=taken.stage is S.EXTENSION)
    too_long = last is not None and until is not None and until > last
    yield too_long, "measure-too-long", "until_on"


def _of_next(stand: Stand, taken: Taken, terms: Terms, today: date) -> Iterator[Objection]:
    """Whatever runs has a day on which somebody looks again: not past, and not too far away."""
    if taken.stage in (S.END, S.INTENTION):
        return
    day, until = taken.next_on, taken.until_on or stand.until_on
    yield from _of_day_ahead(day, terms, today)
    over = day is not None and until is not None and until >= today and day > until
    yield over, "measure-next-after-end", "next_on"


def _of_day_ahead(day: date | None, terms: Terms, today: date) -> Iterator[Objection]:
    yield day is None, "measure-without-next", "next_on"
    yield day is not None and day < today, "measure-next-past", "next_on"
    far = today + timedelta(days=terms(settings.CHECK_DAYS))
    yield day is not None and day > far, "measure-next-too-far", "next_on"


def _of_end(stand: Stand, taken: Taken) -> Iterator[Objection]:
    end, imposed = taken.end, stand.is_imposed
    yield end is None, "measure-end-unsaid", "end"
    fits = {
        MeasureEnd.NOT_IMPOSED: not imposed,
        MeasureEnd.TERM_OVER: imposed or not LAWS[stand.kind].decides,
        MeasureEnd.ANNULLED: imposed,
    }
    yield end is not None and not fits.get(end, True), "measure-end-unfit", "end"
    runs_on = (
        end is MeasureEnd.TERM_OVER
        and stand.until_on is not None
        and taken.on_day is not None
        and taken.on_day < stand.until_on
    )
    yield runs_on, "measure-term-runs", "end"
