"""Leaving, another team, other roles: refused while work would be left to nobody."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import accounts, holdings, leaves
from caseapp.extensions import db
from caseapp.flows import reassignment
from caseapp.holdings import HoldingKind
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.case_words import TrackKind
from caseapp.model.handovers import Handover
from caseapp.model.leaves import LeaveEnd
from tests.support.cast import Town, actor_for
from tests.support.databases import ENGINES
from tests.support.meeting import at_once, committing

DAY = timedelta(days=1)
CARE = TrackKind.CARE


@pytest.fixture
def noor(town):
    return town.person(Role.SOCIAL_WORKER, name="Noor")


@pytest.fixture
def dora(town):
    return town.person(Role.SOCIAL_WORKER, name="Dora")


@pytest.fixture
def lida(town):
    return town.person(Role.TEAM_LEAD, name="Lida")


@pytest.fixture
def case(town, noor):
    return town.case(care=noor, director=noor, next_on=clock.today() + 60 * DAY)


def held(user):
    return {(one.kind, one.id) for one in holdings.held_by(user.id)}


def arrange(fay, user, **changed):
    known = {
        "function": user.function,
        "roles": user.roles,
        "team_ids": [one.team_id for one in user.memberships],
        "led_team_ids": [one.team_id for one in user.memberships if one.is_lead],
    }
    accounts.arrange(actor_for(fay), user, **known | changed)
    db.session.commit()


def test_access_does_not_end_while_anything_is_open(case, noor, fay):
    with pytest.raises(RuleBroken, match="user-holds-work"):
        accounts.deactivate(actor_for(fay), noor)
    assert noor.is_active


def test_in_danger_access_ends_at_once_all_the_same(case, noor, fay):
    accounts.deactivate(actor_for(fay), noor, at_once=True)
    db.session.commit()
    assert not noor.is_active


def test_who_leaves_takes_their_leave_along_and_who_stands_in_does_not_leave(noor, dora, fay):
    today = clock.today()
    mine = leaves.ask(actor_for(noor), noor, first_on=today, last_on=today, substitute=dora)
    leaves.accept(actor_for(dora), mine)
    db.session.commit()
    with pytest.raises(RuleBroken, match="user-holds-work"):
        accounts.deactivate(actor_for(fay), dora)
    accounts.deactivate(actor_for(fay), noor)
    db.session.commit()
    assert mine.end is LeaveEnd.WITHDRAWN
    accounts.deactivate(actor_for(fay), dora)


def test_the_lead_gives_everything_at_once_and_then_access_may_end(
    town, case, noor, dora, lida, fay
):
    mine, others = reassignment.lines(actor_for(lida), noor)
    assert ({one.holding.kind for one in mine}, others) == (
        {HoldingKind.TRACK, HoldingKind.DIRECTION},
        [],
    )
    choices = {one.holding.id: dora for one in mine}
    assert reassignment.reassign(actor_for(lida), noor, choices=choices) == 2
    db.session.commit()
    db.session.expire(case, ["involvements"])
    assert (case.track(CARE).owner, case.director) == (dora, dora)
    accounts.deactivate(actor_for(fay), noor)


def test_a_track_goes_to_a_queue_in_which_somebody_works_and_to_no_other(
    town, case, noor, dora, lida
):
    track = case.track(CARE)
    actor = actor_for(lida)
    for team in (town.safety_team, town.intake_team):
        with pytest.raises(RuleBroken, match="queue-of-another-trade"):
            reassignment.reassign(actor, noor, choices={track.id: team})
    with pytest.raises(RuleBroken, match="handover-to-nobody"):
        reassignment.reassign(actor, noor, choices={case.id: town.care_team})
    reassignment.reassign(actor, noor, choices={track.id: town.care_team})
    db.session.commit()
    db.session.expire(case, ["involvements"])
    assert (track.owner, track.team) == (None, town.care_team)
    assert held(noor) == {(HoldingKind.DIRECTION, case.id)}


def test_nothing_goes_to_a_queue_in_which_only_the_leaver_works(town, case, noor, lida):
    for one in lida.memberships:
        one.is_lead = True
    for grant in lida.grants:
        assert grant.role is Role.TEAM_LEAD
    known = reassignment.successors(noor)
    assert town.safety_team.id not in known.teams
    assert town.care_team.id in known.teams


def test_one_line_that_fails_leaves_all_as_it_was_and_is_named(town, case, noor, dora, lida):
    sem = town.person(Role.SAFETY_ADVISER)
    track = case.track(CARE)
    with pytest.raises(RuleBroken, match="other-trade") as broken:
        reassignment.reassign(actor_for(lida), noor, choices={case.id: dora, track.id: sem})
    assert broken.value.field == track.id.hex
    dora.deactivated_at = clock.now()
    db.session.flush()
    with pytest.raises(RuleBroken, match="colleague-unavailable"):
        reassignment.reassign(actor_for(lida), noor, choices={track.id: dora})


def test_what_is_ones_own_is_offered_and_stays_ones_own_until_it_is_accepted(case, noor, dora):
    choices = {case.id: dora, case.track(CARE).id: dora}
    reassignment.reassign(actor_for(noor), noor, choices=choices, note="Dit speelt.")
    db.session.commit()
    assert held(noor) == {
        (HoldingKind.DIRECTION, case.id),
        (HoldingKind.TRACK, case.track(CARE).id),
    }
    offers = select(Handover.to_user_id).where(Handover.case_id == case.id)
    asked = db.session.scalars(offers.execution_options(unseen="count")).all()
    assert asked == [dora.id, dora.id]


def test_only_oneself_and_ones_lead_hand_everything_over(town, case, noor, dora):
    elsewhere = town.person(Role.TEAM_LEAD, team=town.safety_team)
    for actor in (dora, elsewhere):
        with pytest.raises(NotPermitted):
            reassignment.reassign(actor_for(actor), noor, choices={case.id: dora})


def test_a_shielded_case_is_not_the_leads_to_give(case, noor, lida, session):
    case.is_shielded = True
    session.commit()
    mine, others = reassignment.lines(actor_for(lida), noor)
    assert (mine, len(others)) == ([], 2)


def test_other_teams_or_roles_are_refused_while_they_would_drop_work(town, case, noor, dora, fay):
    with pytest.raises(RuleBroken, match="user-holds-work-of-team") as broken:
        arrange(fay, noor, team_ids=[town.intake_team.id])
    assert broken.value.field == "teams"
    with pytest.raises(RuleBroken, match="user-holds-work") as broken:
        arrange(fay, noor, roles=[Role.CISO])
    assert broken.value.field == "roles"
    arrange(fay, noor, function="Anders", team_ids=[town.care_team.id, town.intake_team.id])
    arrange(fay, dora, team_ids=[town.intake_team.id])


def test_a_team_keeps_a_lead_and_somebody_for_its_queue(town, noor, lida, fay):
    town.case(next_on=clock.today() + 9 * DAY)
    with pytest.raises(RuleBroken, match="team-needs-lead"):
        arrange(fay, lida, led_team_ids=[])
    with pytest.raises(RuleBroken, match="user-holds-work"):
        accounts.deactivate(actor_for(fay), lida)
    town.person(Role.TEAM_LEAD)
    arrange(fay, lida, team_ids=[], led_team_ids=[])
    sem = town.person(Role.SAFETY_ADVISER)
    assert {one.kind for one in holdings.held_by(sem.id)} == {HoldingKind.QUEUE}
    with pytest.raises(RuleBroken, match="queue-needs-staff"):
        arrange(fay, sem, team_ids=[])
    town.person(Role.SAFETY_ADVISER)
    arrange(fay, sem, team_ids=[])


@pytest.fixture(scope="module", params=ENGINES)
def own_app(request):
    with committing(request.param, "reassignment") as app:
        yield app


def test_of_two_who_give_the_same_to_others_at_once_one_wins_and_the_other_is_told(own_app):
    with own_app.app_context():
        town = Town()
        noor, dora, els = (town.person(Role.SOCIAL_WORKER) for _ in range(3))
        one, two = (actor_for(town.person(Role.TEAM_LEAD)) for _ in range(2))
        made = town.case(care=noor, next_on=clock.today() + DAY)
        track_id, ids = made.track(CARE).id, (noor.id, dora.id, els.id)

    def giving(actor, receiver):
        def job():
            user, to = accounts.user(ids[0]), accounts.user(receiver)
            reassignment.reassign(actor, user, choices={track_id: to})
            return "given"

        return job

    outcomes = at_once(own_app, giving(one, ids[1]), giving(two, ids[2]))
    assert sorted(outcomes) == ["given", "reassign-overtaken"]


def test_work_does_not_come_while_access_ends(own_app):
    with own_app.app_context():
        town = Town()
        noor, dora = (town.person(Role.SOCIAL_WORKER) for _ in range(2))
        lida = actor_for(town.person(Role.TEAM_LEAD))
        fay = actor_for(town.person(Role.FUNCTIONAL_ADMINISTRATOR))
        made = town.case(care=noor, next_on=clock.today() + DAY)
        track_id, ids = made.track(CARE).id, (noor.id, dora.id)

    def gives():
        user, to = accounts.user(ids[0]), accounts.user(ids[1])
        reassignment.reassign(lida, user, choices={track_id: to})
        return "given"

    def ends():
        accounts.deactivate(fay, accounts.user(ids[1]))
        return "ended"

    outcomes = set(at_once(own_app, gives, ends))
    assert outcomes in ({"given", "user-holds-work"}, {"ended", "colleague-unavailable"})
