"""Terms run on working days, as the Algemene termijnenwet counts them."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.kernel import clock, deadlines
from caseapp.kernel.deadlines import LegalTerm, Unit

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


FEW = {Unit.DAYS: 90, Unit.WEEKS: 12, Unit.MONTHS: 3}
DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
SHORT = st.sampled_from(list(FEW)).flatmap(
    lambda unit: st.builds(LegalTerm, st.integers(1, FEW[unit]), st.just(unit))
)


def is_free(day):
    """Tell it from the text of the law, without the product."""
    return day.isoweekday() > 5 or day in by_law(day.year)


def bare(day, term):
    """Count a term on the calendar alone, day by day: the same number, or the end of the month."""
    if term.unit in {Unit.DAYS, Unit.WEEKS}:
        return day + term.number * (DAY if term.unit is Unit.DAYS else 7 * DAY)
    months = term.number * (12 if term.unit is Unit.YEARS else 1)
    at = day.replace(day=1)
    for _ in range(months):
        at = (at + 31 * DAY).replace(day=1)
    return max(one for n in range(31) if (one := at + n * DAY).month == at.month and n < day.day)


@pytest.mark.parametrize(
    ("term", "begins", "last"),
    [
        (LegalTerm(1, Unit.MONTHS), date(2026, 1, 31), date(2026, 3, 2)),  # 28 Feb: a Saturday
        (LegalTerm(1, Unit.MONTHS), date(2026, 4, 5), date(2026, 5, 6)),  # 5 May
        (LegalTerm(1, Unit.MONTHS), date(2026, 11, 25), date(2026, 12, 28)),  # Christmas, weekend
        (LegalTerm(1, Unit.MONTHS), date(2026, 3, 3), date(2026, 4, 7)),  # Good Friday to Easter
        (LegalTerm(1, Unit.MONTHS), date(2026, 6, 10), date(2026, 7, 10)),
        (LegalTerm(6, Unit.WEEKS), date(2026, 4, 2), date(2026, 5, 15)),  # Ascension Day
        (LegalTerm(13, Unit.WEEKS), date(2026, 3, 7), date(2026, 6, 6)),  # too long: a Saturday
        (LegalTerm(12, Unit.WEEKS), date(2026, 3, 14), date(2026, 6, 8)),  # just not too long
        (LegalTerm(91, Unit.DAYS), date(2026, 3, 7), date(2026, 6, 6)),
        (LegalTerm(4, Unit.MONTHS), date(2026, 2, 6), date(2026, 6, 6)),
        (LegalTerm(5, Unit.YEARS), date(2021, 6, 6), date(2026, 6, 6)),
        (LegalTerm(1, Unit.YEARS), date(2024, 2, 29), date(2025, 2, 28)),
        (LegalTerm(3, Unit.DAYS), date(2026, 12, 24), date(2026, 12, 29)),  # holds two working days
        (LegalTerm(2, Unit.DAYS), date(2026, 12, 24), date(2026, 12, 28)),  # too short for that
    ],
)
def test_a_term_of_a_law_ends_where_the_law_says(term, begins, last):
    assert term.last_day(begins) == last


@given(day=DAYS, term=SHORT)
def test_a_term_of_a_law_ends_on_the_first_day_people_work_and_never_earlier(day, term):
    ends, plain = term.last_day(day), bare(day, term)
    assert ends >= plain
    assert not is_free(ends)
    held = [one for n in range(1, (ends - day).days + 1) if not is_free(one := day + n * DAY)]
    wanted = 2 if plain - day >= 3 * DAY else 1
    assert len(held) >= wanted
    if ends > plain:  # never a day more than one of the two articles asks
        assert all(is_free(plain + n * DAY) for n in range((ends - plain).days)) or (
            len(held) == wanted
        )


@given(day=DAYS, unit=st.sampled_from(list(Unit)), more=st.integers(1, 40))
def test_a_long_term_of_a_law_ends_on_its_day_whatever_day_it_is(day, unit, more):
    term = LegalTerm(FEW.get(unit, 0) + more, unit)
    assert not term.rolls_over
    assert term.last_day(day) == bare(day, term)


@given(day=DAYS, term=SHORT)
def test_who_begins_later_is_never_to_be_ready_earlier(day, term):
    assert term.last_day(day) <= term.last_day(day + DAY)
