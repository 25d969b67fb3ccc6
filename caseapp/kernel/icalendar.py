"""A calendar as text, by RFC 5545: lines of at most 75 octets, folded, with CRLF at the end."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

OCTETS = 75
"""RFC 5545, 3.1: a line holds no more, without its end."""
SPECIAL = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})


@dataclass(frozen=True, slots=True)
class AllDay:
    """Something on one or more whole days.

    It takes no time of the day: whoever plans a meeting still finds the hours free.
    """

    uid: str
    first_on: date
    last_on: date
    summary: str
    url: str

    def when(self) -> tuple[str, ...]:
        """Tell its days; its end is the day after the last one (RFC 5545, 3.6.1)."""
        return (
            f"DTSTART;VALUE=DATE:{self.first_on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{self.last_on + timedelta(days=1):%Y%m%d}",
            "TRANSP:TRANSPARENT",
        )


@dataclass(frozen=True, slots=True)
class Appointment:
    """Something at a moment, for as long as is usual; meanwhile one is taken."""

    uid: str
    begins: datetime
    lasts: timedelta
    summary: str
    url: str

    def when(self) -> tuple[str, ...]:
        """Tell its moments, in UTC: every calendar reads those."""
        return (
            f"DTSTART:{_moment(self.begins)}",
            f"DTEND:{_moment(self.begins + self.lasts)}",
            "TRANSP:OPAQUE",
        )


Event = AllDay | Appointment


def _moment(when: datetime) -> str:
    return f"{when.astimezone(UTC):%Y%m%dT%H%M%SZ}"


def written(events: Iterable[Event], *, name: str, at: datetime, refresh: timedelta) -> bytes:
    """Write a calendar that only tells of days and moments: it asks nobody for an answer."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Samenhang//Samenhang//NL",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        f"REFRESH-INTERVAL;VALUE=DURATION:PT{int(refresh.total_seconds() // 60)}M",
        *(line for one in events for line in _event(one, at)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def _event(one: Event, at: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(one.uid)}"
    yield f"DTSTAMP:{_moment(at)}"
    yield from one.when()
    yield f"SUMMARY:{escaped(one.summary)}"
    yield f"URL:{one.url}"
    yield "CLASS:PRIVATE"
    yield "END:VEVENT"


def escaped(text: str) -> str:
    """Write a text so that nothing in it is read as more than text (RFC 5545, 3.3.11)."""
    return text.translate(SPECIAL)


def folded(line: str) -> bytes:
    """Break a line where it grows too long, never inside a character."""
    parts: list[bytes] = []
    part = b""
    for character in line:
        written_out = character.encode()
        if len(part) + len(written_out) > OCTETS:
            parts.append(part)
            part = b" "
        part += written_out
    return b"\r\n".join([*parts, part]) + b"\r\n"
