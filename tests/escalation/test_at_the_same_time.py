"""Two people do it at once: one wins, and the other learns what the first one did."""

from dataclasses import replace
from datetime import timedelta

import pytest

from caseapp import accesslog, approvals, escalation
from caseapp.escalation import descents, evaluations, ladders
from caseapp.extensions import db
from caseapp.flows import approved
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accounts import User
from caseapp.model.case_words import Phase
from caseapp.model.cases import Case
from caseapp.model.descents import DescentEnd
from tests.escalation.test_evaluations import SAID, came_down
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


def waiting_case():
    """A case in phase 3 with its director, a process director and who could receive it."""
    town = Town()
    dora, noor = (town.person(Role.SOCIAL_WORKER) for _ in range(2))
    piet = town.person(Role.PROCESS_DIRECTOR)
    return town.case(director=dora, phase=3), dora, noor, piet


def proposing(actor, case_id, receiver_id):
    def job():
        day = clock.today() + timedelta(days=30)
        receiver = db.session.get(User, receiver_id)
        case = db.session.get(Case, case_id)
        made = descents.propose(actor, case, reason="Rust.", receiver=receiver, aftercare_on=day)
        return made.id

    return job


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_proposals_to_come_down_at_once_one_waits(own_app, _round):
    with own_app.app_context():
        case, dora, noor, piet = waiting_case()
        jobs = [proposing(actor_for(who), case.id, noor.id) for who in (dora, piet)]
    outcomes = meeting.at_once(own_app, *jobs)
    assert outcomes.count("descent-waits-already") == 1


@pytest.mark.parametrize("_round", range(ROUNDS))
@pytest.mark.parametrize("other", ["agree", "withdraw", "refuse", "escalate"])
def test_a_case_comes_down_once_or_not_at_all_whoever_meets(own_app, other, _round):
    with own_app.app_context():
        case, dora, noor, piet = waiting_case()
        case_id, actors = case.id, {"dora": actor_for(dora), "noor": actor_for(noor)}
        made_id = proposing(actors["dora"], case_id, noor.id)()
        piet = actor_for(piet)
        if other != "agree":
            descents.agree(piet, descents.descent(made_id))
        db.session.commit()
        accesslog.logbook(db.session()).clear()

    meets = {
        "agree": lambda: descents.agree(piet, descents.descent(made_id)).id,
        "withdraw": lambda: descents.withdraw(actors["dora"], descents.descent(made_id)),
        "refuse": lambda: descents.refuse(actors["noor"], descents.descent(made_id), reason="Nee."),
        "escalate": lambda: (
            escalation.escalate(
                actors["dora"], db.session.get(Case, case_id), rise=rise(Phase.FOUR)
            ).id
        ),
    }
    accepts = lambda: descents.accept(actors["noor"], descents.descent(made_id)).id  # noqa: E731
    meeting.at_once(own_app, accepts, meets[other])
    with own_app.app_context():
        made, case = descents.descent(made_id), db.session.get(Case, case_id)
        down = [one for one in escalation.history(case) if one.to_phase < one.from_phase]
        assert made.ended_at is not None
        assert (made.end is DescentEnd.DONE) == (len(down) == 1)
        if made.end is DescentEnd.DONE:
            assert (down[0].from_phase, down[0].to_phase) == (3, 2)
            assert case.director.id == actors["noor"].user_id
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


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_ladders_agreed_to_at_once_one_holds_in_the_end(own_app, _round):
    with own_app.app_context():
        town = Town()
        fay, gert = (town.person(Role.FUNCTIONAL_ADMINISTRATOR) for _ in range(2))
        piet, anne = (town.person(Role.PROCESS_DIRECTOR) for _ in range(2))
        shapes = (ladders.BY_PERSON, replace(ladders.USUAL, name="AVE van de regio"))
        asked = []
        for who, shape in zip((fay, gert), shapes, strict=True):
            made = ladders.write(
                actor_for(who), town.municipality, shape=shape, reason="Zo werkt de regio."
            )
            asked.append(ladders.ask(actor_for(who), made).id)
        db.session.commit()
        accesslog.logbook(db.session()).clear()
        deciders = [actor_for(piet), actor_for(anne)]

    def agreeing(actor, approval_id):
        def job():
            found = approvals.approval(approval_id)
            shown = approvals.hashed(found.kind, found.subject_id, found.payload).hex()
            return approved.decide(actor, found, shown=shown, granted=True).granted

        return job

    outcomes = meeting.at_once(own_app, *map(agreeing, deciders, asked))
    assert outcomes == [True, True]
    with own_app.app_context():
        held = ladders.ever_in_force(town.id)
        assert [one.is_in_force for one in held].count(True) == 1
        assert len(held) == len(asked)


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_evaluations_at_once_one_is_kept(own_app, _round):
    with own_app.app_context():
        town = Town()
        dora, noor = (town.person(Role.SOCIAL_WORKER) for _ in range(2))
        piet = town.person(Role.PROCESS_DIRECTOR)
        case = town.case(care=noor, director=dora, phase=4)
        came_down(case, dora, piet, noor)
        db.session.commit()
        case_id, actors = case.id, [actor_for(noor), actor_for(piet)]
        accesslog.logbook(db.session()).clear()

    def writing(actor):
        def job():
            case = db.session.get(Case, case_id)
            return evaluations.write(actor, case, **SAID).made_by_id == actor.user_id

        return job

    outcomes = meeting.at_once(own_app, *map(writing, actors))
    assert sorted(map(str, outcomes)) == ["True", "evaluation-of-nothing"]
