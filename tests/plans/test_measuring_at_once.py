"""Two people put the same measurement right, or measure the same day: one does."""

import pytest

from caseapp import accesslog
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.cases import Case
from caseapp.model.domains import Area
from caseapp.model.plan_words import Domain, Level, SeenBy
from caseapp.plans import measuring
from caseapp.plans.measuring import Scored
from tests.plans.measured import corrected, measured
from tests.plans.writing import confirmed
from tests.support import meeting
from tests.support.cast import Town, actor_for
from tests.support.databases import ENGINES

ROUNDS = 3


@pytest.fixture(scope="module", params=ENGINES)
def own_app(request):
    """An application whose commits are real, so that two transactions can meet."""
    with meeting.committing(request.param, "measuring") as app:
        yield app


def crew():
    town = Town()
    noor, dora = (town.person(Role.SOCIAL_WORKER) for _ in range(2))
    case = town.case(care=noor, director=dora)
    confirmed(noor, case)
    return case, noor, dora


def kept():
    accesslog.logbook(db.session()).seen.clear()
    db.session.commit()


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_who_put_a_measurement_right_at_once_one_does(own_app, _round):
    with own_app.app_context():
        case, noor, dora = crew()
        one_id, case_id = measured(noor, case).id, case.id
        first, second = actor_for(noor), actor_for(dora)
        kept()

    def correcting():
        corrected(noor, measuring.measurement(one_id), level=Level.ABLE)
        return "corrected"

    def withdrawing():
        measuring.withdraw(second, measuring.measurement(one_id), reason="Van een ander.")
        return "withdrawn"

    outcomes = meeting.at_once(own_app, correcting, withdrawing)
    assert sorted(outcomes) in (
        ["corrected", "measurement-corrected-before"],
        ["measurement-withdrawn-before", "withdrawn"],
    )
    with own_app.app_context():
        (line,) = measuring.lines(first, db.session.get(Case, case_id))
        assert len(line.standing) == outcomes.count("corrected")
        accesslog.logbook(db.session()).clear()


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_who_measure_the_same_on_one_day_one_does(own_app, _round):
    with own_app.app_context():
        case, noor, dora = crew()
        case_id, people = case.id, [actor_for(noor), actor_for(dora)]
        kept()

    def measuring_now(actor):
        def job():
            case = db.session.get(Case, case_id)
            scores = {Area(Domain.HOUSING): Scored(Level.ABLE, "Hij doet open.")}
            facts = {"track": None, "measured_on": clock.today(), "scores": scores}
            measuring.measure(actor, case, seen_by=SeenBy.PROFESSIONAL, **facts)
            return "measured"

        return job

    outcomes = meeting.at_once(own_app, *map(measuring_now, people))
    assert sorted(outcomes) == ["measured", "measurement-that-day"]
