"""Days and weeks as the draw counts them: a week ends on its Sunday. Pure."""

from datetime import date, timedelta

A_DAY, A_WEEK = timedelta(days=1), timedelta(days=7)


def monday_of(day: date) -> date:
    """Give the first day of the week a day is in."""
    return day - timedelta(days=day.weekday())


def ends_week(day: date) -> bool:
    """Tell whether it is the last day of a week."""
    return day + A_DAY == monday_of(day) + A_WEEK


def days_of(first: date, last: date) -> list[date]:
    """Give the days from the first through the last."""
    return [first + timedelta(days=number) for number in range((last - first).days + 1)]
