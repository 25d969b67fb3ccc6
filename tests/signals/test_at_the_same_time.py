"""Two who accept, refuse or decide on one signal at once: one wins, and the other is told."""

import pytest

from caseapp import accesslog, signals
from caseapp.extensions import db
from caseapp.kernel.actor import Role
from caseapp.model.signals import SignalEnd
from tests.support import meeting
from tests.support.cast import Town, actor_for
from tests.support.databases import ENGINES
from tests.support.reporting import report

ROUNDS = 5
LOST = {"signal-answered-before", "signal-decided-before", "refused"}


@pytest.fixture(scope="module", params=ENGINES)
def own_app(request):
    """An application whose commits are real, so that two transactions can meet."""
    with meeting.committing(request.param, "signals") as app:
        yield app


@pytest.fixture
def town(own_app):
    """A town with a signal on its way from intake to the care team."""
    with own_app.app_context():
        town = Town()
        iris = town.person(Role.INTAKE)
        noor, dora = (town.person(Role.SOCIAL_WORKER) for _ in range(2))
        signal = report(town, iris)
        signals.forward(actor_for(iris), signal, team=town.care_team, note="Voor jullie.")
        db.session.commit()
        accesslog.logbook(db.session()).clear()
        return signal.id, *(actor_for(one) for one in (iris, noor, dora))


def doing(signal_id, action, actor, **how):
    def job():
        action(actor, signals.signal(signal_id), **how)
        return actor.name

    return job


def outcome(own_app, signal_id):
    with own_app.app_context():
        found = signals.signal(signal_id)
        accesslog.logbook(db.session()).clear()
        return found


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_who_accept_and_one_who_refuses_one_wins(own_app, town, _round):
    signal_id, _iris, noor, dora = town
    outcomes = meeting.at_once(
        own_app,
        doing(signal_id, signals.accept, noor),
        doing(signal_id, signals.accept, dora),
        doing(signal_id, signals.refuse, dora, reason="Vol."),
    )
    assert len([one for one in outcomes if one not in LOST]) == 1
    signal = outcome(own_app, signal_id)
    assert signal.is_open
    assert signal.to_team_id is None
    assert signal.next_on is not None


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_who_decide_one_wins(own_app, town, _round):
    signal_id, iris, _noor, _dora = town
    outcomes = meeting.at_once(
        own_app,
        doing(signal_id, signals.decide, iris, end=SignalEnd.NO_ACTION, reason="Een feestje."),
        doing(signal_id, signals.decide, iris, end=SignalEnd.PASSED_ON, reason="De politie."),
    )
    assert len([one for one in outcomes if one not in LOST]) == 1
    assert not outcome(own_app, signal_id).is_open
