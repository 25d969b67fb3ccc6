"""Terms run on working days, as the Algemene termijnenwet counts them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.kernel import clock, deadlines

DAY = timedelta(days=1)


def easter(year):
    """Give Easter Sunday, by the rule of Gauss as Meeus wrote it down."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    mu = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * mu) // 451
    month, day = divmod(h + mu - 7 * m + 114, 31)
    return date(year, month, day + 1)


def by_law(year):
    """Give the days of art. 3, written from the text of the law."""
    sunday = easter(year)
    kings_day = date(year, 4, 27)
    if kings_day.isoweekday() == 7:
        kings_day -= DAY
    moving = {sunday + timedelta(days=n) for n in (-2, 1, 39, 50)}
    fixed = {date(year, 1, 1), date(year, 5, 5), date(year, 12, 25), date(year, 12, 26)}
    return {kings_day, *moving, *fixed}


@pytest.mark.parametrize("year", range(2020, 2041))
def test_a_term_stands_still_in_weekends_and_on_the_days_the_law_names_and_no_other(year):
    day = date(year, 1, 1)
    while day.year == year:
        free = day.isoweekday() > 5 or day in by_law(year)
        assert deadlines.is_working_day(day) is not free, day
        day += DAY


def test_the_fifth_of_may_counts_every_year_but_people_work_on_most_of_them():
    assert not deadlines.is_working_day(date(2026, 5, 5))
    assert not deadlines.is_day_off(date(2026, 5, 5))
    assert deadlines.is_day_off(date(2025, 5, 5))
    assert deadlines.is_day_off(date(2026, 12, 25))


def test_christmas_makes_a_term_longer():
    assert deadlines.working_days_after(date(2026, 12, 23), 2) == date(2026, 12, 28)
    assert deadlines.working_days_after(date(2026, 4, 2), 1) == date(2026, 4, 7)


def test_a_day_the_municipality_is_closed_makes_it_longer_still():
    bridge = {date(2026, 5, 15)}
    assert deadlines.working_days_after(date(2026, 5, 13), 1) == date(2026, 5, 15)
    assert deadlines.working_days_after(date(2026, 5, 13), 1, bridge) == date(2026, 5, 18)


def test_what_happens_on_a_holiday_counts_as_of_the_end_of_the_working_day_before():
    boxing_day = datetime(2026, 12, 26, 10, tzinfo=UTC)
    ends = clock.local(deadlines.same_time_after(boxing_day, 1))
    assert (ends.date(), ends.hour, ends.minute) == (date(2026, 12, 28), 23, 59)


def test_summer_time_changes_no_time_of_day():
    friday = datetime(2026, 3, 27, 14, 30, tzinfo=UTC)
    ends = clock.local(deadlines.same_time_after(friday, 1))
    assert (ends.date(), ends.hour, ends.minute) == (date(2026, 3, 30), 15, 30)


@given(
    day=st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    number=st.integers(0, 30),
    closed=st.frozensets(st.dates(date(2020, 1, 1), date(2036, 12, 31)), max_size=20),
)
def test_there_are_always_just_so_many_working_days_until_the_end(day, number, closed):
    ends = deadlines.working_days_after(day, number, closed)
    between = [day + DAY * n for n in range(1, (ends - day).days + 1)]
    assert sum(deadlines.is_working_day(one, closed) for one in between) == number
    assert number == 0 or deadlines.is_working_day(ends, closed)
