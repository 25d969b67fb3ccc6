"""Signals of who goes: on the page that hands everything over, and in the way of leaving."""

from datetime import timedelta

import pytest

from caseapp import accounts, holdings, leaves, signals
from caseapp.extensions import db
from caseapp.flows import reassignment
from caseapp.holdings import HoldingKind
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import TrackKind
from tests.support.cast import actor_for
from tests.support.reporting import report

DAY = timedelta(days=1)


@pytest.fixture
def noor(town):
    return town.person(Role.SOCIAL_WORKER, name="Noor")


@pytest.fixture
def dora(town):
    return town.person(Role.SOCIAL_WORKER, name="Dora")


@pytest.fixture
def lida(town):
    return town.person(Role.TEAM_LEAD, name="Lida")


def had_by(town, who, **facts):
    signal = report(town, who, team=town.care_team, **facts)
    signals.plan(actor_for(who), signal, user=who, next_on=clock.today() + DAY)
    db.session.commit()
    return signal


def arrange(fay, user, **changed):
    known = {
        "function": user.function,
        "roles": user.roles,
        "team_ids": [one.team_id for one in user.memberships],
    }
    accounts.arrange(actor_for(fay), user, **(known | changed))


@pytest.mark.parametrize("who", ["noor", "lida"])
def test_it_is_given_at_once_to_a_colleague_or_back_to_the_queue(town, noor, dora, lida, who):
    actor = actor_for({"noor": noor, "lida": lida}[who])
    first, second = had_by(town, noor), had_by(town, noor)
    mine, others = reassignment.lines(actor, noor)
    assert {one.about.id for one in mine} == {first.id, second.id}
    assert others == []
    choices = {first.id: dora, second.id: town.care_team}
    assert reassignment.reassign(actor, noor, choices=choices, note="Veel geluk.") == 2
    db.session.commit()
    assert (first.user_id, second.user_id) == (dora.id, None)
    assert first.next_on == clock.today() + DAY
    assert holdings.held_by(noor.id) == []


def test_who_is_offered_works_in_its_team_and_is_of_its_side(town, noor, dora, lida):
    sem = town.person(Role.SAFETY_ADVISER, team=town.care_team)
    town.person(Role.INTAKE)
    had_by(town, noor, side=TrackKind.CARE)
    [line] = reassignment.lines(actor_for(lida), noor)[0]
    known = reassignment.successors(noor)
    assert {one.id for one in known.people_for(line.holding)} == {dora.id, lida.id}
    assert [one.id for one in known.teams_for(line.holding)] == [town.care_team.id]
    with pytest.raises(RuleBroken, match="other-trade"):
        reassignment.reassign(actor_for(lida), noor, choices={line.holding.id: sem})


def test_nothing_is_given_that_somebody_else_has_by_now(session, town, noor, dora, lida):
    signal = had_by(town, noor)
    signals.plan(actor_for(dora), signal, user=dora, next_on=clock.today() + DAY)
    session.commit()
    with pytest.raises(RuleBroken, match="reassign-overtaken"):
        reassignment.reassign(actor_for(lida), noor, choices={signal.id: lida})
    assert signal.user_id == dora.id


def test_nobody_leaves_their_signals_or_the_team_they_are_with(town, noor, dora, fay):
    signal = had_by(town, noor)
    with pytest.raises(RuleBroken, match="user-holds-work"):
        accounts.deactivate(actor_for(fay), noor)
    with pytest.raises(RuleBroken, match="user-holds-work-of-team"):
        arrange(fay, noor, team_ids=[town.safety_team.id])
    signals.pass_on(actor_for(noor), signal, user=dora)
    accounts.deactivate(actor_for(fay), noor)
    assert not noor.is_active


def test_nobody_takes_another_trade_with_what_is_for_their_own_side(town, noor, dora, fay):
    signal = had_by(town, noor, side=TrackKind.CARE)
    with pytest.raises(RuleBroken, match="user-holds-work-of-trade"):
        arrange(fay, noor, roles={Role.SAFETY_ADVISER})
    arrange(fay, noor, roles={Role.SAFETY_ADVISER, Role.SOCIAL_WORKER})
    signals.pass_on(actor_for(noor), signal, user=None)
    arrange(fay, noor, roles={Role.SAFETY_ADVISER})
    assert noor.roles == {Role.SAFETY_ADVISER}


def test_nobody_takes_another_trade_while_they_own_a_track_of_this_one(town, noor, fay):
    town.case(care=noor)
    with pytest.raises(RuleBroken, match="user-holds-work-of-trade"):
        arrange(fay, noor, roles={Role.SAFETY_ADVISER})


def test_a_leave_waits_for_no_signal_for_the_team_sees_it(town, noor, dora):
    had_by(town, noor)
    today = clock.today()
    assert leaves.open_without(noor, today, today + DAY, stood_in_for=False) == []
    leaves.ask(actor_for(noor), noor, first_on=today, last_on=today + DAY, substitute=None)


def test_the_page_shows_it_with_the_ways_on(client, town, noor, dora, lida):
    signal = had_by(town, noor)
    client.sign_in(lida)
    path = f"/colleagues/{noor.id.hex}/work"
    page = client.get(path).get_data(as_text=True)
    assert f"/signals/{signal.id.hex}" in page
    assert "Gaat meteen over" in page
    answer = client.post(path, data={signal.id.hex: f"u{dora.id.hex}"})
    assert answer.status_code == 303
    db.session.expire_all()
    assert signal.user_id == dora.id
    assert HoldingKind.SIGNAL in {one.kind for one in holdings.held_by(dora.id)}
