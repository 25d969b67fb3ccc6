"""The one place that asks what time it is."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def now() -> datetime:
    """Give the present moment, in UTC; what is stored is always this."""
    return datetime.now(UTC)  # noqa: TID251 - the one allowed call


def today() -> date:
    """Give the calendar day in the Netherlands, the day people and terms go by."""
    return now().astimezone(AMSTERDAM).date()


def midnight(day: date) -> datetime:
    """Give the moment a day begins in the Netherlands; terms in days run from it and to it."""
    return datetime.combine(day, time(), tzinfo=AMSTERDAM)


def local(moment: datetime) -> datetime:
    """Give the same moment on the Dutch wall clock."""
    return moment.astimezone(AMSTERDAM)
