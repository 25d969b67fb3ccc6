"""What is done to a case while somebody closes it: nothing is open then, or it is not closed."""

from datetime import timedelta

import pytest

from caseapp import accesslog, cases, closures, escalation
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.case_words import TrackKind, TrackState
from caseapp.model.closures import ClosureReason
from tests.support import meeting
from tests.support.cast import Town, actor_for
from tests.support.databases import ENGINES

ROUNDS = 4
DAY = timedelta(days=1)
STORY = {"reason": ClosureReason.OTHER, "why": "Klaar.", "ending": "Goed.", "is_informed": True}


@pytest.fixture(scope="module", params=ENGINES)
def own_app(request):
    """An application whose commits are real, so that two transactions can meet."""
    with meeting.committing(request.param, "closures") as app:
        yield app


def finished(town, noor, dirk):
    """A case of which both tracks are done."""
    case = town.case(care=noor, director=dirk)
    for person, track in zip((noor, dirk), sorted(case.tracks, key=lambda t: t.kind), strict=True):
        cases.arrange_track(
            actor_for(person), track, state=TrackState.DONE, reason="Klaar.", next_on=None
        )
    db.session.commit()
    return case


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_a_case_is_never_closed_with_something_open(own_app, _round):
    with own_app.app_context():
        town = Town()
        noor, dirk = (town.person(Role.SOCIAL_WORKER) for _ in range(2))
        town.person(Role.TEAM_LEAD)
        reference = finished(town, noor, dirk).reference
        worker, director = actor_for(noor), actor_for(dirk)

    def closes():
        closures.close(director, cases.by_reference(reference), unwatched="Niet nodig.", **STORY)

    def flags():
        escalation.raise_flag(worker, cases.by_reference(reference), facts="Het dreigt.")

    def goes_on():
        track = cases.by_reference(reference).track(TrackKind.CARE)
        later = clock.today() + DAY
        cases.arrange_track(worker, track, state=TrackState.NEEDED, reason="", next_on=later)

    meeting.at_once(own_app, closes, flags, goes_on, closes)
    with own_app.app_context():
        case = cases.by_reference(reference)
        assert case.is_open == bool(closures.obstacles_of(case))
        assert len(closures.closures_of(case)) == (not case.is_open)
        accesslog.logbook(db.session()).clear()
