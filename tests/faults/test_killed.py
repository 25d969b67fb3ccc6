"""Whatever is killed, at whatever moment: no look without a line, nothing told that is not so.

In the suite each run is short. A long one, on demand:

    python -m pytest tests/faults/test_killed.py --numprocesses 0 -s
        with SIEGE_DEEDS=10000 for the number of things people do on each database,
        and SIEGE_MINUTES=60 where they stop after so long, however far they came
"""

import json
import math
import os
import sys
import time

import pytest

from caseapp.kernel import clock
from tests.browser.towns import DOMAIN
from tests.faults.people import Answer, Deed, Person
from tests.faults.reckoning import Reckoning
from tests.faults.siege import Siege, besieged
from tests.support import serving
from tests.support.databases import ENGINES

PEOPLE = 6
DEEDS = int(os.environ.get("SIEGE_DEEDS", "90"))
MINUTES = float(os.environ.get("SIEGE_MINUTES", "inf"))
SEED = int(os.environ.get("SIEGE_SEED", "20261129"))
BETWEEN, AT_MOST = (3, 15), 8
"""So many deeds, at least and at most, between one kill and the next; or so many seconds."""

pytestmark = [pytest.mark.slow, pytest.mark.no_cover]


def at_work(siege: Siege) -> list[Person]:
    """Have people sign in and begin."""
    asked = ["tests.faults.inside", "people", str(PEOPLE), DOMAIN]
    told = json.loads(serving.say(siege.environment, *asked))
    assert len(told) == PEOPLE
    each = DEEDS // PEOPLE
    until = time.monotonic() + 60 * MINUTES
    return [Person(siege.port, one, each, SEED + n, until) for n, one in enumerate(told)]


def wait(people: list[Person], deeds: int) -> None:
    """Let people do something before the next kill."""
    end, goal = time.monotonic() + AT_MOST, done_by(people) + deeds
    while time.monotonic() < end and done_by(people) < goal:
        time.sleep(0.02)


def done_by(people: list[Person]) -> int:
    return sum(len(one.deeds) for one in people)


@pytest.fixture(scope="module", params=ENGINES)
def aftermath(request: pytest.FixtureRequest):
    """What is left after a siege: what killed, who did what, and what the database holds."""
    with besieged(request.param, SEED) as siege:
        people, since = at_work(siege), clock.now()
        for one in people:
            one.start()
        while any(one.is_alive() for one in people):
            wait(people, siege.dice.randint(*BETWEEN))
            siege.strike()
        troubles = [f"{one.name}: {one.trouble!r}" for one in people if one.trouble]
        assert not troubles, "\n".join(troubles)
        serving.flask(siege.environment, "seal", "run", "--once")
        yield siege, Reckoning(siege, people, since)


def test_nothing_is_seen_unlogged_lost_or_done_twice(aftermath):
    siege, reckoning = aftermath
    sys.stderr.write(f"\n{siege.engine}: killed {siege.killed}, done {dict(reckoning.done)}\n")
    assert reckoning.wrong() == []


def test_enough_was_done_and_enough_was_killed(aftermath):
    siege, reckoning = aftermath
    assert sum(reckoning.done.values()) >= DEEDS // 2 or math.isfinite(MINUTES)
    assert {"view", "list", "step", "flag", "edit", "offer", "withdrawal", "after"} <= set(
        reckoning.done
    )
    assert sum(siege.killed.values()) >= 5


def test_the_log_is_whole_and_every_proof_holds(aftermath):
    siege, _reckoning = aftermath
    assert serving.flask(siege.environment, "seal", "check")


def test_a_look_without_a_line_is_found(aftermath):
    """Planted: a page that somebody was shown and that no log knows of."""
    _siege, reckoning = aftermath
    planted = Deed("view", "0" * 32, "0" * 32, answer=Answer(200), ended=clock.now())
    reckoning.deeds.append(planted)
    found = list(reckoning.unlogged_looks())
    reckoning.deeds.remove(planted)
    assert len(found) == 1


def test_a_step_that_was_lost_or_came_twice_is_found(aftermath):
    """Planted: a step told that is not there, and one that is there twice."""
    _siege, reckoning = aftermath
    lost = Deed("step", "0" * 32, "0" * 32, "nowhere", answer=Answer(303))
    (word, row) = next(
        (deed.word, row)
        for deed in reckoning.deeds
        for row in reckoning.rows["step"]
        if deed.kind == "step" and deed.word in row[1]
    )
    reckoning.deeds.append(lost)
    reckoning.rows["step"].append(row)
    found = list(reckoning.lost_or_doubled())
    reckoning.deeds.remove(lost)
    reckoning.rows["step"].remove(row)
    assert [one for one in found if "nowhere" in one and "0 rows" in one]
    assert [one for one in found if word in one and "2 rows" in one]
