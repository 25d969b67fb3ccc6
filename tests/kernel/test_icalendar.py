"""A calendar is one that any program reads: RFC 5545."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.kernel import clock, icalendar
from caseapp.kernel.icalendar import AllDay, Appointment

AT = datetime(2026, 11, 29, 12, 0, 5, tzinfo=UTC)
TEXTS = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=300)


def unfolded(data):
    return data.decode().replace("\r\n ", "")


@given(TEXTS)
def test_a_line_is_never_longer_than_75_octets_and_unfolds_to_itself(text):
    data = icalendar.folded(text)
    assert data.endswith(b"\r\n")
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert unfolded(data) == f"{text}\r\n"


@given(TEXTS)
def test_no_text_can_begin_a_line_of_its_own(text):
    hostile = icalendar.escaped(f"a\r\nATTENDEE:{text};x,y\\")
    assert "\n" not in hostile
    assert "\r" not in hostile
    back = hostile.replace("\\n", "\n").replace("\\;", ";").replace("\\,", ",")
    assert back.startswith("a\nATTENDEE:")


def test_a_day_begins_on_it_and_ends_the_day_after():
    one = AllDay("1@here", date(2026, 12, 31), date(2026, 12, 31), "Bezet", "https://x.example/1")
    text = icalendar.written([one], name="Mijn; agenda", at=AT, refresh=timedelta(minutes=30))
    lines = unfolded(text).split("\r\n")
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-2:] == ["END:VCALENDAR", ""]
    for line in (
        "DTSTAMP:20261129T120005Z",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "UID:1@here",
        "SUMMARY:Bezet",
        "X-WR-CALNAME:Mijn\\; agenda",
        "REFRESH-INTERVAL;VALUE=DURATION:PT30M",
    ):
        assert line in lines


@pytest.mark.parametrize(("day", "hour"), [(date(2026, 7, 1), 7), (date(2026, 12, 1), 8)])
def test_an_appointment_is_told_in_the_time_that_every_calendar_reads(day, hour):
    begins = datetime.combine(day, time(9, 30), tzinfo=clock.AMSTERDAM)
    one = Appointment("1@here", begins, timedelta(hours=1), "Overleg", "https://x.example/1")
    lines = unfolded(icalendar.written([one], name="A", at=AT, refresh=timedelta(hours=1)))
    assert f"DTSTART:{day:%Y%m%d}T{hour:02}3000Z" in lines
    assert f"DTEND:{day:%Y%m%d}T{hour + 1:02}3000Z" in lines
    assert "TRANSP:OPAQUE" in lines


def test_a_calendar_without_days_is_whole():
    text = icalendar.written([], name="Leeg", at=AT, refresh=timedelta(hours=1))
    assert b"VEVENT" not in text
    assert text.count(b"BEGIN:") == text.count(b"END:") == 1
