"""Dates as people type them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from caseapp.flows.case_import.dates import MONTHS, Purpose, parse_date

TODAY = date(2026, 11, 23)
LONG = "januari februari maart april mei juni juli augustus september oktober november december"
WEEKDAYS = "ma di wo do vr za zo".split()


def spellings(day):
    """Every way of writing a day that says its year in full."""
    month = LONG.split()[day.month - 1]
    short = "mrt" if day.month == 3 else month[:3]
    yield f"{day:%d-%m-%Y}"
    yield f"{day.day}-{day.month}-{day.year}"
    yield f"{day:%d/%m/%Y}"
    yield f"{day:%d.%m.%Y}"
    yield f"{day.day} - {day.month} - {day.year}"
    yield f"{day:%Y-%m-%d}"
    yield f"{day:%Y/%m/%d} 14:30"
    yield f"{day:%Y-%m-%d}T00:00:00"
    yield f"{day.day} {month} {day.year}"
    yield f"{day.day} {month.upper()} {day.year}"
    yield f"{day.day} {short}. {day.year}"
    yield f"{day.day}-{short}-{day.year}"
    yield f"{day.day}e {month}, {day.year}"
    yield f"{WEEKDAYS[day.weekday()]} {day:%d-%m-%Y}"
    yield f"{WEEKDAYS[day.weekday()]}. {day.day} {month} {day.year}"
    yield f"{day:%Y%m%d}"
    yield str((day - date(1899, 12, 30)).days)


@settings(deadline=None)  # a busy machine is no mistake
@given(st.dates(date(1928, 1, 1), TODAY))
def test_a_day_comes_back_from_every_spelling(day):
    for spelled in spellings(day):
        assert parse_date(spelled, Purpose.BIRTH, TODAY).value == day, spelled


@settings(deadline=None)  # a busy machine is no mistake
@given(st.dates(date(1990, 1, 1), TODAY))
def test_a_day_with_a_year_of_two_digits_comes_back_and_the_choice_is_told(day):
    month = LONG.split()[day.month - 1][:3]
    for spelled in (
        f"{day:%d-%m-%y}",
        f"{day.day}/{day.month}/{day:%y}",
        f"{day.day} {month} '{day:%y}",
    ):
        found = parse_date(spelled, Purpose.PAST, TODAY)
        assert found.value == day
        assert "date-century" in {remark.code for remark in found.remarks}


@pytest.mark.parametrize(
    ("text", "purpose", "read"),
    [
        ("1-5-26", Purpose.BIRTH, date(2026, 5, 1)),
        ("1-5-27", Purpose.BIRTH, date(1927, 5, 1)),
        ("1-5-27", Purpose.NEXT, date(2027, 5, 1)),
        ("1-5-36", Purpose.NEXT, date(2036, 5, 1)),
    ],
)
def test_the_century_follows_from_what_the_date_is_for(text, purpose, read):
    assert parse_date(text, purpose, TODAY).value == read


def test_a_date_with_slashes_that_can_be_read_two_ways_is_day_first_and_says_so():
    found = parse_date("03/04/2025", Purpose.PAST, TODAY)
    assert found.value == date(2025, 4, 3)
    assert [remark.values for remark in found.remarks] == [{"read": "3-4-2025"}]
    assert parse_date("04/04/2025", Purpose.PAST, TODAY).remarks == ()
    assert parse_date("03-04-2025", Purpose.PAST, TODAY).remarks == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("30 februari 1980", "date-impossible"), ("31-04-2025", "date-impossible"),
        ("29-02-2023", "date-impossible"), ("11/23/2025", "date-month-first"),
        ("00-00-1980", "date-incomplete"), ("1980", "date-incomplete"),
        ("mei 1980", "date-incomplete"), ("05-1980", "date-incomplete"),
        ("bellen", "date-unreadable"), ("3 maanden 2020", "date-unreadable"),
        ("12", "date-unreadable"),
        ("99999999", "date-impossible"), ("24-11-2026", "date-in-future"),
        ("1-1-1899", "date-too-long-ago"), ("٣-٤-١٩٨٠", "date-unreadable"),
    ],
)  # fmt: skip
def test_a_date_that_cannot_be_is_refused_with_its_reason(text, code):
    found = parse_date(text, Purpose.BIRTH, TODAY)
    assert (found.value, found.refused.code) == (None, code)


def test_work_before_1980_or_plans_of_eleven_years_are_refused():
    assert parse_date("1-1-1979", Purpose.PAST, TODAY).refused.code == "date-too-long-ago"
    assert parse_date("1-1-2037", Purpose.NEXT, TODAY).refused.code == "date-too-far-ahead"


def test_a_next_date_that_has_passed_comes_in_with_a_remark():
    found = parse_date("1-11-2026", Purpose.NEXT, TODAY)
    assert (found.value, found.remarks[-1].code) == (date(2026, 11, 1), "date-passed")
    assert parse_date("23-11-2026", Purpose.NEXT, TODAY).remarks == ()


@pytest.mark.parametrize("text", ["", " ", "-", "onbekend", "N.v.t.", "?"])
def test_nothing_is_nothing(text):
    assert parse_date(text, Purpose.BIRTH, TODAY) == (None, (), None)


def test_excel_numbers_are_told_and_follow_the_year_the_workbook_starts_in():
    found = parse_date("46349.5", Purpose.PAST, TODAY)
    assert (found.value, found.remarks[0].code) == (TODAY, "date-serial")
    from_1904 = parse_date("44887", Purpose.PAST, TODAY, starts_in_1904=True)
    assert from_1904.value == TODAY


def test_eight_digits_may_also_begin_with_the_day():
    assert parse_date("23112026", Purpose.PAST, TODAY).value == TODAY


@settings(deadline=None)  # a busy machine is no mistake
@given(st.text(), st.sampled_from(Purpose))
def test_any_text_is_a_date_nothing_or_a_refusal(text, purpose):
    found = parse_date(text, purpose, TODAY)
    assert not (found.value and found.refused)


@settings(deadline=None)  # a busy machine is no mistake
@given(st.dates())
def test_a_birth_date_is_never_in_the_future(day):
    found = parse_date(f"{day:%d}-{day:%m}-{day.year:04d}", Purpose.BIRTH, TODAY)
    assert found.value is None or found.value <= TODAY


def test_all_months_have_a_dutch_and_an_english_name():
    assert set(MONTHS.values()) == set(range(1, 13))
    assert MONTHS["mrt"] == MONTHS["march"] == 3
