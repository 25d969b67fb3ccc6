"""Terms in working days, on the calendar of the Netherlands."""

from datetime import UTC, date, datetime, time, timedelta

from caseapp.kernel import clock

SATURDAY = 5


def working_days_after(day: date, number: int) -> date:
    """Give the day so many working days later."""
    for _ in range(number):
        day = _next_working_day(day)
    return day


def same_time_after(moment: datetime, working_days: int) -> datetime:
    """Give the moment (UTC) at the same time of day so many working days later.

    What happens in the weekend counts as if it happened when Friday ended.
    """
    there = clock.local(moment)
    day, at = there.date(), there.time()
    if day.weekday() >= SATURDAY:
        day, at = day - timedelta(days=day.weekday() - SATURDAY + 1), time.max
    there = datetime.combine(working_days_after(day, working_days), at, tzinfo=clock.AMSTERDAM)
    return there.astimezone(UTC)


def _next_working_day(day: date) -> date:
    following = day + timedelta(days=1)
    while following.weekday() >= SATURDAY:
        following += timedelta(days=1)
    return following
