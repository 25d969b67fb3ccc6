"""Searching from the header and with the full form."""

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from caseapp import residents
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.flows import sweeping
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.sealed import DataKey
from caseapp.model.searches import Search
from tests.support.cast import actor_for

BSN = "999990019"


@pytest.fixture
def fatma(town, thea):
    resident = residents.register(
        actor_for(thea),
        town.municipality,
        surname="Yılmaz",
        first_names="Fatma",
        birth_date=date(1984, 3, 12),
        bsn=BSN,
        postcode="7061AB",
        house_number="12",
    )
    db.session.commit()
    return resident


def test_what_was_typed_is_in_no_address_and_no_log(client, thea, fatma):
    client.sign_in(thea)
    answer = client.post("/searches", data={"text": "Fatma Yilmas"})
    assert answer.status_code == 303
    search = db.session.scalars(select(Search)).one()
    assert answer.location == f"/searches/{search.id.hex}"
    assert b"Yilmas" not in search.terms_sealed
    page = client.get(answer.location).get_data(as_text=True)
    assert "Fatma Yılmaz" in page
    assert "zelfde voornaam" in page
    log = db.session.scalars(select(AccessEntry)).all()
    assert all("ilmas" not in entry.details for entry in log)


def test_every_person_found_has_a_line_and_nobody_else(client, town, thea, fatma):
    residents.register(actor_for(thea), town.municipality, surname="Bakker", first_names="Tom")
    fatma_id = fatma.id
    db.session.commit()
    client.sign_in(thea)
    db.session.expunge_all()
    answer = client.post("/searches", data={"text": "Yilmaz"})
    client.get(answer.location)
    entry = db.session.scalars(
        select(AccessEntry).where(AccessEntry.event == Event.SEARCH_SHOWN)
    ).one()
    lines = db.session.scalars(
        select(Processing.resident_id).where(Processing.entry_seq == entry.seq)
    ).all()
    assert lines == [fatma_id]


def test_who_may_not_be_seen_is_not_found(client, noor, fatma):
    client.sign_in(noor)
    for typed in ("Fatma Yılmaz", BSN, "12-03-1984", "7061 AB 12"):
        answer = client.post("/searches", data={"text": typed})
        page = client.get(answer.location).get_data(as_text=True)
        assert "Niemand gevonden" in page
        assert fatma.id.hex not in page


@pytest.mark.parametrize(
    "typed",
    [
        {"name": "Fatima Yilmaz"},
        {"born-day": "12", "born-month": "3", "born-year": "1984"},
        {"postcode": "7061 ab", "house_number": "12 b"},
        {"bsn": "9999.90.019"},
    ],
)
def test_the_full_form_finds_by_each_of_its_boxes(client, thea, fatma, typed):
    client.sign_in(thea)
    answer = client.post("/searches", data=typed)
    assert answer.status_code == 303
    assert "Fatma Yılmaz" in client.get(answer.location).get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"bsn": "123456789"}, "elfproef"),
        ({"name": "Jan", "postcode": "70A"}, "7061 AB"),
        ({"name": "Jan", "house_number": "zwart"}, "begint met een cijfer"),
        ({"name": "Jan", "born-day": "30", "born-month": "2", "born-year": "2000"}, "bestaat niet"),
        ({"postcode": "7061 AB"}, "Vul een naam"),
        ({}, "Vul een naam"),
        ({"text": "   "}, "Vul een naam"),
        ({"text": "7061 AB"}, "Vul een naam"),
    ],
)
def test_what_cannot_be_searched_is_said_and_kept(client, thea, typed, said):
    client.sign_in(thea)
    page = client.post("/searches", data=typed)
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    assert said in text
    for value in typed.values():
        assert value.strip().replace(" ", "") in text.replace(" ", "")


def test_a_search_of_somebody_else_is_not_there(client, town, thea, noor, fatma):
    client.sign_in(thea)
    mine = client.post("/searches", data={"text": "Yilmaz"}).location
    client.sign_in(noor)
    absent = client.get(f"/searches/{'0' * 32}")
    theirs = client.get(mine)
    assert theirs.status_code == absent.status_code == 404
    assert theirs.data == absent.data


def test_a_search_dies_after_eight_hours_and_its_key_with_it(client, thea, fatma):
    client.sign_in(thea)
    address = client.post("/searches", data={"text": "Yilmaz"}).location
    search = db.session.scalars(select(Search)).one()
    key_id = search.key_id
    search.at = clock.now() - timedelta(hours=8, minutes=1)
    db.session.commit()
    assert client.get(address).status_code == 404
    sweeping.sweep()
    db.session.expire_all()
    assert db.session.get(DataKey, key_id) is None
    assert db.session.scalars(select(Search)).all() == []


def test_a_case_reference_leads_to_the_case_for_who_may_open_it(client, town, thea, noor, fatma):
    reference = town.case(fatma, care=noor).reference
    typed = reference.lower().replace("-", " ")
    client.sign_in(noor)
    assert client.post("/searches", data={"text": typed}).location == f"/cases/{reference}"
    client.sign_in(town.person(Role.SOCIAL_WORKER))
    assert "/cases/" not in (client.post("/searches", data={"text": typed}).location or "")


def test_who_does_not_search_people_finds_no_search_page(client, town):
    client.sign_in(town.person(Role.CISO))
    assert client.get("/searches").status_code == 404
    assert client.post("/searches", data={"text": "Jansen"}).status_code == 404


def test_a_registration_begins_with_what_was_searched_for(client, thea):
    client.sign_in(thea)
    typed = {"text": "Jan van der Berg 12-03-1984"}
    found = client.post("/searches", data=typed).location
    page = client.get(f"/residents/new?search={found.rpartition('/')[2]}").get_data(as_text=True)
    for value in ("Jan", "van der", "Berg", "1984"):
        assert f'value="{value}"' in page
