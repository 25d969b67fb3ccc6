"""When recurring work comes back: by the clock of the Netherlands, also where it jumps an hour."""

from datetime import UTC, datetime, time, timedelta

from caseapp.kernel import clock
from caseapp.model.schedule import DutyName

EVERY = {DutyName.WATCHDOG: timedelta(minutes=10)}
DAILY = {
    DutyName.REVIEWS: time(2, 30),
    DutyName.STATEMENT: time(2, 45),
    DutyName.SWEEP: time(3, 15),
    DutyName.LOG_END: time(3, 30),
    DutyName.DIGEST: time(7, 0),
}
FIRST_RETRY, LONGEST_RETRY = timedelta(minutes=1), timedelta(hours=1)


def next_after(name: DutyName, now: datetime) -> datetime:
    """Give when work is due again that was done, or first seen, at this moment."""
    if name in EVERY:
        return now + EVERY[name]
    at, today = DAILY[name], clock.local(now).date()
    this_day = datetime.combine(today, at, tzinfo=clock.AMSTERDAM).astimezone(UTC)
    if this_day > now:
        return this_day
    tomorrow = today + timedelta(days=1)
    return datetime.combine(tomorrow, at, tzinfo=clock.AMSTERDAM).astimezone(UTC)


def retry_after(failures: int, now: datetime) -> datetime:
    """Give when work is tried again that went wrong so many times in a row."""
    doubled: timedelta = FIRST_RETRY * (1 << min(failures - 1, 10))
    return now + min(doubled, LONGEST_RETRY)
