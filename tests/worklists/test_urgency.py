"""What comes first on a work list, and why it is there."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.kernel.identifiers import new_id
from caseapp.worklists.urgency import (
    SOON,
    Candidate,
    Horizon,
    Reason,
    ordered,
    rank,
    reason_of_date,
)

TODAY = date(2026, 11, 23)
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - a bound
DATES = st.none() | st.dates(date(2020, 1, 1), date(2035, 1, 1)) | MOMENTS
IDS = st.uuids(version=4)
CANDIDATES = st.builds(
    Candidate, reason=st.sampled_from(list(Reason)), noun_id=IDS, until=DATES, since=DATES
)


@given(st.lists(CANDIDATES), st.randoms())
def test_the_order_does_not_depend_on_how_the_work_was_found(candidates, dice):
    shuffled = list(candidates)
    dice.shuffle(shuffled)
    assert ordered(shuffled) == ordered(candidates)


@given(st.lists(CANDIDATES))
def test_nothing_is_left_out_and_nothing_is_there_twice(candidates):
    found = [one.noun_id for one in ordered(candidates)]
    assert len(found) == len(set(found))
    assert set(found) == {one.noun_id for one in candidates}


@given(st.lists(CANDIDATES))
def test_the_list_follows_its_headings_and_reasons(candidates):
    places = [rank(one) for one in ordered(candidates)]
    assert places == sorted(places)
    horizons = [list(Horizon).index(one.reason.horizon) for one in ordered(candidates)]
    assert horizons == sorted(horizons)


@given(IDS, st.sets(st.sampled_from(list(Reason)), min_size=1))
def test_what_is_there_for_two_reasons_is_there_for_the_most_urgent(noun_id, reasons):
    (one,) = ordered(Candidate(reason, noun_id) for reason in reasons)
    assert rank(one) == min(rank(Candidate(reason, noun_id)) for reason in reasons)


@given(IDS, IDS, st.integers(1, 400), st.integers(0, 400))
def test_of_two_dates_that_passed_the_older_comes_first(one_id, two_id, older, newer):
    one = Candidate(Reason.DATE_PASSED, one_id, until=TODAY - timedelta(days=older + newer))
    two = Candidate(Reason.DATE_PASSED, two_id, until=TODAY - timedelta(days=newer))
    if one_id != two_id:
        assert ordered([two, one]) == [one, two]


@given(st.none() | st.dates(date(2025, 1, 1), date(2028, 1, 1)))
def test_a_track_is_on_the_list_without_a_date_or_with_one_that_is_not_far_off(next_on):
    expected = next_on is None or next_on <= TODAY + SOON
    assert (reason_of_date(next_on, TODAY) is not None) == expected


@pytest.mark.parametrize(
    ("days", "reason"),
    [
        (-1, Reason.DATE_PASSED),
        (0, Reason.DATE_TODAY),
        (1, Reason.DATE_SOON),
        (7, Reason.DATE_SOON),
        (8, None),
    ],
)
def test_a_date_is_past_today_soon_or_not_yet_of_concern(days, reason):
    assert reason_of_date(TODAY + timedelta(days=days), TODAY) is reason


def test_a_flag_comes_before_everything_else():
    all_of_them = [Candidate(reason, new_id()) for reason in reversed(list(Reason))]
    assert ordered(all_of_them)[0].reason is Reason.FLAG_TO_ANSWER


def test_days_are_counted_by_the_dutch_calendar():
    past_midnight_here = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert Candidate(Reason.QUEUE, None, since=past_midnight_here).days(TODAY) == 0
    assert Candidate(Reason.DATE_PASSED, None, until=date(2026, 11, 20)).days(TODAY) == 3
    assert Candidate(Reason.DATE_MISSING, None).days(TODAY) == 0
