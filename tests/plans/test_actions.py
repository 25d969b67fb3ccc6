"""An open action is somebody's before a day: on their list when it comes, and told of after."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import accesslog, cases, closures, plans, watchdog, worklists
from caseapp.accesslog import Event
from caseapp.closures import ObstacleKind
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.case_words import Part, TrackKind, TrackState
from caseapp.model.plan_words import ActionEnd, Intervention
from caseapp.model.plans import PlanAction
from caseapp.model.watchdog import Finding
from caseapp.model.watchdog import FindingKind as K
from caseapp.plans import action_items
from caseapp.worklists import Reason
from tests.plans.writing import DAY, action_in, confirmed, drafted, goal_in
from tests.support.cast import actor_for
from tests.support.days import FromToday, settled

CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(care=noor, safety=sem, director=dora)


@pytest.fixture
def goal(case, noor):
    confirmed(noor, case)
    return plans.goals(actor_for(noor), case, 1)[0]


@pytest.fixture(autouse=True)
def _seen(session):
    yield
    accesslog.logbook(db.session()).clear()


def kept():
    """Keep what the test did itself: no look of anybody."""
    accesslog.logbook(db.session()).seen.clear()
    db.session.commit()


def let_pass(action, days=3):
    action.due_on = clock.today() - timedelta(days=days)
    kept()


def found_of(action):
    query = select(Finding).where(Finding.subject_id == action.id, Finding.ended_at.is_(None))
    return db.session.scalars(query).one_or_none()


def listed(who):
    return {(one.noun.id, one.reason) for one in worklists.work_of(actor_for(who)).items}


def test_an_action_that_passed_is_on_the_page_and_on_the_list_of_whose_it_is(case, goal, noor, sem):
    action = action_in(noor, case, goal, CARE)
    assert found_of(action).since > clock.now()
    let_pass(action)
    crack = found_of(action)
    assert (crack.kind, crack.user_id, crack.track) == (K.ACTION_PASSED, noor.id, CARE)
    assert crack.since <= clock.now()
    assert (action.id, Reason.ACTION_PASSED) in listed(noor)
    assert not any(reason is Reason.ACTION_PASSED for _, reason in listed(sem))


@pytest.mark.parametrize(
    ("days", "reason"), [(0, Reason.ACTION_TODAY), (5, Reason.ACTION_SOON), (30, None)]
)
def test_an_action_that_comes_is_on_the_list_in_time(case, goal, noor, days, reason):
    action = action_in(noor, case, goal, CARE, due_on=clock.today() + days * DAY)
    assert {why for one, why in listed(noor) if one == action.id} == {reason} - {None}


@pytest.mark.parametrize("end", list(ActionEnd))
def test_what_is_done_or_stopped_is_off_the_page(session, case, goal, noor, end):
    action = action_in(noor, case, goal, CARE)
    let_pass(action)
    action_items.finish_action(actor_for(noor), action, end=end, outcome="Hij wil niet.")
    kept()
    assert found_of(action) is None
    assert not any(one == action.id for one, _ in listed(noor))


def test_an_action_goes_with_its_track_and_is_never_of_who_left(
    town, session, case, goal, noor, dora
):
    kept()
    colleague = town.person(Role.SOCIAL_WORKER)
    cases.involve(case, colleague.id, Part.MEMBER, CARE)
    kept()
    action = action_in(noor, case, goal, CARE, owner=colleague)
    let_pass(action)
    assert found_of(action).user_id == colleague.id
    colleague.deactivated_at = clock.now()
    kept()
    assert found_of(action).user_id == noor.id
    for held in case.involvements:
        if held.user_id == noor.id:
            held.ended_at = clock.now()
    kept()
    assert found_of(action).user_id == dora.id
    assert (action.id, Reason.ACTION_PASSED) in listed(dora)


def test_an_action_for_both_is_of_who_directs_the_case(session, case, goal, noor, dora):
    action = action_in(noor, case, goal)
    let_pass(action)
    assert found_of(action).user_id == dora.id
    for held in case.involvements:
        if held.user_id == dora.id:
            held.ended_at = clock.now()
    kept()
    assert found_of(action).user_id == noor.id


def test_a_case_is_not_closed_while_something_has_still_to_be_done(session, case, goal, noor, dora):
    action = action_in(noor, case, goal)
    kinds = {one.kind for one in closures.obstacles_of(case)}
    assert ObstacleKind.ACTIONS_OPEN in kinds
    action_items.finish_action(actor_for(dora), action, end=ActionEnd.DONE, outcome="")
    kinds = {one.kind for one in closures.obstacles_of(case)}
    assert ObstacleKind.ACTIONS_OPEN not in kinds


def test_a_track_does_not_stop_while_something_on_it_has_still_to_be_done(case, goal, noor, sem):
    action_in(noor, case, goal, CARE)
    stop = {"state": TrackState.DONE, "reason": "Klaar.", "next_on": None}
    with pytest.raises(RuleBroken, match="track-with-open-actions"):
        cases.arrange_track(actor_for(noor), case.track(CARE), **stop)
    cases.arrange_track(actor_for(sem), case.track(SAFETY), **stop)


def test_an_action_is_given_to_who_works_on_it_and_no_other(town, case, goal, noor, sem):
    kept()
    for outsider in (sem, town.person(Role.SOCIAL_WORKER)):
        with pytest.raises(RuleBroken, match="action-for-outsider"):
            action_in(noor, case, goal, CARE, owner=outsider)
    assert action_in(noor, case, goal, owner=sem).owner_id == sem.id


@pytest.mark.parametrize(
    ("changes", "broken"),
    [
        ({"text": " "}, "action-without-text"),
        ({"due_on": None}, "action-without-date"),
        ({"due_on": FromToday(-1)}, "action-date-passed"),
    ],
)
def test_an_action_has_a_text_and_a_day_that_comes(case, goal, noor, changes, broken):
    with pytest.raises(RuleBroken, match=broken):
        action_in(noor, case, goal, CARE, **settled(changes))


def test_under_a_goal_of_one_track_nothing_stands_for_the_other(session, case, noor, sem, dora):
    drafted(noor, case)
    care = goal_in(noor, case, CARE)
    for track in (SAFETY, None):
        with pytest.raises(RuleBroken, match="action-beside-goal"):
            action_in(dora, case, care, track)
    with pytest.raises(NotPermitted):
        action_in(sem, case, care, CARE)


def test_on_a_track_that_stopped_nothing_is_added(session, case, goal, noor):
    stop = {"state": TrackState.DONE, "reason": "Klaar.", "next_on": None}
    cases.arrange_track(actor_for(noor), case.track(CARE), **stop)
    with pytest.raises(RuleBroken, match="action-on-stopped-track"):
        action_in(noor, case, goal, CARE)


def test_who_does_not_work_on_the_track_cannot_touch_its_actions(case, goal, noor, sem):
    action = action_in(noor, case, goal, CARE)
    with pytest.raises(NotPermitted):
        action_items.finish_action(actor_for(sem), action, end=ActionEnd.DONE, outcome="")
    with pytest.raises(NotPermitted):
        action_items.replan_action(actor_for(sem), action, due_on=clock.today(), owner=None)
    assert plans.standing(actor_for(sem), case).open == []
    assert [one.action.id for one in plans.standing(actor_for(noor), case).open] == [action.id]


def test_a_stop_has_a_reason_and_an_action_ends_once(case, goal, noor, dora):
    action = action_in(noor, case, goal, CARE, intervention=Intervention.DEBT_HELP)
    with pytest.raises(RuleBroken, match="action-stopped-silently"):
        action_items.finish_action(actor_for(noor), action, end=ActionEnd.STOPPED, outcome=" ")
    action_items.finish_action(actor_for(noor), action, end=ActionEnd.DONE, outcome="")
    for late in (
        lambda: action_items.finish_action(
            actor_for(dora), action, end=ActionEnd.STOPPED, outcome="Toch niet."
        ),
        lambda: action_items.replan_action(
            actor_for(dora), action, due_on=clock.today(), owner=None
        ),
    ):
        with pytest.raises(RuleBroken, match="action-ended-before"):
            late()
    assert action.end is ActionEnd.DONE


def test_another_day_is_kept_beside_the_one_that_was_agreed_first(session, case, goal, noor):
    action = action_in(noor, case, goal, CARE)
    let_pass(action)
    later = clock.today() + 20 * DAY
    action_items.replan_action(actor_for(noor), action, due_on=later, owner=None)
    kept()
    assert (action.planned_on, action.due_on) == (clock.today() + 9 * DAY, later)
    assert found_of(action).since > clock.now()


def test_a_late_action_is_open_and_not_covered(town, session, case, goal, noor):
    before = watchdog.state(town.municipality, day=clock.today())
    let_pass(action_in(noor, case, goal, CARE))
    after = watchdog.state(town.municipality, day=clock.today() + DAY)
    assert after.open_count == before.open_count + 1
    assert after.uncovered_count == before.uncovered_count + 1


def test_each_change_of_an_action_is_in_the_log(session, case, goal, noor):
    action = action_in(noor, case, goal, CARE)
    action_items.replan_action(actor_for(noor), action, due_on=clock.today(), owner=noor)
    action_items.finish_action(actor_for(noor), action, end=ActionEnd.DONE, outcome="")
    kept()
    told = set(session.scalars(select(AccessEntry.event)))
    assert {Event.ACTION_ADDED, Event.ACTION_REPLANNED, Event.ACTION_ENDED} <= told
    assert session.get(PlanAction, action.id).owner_id == noor.id
