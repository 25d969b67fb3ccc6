"""Every crack of a signal is found: planted, with whose it is and how it ends."""

from datetime import timedelta

from sqlalchemy import select

from caseapp import accesslog, signals, watchdog
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accounts import TeamMembership
from caseapp.model.case_words import CaseState
from caseapp.model.signals import Signal, SignalEnd, Urgency
from caseapp.model.watchdog import Finding
from caseapp.model.watchdog import FindingKind as K
from tests.support.cast import actor_for
from tests.support.reporting import report

DAY = timedelta(days=1)


def found(town, signal):
    query = select(Finding).where(
        Finding.municipality_id == town.id,
        Finding.subject_id == signal.id,
        watchdog.running(clock.now()),
    )
    rows = db.session.scalars(query.execution_options(populate_existing=True)).all()
    accesslog.logbook(db.session()).clear()
    return {row.kind: row for row in rows}


def test_a_signal_with_a_team_and_a_date_is_covered(town, iris):
    assert found(town, report(town, iris)) == {}


def test_its_date_is_a_crack_from_the_day_after_and_ends_with_another(town, iris, hands):
    signal = report(town, iris, urgency=Urgency.TODAY)
    assert found(town, signal) == {}
    hands.pass_by(days=1)
    row = found(town, signal)[K.SIGNAL_DATE_PASSED]
    assert (row.team_id, row.user_id, row.case_id) == (town.intake_team.id, None, None)
    signals.plan(actor_for(iris), signal, user=iris, next_on=clock.today())
    db.session.commit()
    assert found(town, signal) == {}


def test_a_signal_of_a_team_in_which_nobody_works_any_more_is_nobodys(session, town, iris):
    signal = report(town, iris)
    signals.plan(actor_for(iris), signal, user=iris, next_on=clock.today() + DAY)
    session.commit()
    iris.deactivated_at = clock.now()
    session.commit()
    assert set(found(town, signal)) == {K.SIGNAL_NOBODYS}
    town.person(Role.INTAKE)
    assert found(town, signal) == {}


def test_who_has_it_covers_it_also_where_the_team_is_empty(session, town, iris):
    signal = report(town, iris)
    signals.plan(actor_for(iris), signal, user=iris, next_on=clock.today() + DAY)
    session.delete(session.scalars(select(TeamMembership)).one())
    session.commit()
    assert found(town, signal) == {}


def test_what_was_forwarded_and_not_accepted_in_time_is_told_to_both_teams(town, iris, noor, hands):
    signal = report(town, iris)
    signals.forward(actor_for(iris), signal, team=town.care_team, note="Voor jullie.")
    db.session.commit()
    assert found(town, signal) == {}
    hands.pass_by(days=5)
    row = found(town, signal)[K.SIGNAL_NOT_ACCEPTED]
    assert (row.team_id, row.second_team_id) == (town.intake_team.id, town.care_team.id)
    signals.accept(actor_for(noor), signal)
    db.session.commit()
    assert K.SIGNAL_NOT_ACCEPTED not in found(town, signal)


def test_a_report_on_a_closed_case_is_a_hint_until_somebody_decides(town, iris, noor):
    person = town.resident()
    town.case(person, care=noor, director=noor, state=CaseState.CLOSED)
    signal = report(town, iris, resident=person)
    row = found(town, signal)[K.SIGNAL_ON_CLOSED]
    assert row.kind.is_hint
    assert (row.user_id, row.team_id) == (noor.id, town.care_team.id)
    signals.decide(actor_for(noor), signal, end=SignalEnd.NO_ACTION, reason="Niets aan de hand.")
    db.session.commit()
    assert found(town, signal) == {}


def test_several_on_one_address_are_a_hint_on_each_and_end_with_the_window(town, iris, hands):
    there = {"address": ("7061AB", 12)}
    first, second = report(town, iris, **there), report(town, iris, **there)
    assert K.SIGNALS_REPEATED not in found(town, first)
    third = report(town, iris, **there)
    for one in (first, second, third):
        row = found(town, one)[K.SIGNALS_REPEATED]
        assert (row.number, row.kind.is_hint) == (3, True)
    hands.pass_by(days=90)
    watchdog.examine(town.id)
    assert K.SIGNALS_REPEATED not in found(town, third)


def test_what_another_team_has_is_not_counted(town, iris, noor):
    there = {"address": ("7061AB", 12)}
    mine = [report(town, iris, **there) for _ in range(2)]
    report(town, iris, team=town.care_team, **there)
    assert K.SIGNALS_REPEATED not in found(town, mine[0])


def test_a_number_does_not_betray_somebody_behind_a_shield_at_the_same_address(
    session, town, iris, noor
):
    there = {"address": ("7061AB", 12)}
    hidden = town.resident(postcode="7061AB", house_number="12")
    mine = [report(town, iris, **there) for _ in range(2)]
    behind = report(town, iris, resident=hidden)
    assert K.SIGNALS_REPEATED in found(town, mine[0])
    case = town.case(hidden, care=noor)
    case.is_shielded = True
    session.commit()
    watchdog.examine(town.id)
    assert K.SIGNALS_REPEATED not in found(town, mine[0])
    assert found(town, behind)[K.SIGNALS_REPEATED].number == 3


def test_what_was_changed_past_the_application_is_found_at_the_next_round(session, town, iris):
    signal = report(town, iris)
    past = {"next_on": clock.today() - 3 * DAY}
    session.execute(
        Signal.__table__.update().where(Signal.__table__.c.id == signal.id).values(**past)
    )
    session.commit()
    watchdog.examine(town.id)
    assert set(found(town, signal)) == {K.SIGNAL_DATE_PASSED}


def test_open_signals_count_in_the_statement_of_the_night(session, town, iris, hands):
    report(town, iris, urgency=Urgency.TODAY)
    report(town, iris)
    hands.pass_by(days=1)
    night = watchdog.state(town.municipality)
    session.commit()
    assert (night.open_count, night.covered_count, night.uncovered_count) == (2, 1, 1)
    [line] = watchdog.lines(night)
    assert (line["kind"], line["case"]) == ("signal-date-passed", "")
