"""Signals that somebody may not read, or that nobody could: who stands in, goes, or knows them."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from caseapp import accesslog, accounts, acquaintances, holdings, leaves, policy, signals, watchdog
from caseapp.holdings import HoldingKind
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import CaseState, TrackKind
from caseapp.model.cases import Case
from caseapp.model.signals import SignalEnd
from caseapp.model.watchdog import Finding
from caseapp.model.watchdog import FindingKind as K
from caseapp.policy import Permission
from tests.support.cast import actor_for
from tests.support.reporting import report

DAY = timedelta(days=1)


def stand_in(session, user, substitute):
    today = clock.today()
    actor = actor_for(user)
    leave = leaves.ask(actor, user, first_on=today, last_on=today + DAY, substitute=substitute)
    leaves.accept(actor_for(substitute), leave)
    session.commit()


def acting(user):
    """Give somebody as they act at this moment, as their next request has it."""
    return next(one for one in accounts.actors(user.municipality_id) if one.user_id == user.id)


def reads(who, signal):
    return policy.allows(acting(who), Permission.SIGNAL_VIEW, signal)


def test_who_stands_in_does_not_read_what_is_for_the_other_side(session, town, iris, noor, sem):
    care = report(town, iris, team=town.care_team, side=TrackKind.CARE)
    both = report(town, iris, team=town.care_team)
    for one in (care, both):
        signals.plan(actor_for(noor), one, user=noor, next_on=clock.today())
    session.commit()
    stand_in(session, noor, sem)
    assert reads(sem, both)
    assert not reads(sem, care)
    assert [one.id for one in signals.waiting(acting(sem))] == [both.id]
    accesslog.logbook(session).clear()


def test_who_stands_in_can_open_a_case_about_whom_it_is(session, town, iris, noor, sem):
    signal = report(town, iris, resident=town.resident(), team=town.care_team)
    signals.plan(actor_for(noor), signal, user=noor, next_on=clock.today())
    session.commit()
    stand_in(session, noor, sem)
    case = signals.open_case_from(
        acting(sem),
        signal,
        title="Onrust",
        reason="Het is ernstig.",
        care_team=town.care_team,
        safety_team=town.safety_team,
        next_on=clock.today() + DAY,
    )
    session.commit()
    assert signal.case_id == case.id


def test_who_is_the_last_of_a_team_goes_from_no_signal_of_theirs(session, town, iris):
    signal = report(town, iris)
    signals.plan(actor_for(iris), signal, user=iris, next_on=clock.today())
    session.commit()
    held = {one.kind for one in holdings.held_by(iris.id)}
    assert held == {HoldingKind.QUEUE, HoldingKind.SIGNAL}
    town.person(Role.INTAKE)
    assert {one.kind for one in holdings.held_by(iris.id)} == {HoldingKind.SIGNAL}


def test_who_knows_somebody_no_longer_has_what_was_reported_of_them(session, town, iris, noor):
    person, other = town.resident(), town.resident()
    signal, else_one = (
        report(town, iris, resident=one, team=town.care_team) for one in (person, other)
    )
    for one in (signal, else_one):
        signals.plan(actor_for(noor), one, user=noor, next_on=clock.today())
    session.commit()
    acquaintances.step_aside_from_resident(actor_for(noor), person)
    session.commit()
    assert (signal.user_id, else_one.user_id) == (None, noor.id)
    assert not reads(noor, signal)


def test_it_joins_no_case_that_was_closed_at_that_moment(session, town, iris, noor):
    case = town.case(care=noor, director=iris)
    signal = report(town, iris)
    session.commit()
    assert case.is_open
    session.execute(
        update(Case)
        .where(Case.id == case.id)
        .values(state=CaseState.CLOSED, closed_at=clock.now(), next_on=None),
        execution_options={"synchronize_session": False},
    )
    with pytest.raises(RuleBroken, match="signal-case-closed"):
        signals.decide(actor_for(iris), signal, end=SignalEnd.JOINED, reason="Zelfde.", case=case)
    assert signal.is_open


def test_who_lives_there_reads_nothing_that_was_reported_of_the_address(session, town, iris):
    there = report(town, iris, address=("7061AB", 12))
    beside = report(town, iris, address=("7061AB", 14))
    piet = town.person(Role.INTAKE)
    session.commit()
    acquaintances.set_own_marks(
        actor_for(piet),
        town.municipality,
        first_names="Piet",
        surname="Buur",
        born=None,
        postcode="7061AB",
        house_number="12",
    )
    session.commit()
    assert reads(piet, beside)
    assert not reads(piet, there)
    assert [one.id for one in signals.waiting(acting(piet))] == [beside.id]
    accesslog.logbook(session).clear()


def test_what_is_for_one_side_is_not_there_for_the_other_trade_in_the_same_team(
    session, town, iris, sem
):
    dora = town.person(Role.SOCIAL_WORKER, team=town.intake_team)
    person = town.resident()
    safety = report(town, iris, resident=person, side=TrackKind.SAFETY)
    both = report(town, iris)
    assert reads(iris, safety), "who has no trade keeps both"
    assert not reads(dora, safety)
    assert not policy.allows(acting(dora), Permission.RESIDENT_VIEW, person)
    assert [one.id for one in signals.waiting(acting(dora))] == [both.id]
    with pytest.raises(RuleBroken, match="other-trade"):
        signals.plan(actor_for(iris), safety, user=dora, next_on=clock.today())
    signals.forward(acting(iris), both, team=town.safety_team, note="Voor jullie.")
    session.commit()
    assert reads(sem, both)
    accesslog.logbook(session).clear()


def test_nothing_for_one_side_waits_where_the_other_trade_alone_works(session, town, noor):
    town.person(Role.SOCIAL_WORKER, team=town.intake_team)
    with pytest.raises(RuleBroken, match="signal-without-queue"):
        report(town, noor, side=TrackKind.SAFETY)
    adam = town.person(Role.SAFETY_ADVISER, team=town.intake_team)
    signal = report(town, noor, side=TrackKind.SAFETY)
    assert reads(adam, signal)
    assert {one.kind for one in holdings.held_by(adam.id)} == {HoldingKind.QUEUE}
    adam.deactivated_at = clock.now()
    session.commit()
    assert K.SIGNAL_NOBODYS in kinds_found(session, signal)


def kinds_found(session, signal):
    query = select(Finding.kind).where(
        Finding.subject_id == signal.id, watchdog.running(clock.now())
    )
    found = set(session.scalars(query))
    accesslog.logbook(session).clear()
    return found


def test_no_case_is_opened_about_somebody_who_is_there_for_others_alone(session, town, iris, noor):
    person = town.resident()
    signal = report(town, iris, resident=person, team=town.care_team)
    signals.plan(actor_for(noor), signal, user=noor, next_on=clock.today())
    town.case(person, director=town.person(Role.SOCIAL_WORKER)).is_shielded = True
    session.commit()
    with pytest.raises(RuleBroken, match="signal-resident-of-others"):
        signals.open_case_from(
            actor_for(noor),
            signal,
            title="Onrust",
            reason="Het is ernstig.",
            care_team=town.care_team,
            safety_team=town.safety_team,
            next_on=clock.today() + DAY,
        )
    assert signal.is_open
