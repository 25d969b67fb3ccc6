"""The signal screens: recording, reading, deciding, forwarding, and what the second is told."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.case_words import CaseState
from caseapp.model.signals import Signal
from tests.support.days import FromToday, day, typed_in

DAY = timedelta(days=1)


def typed(team, /, **changes):
    return {
        "body": "Er wordt elke nacht geschreeuwd.",
        "phenomenon": "nuisance",
        "urgency": "usual",
        "place": "Dorpsstraat 12",
        "source": "neighbour",
        "reporter": "Mw. Buur, 0314-000000",
        "wants_answer": "y",
        "readers": "both",
        "team": team.id.hex,
        **day("received_on", clock.today()),
        **changes,
    }


@pytest.fixture
def iris(town):
    return town.person(Role.INTAKE, name="Iris")


@pytest.fixture
def noor(town):
    return town.person(Role.SOCIAL_WORKER, name="Noor")


def recorded(client, town, who, **changes):
    client.sign_in(who)
    answer = client.post("/signals", data=typed(town.intake_team, **changes))
    assert answer.status_code == 303, answer.text
    return answer.location


def number_in_menu(page):
    _before, _link, rest = page.partition('href="/signals"')
    return rest.partition("</a>")[0]


def test_a_signal_is_recorded_and_stands_in_the_list_and_the_menu(client, town, iris):
    here = recorded(client, town, iris)
    page = client.get(here).text
    assert "Er wordt elke nacht geschreeuwd." in page
    assert "Mw. Buur, 0314-000000" in page
    listed = client.get("/signals").text
    assert "1 signaal" in listed
    assert here in listed
    assert ">1<" in number_in_menu(listed)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"place": ""}, "Schrijf op over wie"),
        ({"body": ""}, "Vul dit in"),
        ({"reporter": ""}, "Schrijf op wie het meldde"),
        ({"team": ""}, "Vul dit in"),
        ({"house_number": "hoek"}, "begint met een cijfer"),
        ({"postcode": "70611AB"}, "postcode"),
        ({"received_on": FromToday(3)}, "in de toekomst"),
    ],
)
def test_a_mistake_is_told_and_nothing_typed_is_lost(client, town, iris, change, message):
    client.sign_in(iris)
    answer = client.post("/signals", data=typed(town.intake_team, **typed_in(change)))
    assert answer.status_code == 422
    assert message in answer.text
    assert "body" in change or "Er wordt elke nacht geschreeuwd." in answer.text
    assert db.session.scalars(select(Signal.id)).all() == []


def test_from_the_page_of_a_resident_it_is_about_them(client, town, iris):
    person = town.resident("Yılmaz", registered_by_id=iris.id)
    address, identity = f"/residents/{person.id.hex}", person.id
    client.sign_in(iris)
    assert f"/signals/new?resident={identity.hex}" in client.get(address).text
    assert "Yılmaz" in client.get(f"/signals/new?resident={identity.hex}").text
    made = client.post(
        "/signals", data=typed(town.intake_team, resident=identity.hex, place="")
    ).location
    assert "Yılmaz" in client.get(made).text
    assert "Wat over deze inwoner is gemeld" in client.get(address).text


def test_a_resident_one_may_not_see_is_nobody(client, town, noor, iris):
    person = town.resident("Onzichtbaar").id.hex
    client.sign_in(noor)
    assert "Onzichtbaar" not in client.get(f"/signals/new?resident={person}").text
    answer = client.post("/signals", data=typed(town.intake_team, resident=person, place=""))
    assert answer.status_code == 422


def test_intake_decides_and_the_list_is_empty(client, town, iris):
    here = recorded(client, town, iris)
    assert "Wat gebeurt er met dit signaal?" in client.get(f"{here}/decision/new").text
    bare = {"decision": "new-case", "reason": "Ernstig."}
    assert client.post(f"{here}/decision", data=bare).status_code == 422
    joins = {"decision": "joined", "reason": "Zelfde.", "case": "ZZ-0000-0000"}
    answer = client.post(f"{here}/decision", data=joins)
    assert answer.status_code == 422
    assert "Er is geen casus met dit nummer" in answer.text
    done = {"decision": "no-action", "reason": "Een feestje."}
    assert client.post(f"{here}/decision", data=done).location == here
    page = client.get(here).text
    assert "Een feestje." in page
    assert "De melder weet het" in page
    assert client.post(f"{here}/reply").location == here
    assert "Hoorde op" in client.get(here).text
    assert "Er wacht geen signaal" in client.get("/signals").text
    again = client.post(f"{here}/decision", data=done)
    assert again.status_code == 422
    assert "Iemand besloot al" in again.text


def test_it_becomes_a_case(client, town, iris, noor):
    here = recorded(client, town, iris, wants_answer="", reporter="")
    town.person(Role.SAFETY_ADVISER)
    teams = {"care_team": town.care_team.id.hex, "safety_team": town.safety_team.id.hex}
    fields = {"decision": "new-case", "reason": "Ernstig.", "title": "Onrust", **teams}
    fields |= day("next_on", clock.today() + DAY)
    answer = client.post(f"{here}/decision", data=fields)
    assert answer.status_code == 303, answer.text
    assert "/cases/" in answer.location
    assert "Onrust" in client.get(answer.location).text
    assert answer.location in client.get(here).text or "werd een casus" in client.get(here).text


def test_another_team_accepts_or_refuses_and_the_second_is_told(client, town, iris, noor):
    dora = town.person(Role.SOCIAL_WORKER, name="Dora")
    here = recorded(client, town, iris)
    to = {"team": town.care_team.id.hex, "note": "Zorgen om mevrouw."}
    assert client.post(f"{here}/forward", data={**to, "note": ""}).status_code == 422
    assert client.post(f"{here}/forward", data=to).location == here
    assert "Tot iemand het aanneemt" in client.get(here).text
    client.sign_in(noor)
    assert "aan te nemen" in client.get("/signals").text
    assert client.post(f"{here}/refusal", data={"reason": ""}).status_code == 422
    assert client.post(f"{here}/acceptance").location == here
    client.sign_in(dora)
    answer = client.post(f"{here}/acceptance")
    assert answer.status_code == 422
    assert "Iemand was u voor" in answer.text
    client.sign_in(iris)
    assert client.get(f"{here}/decision/new").status_code == 404


def test_a_refusal_is_read_by_who_forwarded_it(client, town, iris, noor):
    here = recorded(client, town, iris)
    to = {"team": town.care_team.id.hex, "note": "Zorgen om mevrouw."}
    client.post(f"{here}/forward", data=to)
    client.sign_in(noor)
    answer = client.post(f"{here}/refusal", data={"reason": "Dit is overlast."})
    assert answer.location == "/signals"
    client.sign_in(iris)
    assert "Dit is overlast." in client.get(here).text


def test_who_has_it_and_when_is_arranged(client, town, iris):
    here = recorded(client, town, iris)
    assert "wacht bij" in client.get("/signals").text
    plan = {"user": iris.id.hex, **day("next_on", clock.today() + DAY)}
    assert client.get(f"{here}/edit").status_code == 200
    assert client.post(here, data={**plan, "next_on-day": "99"}).status_code == 422
    assert client.post(here, data=plan).location == here
    assert "bij Iris," in client.get("/signals").text


def test_a_return_is_shown_to_who_may_open_the_case_and_to_nobody_else(client, town, iris, noor):
    person = town.resident("Terug")
    case = town.case(person, care=noor, director=noor, state=CaseState.CLOSED)
    reference, identity = case.reference, person.id.hex
    here = recorded(client, town, iris, resident=identity, place="")
    page = client.get(here).text
    assert reference not in page
    assert "Teruggekomen" not in page
    client.sign_in(noor)
    page = client.get(here).text
    assert "Teruggekomen op een gesloten casus" in page
    assert f"/cases/{reference}/reopening/new" in page


def test_what_was_reported_before_is_told_with_its_window(client, town, iris):
    there = {"postcode": "7061 AB", "house_number": "12"}
    first = recorded(client, town, iris, **there)
    here = recorded(client, town, iris, **there)
    page = client.get(here).text
    assert "Eerder gemeld: 1 signaal in 90 dagen" in page
    assert first in page


def test_nobody_without_the_right_sees_that_it_is_there(client, town, iris):
    sem = town.person(Role.SAFETY_ADVISER)
    here = recorded(client, town, iris)
    client.sign_in(sem)
    for way in ("", "/edit", "/decision/new", "/forward/new"):
        assert client.get(here + way).status_code == 404
    assert "Er wacht geen signaal" in client.get("/signals").text


def test_a_case_shows_what_was_reported_to_who_may_read_it(client, town, iris, noor):
    sem = town.person(Role.SAFETY_ADVISER, name="Sem")
    person = town.resident("Bekend", registered_by_id=iris.id)
    case = town.case(person, care=noor, safety=sem, state=CaseState.INTAKE)
    reference, identity = case.reference, person.id.hex
    here = recorded(client, town, iris, resident=identity, place="", readers="care")
    assert "Wat is gemeld" in client.get(f"/cases/{reference}").text
    joins = {"decision": "joined", "reason": "Zelfde gezin.", "case": reference}
    assert client.post(f"{here}/decision", data=joins).status_code == 303
    client.sign_in(noor)
    assert here in client.get(f"/cases/{reference}").text
    assert "Er wordt elke nacht geschreeuwd." in client.get(here).text
    client.sign_in(sem)
    assert "Wat is gemeld" not in client.get(f"/cases/{reference}").text
    assert client.get(here).status_code == 404
