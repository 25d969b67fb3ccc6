"""Closing a team: with its people and all that waits there, or not at all."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import accesslog, accounts, handovers, organisations, signals, watchdog
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.flows import team_closing
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.accounts import TeamMembership
from caseapp.model.case_words import CaseState, TrackKind
from caseapp.model.handovers import HandoverOf
from caseapp.model.organisations import Team, TeamKind
from caseapp.model.watchdog import Finding
from tests.support.cast import actor_for
from tests.support.reporting import report

DAY = timedelta(days=1)
CARE = TrackKind.CARE


@pytest.fixture
def west(town, fay):
    made = organisations.set_up_team(
        actor_for(fay), town.municipality, name="Wijkteam West", kind=TeamKind.CARE
    )
    db.session.commit()
    return made


def close(fay, team, successor=None):
    moved = team_closing.close_team(actor_for(fay), team, successor=successor)
    db.session.commit()
    db.session.expire_all()
    return moved


def uncovered(town):
    accesslog.logbook(db.session()).clear()
    watchdog.examine(town.id)
    found = db.session.scalars(select(Finding).where(watchdog.running(clock.now())))
    return {one.kind for one in found if one.kind.uncovers}


def teams(user):
    query = select(TeamMembership).where(TeamMembership.user_id == user.id)
    return {(one.team_id, one.is_lead) for one in db.session.scalars(query)}


def test_everything_goes_to_the_other_team_and_nobody_is_without_cover(
    session, town, fay, noor, west
):
    lida, iris = town.person(Role.TEAM_LEAD), town.person(Role.INTAKE)
    owned = town.case(care=noor, next_on=clock.today() + DAY)
    waits = town.case(next_on=clock.today() + DAY)
    closed = town.case(care=noor, state=CaseState.CLOSED)
    signal = report(town, iris, team=town.care_team)
    coming = report(town, iris)
    signals.forward(actor_for(iris), coming, team=town.care_team, note="Voor jullie.")
    dora = town.person(Role.SOCIAL_WORKER, team=west)
    session.commit()
    before = uncovered(town)
    moved = close(fay, town.care_team, west)
    assert moved == 4
    assert {one.track(CARE).team_id for one in (owned, waits)} == {west.id}
    assert owned.track(CARE).owner == noor
    assert closed.track(CARE).team_id == town.care_team.id, "what is over stays as it was"
    assert (signal.team_id, coming.team_id, coming.to_team_id) == (
        west.id, town.intake_team.id, west.id,
    )  # fmt: skip
    assert teams(noor) == teams(dora) == {(west.id, False)}
    assert teams(lida) == {(west.id, True)}, "who led it leads where nobody did"
    assert uncovered(town) == before
    assert [one.id for one in accounts.teams(town.id)] == sorted(
        [west.id, town.safety_team.id, town.intake_team.id],
        key=lambda one: organisations.team(one).name,
    )
    events = session.scalars(select(AccessEntry.event)).all()
    assert events.count(Event.TEAM_CLOSED) == 1


def test_an_offer_to_the_team_is_one_to_the_other_and_a_lead_there_stays(town, fay, noor, west):
    emma = town.person(Role.TEAM_LEAD, team=west, leads=True)
    lida = town.person(Role.TEAM_LEAD)
    case = town.case(care=noor)
    offer = handovers.offer(
        actor_for(noor), case, of=HandoverOf.CARE, team=town.care_team, note="Wie neemt dit?"
    )
    close(fay, town.care_team, west)
    assert offer.to_team_id == west.id
    assert teams(lida) == {(west.id, False)}
    assert teams(emma) == {(west.id, True)}


def test_a_signal_that_came_from_the_other_team_is_there_again(town, fay, noor, west):
    dora = town.person(Role.SOCIAL_WORKER, team=west)
    signal = report(town, dora, team=west)
    signals.forward(actor_for(dora), signal, team=town.care_team, note="Voor jullie.")
    close(fay, town.care_team, west)
    assert (signal.team_id, signal.to_team_id, signal.answer_by) == (west.id, None, None)


def test_what_would_be_left_behind_is_refused(town, fay, noor, west):
    town.case(care=noor)
    with pytest.raises(RuleBroken, match="team-needs-successor"):
        close(fay, town.care_team)
    town.person(Role.SAFETY_ADVISER)
    for other in (town.safety_team, town.care_team):
        with pytest.raises(RuleBroken, match="team-of-other-work"):
            close(fay, town.care_team, other)
    assert town.care_team.closed_at is None
    assert teams(noor) == {(town.care_team.id, False)}


def test_work_does_not_go_where_nobody_works(session, town, fay, noor, west):
    town.case(next_on=clock.today() + DAY)
    noor.deactivated_at = clock.now()
    session.commit()
    with pytest.raises(RuleBroken, match="queue-without-staff"):
        close(fay, town.care_team, west)


def test_what_is_for_one_side_does_not_go_where_nobody_may_read_it(session, town, fay, noor):
    iris = town.person(Role.INTAKE)
    desk = Team(municipality_id=town.id, name="Loket", kind=TeamKind.INTAKE)
    session.add(desk)
    session.commit()
    town.person(Role.SOCIAL_WORKER, team=desk)
    report(town, iris, side=TrackKind.SAFETY)
    iris.deactivated_at = clock.now()
    session.commit()
    with pytest.raises(RuleBroken, match="queue-without-staff"):
        close(fay, town.intake_team, desk)


def test_a_team_without_work_closes_alone_and_only_once(town, fay, noor, west):
    close(fay, west)
    with pytest.raises(RuleBroken, match="team-closed-before"):
        close(fay, west)
    with pytest.raises(RuleBroken, match="team-of-other-work"):
        close(fay, town.care_team, west)
    assert uncovered(town) == set()
    with pytest.raises(RuleBroken, match="team-unknown"):
        accounts.arrange(actor_for(fay), noor, function="", roles=noor.roles, team_ids=[west.id])


def test_only_who_arranges_teams_closes_one(town, noor, west):
    with pytest.raises(NotPermitted):
        close(noor, west)


def test_the_page_says_how_much_is_there_and_asks_who_takes_it(client, town, fay, noor, west):
    town.case(care=noor)
    client.sign_in(fay)
    path = f"/teams/{town.care_team.id.hex}/closure"
    assert f'{path}/new"' in client.get(f"/teams/{town.care_team.id.hex}/edit").text
    page = client.get(f"{path}/new").text
    assert "1 spoor dat nodig is" in page
    assert "1 collega" in page
    assert "Team veiligheid" not in page
    refused = client.post(path, data={"successor": ""})
    assert refused.status_code == 422
    assert "Er is nog werk bij dit team" in refused.text
    done = client.post(path, data={"successor": west.id.hex})
    assert done.status_code == 303
    listed = client.get("/teams").text
    assert "Wijkteam West" in listed
    assert f"/teams/{town.care_team.id.hex}/edit" not in listed
    assert client.get(f"/teams/{town.care_team.id.hex}/edit").status_code == 404
