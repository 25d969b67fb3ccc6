"""Terms on the calendar of the Netherlands: in working days, and as a law sets them.

A day on which a term stands still is a Saturday, a Sunday, or a day the Algemene termijnenwet names
(art. 3): the general holidays, 5 May of every year, and Good Friday. A municipality adds the days
on which it is closed; a term that a law sets does not know those.
"""

from calendar import monthrange
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

import holidays

from caseapp.kernel import clock

SATURDAY = 5
A_DAY = timedelta(days=1)
OPENS, CLOSES = timedelta(hours=9), timedelta(hours=17)
"""Between these a working hour runs."""
NOTHING: Collection[date] = frozenset()
_OFF = holidays.country_holidays("NL", categories=("public",))
"""On these nearly everybody is off: of 5 May only once in five years."""
_BY_LAW = holidays.country_holidays("NL", categories=("public", "optional"))


class Unit(StrEnum):
    """In what a law counts; hours run through nights and weekends and are no matter of days."""

    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"
    YEARS = "years"


@dataclass(frozen=True, slots=True)
class LegalTerm:
    """A term that a law sets, as that law says it."""

    number: int
    unit: Unit

    @property
    def rolls_over(self) -> bool:
        """Tell whether the Algemene termijnenwet lets it end on a working day (art. 4, a)."""
        return self.number <= _LONGEST[self.unit]

    def last_day(self, begins_on: date) -> date:
        """Give the last day on which it is still in time, of a term that runs from an event.

        The day of the event does not count. A term of at least three days holds at least two
        working days (art. 2), and ends on a working day (art. 1, first section); a longer one than
        the fourth article names ends on its day, whatever that is. A term that is counted back from
        an event is none of these (art. 1, second section).
        """
        last = self._by_the_calendar(begins_on)
        if not self.rolls_over:
            return last
        if last >= begins_on + A_DAY * _HOLDS_WORKING_DAYS_FROM:
            last = max(last, working_days_after(begins_on, _WORKING_DAYS_HELD))
        return last if is_working_day(last) else _step(last, A_DAY, NOTHING)

    def _by_the_calendar(self, day: date) -> date:
        if self.unit is Unit.DAYS:
            return day + A_DAY * self.number
        if self.unit is Unit.WEEKS:
            return day + timedelta(weeks=self.number)
        months = self.number * (_MONTHS_IN_A_YEAR if self.unit is Unit.YEARS else 1)
        return months_after(day, months)


def months_after(day: date, months: int) -> date:
    """Give the same day so many months later, or the last of a shorter month."""
    years, month = divmod(day.month - 1 + months, _MONTHS_IN_A_YEAR)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


_LONGEST = {Unit.DAYS: 90, Unit.WEEKS: 12, Unit.MONTHS: 3, Unit.YEARS: 0}
_HOLDS_WORKING_DAYS_FROM = 3
_WORKING_DAYS_HELD = 2
_MONTHS_IN_A_YEAR = 12
TO_ANSWER_A_RESIDENT = LegalTerm(1, Unit.MONTHS)
"""AVG article 12, third section. Of terms in European law the regulation 1182/71 says the same."""


def is_day_off(day: date) -> bool:
    """Tell whether nearly nobody works on this day."""
    return day.weekday() >= SATURDAY or day in _OFF


def is_working_day(day: date, closed: Collection[date] = NOTHING) -> bool:
    """Tell whether a term runs on this day; `closed` are the days a municipality is closed."""
    return day.weekday() < SATURDAY and day not in _BY_LAW and day not in closed


def working_days_after(day: date, number: int, closed: Collection[date] = NOTHING) -> date:
    """Give the day so many working days later."""
    for _ in range(number):
        day = _step(day, A_DAY, closed)
    return day


def same_time_after(
    moment: datetime, working_days: int, closed: Collection[date] = NOTHING
) -> datetime:
    """Give the moment (UTC) at the same time of day so many working days later.

    What happens on another day counts as if it happened when the last working day ended.
    """
    there = clock.local(moment)
    day, at = there.date(), there.time()
    if not is_working_day(day, closed):
        day, at = _step(day, -A_DAY, closed), time.max
    ends = working_days_after(day, working_days, closed)
    return datetime.combine(ends, at, tzinfo=clock.AMSTERDAM).astimezone(UTC)


def working_hours_after(
    moment: datetime, hours: int, closed: Collection[date] = NOTHING
) -> datetime:
    """Give the moment (UTC) so many working hours later: nine to five, on working days."""
    there, left = clock.local(moment), timedelta(hours=hours)
    day, at = there.date(), there.replace(tzinfo=None) - datetime.combine(there.date(), time.min)
    if not is_working_day(day, closed) or at >= CLOSES:
        day, at = _step(day, A_DAY, closed), OPENS
    at = max(at, OPENS)
    while left > CLOSES - at:
        left -= CLOSES - at
        day, at = _step(day, A_DAY, closed), OPENS
    ends = datetime.combine(day, time.min) + at + left
    return ends.replace(tzinfo=clock.AMSTERDAM).astimezone(UTC)


def _step(day: date, way: timedelta, closed: Collection[date]) -> date:
    following = day + way
    while not is_working_day(following, closed):
        following += way
    return following
