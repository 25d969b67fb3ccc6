"""A municipality's own list of 500 rows, messy as they are, comes in through the screen."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from sqlalchemy import func, select

from caseapp.accesslog import Event
from caseapp.flows import case_import
from caseapp.flows.case_import import bringing
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.cases import Case, Track
from caseapp.model.imports import ImportRun, ImportState
from caseapp.model.residents import Resident
from tests.support.cast import actor_for

FILES = Path(__file__).parent.parent / "flows" / "case_import" / "files"
MESSY = (FILES / "overzicht_zorg_en_veiligheid.csv").read_bytes()
SMALL = (
    b"Naam;Geboortedatum;Straat;Huisnummer;Eigenaar zorg;Notities zorg;Notities veiligheid\n"
    b"Jan Wissink;03-04-1980;Kerkstraat;12;Noor Wissink;Belde;Agent sprak hem\n"
    b"Fatma Yilmaz;1 mei 1975;Dorpsstraat;3;;;\n"
)


@pytest.fixture
def thea(town):
    return town.person(Role.INTAKE)


@pytest.fixture
def browser(client, thea):
    client.sign_in(thea)
    return client


def offered(browser, data=MESSY, name="lijst.csv"):
    return browser.post("/imports", data={"file": (BytesIO(data), name)})


def teams(town):
    return {"care_team": town.care_team.id.hex, "safety_team": town.safety_team.id.hex}


def count(session, noun):
    query = select(func.count()).select_from(noun)
    return session.execute(query.execution_options(unseen="count")).scalar_one()


def test_a_messy_list_comes_in_and_a_second_time_adds_nothing(browser, session, town):
    address = offered(browser).headers["Location"]
    page = browser.get(address).get_data(as_text=True)
    assert "Dit kan niet mee" in page
    done = browser.post(f"{address}/confirmation", data=teams(town), follow_redirects=True)
    text = done.get_data(as_text=True)
    assert "De lijst is ingelezen." in text
    cases = count(session, Case)
    assert cases > 400
    assert count(session, Track) == 2 * cases
    people = count(session, Resident)
    again = offered(browser).headers["Location"]
    assert "al eerder ingelezen" in browser.get(again).get_data(as_text=True)
    browser.post(f"{again}/confirmation", data=teams(town))
    assert (count(session, Case), count(session, Resident)) == (cases, people)


def test_every_person_that_came_in_has_a_line_in_the_log(browser, session, town):
    address = offered(browser, SMALL).headers["Location"]
    browser.post(f"{address}/confirmation", data=teams(town))
    entry = session.scalars(
        select(AccessEntry).where(AccessEntry.event == Event.LIST_IMPORTED)
    ).one()
    lines = session.scalars(
        select(Processing.resident_id).where(Processing.entry_seq == entry.seq)
    ).all()
    assert len(set(lines)) == count(session, Resident) == 2


def test_what_comes_in_is_on_somebodys_list_and_can_be_worked_on(browser, session, town):
    noor = town.person(Role.SOCIAL_WORKER, name="Noor Wissink")
    address = offered(browser, SMALL).headers["Location"]
    browser.post(f"{address}/confirmation", data=teams(town))
    browser.sign_in(noor)
    page = browser.get("/").get_data(as_text=True)
    assert "Wissink" in page
    case = session.scalars(select(Case).where(Case.involvements.any())).one()
    shown = browser.get(f"/cases/{case.reference}").get_data(as_text=True)
    assert "Belde" in shown
    assert "Agent sprak hem" not in shown
    assert case.next_on is not None


def test_somebody_who_is_known_is_not_registered_again(browser, session, town):
    address = offered(browser, SMALL).headers["Location"]
    browser.post(f"{address}/confirmation", data=teams(town))
    other = SMALL.replace(b"Belde", b"Mailde").replace(b"Dorpsstraat", b"Dorpstraat")
    address = offered(browser, other).headers["Location"]
    page = browser.get(address).get_data(as_text=True)
    assert "is iemand anders dan wie al is ingeschreven" in page
    browser.post(f"{address}/confirmation", data={**teams(town), "other": "3"})
    assert count(session, Resident) == 3


def test_columns_are_chosen_once_and_remembered(browser, session, town):
    address = offered(browser, SMALL).headers["Location"]
    chosen = {"column-0": "full-name", "column-5": "shared-notes", "column-6": "onzin"}
    assert browser.post(address, data=chosen).status_code == 303
    again = offered(browser, SMALL.replace(b"Belde", b"Kwam")).headers["Location"]
    page = browser.get(again).get_data(as_text=True)
    assert re.search(r'value="shared-notes"\s+selected', page)
    assert browser.post(again, data={"column-0": ""}).status_code == 303
    wrong = browser.post(f"{again}/confirmation", data=teams(town))
    assert wrong.status_code == 422
    assert "Wijs een kolom aan" in wrong.get_data(as_text=True)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "Het bestand is leeg"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"x" * 600, "oud Excel-bestand"),
        (b"\x00\x01\x02" * 99, "geen lijst met kolomkoppen"),
    ],
)
def test_what_is_no_list_is_told_at_the_field(browser, session, data, message):
    answer = offered(browser, data, "lijst.xls")
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)
    assert count(session, ImportRun) == 0


def test_a_list_without_teams_comes_back(browser, town):
    address = offered(browser, SMALL).headers["Location"]
    assert browser.post(f"{address}/confirmation", data={}).status_code == 422


def test_a_failure_halfway_leaves_nothing(browser, session, town, monkeypatch):
    address = offered(browser, SMALL).headers["Location"]

    def fail(*_args):
        raise OverflowError

    monkeypatch.setattr(bringing.Bringer, "_remember", fail)
    assert browser.post(f"{address}/confirmation", data=teams(town)).status_code == 400
    assert count(session, Case) == count(session, Resident) == 0


def test_a_list_is_thrown_away_and_nothing_of_it_is_left(browser, session, town, thea):
    address = offered(browser, SMALL).headers["Location"]
    assert browser.post(f"{address}/discard").status_code == 303
    run = session.scalars(select(ImportRun)).one()
    assert (run.state, run.file_sealed) == (ImportState.DISCARDED, None)
    for path in ("/confirmation", "", "/discard"):
        assert browser.post(f"{address}{path}", data=teams(town)).status_code == 303
    assert browser.get(address).status_code == 200
    assert case_import.runs_of(actor_for(thea)) == [run]


def test_nobody_sees_a_list_of_somebody_else(browser, town):
    address = offered(browser, SMALL).headers["Location"]
    browser.sign_in(town.person(Role.INTAKE))
    assert browser.get(address).status_code == 404
    browser.sign_in(town.person(Role.SOCIAL_WORKER))
    assert browser.get("/imports").status_code == 404
