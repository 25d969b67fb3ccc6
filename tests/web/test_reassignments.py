"""Handing everything over on one page, and ending access that would leave work to nobody."""

import re
from datetime import timedelta

import pytest

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.case_words import TrackKind
from tests.watchdog.scene import Scene


@pytest.fixture
def lida(town):
    return town.person(Role.TEAM_LEAD, name="Lida Prins")


@pytest.fixture
def case(town, noor):
    return town.case(
        town.resident(), care=noor, director=noor, next_on=clock.today() + timedelta(days=60)
    )


@pytest.fixture
def signal(town, noor):
    """A signal that Noor has: its id."""
    return Scene(town).signal(user_id=noor.id).id


def page_of(user):
    return f"/colleagues/{user.id.hex}/work"


def test_a_lead_gives_everything_in_one_go(client, case, noor, dora, lida):
    client.sign_in(lida)
    page = client.get(page_of(noor))
    assert page.text.count(f">{case.reference}</a>") == 2
    assert "Wachtrij van Wijkteam" in page.text
    to = f"u{dora.id.hex}"
    track = case.track(TrackKind.CARE)
    sent = client.post(page_of(noor), data={case.id.hex: to, track.id.hex: to})
    assert sent.status_code == 303
    assert "Er staat niets meer open" in client.get(page_of(noor)).text
    db.session.expire(case, ["involvements"])
    assert (case.director, track.owner) == (dora, dora)


def test_who_goes_offers_it_themselves_with_a_word_for_the_others(client, case, noor, dora):
    client.sign_in(noor)
    data = {case.id.hex: f"u{dora.id.hex}"}
    empty = client.post(page_of(noor), data=data)
    assert empty.status_code == 422
    chosen = re.search(rf'<option[^>]*value="u{dora.id.hex}"[^>]*>', empty.text)
    assert "selected" in chosen.group()
    assert client.post(page_of(noor), data=data | {"note": "Dit speelt."}).status_code == 303
    again = client.post(page_of(noor), data=data | {"note": "Dit speelt.", "form_key": "2" * 32})
    assert again.status_code == 422
    assert "Dit is al aangeboden" in again.text


def test_what_goes_over_at_once_needs_no_word(town, client, case, noor, dora, signal):
    client.sign_in(noor)
    data = {signal.hex: f"u{dora.id.hex}"}
    sent = client.post(page_of(noor), data=data)
    assert sent.status_code == 303
    page = client.get(page_of(noor)).text
    assert "1 overgedragen." in page
    assert "1 aangeboden" not in page
    assert signal.hex not in page
    both = client.post(page_of(noor), data={case.id.hex: f"u{dora.id.hex}", "note": " "})
    assert both.status_code == 422
    assert "Schrijf wat de anderen moeten weten." in both.text


def test_with_signals_only_no_word_is_asked_for(town, client, noor, dora, signal):
    client.sign_in(noor)
    page = client.get(page_of(noor))
    assert "Wat moeten de anderen weten?" not in page.text
    assert client.post(page_of(noor), data={signal.hex: f"u{dora.id.hex}"}).status_code == 303


@pytest.mark.parametrize(
    ("chosen", "told"),
    [("", "Kies bij minstens één regel"), ("u" + "0" * 32, "Kies uit de lijst."),
     ("nee", "Kies uit de lijst.")],
)  # fmt: skip
def test_what_makes_no_sense_is_told(client, case, noor, lida, chosen, told):
    client.sign_in(lida)
    page = client.post(page_of(noor), data={case.id.hex: chosen})
    assert page.status_code == 422
    assert told in page.text


def test_an_administrator_reads_how_much_is_open_and_of_no_case(town, client, case, noor, lida):
    client.sign_in(town.person(Role.FUNCTIONAL_ADMINISTRATOR))
    refused = client.post(f"/users/{noor.id.hex}/deactivation")
    page = client.get(refused.location)
    assert "Er staat nog werk open bij deze collega" in page.text
    assert "1 spoor, de regie van 1 casus" in page.text
    assert "Lida Prins als teamleider" in page.text
    assert case.reference not in page.text
    assert client.get(page_of(noor)).status_code == 404
    client.post(f"/users/{noor.id.hex}/deactivation", data={"at_once": "y"})
    db.session.refresh(noor)
    assert not noor.is_active


def test_a_colleague_of_another_team_is_not_there(town, client, case, noor):
    client.sign_in(town.person(Role.TEAM_LEAD, team=town.safety_team))
    assert client.get(page_of(noor)).status_code == 404
