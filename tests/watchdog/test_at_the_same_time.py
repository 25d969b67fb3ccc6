"""What two people do at one moment leaves nobody without cover, and the list says what there is."""

import pytest
from sqlalchemy import select

from caseapp import accesslog, watchdog
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.watchdog import Finding
from tests.support import meeting
from tests.support.databases import ENGINES
from tests.watchdog import moves, oracle
from tests.watchdog.moves import MOVES
from tests.watchdog.square import Square

pytestmark = pytest.mark.no_cover
ON_THE_LIST = {moves.given_to_who_goes_on_leave: {"owner-away"}}
"""What may be given to somebody who is away, and is then on the list at once."""


@pytest.fixture(scope="module", params=ENGINES)
def own_app(request):
    """An application whose commits are real, so that two transactions can meet."""
    with meeting.committing(request.param, "cover") as app:
        yield app


@pytest.mark.parametrize("move", MOVES, ids=lambda move: move.__name__)
def test_nobody_falls_between_two_who_act_at_one_moment(own_app, move):
    for _round in meeting.rounds(3):
        with own_app.app_context():
            square = Square()
            jobs = move(square)
            before = counted(square)
            accesslog.logbook(db.session()).clear()
        outcomes = meeting.at_once(own_app, *jobs)
        with own_app.app_context():
            opened = counted(square) - before
            assert {kind for kind, _ in opened} <= ON_THE_LIST.get(move, set()), outcomes
            watchdog.examine(square.id)
            assert listed(square) == counted(square), outcomes
            accesslog.logbook(db.session()).clear()


def counted(square):
    return oracle.uncovered(square.id, clock.now(), clock.today())


def listed(square):
    told = select(Finding.kind, Finding.subject_id).where(
        Finding.municipality_id == square.id, watchdog.running(clock.now())
    )
    return {
        (str(row.kind), row.subject_id) for row in db.session.execute(told) if row.kind.uncovers
    }
