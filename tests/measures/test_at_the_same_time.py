"""Two people take the next step of a measure at once: one wins, and the other is told."""

import pytest

from caseapp import accesslog, measures
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.measures import MeasureEnd, MeasureKind, Stage
from tests.support import meeting
from tests.support.cast import Town, actor_for
from tests.support.databases import ENGINES
from tests.support.measuring import DAY, taken

ROUNDS = 5


@pytest.fixture(scope="module", params=ENGINES)
def own_app(request):
    """An application whose commits are real, so that two transactions can meet."""
    with meeting.committing(request.param, "measures") as app:
        yield app


def advancing(actor, measure_id, step):
    def job():
        return str(measures.advance(actor, measures.measure(measure_id), taken=step).stage)

    return job


@pytest.mark.parametrize("_round", range(ROUNDS))
@pytest.mark.parametrize("other", [Stage.DECISION, Stage.END])
def test_of_two_steps_at_once_one_is_taken(own_app, other, _round):
    with own_app.app_context():
        town = Town()
        sem, dora = town.person(Role.SAFETY_ADVISER), town.person(Role.SOCIAL_WORKER)
        case = town.case(safety=sem, director=dora)
        first, second = actor_for(sem), actor_for(dora)
        measure_id = measures.prepare(
            first,
            case,
            kind=MeasureKind.CLOSURE_DRUGS,
            resident_id=None,
            ground="Een inval.",
            next_on=clock.today() + DAY,
        ).id
        db.session.commit()
        accesslog.logbook(db.session()).clear()
        end = {"end": MeasureEnd.NOT_IMPOSED} if other is Stage.END else {}
        steps = [taken(Stage.DECISION), taken(other, **end)]
    jobs = [advancing(first, measure_id, steps[0]), advancing(second, measure_id, steps[1])]
    outcomes = meeting.at_once(own_app, *jobs)
    refused = {
        "measure-step-not-next",
        "measure-ended-before",
        "measure-end-unfit",
        "refused",
    }
    assert sum(outcome in refused for outcome in outcomes) == 1, outcomes
    with own_app.app_context():
        made = measures.measure(measure_id)
        assert [one.number for one in made.stages] == [0]
        assert str(made.stage) in outcomes
        accesslog.logbook(db.session()).clear()
