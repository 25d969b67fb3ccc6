"""Terms in working days, on the calendar of the Netherlands.

A day on which a term stands still is a Saturday, a Sunday, or a day the Algemene termijnenwet names
(art. 3): the general holidays, 5 May of every year, and Good Friday. A municipality adds the days
on which it is closed.
"""

from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta

import holidays

from caseapp.kernel import clock

SATURDAY = 5
A_DAY = timedelta(days=1)
NOTHING: Collection[date] = frozenset()
_OFF = holidays.country_holidays("NL", categories=("public",))
"""On these nearly everybody is off: of 5 May only once in five years."""
_BY_LAW = holidays.country_holidays("NL", categories=("public", "optional"))


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


def _step(day: date, way: timedelta, closed: Collection[date]) -> date:
    following = day + way
    while not is_working_day(following, closed):
        following += way
    return following
