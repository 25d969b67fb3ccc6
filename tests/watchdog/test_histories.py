"""Whatever people do, in whatever order: what is open is covered, or it is on the list."""

import os
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from caseapp.kernel import clock
from caseapp.model.case_words import TrackKind
from caseapp.model.watchdog import FindingKind
from tests.watchdog import comparing, oracle
from tests.watchdog.place import DEEDS, Place

pytestmark = pytest.mark.no_cover

DAY = timedelta(days=1)
NUMBER = int(os.environ.get("HISTORIES", "40"))
"""How many histories on each database: `HISTORIES=10000` on demand."""
DOWN = (("opens", 0, 15), ("proposes_down", 0, 1), ("answers_down", 0, 1), ("answers_down", 0, 2))
BEGINNINGS = (
    (("opens", 0, 1),),
    (("opens", 0, 5), ("opens", 1, 15), ("calls", 1, 1), ("tables", 0, 0), ("tables", 1, 1)),
    DOWN,
    (*DOWN, ("waits", 29, 0)),
    (("opens", 0, 7), ("promises", 0, 0), ("promises", 0, 1), ("arranges", 0, 1)),
    (("opens", 0, 7), ("arranges", 1, 1), ("confirms", 0, 0)),
    (("opens", 0, 25), ("staffs", 0, 3), ("arranges", 0, 1), ("offers", 0, 2)),
    (("opens", 0, 3), ("closes", 0, 1), ("reports", 0, 1)),
)
"""What had happened before: without it few histories come so far that anything can go on."""
HISTORY = st.lists(
    st.tuples(st.sampled_from(DEEDS), st.integers(0, 50), st.integers(0, 50)),
    min_size=4,
    max_size=14,
)


@pytest.mark.slow
@settings(
    max_examples=NUMBER,
    phases=set(Phase) - ({Phase.shrink} if "HISTORIES" in os.environ else set()),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(before=st.sampled_from(BEGINNINGS), history=HISTORY)
def test_after_every_step_the_list_is_what_an_independent_count_finds(
    session, hands, before, history
):
    place = Place(hands)
    for deed, number, other in (*before, *history):
        place.do(deed, number, other)
        comparing.agree(place)
    place.look()
    comparing.agree(place)


def test_no_deed_hides_another_of_the_same_name():
    assert len(DEEDS) == len(set(DEEDS))


def test_the_oracle_itself_sees_a_case_nobody_has(session, hands):
    place = Place(hands)
    case = place.town.case(next_on=clock.today() + DAY)
    case.track(TrackKind.CARE).team_id = None
    session.commit()
    care = case.track(TrackKind.CARE).id
    assert oracle.uncovered(place.town.id, clock.now(), clock.today()) == {("track-nobodys", care)}


def test_the_oracles_look_for_all_that_uncovers_somebody():
    assert {kind for kind in FindingKind if kind.uncovers} == comparing.UNCOVERING
