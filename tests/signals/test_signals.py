"""Signals: always with somebody or a staffed team and a date, and ended by a decision alone."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from caseapp import accesslog, policy, settings, signals
from caseapp.accesslog import Event
from caseapp.kernel import clock, deadlines
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.case_words import CaseState, TrackKind
from caseapp.model.signals import SignalEnd, Urgency
from caseapp.policy import Permission
from tests.support.cast import actor_for
from tests.support.days import FromToday, settled
from tests.support.reporting import report

DAY = timedelta(days=1)


def may(who, permission, signal):
    return policy.allows(actor_for(who), permission, signal)


def reads(who, signal):
    return may(who, Permission.SIGNAL_VIEW, signal)


def listed(who):
    found = [one.id for one in signals.waiting(actor_for(who))]
    assert signals.count(actor_for(who)) == len(found)
    accesslog.logbook(signals.queries.db.session()).clear()
    return found


def test_a_signal_is_at_once_with_a_team_and_has_a_date(session, town, iris):
    signal = report(town, iris)
    session.commit()
    days = settings.TRIAGE_DAYS.usual
    assert signal.team_id == town.intake_team.id
    assert signal.next_on == deadlines.working_days_after(clock.today(), days)
    assert listed(iris) == [signal.id]
    assert session.scalars(select(AccessEntry.event)).all() == [Event.SIGNAL_RECORDED]


@pytest.mark.parametrize(("urgency", "days"), [(Urgency.TODAY, 0), (Urgency.SOON, 1)])
def test_what_is_urgent_has_an_earlier_date(town, iris, urgency, days):
    signal = report(town, iris, urgency=urgency)
    assert signal.next_on == deadlines.working_days_after(clock.today(), days)


@pytest.mark.parametrize("column", ["next_on"])
def test_the_database_takes_no_open_signal_without_a_date(session, town, iris, column):
    signal = report(town, iris)
    session.commit()
    setattr(signal, column, None)
    with pytest.raises(IntegrityError):
        session.flush()


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"place": ""}, "signal-about-nobody"),
        ({"received_on": FromToday(1)}, "step-in-future"),
        ({"wants_answer": True}, "signal-answer-to-nobody"),
    ],
)
def test_what_is_refused(town, iris, facts, code):
    with pytest.raises(RuleBroken, match=code):
        report(town, iris, **settled(facts))


def test_a_signal_waits_where_somebody_works_and_may_read_it(town, iris, sem):
    with pytest.raises(RuleBroken, match="signal-without-queue"):
        report(town, iris, team=town.care_team)
    with pytest.raises(RuleBroken, match="signal-without-queue"):
        report(town, iris, team=town.safety_team, side=TrackKind.CARE)
    assert report(town, iris, team=town.safety_team).team_id == town.safety_team.id


def test_care_and_safety_read_only_what_is_with_their_own_team(town, iris, noor, sem):
    care = report(town, iris, team=town.care_team, side=TrackKind.CARE)
    assert reads(noor, care)
    assert not reads(sem, care)
    assert listed(sem) == []
    with pytest.raises(NotPermitted):
        signals.plan(actor_for(sem), care, user=sem, next_on=clock.today())
    with pytest.raises(RuleBroken, match="signal-without-queue"):
        signals.forward(actor_for(noor), care, team=town.safety_team, note="Voor jullie.")


def test_a_team_forwards_and_stays_responsible_until_the_other_accepts(
    session, town, iris, noor, sem
):
    signal = report(town, iris)
    assert not reads(noor, signal)
    signals.forward(actor_for(iris), signal, team=town.care_team, note="Zorgen om mevrouw.")
    assert listed(noor) == [signal.id]
    assert listed(iris) == [signal.id]
    assert signal.team_id == town.intake_team.id
    with pytest.raises(NotPermitted):
        signals.accept(actor_for(sem), signal)
    signals.refuse(actor_for(noor), signal, reason="Dit is overlast, geen zorg.")
    assert (signal.to_team_id, signal.note) == (None, "Dit is overlast, geen zorg.")
    assert listed(noor) == []
    signals.forward(actor_for(iris), signal, team=town.care_team, note="Toch wel.")
    signals.accept(actor_for(noor), signal)
    assert (signal.team_id, signal.user_id) == (town.care_team.id, noor.id)
    assert listed(iris) == []
    with pytest.raises(NotPermitted):
        signals.accept(actor_for(noor), signal)


def test_somebody_of_the_team_has_it_and_nobody_of_another(town, iris, noor):
    signal = report(town, iris)
    with pytest.raises(RuleBroken, match="colleague-unavailable"):
        signals.plan(actor_for(iris), signal, user=noor, next_on=clock.today())
    with pytest.raises(RuleBroken, match="signal-date-past"):
        signals.plan(actor_for(iris), signal, user=iris, next_on=clock.today() - DAY)
    signals.plan(actor_for(iris), signal, user=iris, next_on=clock.today() + DAY)
    assert (signal.user_id, signal.next_on) == (iris.id, clock.today() + DAY)
    signals.plan(actor_for(iris), signal, user=None, next_on=clock.today() + DAY)
    assert signal.user_id is None


def test_nothing_is_done_only_for_a_reason_and_decided_only_once(session, town, iris):
    signal = report(town, iris)
    with pytest.raises(RuleBroken, match="signal-without-reason"):
        signals.decide(actor_for(iris), signal, end=SignalEnd.NO_ACTION, reason=" ")
    signals.decide(actor_for(iris), signal, end=SignalEnd.NO_ACTION, reason="Een feestje.")
    session.commit()
    assert not signal.is_open
    assert listed(iris) == []
    assert reads(iris, signal)
    with pytest.raises(NotPermitted):
        signals.decide(actor_for(iris), signal, end=SignalEnd.PASSED_ON, reason="Toch.")


def test_it_joins_a_running_case_and_who_works_on_its_side_reads_it(session, town, iris, noor, sem):
    person = town.resident()
    case = town.case(person, care=noor, safety=sem, state=CaseState.INTAKE)
    signal = report(town, iris, resident=person, side=TrackKind.CARE)
    with pytest.raises(RuleBroken, match="signal-without-case"):
        signals.decide(actor_for(iris), signal, end=SignalEnd.JOINED, reason="Zelfde gezin.")
    signals.decide(actor_for(iris), signal, end=SignalEnd.JOINED, reason="Zelfde.", case=case)
    session.commit()
    assert signal.case_id == case.id
    assert reads(noor, signal)
    assert not reads(sem, signal)


def test_it_joins_no_case_that_is_closed_or_that_one_may_not_open(town, iris, noor, sem):
    closed = town.case(care=noor, safety=sem, director=iris, state=CaseState.CLOSED)
    hidden = town.case(care=noor, safety=sem)
    signal = report(town, iris)
    for case, code in ((closed, "signal-case-closed"), (hidden, "signal-without-case")):
        with pytest.raises(RuleBroken, match=code):
            signals.decide(
                actor_for(iris), signal, end=SignalEnd.JOINED, reason="Zelfde.", case=case
            )


@pytest.mark.parametrize("known", [True, False])
def test_it_becomes_a_case_with_both_tracks(session, town, iris, known):
    person = town.resident() if known else None
    signal = report(town, iris, resident=person)
    case = signals.open_case_from(
        actor_for(iris),
        signal,
        title="Onrust",
        reason="Het is ernstig.",
        care_team=town.care_team,
        safety_team=town.safety_team,
        next_on=clock.today() + DAY,
    )
    session.commit()
    assert (signal.end, signal.case_id) == (SignalEnd.NEW_CASE, case.id)
    assert [one.resident_id for one in case.subjects] == ([person.id] if known else [])
    assert case.address == ("" if known else "Hoek van de Dorpsstraat")
    assert {track.next_on for track in case.tracks} == {clock.today() + DAY}


def test_a_signal_on_a_closed_case_goes_to_its_last_director_and_the_queue_of_the_team(
    session, town, iris, noor, sem
):
    person = town.resident()
    case = town.case(person, care=noor, safety=sem, director=noor, state=CaseState.CLOSED)
    signal = report(town, iris, resident=person)
    session.commit()
    assert (signal.user_id, signal.team_id) == (noor.id, town.care_team.id)
    assert signal.previous_case_id == case.id
    assert listed(noor) == [signal.id]
    opened = signals.openable_previous(actor_for(iris), signal)
    assert opened is None, "who recorded it may not know of the case"
    accesslog.logbook(session).clear()


def test_where_the_last_director_is_gone_the_queue_has_it(session, town, iris, noor, sem):
    person, other = town.resident(), town.person(Role.SOCIAL_WORKER)
    town.case(person, care=other, safety=sem, director=noor, state=CaseState.CLOSED)
    noor.deactivated_at = clock.now()
    session.commit()
    signal = report(town, iris, resident=person)
    assert (signal.user_id, signal.team_id) == (None, town.care_team.id)


def test_a_running_case_is_no_return(town, iris, noor, sem):
    person = town.resident()
    town.case(person, director=noor, state=CaseState.CLOSED)
    town.case(person, care=noor, safety=sem)
    assert report(town, iris, resident=person).previous_case_id is None


def test_what_was_reported_before_is_told_to_who_may_read_it_and_while_the_window_lasts(
    session, town, iris, noor, sem, hands
):
    person = town.resident(postcode="7061AB", house_number="12")
    first = report(town, iris, resident=person)
    there = report(town, iris, address=("7061AB", 12))
    report(town, iris, address=("7061AB", 14))
    report(town, iris, address=("7061AB", 12), team=town.safety_team)
    last = report(town, iris, resident=person)
    session.commit()
    known = {one.id for one in signals.earlier(actor_for(iris), last)}
    assert {first.id, there.id} < known
    assert {one.id for one in signals.earlier(actor_for(noor), last)} == set()
    hands.pass_by(days=settings.SIGNAL_WINDOW.usual)
    assert list(signals.earlier(actor_for(iris), last)) == []
    accesslog.logbook(session).clear()


def test_a_signal_about_a_shielded_resident_is_there_for_who_has_it_alone(
    session, town, iris, noor
):
    person = town.resident()
    signal = report(town, iris, resident=person, team=town.care_team)
    assert reads(noor, signal)
    eva = town.person(Role.SOCIAL_WORKER)
    case = town.case(person, director=eva)
    case.is_shielded = True
    session.commit()
    assert not reads(noor, signal)
    assert not reads(iris, signal)
    assert listed(eva) == [signal.id], "a shield makes nobody unreachable"
    signal.user_id = noor.id
    session.commit()
    assert reads(noor, signal)
    accesslog.logbook(session).clear()


def test_who_handles_a_signal_may_know_whom_it_is_about_until_it_is_decided(
    session, town, iris, noor
):
    person = town.resident()
    assert not policy.allows(actor_for(noor), Permission.RESIDENT_VIEW, person)
    signal = report(town, iris, resident=person, team=town.care_team)
    session.commit()
    assert policy.allows(actor_for(noor), Permission.RESIDENT_VIEW, person)
    signals.decide(actor_for(noor), signal, end=SignalEnd.NO_ACTION, reason="Een feestje.")
    session.commit()
    assert not policy.allows(actor_for(noor), Permission.RESIDENT_VIEW, person)


def test_who_reported_it_hears_what_came_of_it_and_that_is_kept(session, town, iris, noor):
    signal = report(town, iris, reporter="Mw. Buur, 0314-000000", wants_answer=True)
    with pytest.raises(NotPermitted):
        signals.answer_reporter(actor_for(noor), signal)
    signals.answer_reporter(actor_for(iris), signal)
    first = signal.answered_at
    signals.answer_reporter(actor_for(iris), signal)
    assert (signal.answered_at, signal.answered_by_id) == (first, iris.id)


def test_what_was_typed_stands_nowhere_in_the_database(session, town, iris):
    signal = report(town, iris, reporter="Mw. Buur", wants_answer=True)
    session.commit()
    row = session.execute(select(signal.__table__)).one()
    for text in ("geschreeuwd", "Dorpsstraat", "Buur"):
        assert text not in str(tuple(row))
