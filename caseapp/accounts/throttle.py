"""How long somebody must wait after failed sign-ins. Pure: a delay, never a lock.

A case director on duty may not be locked out by somebody else's guessing, so the wait for an
account grows to a minute and no further; an address that guesses at many accounts waits too.
"""

from datetime import datetime, timedelta

WINDOW = timedelta(minutes=15)
FREE_FOR_ACCOUNT = 5
FREE_FOR_ADDRESS = 40
LONGEST = timedelta(seconds=60)


def wait(failures: int, last: datetime | None, now: datetime, *, free: int) -> timedelta:
    """Give the time still to wait after so many failures within the window."""
    if last is None or failures < free:
        return timedelta(0)
    pause = min(timedelta(seconds=2 ** min(failures - free, 10)), LONGEST)
    return max(last + pause - now, timedelta(0))
