"""How long to wait before a mail is tried again: longer each time, and then no more."""

from datetime import timedelta

WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
"""In all about seventeen hours: a mail server that is away for a night loses nothing."""


MOST_TRIES = len(WAITS) + 1


def wait_after(tries: int) -> timedelta | None:
    """Give how long to wait after so many tries failed; None when it was tried often enough."""
    return WAITS[tries - 1] if 1 <= tries <= len(WAITS) else None
