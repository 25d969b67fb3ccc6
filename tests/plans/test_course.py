"""How it goes over time: the order, where the line breaks, what changed, and how it is drawn."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.plans.measuring.course import (
    Difference,
    Reading,
    Turn,
    along,
    difference,
    in_order,
    stretches,
)
from caseapp.web.measurement_chart import drawn

MAY, JUNE, JULY = date(2026, 5, 3), date(2026, 6, 3), date(2026, 7, 3)
AT = datetime(2026, 7, 4, 9, tzinfo=UTC)
READINGS = st.lists(
    st.builds(
        Reading,
        st.dates(date(2024, 1, 1), date(2026, 12, 31)),
        st.none() | st.integers(1, 5),
        st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - hypothesis wants them bare
    ),
    max_size=9,
)


def readings(*told):
    return [Reading(day, score, AT) for day, score in told]


@pytest.mark.parametrize(
    ("told", "change"),
    [
        ([(MAY, 3)], Difference(Turn.FIRST)),
        ([(MAY, None)], Difference(Turn.UNKNOWN)),
        ([(MAY, 2), (JUNE, 3)], Difference(Turn.HIGHER, 1, MAY, 2)),
        ([(MAY, 5), (JUNE, 1)], Difference(Turn.LOWER, -4, MAY, 5)),
        ([(MAY, 4), (JUNE, 4)], Difference(Turn.SAME, 0, MAY, 4)),
        ([(MAY, 2), (JUNE, None), (JULY, 4)], Difference(Turn.HIGHER, 2, MAY, 2)),
        ([(MAY, 2), (JUNE, 4), (JULY, None)], Difference(Turn.UNKNOWN, 0, JUNE, 4)),
        ([(MAY, None), (JUNE, 4)], Difference(Turn.FIRST)),
        ([(JULY, 1), (MAY, 2)], Difference(Turn.LOWER, -1, MAY, 2)),
    ],
)
def test_what_changed_is_told_since_the_last_time_it_was_known(told, change):
    assert difference(readings(*told)) == change


def test_without_a_reading_nothing_changed_and_nothing_is_drawn():
    assert difference([]) is None
    assert stretches([]) == []
    assert drawn([("by-us", [])]) is None


def test_of_one_day_the_last_that_was_written_down_counts():
    later = Reading(MAY, 4, AT + timedelta(hours=1))
    assert difference([later, Reading(MAY, 2, AT)]) == Difference(Turn.HIGHER, 2, MAY, 2)


@given(READINGS)
def test_the_order_in_which_readings_come_in_changes_nothing(found):
    assert difference(found) == difference(reversed(in_order(found)))


@given(READINGS)
def test_the_difference_is_that_of_the_last_two_that_are_known(found):
    change = difference(found)
    known = [one for one in in_order(found) if one.score is not None]
    if change is None or change.turn is Turn.UNKNOWN:
        assert not found or in_order(found)[-1].score is None
    elif change.turn is Turn.FIRST:
        assert len(known) == 1
    else:
        assert change.was + change.by == known[-1].score
        assert change.since == known[-2].day
        sign = {Turn.HIGHER: 1, Turn.LOWER: -1, Turn.SAME: 0}[change.turn]
        assert (change.by > 0) - (change.by < 0) == sign


@given(READINGS)
def test_the_line_holds_each_known_reading_once_and_breaks_at_what_is_not_known(found):
    parts, ordered = stretches(found), in_order(found)
    flat = [one for part in parts for one in part]
    assert flat == [one for one in ordered if one.score is not None]
    for part in parts:
        first = ordered.index(part[0])
        assert ordered[first : first + len(part)] == part


@given(READINGS, READINGS)
def test_every_reading_stands_inside_the_drawing_at_its_own_score(ours, theirs):
    chart = drawn([("by-us", ours), ("by-resident", theirs)])
    if chart is None:
        assert not ours
        assert not theirs
        return
    heights = dict(chart.grid)
    assert list(heights) == [1, 2, 3, 4, 5]
    assert sorted(heights.values(), reverse=True) == list(heights.values())
    for series, told in zip(chart.series, [one for one in (ours, theirs) if one], strict=True):
        for mark, one in zip(series.marks, told, strict=True):
            assert chart.left < mark.x < chart.right
            assert mark.y == (heights[one.score] if one.score else chart.unknown_y)
            assert mark.known is (one.score is not None)
    assert chart.unknown is any(one.score is None for one in [*ours, *theirs])
    assert max(mark.y for series in chart.series for mark in series.marks) < chart.height


def test_a_day_is_drawn_where_it_lies_between_the_first_and_the_last():
    assert along(MAY, MAY, JULY) == 0
    assert along(JULY, MAY, JULY) == 1
    assert along(MAY + timedelta(days=1), MAY, MAY + timedelta(days=4)) == 0.25
    assert along(MAY, MAY, MAY) == 0.5


def test_a_line_stops_where_it_is_not_known_and_goes_on_after():
    chart = drawn([("by-resident", readings((MAY, 2), (JUNE, 3), (JULY, None)))])
    assert [len(path.split()) for path in chart.series[0].paths] == [2]
    lonely = drawn([("by-resident", readings((MAY, 2), (JUNE, None), (JULY, 3)))])
    assert list(lonely.series[0].paths) == []
    assert len(lonely.series[0].marks) == 3
