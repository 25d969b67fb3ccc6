"""Believable moments: office hours in the Netherlands, evenings now and then, weekends rarely."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from caseapp.kernel.clock import AMSTERDAM

SATURDAY = 5
BACK = {5: (1, 2, 3), 6: (2, 3, 4)}
ONWARD = {5: (2, 3, 4), 6: (1, 2, 3)}
HOLIDAYS = frozenset({(1, 1), (4, 27), (12, 25), (12, 26)})
HOURS: Mapping[str, tuple[int, int]] = {
    "phone": (9, 17),
    "home-visit": (9, 18),
    "office": (9, 17),
    "message": (8, 18),
    "none": (8, 21),
}
LEAST_GAP = timedelta(minutes=25)


def working_day(random: Random, day: date, last: date, *, may_be_weekend: bool = False) -> date:
    """Move a day in a weekend or on a fixed holiday to a working day, never after `last`."""
    day = min(day, last)
    if (day.month, day.day) in HOLIDAYS:
        day -= timedelta(days=2)
    if day.weekday() < SATURDAY or (may_be_weekend and random.randrange(3) == 0):
        return day
    back = day - timedelta(days=random.choice(BACK[day.weekday()]))
    if day > last - timedelta(days=max(ONWARD[day.weekday()])) or random.randrange(2):
        return back
    return day + timedelta(days=random.choice(ONWARD[day.weekday()]))


def moment(random: Random, day: date, channel: str) -> datetime:
    """Give a moment on a day, in UTC, at an hour that suits the channel of a contact."""
    first, last = HOURS[channel]
    return at(day, random.randrange(first, last), 5 * random.randrange(12))


def at(day: date, hour: int, minute: int) -> datetime:
    """Give the moment in UTC of a time on the Dutch wall clock."""
    return datetime.combine(day, time(hour, minute), AMSTERDAM).astimezone(UTC)


def logged_after(random: Random, happened_at: datetime, limit: datetime) -> datetime:
    """Give the moment something was written down: mostly the same day, now and then the next."""
    written = happened_at + timedelta(minutes=random.randrange(10, 100))
    if random.randrange(7) == 0:
        next_day = happened_at.astimezone(AMSTERDAM).date() + timedelta(days=1)
        written = at(next_day, 8, random.randrange(5, 55))
    return min(written, max(limit, happened_at))
