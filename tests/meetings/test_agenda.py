"""What may be done at a table, asked of the rules alone."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.meetings import agenda
from caseapp.meetings.agenda import Conclusion, Guest, Seat, Table
from caseapp.model.content import ContentClass
from caseapp.model.meeting_words import ItemOutcome, Need
from caseapp.model.shares import ShareGround

TODAY = date(2026, 11, 30)
DAY = timedelta(days=1)
TABLE = Table(on_day=TODAY + 7 * DAY, cut_off_on=TODAY + 3 * DAY)
GUEST = Guest(
    is_somebody=True,
    is_outside=False,
    ground=ShareGround.PUBLIC_TASK,
    need=Need.QUESTION,
    why="Kent de straat.",
)


def codes(found):
    return [one.message for one in found]


@pytest.mark.parametrize(
    ("day", "begins", "cut_off", "wrong"),
    [
        (TODAY, "09:30", None, []),
        (TODAY + 7 * DAY, "23:59", TODAY, []),
        (None, "09:30", None, ["meeting-without-day"]),
        (TODAY - DAY, "09:30", None, ["meeting-in-the-past"]),
        (TODAY + 400 * DAY, "09:30", None, ["meeting-too-far"]),
        (TODAY, "9.30", None, ["meeting-without-time"]),
        (TODAY, "24:00", None, ["meeting-without-time"]),
        (TODAY, "09:30", TODAY + DAY, ["cut-off-after"]),
    ],
)
def test_a_meeting_has_a_day_that_comes_a_time_and_an_agenda_that_closes_before(
    day, begins, cut_off, wrong
):
    assert codes(agenda.objections_to_calling(day, begins, cut_off, TODAY)) == wrong


def tabling(table=TABLE, purpose="Een besluit.", today=TODAY, **how):
    return codes(agenda.objections_to_tabling(table, purpose, today, **how))


def test_a_case_comes_on_an_agenda_with_a_purpose_until_its_last_day():
    assert tabling() == []
    assert tabling(today=TABLE.cut_off_on) == []
    assert tabling(today=TABLE.cut_off_on + DAY) == ["agenda-cut-off"]
    assert tabling(purpose="  ") == ["agenda-without-purpose"]
    assert tabling(is_on_it=True) == ["agenda-twice"]


def test_who_chairs_adds_a_case_after_that_day_but_not_after_the_meeting():
    assert tabling(today=TABLE.on_day, by_chair=True) == []
    assert tabling(today=TABLE.on_day + DAY, by_chair=True) == ["meeting-over"]
    closed = Table(TABLE.on_day, TABLE.cut_off_on, is_open=False)
    assert tabling(closed, by_chair=True) == ["meeting-over"]


def inviting(guest=GUEST, *, is_on_track=False, internal=False):
    table = Table(TODAY, TODAY, is_internal=internal)
    return codes(agenda.objections_to_inviting(table, guest, is_on_track=is_on_track))


def changed(**facts):
    return Guest(**{**{name: getattr(GUEST, name) for name in GUEST.__slots__}, **facts})


def test_somebody_is_asked_for_a_reason_on_a_ground_and_for_what_they_need():
    assert inviting() == []
    assert inviting(changed(is_somebody=False)) == ["invitation-of-nobody"]
    assert inviting(changed(ground=None)) == ["invitation-without-ground"]
    assert inviting(changed(need=None)) == ["invitation-without-need"]
    assert inviting(changed(why=" ")) == ["invitation-without-why"]
    assert inviting(changed(is_asked_already=True)) == ["invitation-twice"]


def test_what_stands_on_a_track_is_for_a_meeting_about_that_track_alone():
    assert inviting(changed(need=Need.TRACK)) == ["invitation-off-track"]
    assert inviting(changed(need=Need.TRACK), is_on_track=True) == []


def test_nobody_from_outside_sits_at_a_table_of_the_municipality_alone():
    outside = changed(is_outside=True)
    assert inviting(outside) == []
    assert inviting(outside, internal=True) == ["meeting-internal"]


def concluding(said, *, on_day=TODAY, decisions=1, seats=()):
    found = agenda.objections_to_concluding(
        said, on_day=on_day, today=TODAY, decisions=decisions, seats=seats
    )
    return codes(found)


DECIDED = Conclusion(ItemOutcome.DECIDED)


def test_decided_means_on_the_day_with_a_decision_and_with_who_was_there():
    assert concluding(DECIDED) == []
    assert concluding(DECIDED, on_day=TODAY + DAY) == ["meeting-not-held"]
    assert concluding(DECIDED, decisions=0) == ["item-without-decision"]
    assert concluding(DECIDED, seats=[Seat(is_noted=False)]) == ["presence-missing"]
    assert concluding(Conclusion(None)) == ["item-without-outcome"]


def test_what_was_told_is_written_down_when_somebody_heard_something_new():
    stranger = Seat(is_noted=True, is_present=True)
    known = Seat(is_noted=True, is_present=True, is_stranger=False)
    away = Seat(is_noted=True)
    assert concluding(DECIDED, seats=[stranger]) == ["item-untold"]
    assert concluding(DECIDED, seats=[known, away]) == []
    told = Conclusion(ItemOutcome.DECIDED, "Dat hij weg moet.", ContentClass.SENSITIVE)
    assert concluding(told, seats=[stranger]) == []
    unclassed = Conclusion(ItemOutcome.DECIDED, "Dat hij weg moet.")
    assert concluding(unclassed, seats=[stranger]) == ["item-without-class"]


def test_police_data_is_told_to_nobody_who_sits_there_on_another_ground():
    told = Conclusion(ItemOutcome.DECIDED, "Een aanhouding.", ContentClass.POLICE)
    by_law = Seat(is_noted=True, is_present=True, ground=ShareGround.POLICE_ACT)
    other = Seat(is_noted=True, is_present=True)
    assert concluding(told, seats=[by_law]) == []
    assert concluding(told, seats=[by_law, other]) == ["item-police-act"]


@pytest.mark.parametrize("outcome", [ItemOutcome.POSTPONED, ItemOutcome.WITHDRAWN])
def test_not_held_needs_a_reason_and_nothing_decided(outcome):
    assert concluding(Conclusion(outcome, reason="Geen tijd."), decisions=0) == []
    assert concluding(Conclusion(outcome), decisions=0) == ["item-without-reason"]
    assert concluding(Conclusion(outcome, reason="Geen tijd."), decisions=1) == [
        "item-with-decisions"
    ]


SEATS = st.builds(
    Seat,
    is_noted=st.booleans(),
    is_present=st.booleans(),
    is_stranger=st.booleans(),
    ground=st.sampled_from(list(ShareGround)),
)


@given(
    said=st.builds(
        Conclusion,
        outcome=st.sampled_from([None, *ItemOutcome]),
        shared=st.sampled_from(["", " ", "Iets."]),
        content=st.sampled_from([None, *ContentClass]),
        reason=st.sampled_from(["", "Geen tijd."]),
    ),
    ahead=st.integers(-3, 3),
    decisions=st.integers(0, 2),
    seats=st.lists(SEATS, max_size=4),
)
def test_no_case_is_concluded_in_silence(said, ahead, decisions, seats):
    if concluding(said, on_day=TODAY + ahead * DAY, decisions=decisions, seats=seats):
        return
    assert said.outcome is not None
    if said.outcome is not ItemOutcome.DECIDED:
        assert said.reason.strip()
        assert decisions == 0
        return
    assert decisions > 0
    assert ahead <= 0
    assert all(seat.is_noted for seat in seats)
    heard = [seat for seat in seats if seat.is_present]
    if any(seat.is_stranger for seat in heard):
        assert said.shared.strip()
        assert said.content is not None
    if said.shared.strip() and said.content is ContentClass.POLICE:
        assert all(seat.ground is ShareGround.POLICE_ACT for seat in heard)
