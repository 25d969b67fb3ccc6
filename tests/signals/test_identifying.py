"""A signal about nobody with a name gets one: with what was known of them, and where it belongs."""

import pytest
from sqlalchemy import select

from caseapp import accesslog, policy, signals
from caseapp.accesslog import Event
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.case_words import CaseState
from caseapp.policy import Permission
from tests.support.cast import actor_for
from tests.support.reporting import report


def known_to(town, who):
    """Give a resident whom somebody may see: they registered them."""
    return town.resident(registered_by_id=who.id)


def test_it_is_about_them_from_now_on_and_only_once(session, town, iris):
    person, signal = known_to(town, iris), report(town, iris)
    first = report(town, iris, resident=person)
    assert [one.id for one in signals.about_nobody(actor_for(iris))] == [signal.id]
    signals.identify(actor_for(iris), signal, resident=person)
    session.commit()
    assert (signal.resident_id, signal.team_id) == (person.id, town.intake_team.id)
    assert [one.id for one in signals.earlier(actor_for(iris), signal)] == [first.id]
    assert list(signals.about_nobody(actor_for(iris))) == []
    accesslog.logbook(session).clear()
    assert Event.SIGNAL_IDENTIFIED in session.scalars(select(AccessEntry.event)).all()
    with pytest.raises(RuleBroken, match="signal-identified-before"):
        signals.identify(actor_for(iris), signal, resident=known_to(town, iris))


def test_on_a_closed_case_it_goes_to_who_directed_that_and_to_its_team(session, town, iris, noor):
    person, signal = known_to(town, iris), report(town, iris)
    signals.forward(actor_for(iris), signal, team=town.care_team, note="Voor jullie.")
    town.case(person, care=noor, director=noor, state=CaseState.CLOSED)
    session.commit()
    signals.identify(actor_for(iris), signal, resident=person)
    session.commit()
    assert (signal.user_id, signal.team_id) == (noor.id, town.care_team.id)
    assert (signal.to_team_id, signal.answer_by) == (None, None)
    assert signal.previous_case_id is not None
    assert not policy.allows(actor_for(iris), Permission.SIGNAL_HANDLE, signal)
    accesslog.logbook(session).clear()


def test_only_who_decides_on_it_and_may_see_the_resident(session, town, iris, noor):
    person, signal = known_to(town, iris), report(town, iris)
    with pytest.raises(NotPermitted):
        signals.identify(actor_for(noor), signal, resident=person)
    other = report(town, noor, team=town.care_team)
    with pytest.raises(NotPermitted):
        signals.identify(actor_for(noor), other, resident=person)
    assert other.resident_id is None
    accesslog.logbook(session).clear()


def test_the_page_offers_what_has_no_name_and_keeps_what_was_chosen(client, town, iris, noor):
    person, signal = known_to(town, iris), report(town, iris)
    of_others = report(town, noor, team=town.care_team)
    client.sign_in(iris)
    assert "Is bekend over wie dit gaat?" in client.get(f"/signals/{signal.id.hex}").text
    path = f"/residents/{person.id.hex}/signals"
    assert f'{path}/new"' in client.get(f"/residents/{person.id.hex}").text
    page = client.get(f"{path}/new").text
    assert signal.id.hex in page
    assert of_others.id.hex not in page
    for wrong in ("", "0" * 32, of_others.id.hex):
        assert client.post(path, data={"signal": wrong}).status_code == 422
    sent = client.post(path, data={"signal": signal.id.hex})
    assert (sent.status_code, sent.location) == (303, f"/signals/{signal.id.hex}")
    assert person.surname in client.get(sent.location).text
    assert "Er is geen signaal zonder naam" in client.get(f"{path}/new").text
