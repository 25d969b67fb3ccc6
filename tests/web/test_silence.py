"""What a track says that was silent for long, and how far away a day is."""

from datetime import timedelta

import pytest
from flask import g
from flask_babel import force_locale

from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.case_words import TrackKind, TrackState
from caseapp.web import wording

NOTHING_SINCE = "Niets vastgelegd sinds"


def ago(days):
    return clock.today() - timedelta(days=days)


def page(client, user, case):
    client.sign_in(user)
    return client.get(f"/cases/{case.reference}").text


def with_steps(town, noor, *, last, **facts):
    """A case whose care track was last written on so many days ago, and the strip today."""
    case = town.case(town.resident(), care=noor, **facts)
    town.step(case, noor, TrackKind.CARE, "Gebeld.", happened_on=ago(last))
    town.step(case, noor, None, "Overleg gehad.")
    return case


def test_a_track_that_was_silent_for_long_says_since_when_and_what_it_waits_for(client, town, noor):
    case = with_steps(town, noor, last=41, next_on=ago(-3))
    text = page(client, noor, case)
    assert f"{NOTHING_SINCE} {ago(41).day} " in text
    assert "(over 3 dagen)" in text


def test_a_track_that_was_written_on_lately_is_not_called_silent(client, town, noor):
    assert NOTHING_SINCE not in page(client, noor, with_steps(town, noor, last=29))


def test_a_track_on_which_nothing_was_written_yet_says_so(client, town, noor):
    case = town.case(town.resident(), care=noor)
    town.step(case, noor, None, "Overleg gehad.")
    assert "Hier is nog niets vastgelegd" in page(client, noor, case)


def test_nothing_is_said_of_steps_that_are_not_on_the_page(client, town, noor):
    case = with_steps(town, noor, last=90)
    for _step in range(40):
        town.step(case, noor, None, "Overleg gehad.")
    text = page(client, noor, case)
    assert "Gebeld." not in text
    assert "Hier is nog niets vastgelegd" not in text


def test_a_silent_track_of_the_other_trade_is_not_told_of(client, town, noor):
    case = with_steps(town, noor, last=1)
    assert "Hier is nog niets vastgelegd" not in page(client, noor, case)


@pytest.mark.parametrize("state", [TrackState.DONE, TrackState.NOT_NEEDED])
def test_a_track_that_is_done_may_be_silent(client, session, town, noor, state):
    case = with_steps(town, noor, last=60)
    case.track(TrackKind.CARE).state = state
    session.commit()
    assert NOTHING_SINCE not in page(client, noor, case)


def test_a_silent_track_without_a_date_asks_for_one(client, session, town, noor):
    case = with_steps(town, noor, last=60)
    case.track(TrackKind.CARE).next_on = None
    session.commit()
    assert "Er is geen volgende datum: spreek er een af." in page(client, noor, case)


def test_a_silent_track_without_an_owner_waits_for_one(client, town):
    member = town.person(Role.SOCIAL_WORKER)
    case = town.case(town.resident(), members=[(member, TrackKind.CARE)])
    town.step(case, member, None, "Overleg gehad.")
    assert "Dit spoor wacht op een eigenaar." in page(client, member, case)


@pytest.mark.parametrize(
    ("days", "dutch", "english"),
    [
        (-2, "2 dagen te laat", "2 days late"),
        (-1, "1 dag te laat", "1 day late"),
        (0, "vandaag", "today"),
        (1, "morgen", "tomorrow"),
        (3, "over 3 dagen", "in 3 days"),
    ],
)
def test_how_far_away_a_day_is(app, days, dutch, english):
    when = clock.today() + timedelta(days=days)
    for language, words in (("nl", dutch), ("en", english)):
        with app.test_request_context(), force_locale(language):
            g.language = language
            assert wording.due(when) == words
