"""What the law says of each measure: its article, since when, how long, and how often longer.

Terms that a municipality may choose lower are numbers in `settings`, with the law as their highest
value; a decision is held against what held on the day it was taken. Decides only.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from caseapp.kernel.deadlines import months_after
from caseapp.model.measures import MeasureKind as K
from caseapp.settings import catalogue as settings
from caseapp.settings.catalogue import Terms

OBJECTION_DAYS = 42
"""Six weeks to object (bezwaar), from the day after the decision was made known (art. 6:7 Awb)."""


@dataclass(frozen=True, slots=True)
class Law:
    """What holds for one kind of measure."""

    article: str
    since: date
    """A decision of before that day cannot rest on it."""
    is_about_person: bool = False
    decides: bool = True
    """Whether it is imposed by a decision; a warning alone is not."""
    is_heard: bool = True
    """Whether those concerned are heard before the decision (art. 4:8 Awb)."""
    needs_end: bool = True
    """Whether the decision says until when it holds."""
    extends: bool = False
    in_months: bool = False
    """Whether its term and its extensions are counted (art. 172a Gemeentewet)."""
    in_days: bool = False
    """Whether its days are counted from its first one, with a ceiling (art. 2 and 9 Wth)."""
    touches_household: bool = False
    """Whether it says what it means for children, and for where people live."""


ART_172A = "art. 172a Gemeentewet"
FROM_172A = date(2010, 9, 1)
BAN = Law(ART_172A, FROM_172A, is_about_person=True, extends=True, in_months=True)
LAWS: dict[K, Law] = {
    K.BEHAVIOURAL_ORDER: Law(
        "art. 151d Gemeentewet", date(2017, 7, 1), is_about_person=True, extends=True
    ),
    K.AREA_BAN: BAN,
    K.GROUP_BAN: BAN,
    K.DUTY_TO_REPORT_IN: BAN,
    K.TEMPORARY_HOUSE_BAN: Law(
        "art. 2 Wet tijdelijk huisverbod",
        date(2009, 1, 1),
        is_about_person=True,
        is_heard=False,
        extends=True,
        in_days=True,
        touches_household=True,
    ),
    K.CLOSURE_PUBLIC_ORDER: Law(
        "art. 174a Gemeentewet", date(1997, 5, 1), extends=True, touches_household=True
    ),
    K.CLOSURE_DRUGS: Law("art. 13b Opiumwet", date(1999, 4, 21), touches_household=True),
    K.WARNING: Law("art. 3:2 Awb", date(1994, 1, 1), decides=False),
    K.PENALTY_ORDER: Law("art. 5:32 Awb", date(1994, 1, 1), needs_end=False),
}


def longest(kind: K, from_on: date, first_on: date, terms: Terms, *, again: bool) -> date | None:
    """Give the last day a decision that begins on `from_on` may hold; None without such a limit.

    `first_on` is the first day of the measure itself, `again` whether this is an extension. Months
    are counted by the calendar and end the day before; the days of a house ban end at the time of
    day at which it began, so on the last of them it still holds.
    """
    law = LAWS[kind]
    if law.in_months:
        return months_after(from_on, terms(settings.BAN_MONTHS)) - timedelta(days=1)
    if law.in_days:
        number = settings.HOUSE_BAN_CEILING if again else settings.HOUSE_BAN_DAYS
        return first_on + timedelta(days=terms(number))
    return None


def extensions_left(kind: K, extensions: int, terms: Terms) -> int | None:
    """Give how often a measure may still be extended; None where nothing counts them."""
    law = LAWS[kind]
    if not law.extends:
        return 0
    if law.in_months:
        return max(0, terms(settings.BAN_EXTENSIONS) - extensions)
    return None


def objection_until(decided_on: date) -> date:
    """Give the last day on which somebody can object to a decision (art. 6:7 and 6:8 Awb)."""
    return decided_on + timedelta(days=OBJECTION_DAYS)


def views_until(on_day: date, terms: Terms) -> date:
    """Give the last day on which those concerned can say what they think of an intention."""
    return on_day + timedelta(days=terms(settings.VIEWS_DAYS))


def joins_on(until_on: date | None) -> date | None:
    """Give the day on which an extension begins: the one after the last that it holds."""
    return until_on + timedelta(days=1) if until_on is not None else None
