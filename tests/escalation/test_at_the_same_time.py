"""Two people do it at once: one wins, and the other learns what the first one did."""

import pytest

from caseapp import accesslog, escalation
from caseapp.extensions import db
from caseapp.kernel.actor import Role
from caseapp.model.case_words import Phase
from caseapp.model.cases import Case
from tests.support import meeting
from tests.support.cast import Town, actor_for
from tests.support.databases import ENGINES
from tests.support.rising import rise

ROUNDS = 5


@pytest.fixture(scope="module", params=ENGINES)
def own_app(request):
    """An application whose commits are real, so that two transactions can meet."""
    with meeting.committing(request.param, "escalation") as app:
        yield app


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_answers_at_once_one_wins_and_the_other_is_told(own_app, _round):
    with own_app.app_context():
        town = Town()
        noor = town.person(Role.SOCIAL_WORKER)
        dora = town.person(Role.SOCIAL_WORKER)
        lida = town.person(Role.TEAM_LEAD)
        flag_id = town.flag(town.case(care=noor, director=dora), noor).id
        people = [actor_for(dora), actor_for(lida)]

    def answering(actor):
        def job():
            flag = escalation.flag(flag_id)
            return escalation.answer_flag(actor, flag, answer=actor.name).answer

        return job

    outcomes = meeting.at_once(own_app, *map(answering, people))
    winners = [outcome for outcome in outcomes if outcome != "flag-answered-before"]
    assert len(winners) == 1
    with own_app.app_context():
        flag = escalation.flag(flag_id)
        assert (flag.answer, flag.answered_by.name) == (winners[0], winners[0])
        accesslog.logbook(db.session()).clear()


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_two_who_move_a_case_the_same_way_move_it_once(own_app, _round):
    with own_app.app_context():
        town = Town()
        dora = town.person(Role.SOCIAL_WORKER)
        piet = town.person(Role.PROCESS_DIRECTOR)
        case_id = town.case(director=dora, phase=2).id
        people = [actor_for(dora), actor_for(piet)]

    def moving(actor):
        def job():
            escalation.escalate(actor, db.session.get(Case, case_id), rise=rise(Phase.THREE))
            return "moved"

        return job

    assert sorted(meeting.at_once(own_app, *map(moving, people))) == ["moved", "phase-unchanged"]
    with own_app.app_context():
        case = db.session.get(Case, case_id)
        assert (case.phase, len(escalation.history(case))) == (Phase.THREE, 1)
        accesslog.logbook(db.session()).clear()
