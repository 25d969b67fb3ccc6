"""The ladder: which moves are allowed, and how long a flag may wait."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.escalation import duties, ladder
from caseapp.escalation.duties import Heard, Post
from caseapp.escalation.ladder import (
    LONGEST_REVIEW,
    Rise,
    above,
    answer_by,
    below,
    objections,
    objections_to_descent,
    objections_to_staying,
)
from caseapp.kernel import clock, deadlines
from caseapp.model.case_words import Phase
from caseapp.model.escalation import Duty, Party, Trigger
from tests.support.rising import rise

TODAY = date(2026, 11, 23)
PHASES = st.sampled_from(list(Phase))
TEXTS = st.sampled_from(["", "  ", "Het overleg ligt stil."])
DAYS = st.none() | st.dates(TODAY - timedelta(days=400), TODAY + timedelta(days=400))
MOMENTS = st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - a bound
POSTS = st.builds(Post, st.sampled_from(["", "Gemeente"]), st.sampled_from(["", " ", "De Vries"]))
HEARD = st.builds(Heard, DAYS, st.sampled_from(["", " ", "Nog te vroeg."]))
RISES = st.builds(
    Rise,
    start=PHASES,
    to=PHASES,
    triggers=st.sets(st.sampled_from(list(Trigger))),
    reason=TEXTS,
    tried=TEXTS,
    conditions=TEXTS,
    review_on=DAYS,
    posts=st.dictionaries(st.sampled_from(list(Duty)), POSTS),
    heard=st.dictionaries(st.sampled_from(list(Party)), HEARD),
)


def whole(to, start=Phase.ONE, **changes):
    facts = {
        "review_on": TODAY + timedelta(days=14),
        "heard": {party: Heard(TODAY) for party in Party},
    }
    return rise(to, start, **{**facts, **changes})


def codes(one):
    return [objection.message for objection in objections(one, TODAY)]


@given(PHASES, PHASES)
def test_danger_does_not_wait_up_goes_to_any_phase_and_down_goes_by_a_proposal(start, to):
    assert (codes(whole(to, start)) == []) == (to > start)


@given(RISES)
def test_going_up_without_objections_has_all_that_it_asks(one):
    if objections(one, TODAY):
        return
    assert one.to in above(one.start)
    assert one.triggers
    assert one.reason.strip()
    assert one.tried.strip()
    assert one.conditions.strip()
    assert TODAY < one.review_on <= TODAY + LONGEST_REVIEW
    if one.to >= Phase.THREE:
        assert all(one.posts[duty].is_filled for duty in Duty)
        assert all(one.heard[party].is_said for party in Party)
    assert one.heard[Party.HOUSEHOLD].is_said
    assert one.heard[Party.PARTNERS].is_said


@given(RISES)
def test_every_objection_points_at_a_field_of_the_form(one):
    fields = {"to", "triggers", "reason", "tried", "conditions", "review_on"}
    fields |= {f"{duty.name.lower()}_person" for duty in Duty}
    fields |= {f"{party.name.lower()}_{end}" for party in Party for end in ("on", "why_not")}
    assert {objection.field for objection in objections(one, TODAY)} <= fields


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"triggers": []}, "phase-without-trigger"),
        ({"reason": " "}, "phase-without-reason"),
        ({"tried": ""}, "phase-without-tried"),
        ({"conditions": ""}, "phase-without-conditions"),
        ({"review_on": None}, "phase-without-review"),
        ({"review_on": TODAY}, "review-not-ahead"),
        ({"review_on": TODAY + LONGEST_REVIEW + timedelta(days=1)}, "review-too-late"),
    ],
)
def test_going_up_needs_all_nine_things_and_says_which_lacks(change, code):
    assert codes(whole(Phase.THREE, Phase.TWO, **change)) == [code]


@pytest.mark.parametrize("duty", list(Duty))
def test_from_phase_three_none_of_the_four_responsibilities_is_empty(duty):
    posts = {one: Post("Gemeente", "De Vries") for one in Duty}
    for lacking in (Post(), Post("Gemeente", ""), Post("", "De Vries")):
        incomplete = {**posts, duty: lacking}
        assert codes(whole(Phase.TWO, posts=incomplete)) == []
        assert codes(whole(Phase.THREE, posts=incomplete)) == ["phase-without-duty"]


def test_who_should_know_knows_or_it_is_said_why_not_and_never_on_a_day_ahead():
    nobody = dict.fromkeys(Party, Heard())
    assert codes(whole(Phase.TWO, heard=nobody)) == ["phase-party-untold"] * 2
    assert codes(whole(Phase.THREE, heard=nobody)) == ["phase-party-untold"] * 4
    assert codes(whole(Phase.FOUR, heard=dict.fromkeys(Party, Heard(None, "Te vroeg.")))) == []
    tomorrow = dict.fromkeys(Party, Heard(TODAY + timedelta(days=1)))
    assert codes(whole(Phase.THREE, heard=tomorrow)) == ["informed-ahead"] * 4


def test_staying_needs_a_reason_and_from_phase_two_a_day_to_look_again():
    def staying(phase, reason, day):
        found = objections_to_staying(phase, reason, day, TODAY)
        return [one.message for one in found]

    ahead = TODAY + timedelta(days=14)
    assert staying(Phase.TWO, "Nog onrustig.", ahead) == []
    assert staying(Phase.ONE, "Het houdt.", None) == []
    assert staying(Phase.ONE, "Het houdt.", TODAY) == ["review-not-ahead"]
    assert staying(Phase.TWO, " ", None) == ["phase-without-reason", "phase-without-review"]


def test_coming_down_needs_a_phase_below_a_reason_and_an_aftercare_day():
    def descending(start, reason, day):
        found = objections_to_descent(start, reason, day, TODAY)
        return [(one.message, one.field) for one in found]

    ahead = TODAY + timedelta(days=60)
    assert descending(Phase.FOUR, "Het is rustig.", ahead) == []
    assert descending(Phase.ONE, "Het is rustig.", ahead) == [("phase-is-lowest", "reason")]
    assert descending(Phase.TWO, "", None) == [
        ("descent-without-reason", "reason"),
        ("phase-without-review", "aftercare_on"),
    ]


@given(PHASES)
def test_down_goes_one_phase_at_a_time(phase):
    assert below(phase) == (None if phase == Phase.ONE else phase - 1)


@given(st.dictionaries(st.sampled_from(list(Duty)), POSTS))
def test_responsibilities_are_read_as_they_were_written(posts):
    said = {
        duty: Post(post.organisation.strip(), post.person.strip())
        for duty, post in posts.items()
        if post.organisation.strip() or post.person.strip()
    }
    assert duties.read_posts(duties.written_posts(posts)) == said


@given(st.dictionaries(st.sampled_from(list(Party)), HEARD))
def test_who_was_informed_is_read_as_it_was_written(heard):
    said = {
        party: Heard(one.on, one.why_not.strip()) for party, one in heard.items() if one.is_said
    }
    assert duties.read_heard(duties.written_heard(heard)) == said


def local(text):
    return datetime.fromisoformat(text).replace(tzinfo=clock.AMSTERDAM)


@pytest.mark.parametrize(
    ("raised", "until"),
    [
        ("2026-11-23T10:15", "2026-11-24T10:15"),
        ("2026-11-27T16:30", "2026-11-30T16:30"),
        ("2026-11-28T03:00", "2026-11-30T17:00"),
        ("2026-11-29T22:00", "2026-11-30T17:00"),
        ("2026-11-23T07:15", "2026-11-23T17:00"),
        ("2026-11-23T17:00", "2026-11-24T17:00"),
        ("2026-11-23T22:15", "2026-11-24T17:00"),
        ("2026-10-23T12:00", "2026-10-26T12:00"),
        ("2026-12-24T12:00", "2026-12-28T12:00"),
        ("2026-12-25T12:00", "2026-12-28T17:00"),
    ],
)
def test_a_flag_must_be_answered_one_working_day_later(raised, until):
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
