"""The screens of leave: asking, answering, changing; what is wrong is told, and nothing is lost."""

from datetime import timedelta

import pytest

from caseapp import leaves
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from tests.support.cast import actor_for
from tests.support.days import day

DAY = timedelta(days=1)


@pytest.fixture
def lida(town):
    return town.person(Role.TEAM_LEAD, name="Lida Prins")


@pytest.fixture
def case(town, noor):
    return town.case(town.resident(), care=noor, next_on=clock.today() + 60 * DAY)


def fields(who, substitute=None, first=2, last=5, **more):
    today = clock.today()
    return {
        "who": who.id.hex,
        "substitute": substitute.id.hex if substitute else "",
        **day("first_on", today + first * DAY),
        **day("last_on", today + last * DAY),
        **more,
    }


def test_who_asks_without_substitute_reads_what_is_open_and_keeps_what_was_typed(
    client, case, noor
):
    client.sign_in(noor)
    page = client.post("/leaves", data=fields(noor))
    assert page.status_code == 422
    assert "kies wie het in deze dagen overneemt" in page.text
    assert case.reference in page.text
    assert f'value="{(clock.today() + 5 * DAY).year}"' in page.text


def test_a_lead_reads_only_of_cases_they_may_open_and_how_many_there_are_beside(
    town, client, case, noor, lida
):
    hidden = town.case(director=noor, next_on=clock.today() + 60 * DAY)
    for track in hidden.tracks:
        track.team = town.safety_team
    db.session.commit()
    client.sign_in(lida)
    page = client.post("/leaves", data=fields(noor))
    assert page.status_code == 422
    assert case.reference in page.text
    assert hidden.reference not in page.text
    assert "1 zaak die u niet kunt openen" in page.text


def test_asked_answered_and_told_from_the_first_page_to_the_last(client, case, noor, dora):
    client.sign_in(noor)
    asked = client.post("/leaves", data=fields(noor, dora))
    assert asked.status_code == 303
    shown = client.get(asked.location)
    assert "Dit wacht op Dora Heijink" in shown.text
    client.sign_in(dora)
    assert "Noor Wissink vraagt of u vervangt" in client.get("/").text
    shown = client.get(asked.location)
    assert "1 zorgspoor" in shown.text
    assert case.reference not in shown.text
    assert client.post(f"{asked.location}/acceptance").status_code == 303
    again = client.post(f"{asked.location}/refusal")
    assert again.status_code == 422
    assert "Hier is al op geantwoord" in again.text
    assert "afgesproken" in client.get("/leaves").text


def test_who_was_turned_down_reads_it_at_the_start_of_the_day(client, case, noor, dora):
    client.sign_in(noor)
    place = client.post("/leaves", data=fields(noor, dora)).location
    client.sign_in(dora)
    client.post(f"{place}/refusal")
    client.sign_in(noor)
    assert "Dora Heijink vervangt u niet" in client.get("/").text
    assert client.post(f"{place}/withdrawal").status_code == 303
    assert "Dora Heijink vervangt u niet" not in client.get("/").text


def test_days_are_changed_from_what_stood_there_and_not_over_somebody_else(
    client, case, noor, dora
):
    client.sign_in(noor)
    place = client.post("/leaves", data=fields(noor, dora)).location
    version = leaves.own(actor_for(noor))[0].version
    fewer = fields(noor, dora, 3, 4, version=str(version))
    assert client.post(place, data=fewer).status_code == 303
    assert (
        client.post(place, data=fields(noor, dora, 3, 3, version=str(version))).status_code == 409
    )
    assert "Laatste dag" in client.get(f"{place}/edit").text


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({"first_on-day": "31", "first_on-month": "2"}, "Deze datum bestaat niet."),
        ({"first_on-day": "", "first_on-month": "", "first_on-year": ""}, "Vul een datum in."),
        ({"substitute": "f" * 32}, "Kies uit de lijst."),
        ({"substitute": "nee"}, "Kies uit de lijst."),
        ({"who": "0" * 32}, "Kies uit de lijst."),
        ({"who": ""}, "Vul dit in."),
        ({"last_on-year": "2019"}, "De laatste dag ligt voor de eerste."),
    ],
)
def test_what_makes_no_sense_is_told_at_its_place(client, case, noor, wrong, told):
    client.sign_in(noor)
    page = client.post("/leaves", data=fields(noor) | wrong)
    assert page.status_code == 422
    assert told in page.text


def test_who_may_not_see_a_leave_does_not_know_of_it(town, client, case, noor, dora):
    client.sign_in(noor)
    place = client.post("/leaves", data=fields(noor, dora)).location
    client.sign_in(town.person(Role.SAFETY_ADVISER))
    assert client.get(place).status_code == 404
    client.sign_in(town.person(Role.FUNCTIONAL_ADMINISTRATOR))
    assert client.get("/leaves").status_code == 404
