"""A municipality's own list of 500 rows, messy as they are, comes in through the screen."""

import re
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from sqlalchemy import func, select

from caseapp.accesslog import Event
from caseapp.flows import case_import
from caseapp.flows.case_import import bringing
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.cases import Case, CaseSubject, Track
from caseapp.model.imports import ColumnMapping, ImportRun, ImportState
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
    assert "Deze rijen kunnen niet mee" in page
    done = browser.post(f"{address}/confirmation", data=teams(town), follow_redirects=True)
    text = done.get_data(as_text=True)
    assert "De lijst is ingelezen." in text
    assert f"Bij {town.safety_team.name} werkt nu niemand" in text
    cases = count(session, Case)
    assert cases > 400
    assert count(session, Track) == 2 * cases
    people = count(session, Resident)
    again = offered(browser).headers["Location"]
    assert "zijn al eerder ingelezen" in browser.get(again).get_data(as_text=True)
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


DOUBLE = re.compile(r'name="(double-[0-9]+-[0-9]+)"\s+value="([0-9a-f]{32})"')


def brought_again(browser, town, session):
    """Bring in the small list, and offer one in which the same two people have new cases."""
    address = offered(browser, SMALL).headers["Location"]
    browser.post(f"{address}/confirmation", data=teams(town))
    changed = SMALL.replace(b"Belde", b"Mailde").replace(b"Dorpsstraat", b"Dorpstraat")
    address = offered(browser, changed).headers["Location"]
    return address, DOUBLE.findall(browser.get(address).get_data(as_text=True))


def test_nobody_is_merged_before_somebody_decided(browser, session, town):
    address, found = brought_again(browser, town, session)
    assert len(found) == 2
    undecided = browser.post(f"{address}/confirmation", data={**teams(town), found[0][0]: "other"})
    assert undecided.status_code == 422
    text = undecided.get_data(as_text=True)
    assert "Kies bij iedereen hieronder" in text
    assert re.search(rf'name="{found[0][0]}"\s+value="other"\s+checked', text)
    assert (count(session, Case), count(session, Resident)) == (2, 2)


def test_who_is_known_is_not_registered_again_and_who_is_not_is(browser, session, town):
    address, found = brought_again(browser, town, session)
    (jan, resident), (fatma, _other) = found
    decided = {**teams(town), jan: resident, fatma: "other"}
    assert browser.post(f"{address}/confirmation", data=decided).status_code == 303
    assert (count(session, Case), count(session, Resident)) == (4, 3)
    of_jan = select(func.count()).where(CaseSubject.resident_id == UUID(resident))
    assert session.scalar(of_jan.execution_options(unseen="count")) == 2


def test_a_decision_about_somebody_else_does_not_count(browser, session, town):
    address, found = brought_again(browser, town, session)
    wrong = {**teams(town), **{name: "0" * 32 for name, _ in found}}
    assert browser.post(f"{address}/confirmation", data=wrong).status_code == 422
    assert (
        browser.post(
            f"{address}/confirmation", data={**teams(town), "rest": "same", "form_key": "b" * 32}
        ).status_code
        == 303
    )
    assert (count(session, Case), count(session, Resident)) == (4, 2)


def test_an_administrator_learns_nothing_of_who_is_registered(browser, session, town):
    address = offered(browser, SMALL).headers["Location"]
    browser.post(f"{address}/confirmation", data=teams(town))
    browser.sign_in(town.person(Role.FUNCTIONAL_ADMINISTRATOR))
    fewer = b"Naam;Geboortedatum;Plaats\nJan Wissink;03-04-1980;\n"
    address = offered(browser, fewer).headers["Location"]
    page = browser.get(address).get_data(as_text=True)
    assert "Wie het is, mag u niet zien" in page
    assert "Kerkstraat" not in page
    case = session.scalars(select(Case)).first()
    assert browser.get(f"/cases/{case.reference}").status_code == 404


def test_a_report_is_taken_away_as_a_file_without_formulas(browser, session, town):
    data = SMALL + b"=Jansen A.;32-13-1999;Kerkstraat;14;Onbekende Collega;;\n;;;;;;\n"
    address = offered(browser, data).headers["Location"]
    page = browser.get(address).get_data(as_text=True)
    assert "Onbekende Collega" in page
    assert "Deze datum bestaat niet." in page
    browser.post(f"{address}/confirmation", data=teams(town))
    report = browser.get(f"{address}/report.csv")
    assert report.mimetype == "text/csv"
    text = report.get_data(as_text=True)
    assert "deze cel kwam niet binnen" in text
    assert not re.search(r'"[=+@-]', text)
    for case in session.scalars(select(Case)):
        assert case.reference in text
    lines = session.scalars(
        select(Processing.resident_id).where(Processing.event == Event.LIST_SHOWN)
    ).all()
    assert len(set(lines)) == 3


def test_somebody_elses_file_and_report_are_not_there(browser, town):
    address = offered(browser, SMALL).headers["Location"]
    browser.sign_in(town.person(Role.FUNCTIONAL_ADMINISTRATOR))
    assert browser.get(f"{address}/report.csv").status_code == 404


def test_nothing_of_the_file_is_left_when_it_is_in(browser, session, town):
    address = offered(browser, SMALL).headers["Location"]
    browser.post(f"{address}/confirmation", data=teams(town))
    run = session.scalars(select(ImportRun)).one()
    assert (run.state, run.file_sealed, run.choices_sealed) == (ImportState.DONE, None, None)


def test_a_file_of_thirty_megabytes_is_refused_with_a_clear_page(browser, session):
    answer = offered(browser, b"x" * 30_000_000)
    assert answer.status_code == 413
    assert "groter dan wij aannemen" in answer.get_data(as_text=True)
    answer.request.environ["wsgi.input"].close()


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


def test_a_list_without_headings_leaves_no_name_with_the_remembered_columns(browser, session):
    headless = b"Jan Wissink;Kerkstraat;Terborg\nFatma Yilmaz;Dorpsstraat;Ulft\n"
    address = offered(browser, headless).headers["Location"]
    assert browser.post(address, data={"column-0": "full-name"}).status_code == 303
    kept = session.scalars(select(ColumnMapping)).one()
    assert "wissink" not in (kept.mapping + kept.signature).casefold()
    again = browser.get(offered(browser, headless).headers["Location"]).get_data(as_text=True)
    assert re.search(r'value="full-name"\s+selected', again)


def test_two_hundred_columns_are_remembered(browser, session):
    letters = "abcdefghijklmnopqrst"
    heads = ";".join(f"{'Een heel lange kop ' * 9}{x}{y}" for x in letters[:10] for y in letters)
    address = offered(browser, f"{heads}\n{';'.join('a' * 200)}\n".encode()).headers["Location"]
    chosen = {f"column-{n}": "previous-reference" for n in range(200)}
    assert browser.post(address, data=chosen).status_code == 303
    assert "twee keer gekozen" in browser.get(address).get_data(as_text=True)


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
