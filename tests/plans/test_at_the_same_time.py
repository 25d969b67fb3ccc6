"""Two people do it at once: one wins, and the other learns what the first one did."""

import pytest

from caseapp import accesslog, cases, plans
from caseapp.extensions import db
from caseapp.kernel.actor import Role
from caseapp.model.case_words import TrackKind, TrackState
from caseapp.model.cases import Case
from caseapp.model.plan_words import ActionEnd
from caseapp.plans import action_items
from tests.plans.writing import action_in, confirmed, drafted
from tests.support import meeting
from tests.support.cast import Town, actor_for
from tests.support.databases import ENGINES

ROUNDS = 3


@pytest.fixture(scope="module", params=ENGINES)
def own_app(request):
    """An application whose commits are real, so that two transactions can meet."""
    with meeting.committing(request.param, "plans") as app:
        yield app


def crew():
    town = Town()
    noor, dora = (town.person(Role.SOCIAL_WORKER) for _ in range(2))
    return town.case(care=noor, director=dora), noor, dora


def kept():
    accesslog.logbook(db.session()).seen.clear()
    db.session.commit()


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_who_confirm_at_once_one_does(own_app, _round):
    with own_app.app_context():
        case, noor, dora = crew()
        version, case_id = drafted(noor, case).version, case.id
        people = [actor_for(noor), actor_for(dora)]
        kept()

    def confirming(actor):
        def job():
            plans.confirm_version(actor, db.session.get(Case, case_id), version=version)
            return actor.name

        return job

    outcomes = meeting.at_once(own_app, *map(confirming, people))
    assert outcomes.count("plan-not-in-draft") == 1
    with own_app.app_context():
        found = plans.active(db.session.get(Case, case_id))
        assert found.confirmed_by.name in outcomes
        accesslog.logbook(db.session()).clear()


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_who_begin_a_version_at_once_one_does(own_app, _round):
    with own_app.app_context():
        case, noor, dora = crew()
        case_id, people = case.id, [actor_for(noor), actor_for(dora)]
        kept()

    def beginning(actor):
        return lambda: plans.begin_version(actor, db.session.get(Case, case_id)).number

    outcomes = meeting.at_once(own_app, *map(beginning, people))
    assert sorted(map(str, outcomes)) == ["1", "plan-draft-before"]


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_of_two_who_end_an_action_at_once_one_does(own_app, _round):
    with own_app.app_context():
        case, noor, dora = crew()
        confirmed(noor, case)
        action_id = action_in(noor, case, plans.goals(actor_for(noor), case, 1)[0]).id
        ends = [(actor_for(noor), ActionEnd.DONE), (actor_for(dora), ActionEnd.STOPPED)]
        kept()

    def ending(actor, end):
        def job():
            action = action_items.action(action_id)
            action_items.finish_action(actor, action, end=end, outcome="Zo.")
            return str(end)

        return job

    outcomes = meeting.at_once(own_app, *(ending(*one) for one in ends))
    assert outcomes.count("action-ended-before") == 1
    with own_app.app_context():
        assert str(action_items.action(action_id).end) in outcomes
        accesslog.logbook(db.session()).clear()


@pytest.mark.parametrize("_round", range(ROUNDS))
def test_no_action_is_left_on_a_track_that_stops_at_the_same_moment(own_app, _round):
    with own_app.app_context():
        case, noor, dora = crew()
        confirmed(noor, case)
        goal_id = plans.goals(actor_for(noor), case, 1)[0].id
        case_id, adds, stops = case.id, dora.id, actor_for(noor)
        kept()

    def adding():
        with_goal = plans.goal(goal_id)
        dora = next(one.user for one in with_goal.case.involvements if one.user_id == adds)
        action_in(dora, with_goal.case, with_goal, TrackKind.CARE)
        return "added"

    def stopping():
        track = db.session.get(Case, case_id).track(TrackKind.CARE)
        facts = {"state": TrackState.DONE, "reason": "Klaar.", "next_on": None}
        cases.arrange_track(stops, track, **facts)
        return "stopped"

    outcomes = meeting.at_once(own_app, adding, stopping)
    assert outcomes in (
        ["added", "track-with-open-actions"],
        ["action-on-stopped-track", "stopped"],
    )
    with own_app.app_context():
        case = db.session.get(Case, case_id)
        runs = case.track(TrackKind.CARE).state is TrackState.NEEDED
        assert runs or not cases.open_actions(case, TrackKind.CARE)
        accesslog.logbook(db.session()).clear()
