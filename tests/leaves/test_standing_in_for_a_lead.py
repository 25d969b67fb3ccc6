"""A team lead on leave: another team lead leads the team meanwhile, or it is without one."""

import pytest
from sqlalchemy import select

from caseapp import accesslog, leaves, notifications, policy, watchdog
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.watchdog import Finding, FindingKind
from caseapp.policy import Permission
from tests.leaves.test_standing_in import DAY, acting, may, stand_in, work

WITHOUT = FindingKind.TEAM_WITHOUT_LEAD


@pytest.fixture
def lida(town):
    return town.person(Role.TEAM_LEAD, name="Lida")


@pytest.fixture
def lea(town):
    """Who leads the other team."""
    return town.person(Role.TEAM_LEAD, name="Lea", team=town.safety_team)


@pytest.fixture
def case(town, noor, sem):
    """A case of which the care track waits with the team of Lida; the safety track is with none."""
    made = town.case(town.resident(), care=noor, next_on=clock.today() + 9 * DAY)
    made.tracks[1].team_id = town.intake_team.id
    db.session.commit()
    return made


def leaderless(town):
    """Give, for the care team, from when until when it is without lead; None while it is not."""
    query = select(Finding.since, Finding.until).where(
        Finding.kind == WITHOUT, Finding.subject_id == town.care_team.id, Finding.ended_at.is_(None)
    )
    row = db.session.execute(query).one_or_none()
    return row and tuple(row)


def go(user, substitute=None, first=1, last=2):
    leave = leaves.ask(
        acting(user), user,
        first_on=clock.today() + first * DAY, last_on=clock.today() + last * DAY,
        substitute=substitute,
    )  # fmt: skip
    db.session.commit()
    return leave


def between(first, last):
    today = clock.today()
    return clock.midnight(today + first * DAY), clock.midnight(today + (last + 1) * DAY)


def test_another_lead_leads_the_team_from_the_first_day_to_the_last(case, lida, lea, hands):
    stand_in(lida, lea, 1, 2)
    seen = []
    for _day in range(4):
        seen.append((may(lea, Permission.CASE_DIRECT, case), bool(acting(lea).led_team_ids)))
        hands.pass_by(days=1)
    assert seen == [(False, True), (True, True), (True, True), (False, True)]


def test_who_is_no_lead_stands_in_for_the_work_and_not_for_leading(town, case, lida, noor):
    dora = town.person(Role.SOCIAL_WORKER, name="Dora", team=town.safety_team)
    stand_in(lida, dora, 0, 2)
    assert acting(dora).led_team_ids == frozenset()
    assert not may(dora, Permission.CASE_VIEW, case)
    assert leaderless(town) == between(0, 2)


def test_what_waits_for_the_lead_is_on_the_list_of_who_leads_meanwhile(town, case, lida, lea):
    case.tracks[0].next_on = clock.today() - DAY
    db.session.commit()
    before = work(lea)
    stand_in(lida, lea, 0, 2)
    assert before == []
    assert {case_id for _reason, case_id, _who in work(lea)} == {case.id}
    assert notifications.leads_of_teams([town.care_team.id]) == {lida.id, lea.id}


def test_a_shielded_case_stays_shut_for_who_leads_meanwhile(case, lida, lea):
    case.is_shielded = True
    db.session.commit()
    stand_in(lida, lea, 0, 2)
    assert not may(lea, Permission.CASE_VIEW, case)


def test_without_another_lead_the_team_is_without_one_in_those_days_and_it_is_told_ahead(
    town, lida, lea, hands
):
    leave = go(lida)
    assert leaderless(town) == between(1, 2)
    admin = acting(town.person(Role.FUNCTIONAL_ADMINISTRATOR))
    shown = lambda: {one.subject_id for one in watchdog.page(admin, watchdog.Filter(), None).items}  # noqa: E731
    assert town.care_team.id not in shown()
    hands.pass_by(days=1)
    assert town.care_team.id in shown()
    hands.pass_by(days=2)
    assert town.care_team.id not in shown()
    accesslog.logbook(db.session()).clear()
    assert leave.last_on < clock.today()


def test_it_ends_at_once_when_a_lead_agrees_to_stand_in_and_comes_back_when_they_go_too(
    town, lida, lea
):
    leave = go(lida, lea)
    assert leaderless(town) == between(1, 2)
    leaves.accept(acting(lea), leave)
    db.session.commit()
    assert leaderless(town) is None
    lea.deactivated_at = clock.now()
    db.session.commit()
    assert leaderless(town) == between(1, 2)


def test_with_two_leads_a_team_is_without_one_only_on_the_days_both_are_away(town, lida):
    other = town.person(Role.TEAM_LEAD, name="Louis")
    go(lida, None, 1, 5)
    assert leaderless(town) is None
    go(other, None, 4, 9)
    assert leaderless(town) == between(4, 5)


def test_standing_in_as_a_lead_is_not_passed_on(town, case, lida, lea):
    third = town.person(Role.TEAM_LEAD, name="Lot", team=town.intake_team)
    stand_in(lida, lea, 0, 2)
    assert not policy.allows(acting(third), Permission.TRACK_VIEW, case.tracks[0])
    assert town.care_team.id not in acting(third).led_team_ids
