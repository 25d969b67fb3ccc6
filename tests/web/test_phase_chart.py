"""The drawn line of a case over its phases: every decision on it, nothing outside, and in order."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from caseapp.web.phase_chart import LEFT, RIGHT, Turn, drawn

BEGIN = datetime(2026, 1, 1, 9, tzinfo=UTC)
MOVES = st.lists(st.tuples(st.integers(0, 10_000), st.integers(1, 4)), max_size=12)


def turns(moves, start=1):
    found = []
    for hours, to in sorted(moves, key=lambda one: one[0]):
        found.append(Turn(BEGIN + timedelta(hours=hours), start, to))
        start = to
    return found


@given(MOVES, st.integers(0, 400))
def test_every_decision_is_a_dot_on_the_line_at_the_height_of_its_phase(moves, later):
    went = turns(moves)
    end = (went[-1].at if went else BEGIN) + timedelta(days=later)
    line = drawn(went, (1, 2, 3, 4), BEGIN, end)
    heights = dict(line.rows)
    points = [tuple(map(float, one.split(","))) for one in line.path.split()]
    assert [one.y for one in line.dots] == [heights[one.to] for one in went]
    assert [one.stays for one in line.dots] == [one.start == one.to for one in went]
    assert all((one.x, float(one.y)) in points for one in line.dots)
    assert [x for x, _y in points] == sorted(x for x, _y in points)
    assert all(LEFT <= x <= RIGHT and 0 < y < line.height for x, y in points)
    assert not went or points[-1] == (RIGHT, heights[went[-1].to])


@given(st.sets(st.integers(1, 4)), MOVES)
def test_a_higher_phase_lies_higher_also_one_that_the_ladder_has_no_more(phases, moves):
    went = turns(moves)
    rows = drawn(went, phases, BEGIN, BEGIN + timedelta(days=900)).rows
    assert [phase for phase, _y in rows] == sorted((p for p, _y in rows), reverse=True)
    assert [y for _phase, y in rows] == sorted(y for _phase, y in rows)
    assert {phase for phase, _y in rows} >= phases | {one.to for one in went}


def test_a_case_of_this_moment_is_drawn_too():
    line = drawn([Turn(BEGIN, 1, 3)], (1, 2, 3, 4), BEGIN, BEGIN)
    assert line.path.startswith(f"{LEFT},")
    assert line.path.endswith(f"{RIGHT},{dict(line.rows)[3]}")
