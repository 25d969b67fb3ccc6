"""The ladder: which moves are allowed, and how long a flag may wait."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.escalation import ladder
from caseapp.escalation.ladder import LONGEST_REVIEW, Move, answer_by, objections, reachable
from caseapp.kernel import clock, deadlines
from caseapp.model.case_words import Phase
from caseapp.model.escalation import Trigger

TODAY = date(2026, 11, 23)
PHASES = st.sampled_from(list(Phase))
TEXTS = st.sampled_from(["", "  ", "Het overleg ligt stil."])
DAYS = st.none() | st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=400))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - a bound
MOVES = st.builds(
    Move,
    start=PHASES,
    to=PHASES,
    triggers=st.sets(st.sampled_from(list(Trigger))),
    reason=TEXTS,
    tried=TEXTS,
    review_on=DAYS,
)


def whole(start, to, **changes):
    facts = {
        "triggers": [Trigger.STAGNATION],
        "reason": "Er wordt niet meer overlegd.",
        "tried": "Twee keer een startoverleg.",
        "review_on": TODAY + timedelta(days=14),
    }
    return Move(start=start, to=to, **{**facts, **changes})


def codes(move):
    return [objection.message for objection in objections(move, TODAY)]


@given(PHASES, PHASES)
def test_danger_does_not_wait_up_goes_to_any_phase_and_down_one_at_a_time(start, to):
    assert (codes(whole(start, to)) == []) == (to > start or to == start - 1)


@given(MOVES)
def test_a_move_without_objections_has_all_that_its_direction_asks(move):
    if objections(move, TODAY):
        return
    assert move.to in reachable(move.start)
    assert move.reason.strip()
    assert TODAY < move.review_on <= TODAY + LONGEST_REVIEW
    if move.goes_up:
        assert move.triggers
        assert move.tried.strip()


@given(MOVES)
def test_every_objection_points_at_a_field_of_the_form(move):
    fields = {"to", "triggers", "reason", "tried", "review_on"}
    assert {objection.field for objection in objections(move, TODAY)} <= fields


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"triggers": []}, "phase-without-trigger"),
        ({"reason": " "}, "phase-without-reason"),
        ({"tried": ""}, "phase-without-tried"),
        ({"review_on": None}, "phase-without-review"),
        ({"review_on": TODAY}, "review-not-ahead"),
        ({"review_on": TODAY + LONGEST_REVIEW + timedelta(days=1)}, "review-too-late"),
    ],
)
def test_going_up_needs_a_trigger_a_reason_what_was_tried_and_a_day_to_look_again(change, code):
    assert codes(whole(Phase.TWO, Phase.THREE, **change)) == [code]


def test_going_down_needs_no_trigger_but_a_reason_and_a_day_to_look_again():
    assert codes(whole(Phase.THREE, Phase.TWO, triggers=[], tried="")) == []
    down = whole(Phase.THREE, Phase.TWO, reason="", review_on=None)
    assert codes(down) == ["phase-without-reason", "phase-without-review"]


def test_staying_is_not_a_move():
    assert codes(whole(Phase.TWO, Phase.TWO)) == ["phase-unchanged"]


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=clock.AMSTERDAM)


@pytest.mark.parametrize(
    ("raised", "until"),
    [
        ("2026-11-23T10:15", "2026-11-24T10:15"),
        ("2026-11-27T16:30", "2026-11-30T16:30"),
        ("2026-11-28T03:00", "2026-11-30T23:59:59.999999"),
        ("2026-11-29T22:00", "2026-11-30T23:59:59.999999"),
        ("2026-10-23T12:00", "2026-10-26T12:00"),
        ("2026-12-24T12:00", "2026-12-28T12:00"),
        ("2026-12-25T12:00", "2026-12-28T23:59:59.999999"),
    ],
)
def test_a_flag_must_be_answered_one_working_day_later_at_the_same_time_of_day(raised, until):
    assert answer_by(local(raised)) == local(until)


@given(MOMENTS, st.frozensets(st.dates(), max_size=3))
def test_the_term_ends_on_a_working_day_after_it_began(raised, closed):
    end = answer_by(raised, closed)
    assert end > raised
    assert deadlines.is_working_day(clock.local(end).date(), closed)
    assert end - raised <= timedelta(days=6 + len(closed))


@given(MOMENTS, MOMENTS)
def test_who_raised_earlier_is_never_answered_later(one, two):
    first, second = sorted((one, two))
    assert answer_by(first) <= answer_by(second)


@given(st.sets(st.sampled_from(list(Trigger))))
def test_triggers_are_read_as_they_were_written(triggers):
    assert set(ladder.read(ladder.written(triggers))) == triggers
