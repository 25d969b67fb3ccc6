"""Who is told of a signal: whose it is now, the team it waits for, and who has it back."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import notifications, signals
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.messages import Message, Way
from caseapp.model.messages import MessageKind as K
from caseapp.model.signals import SignalEnd, Urgency
from tests.support.cast import actor_for
from tests.support.reporting import report


@pytest.fixture
def iris(town):
    return town.person(Role.INTAKE, team=town.intake_team)


@pytest.fixture
def ida(town):
    return town.person(Role.INTAKE, team=town.intake_team)


def told(kind):
    db.session.commit()
    rows = db.session.execute(select(Message.user_id, Message.way).where(Message.kind == kind))
    return {row.user_id: row.way for row in rows}


def test_the_team_is_told_in_the_mail_of_the_day_and_not_who_wrote_it_down(town, iris, ida):
    report(town, iris)
    assert told(K.SIGNAL_WAITS) == {ida.id: Way.DIGEST}


def test_what_must_be_seen_today_is_told_at_once(town, iris, ida):
    report(town, iris, urgency=Urgency.TODAY)
    assert told(K.SIGNAL_WAITS) == {ida.id: Way.AT_ONCE}


def test_who_is_given_a_signal_is_told_and_who_keeps_it_is_not_told_again(town, iris, ida):
    signal, day = report(town, iris), clock.today() + timedelta(days=1)
    signals.plan(actor_for(iris), signal, user=ida, next_on=day)
    signals.plan(actor_for(iris), signal, user=ida, next_on=day + timedelta(days=1))
    assert told(K.SIGNAL_GIVEN) == {ida.id: Way.AT_ONCE}


def test_a_forwarded_signal_tells_the_other_team_and_a_refusal_who_still_has_it(
    town, iris, ida, noor
):
    signal, day = report(town, iris), clock.today() + timedelta(days=1)
    signals.plan(actor_for(iris), signal, user=ida, next_on=day)
    signals.forward(actor_for(ida), signal, team=town.care_team, note="Zorgen om mevrouw.")
    assert noor.id in told(K.SIGNAL_WAITS)
    signals.refuse(actor_for(noor), signal, reason="Dit is overlast.")
    assert told(K.SIGNAL_BACK) == {ida.id: Way.AT_ONCE}


def test_what_was_decided_meanwhile_is_told_to_nobody(town, iris, ida):
    signal = report(town, iris)
    assert notifications.stands(actor_for(ida), K.SIGNAL_WAITS, [signal.id]) == {signal.id}
    signals.decide(actor_for(iris), signal, end=SignalEnd.NO_ACTION, reason="Al opgelost.")
    db.session.commit()
    assert notifications.stands(actor_for(ida), K.SIGNAL_WAITS, [signal.id]) == set()
