"""The page of a resident, registering, changing, relating and the whole BSN."""

import re
from datetime import date

import pytest
from sqlalchemy import select

from caseapp import residents
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Processing, Result
from caseapp.model.residents import HouseholdMember, Relation, RelationKind, Resident
from tests.support.cast import Town, actor_for

BSN = "999990019"


@pytest.fixture
def thea(town):
    return town.person(Role.INTAKE, name="Thea Koster")


@pytest.fixture
def fatma(town, thea):
    resident = residents.register(
        actor_for(thea),
        town.municipality,
        surname="Yılmaz",
        first_names="Fatma",
        birth_date=date(1984, 3, 12),
        bsn=BSN,
    )
    db.session.commit()
    return resident


@pytest.fixture
def case(town, fatma, noor):
    return town.case(fatma, care=noor)


def entries(event):
    return db.session.scalars(
        select(AccessEntry).where(AccessEntry.event == event).order_by(AccessEntry.seq)
    ).all()


def people_of(entry):
    lines = select(Processing.resident_id).where(Processing.entry_seq == entry.seq)
    return sorted(db.session.scalars(lines))


def count(noun):
    return len(db.session.scalars(select(noun)).all())


def form_of(page):
    """Give the boxes of the form in the middle of a page as a browser would send them."""
    main = page.get_data(as_text=True).partition('id="main"')[2]
    fields = dict(re.findall(r'<input[^>]*?name="([^"]+)"[^>]*?value="([^"]*)"', main))
    fields.pop("csrf_token", None)
    return fields


def test_who_works_with_somebody_sees_who_it_is_and_the_log_says_so(client, noor, fatma, case):
    fatma_id = fatma.id
    client.sign_in(noor)
    db.session.expire_all()
    page = client.get(f"/residents/{fatma_id.hex}")
    text = page.get_data(as_text=True)
    assert page.status_code == 200
    assert "Fatma Yılmaz" in text
    assert case.reference in text
    entry = entries(Event.RESIDENT_SHOWN)[-1]
    assert entry.relation == "worker"


def test_a_resident_one_may_not_see_looks_as_if_not_there(client, town, fatma):
    client.sign_in(town.person(Role.SOCIAL_WORKER))
    refused = client.get(f"/residents/{fatma.id.hex}")
    absent = client.get(f"/residents/{'0' * 32}")
    foreign = Town("Elders")
    theirs = foreign.resident("Bakker")
    elsewhere = client.get(f"/residents/{theirs.id.hex}")
    assert refused.status_code == absent.status_code == elsewhere.status_code == 404
    assert refused.data == absent.data == elsewhere.data


def test_of_the_cases_of_a_resident_only_those_one_may_open_are_named(client, town, thea, fatma):
    hidden = town.case(fatma, care=town.person(Role.SOCIAL_WORKER))
    client.sign_in(thea)
    client.post(f"/purposes/residents/{fatma.id.hex}", data={"purpose": "triage"})
    text = client.get(f"/residents/{fatma.id.hex}").get_data(as_text=True)
    assert "Fatma Yılmaz" in text
    assert hidden.reference not in text


def test_the_bsn_is_masked_until_asked_for_and_each_look_is_written_down(client, noor, fatma, case):
    client.sign_in(noor)
    assert BSN not in client.get(f"/residents/{fatma.id.hex}").get_data(as_text=True)
    assert BSN not in client.get(f"/residents/{fatma.id.hex}/edit").get_data(as_text=True)
    for looks in (1, 2):
        shown = client.post(f"/residents/{fatma.id.hex}/bsn")
        assert shown.status_code == 200
        assert BSN in shown.get_data(as_text=True)
        assert [e.subject_id for e in entries(Event.BSN_REVEALED)] == [fatma.id] * looks


def test_who_may_not_see_a_bsn_gets_the_same_404(client, town, fatma):
    client.sign_in(town.person(Role.TEAM_LEAD))
    refused = client.post(f"/residents/{fatma.id.hex}/bsn")
    assert refused.status_code == 404
    assert BSN not in refused.get_data(as_text=True)
    assert entries(Event.BSN_REVEALED) == []


FACTS = {
    "first_names": "Klaas",
    "surname": "Pietersen",
    "birth_date-day": "1",
    "birth_date-month": "2",
    "birth_date-year": "1950",
    "postcode": "7061 ab",
    "house_number": "12a",
    "phone": "+31 (0)315-12 34 56",
    "email": "klaas@voorbeeld.nl",
}


def test_somebody_unknown_is_registered_at_once(client, noor):
    client.sign_in(noor)
    answer = client.post("/residents", data=FACTS)
    assert answer.status_code == 303
    resident = db.session.scalars(select(Resident)).one()
    assert answer.location == f"/residents/{resident.id.hex}"
    assert (resident.name, resident.birth_date) == ("Klaas Pietersen", date(1950, 2, 1))
    assert resident.postcode == "7061 AB"
    assert resident.registered_by_id == noor.id


def test_who_looks_alike_is_shown_first_with_why_and_what_was_typed_stays(client, thea, fatma):
    client.sign_in(thea)
    typed = {
        "first_names": "Fatima",
        "surname": "Yilmaz",
        "birth_date-day": "12",
        "birth_date-month": "3",
        "birth_date-year": "1984",
        "street": "Kerkstraat",
    }
    page = client.post("/residents", data=typed)
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    assert "Fatma Yılmaz" in text
    assert "zelfde geboortedatum" in text
    assert "Kerkstraat" in text
    assert count(Resident) == 1
    sent = form_of(page)
    assert sent["surname"] == "Yilmaz"
    assert client.post("/residents", data=sent).status_code == 303
    assert count(Resident) == 2


def test_a_double_one_may_not_see_is_not_shown(client, noor, fatma):
    client.sign_in(noor)
    typed = {"first_names": "Fatma", "surname": "Yılmaz"}
    assert client.post("/residents", data=typed).status_code == 303


def test_a_known_bsn_is_refused_without_saying_whose_it_is(client, noor, fatma):
    client.sign_in(noor)
    page = client.post("/residents", data={"surname": "Ander", "bsn": BSN})
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    assert "Vraag het team intake om hulp" in text
    assert "Fatma" not in text
    assert count(Resident) == 1


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("surname", "", "Vul dit in."),
        ("surname", "12345", "letters"),
        ("surname", "x" * 201, "hooguit 200 tekens"),
        ("bsn", "123456789", "elfproef"),
        ("bsn", "12345678é", "elfproef"),
        ("postcode", "70611 AB", "7061 AB"),
        ("phone", "bel maar", "0315"),
        ("email", "klaas@", "naam@voorbeeld.nl"),
        ("birth_date-year", "2999", "in de toekomst"),
        ("birth_date-day", "31", "bestaat niet"),
    ],
)
def test_what_cannot_be_is_said_at_the_field_and_nothing_typed_is_lost(
    client, noor, field, typed, said
):
    client.sign_in(noor)
    page = client.post("/residents", data=FACTS | {"street": "Oude Weg"} | {field: typed})
    text = page.get_data(as_text=True)
    assert page.status_code == 422
    assert said in text
    assert f'value="{typed}"' in text
    assert "Oude Weg" in text
    assert count(Resident) == 0


@pytest.mark.parametrize(
    "name", ["Æsgåard-Ωmega", "M’hamed d'Artagnan", "محمد", "李", "ß" * 200, "Ng"]
)
def test_a_name_in_any_script_is_registered_and_found(client, noor, name):
    client.sign_in(noor)
    assert client.post("/residents", data={"surname": name}).status_code == 303
    resident = db.session.scalars(select(Resident)).one()
    assert resident.surname == name


def test_a_registration_sent_twice_registers_once(client, noor):
    client.sign_in(noor)
    sent = form_of(client.get("/residents/new")) | FACTS
    first, second = (client.post("/residents", data=sent) for _ in range(2))
    assert first.location == second.location
    assert count(Resident) == 1


def test_a_change_is_kept_and_leaves_the_bsn_alone(client, noor, fatma, case):
    client.sign_in(noor)
    address = f"/residents/{fatma.id.hex}"
    sent = form_of(client.get(f"{address}/edit"))
    assert sent["bsn"] == ""
    answer = client.post(address, data=sent | {"phone": "0315 123456", "surname": "Demir"})
    assert answer.status_code == 303
    db.session.expire_all()
    changed = db.session.get(Resident, fatma.id)
    assert (changed.name, changed.phone, changed.bsn) == ("Fatma Demir", "0315 123456", BSN)
    assert [entry.details for entry in entries(Event.RESIDENT_CHANGED)] == ["facts=phone,surname"]


def test_a_tussenvoegsel_is_in_its_box_when_changing(client, town, noor):
    resident = residents.register(
        actor_for(noor), town.municipality, surname="Berg", prefix="van den", initials="J."
    )
    db.session.commit()
    client.sign_in(noor)
    sent = form_of(client.get(f"/residents/{resident.id.hex}/edit"))
    assert (sent["prefix"], sent["surname"], sent["initials"]) == ("van den", "Berg", "J.")


def test_of_two_who_change_at_once_the_second_sees_both_texts(client, noor, thea, fatma, case):
    client.sign_in(noor)
    address = f"/residents/{fatma.id.hex}"
    sent = form_of(client.get(f"{address}/edit"))
    residents.change(actor_for(thea), fatma, phone="0315 111111")
    db.session.commit()
    db.session.expunge_all()
    page = client.post(address, data=sent | {"phone": "0315 222222"})
    text = page.get_data(as_text=True)
    assert page.status_code == 409
    assert "0315 111111" in text
    assert "0315 222222" in text
    assert BSN not in text
    assert entries(Event.RESIDENT_SHOWN)[-1].result == Result.CONFLICT


def test_a_draft_that_was_overtaken_says_so_and_can_be_kept(client, noor, thea, fatma, case):
    client.sign_in(noor)
    address = f"/residents/{fatma.id.hex}"
    sent = form_of(client.get(f"{address}/edit")) | {"phone": "0315 222222"}
    client.post("/drafts", data={"draft": address, **sent})
    residents.change(actor_for(thea), fatma, phone="0315 111111")
    db.session.commit()
    page = client.get(f"{address}/edit")
    text = page.get_data(as_text=True)
    assert "0315 111111" in text
    assert "0315 222222" in text
    assert client.post(address, data=form_of(page)).status_code == 303
    db.session.expire_all()
    assert db.session.get(Resident, fatma.id).phone == "0315 222222"


def test_a_relation_is_registered_with_the_person_one_picked(client, town, noor, fatma, case):
    mother = residents.register(
        actor_for(noor), town.municipality, surname="Kaya", first_names="Emine"
    )
    db.session.commit()
    client.sign_in(noor)
    address = f"/residents/{fatma.id.hex}/relations"
    asked = client.post(address, data={"who": "Emine Kaia", "kind": "parent", "source": "school"})
    assert asked.status_code == 422
    assert f'value="{mother.id.hex}"' in asked.get_data(as_text=True)
    assert count(Relation) == 0
    sent = {"who": "Emine Kaia", "asked": "Emine Kaia", "other": mother.id.hex, "together": "y"}
    answer = client.post(address, data=sent | {"kind": "parent", "source": "school"})
    assert answer.status_code == 303
    relation = db.session.scalars(select(Relation)).one()
    assert (relation.from_id, relation.to_id) == (mother.id, fatma.id)
    assert relation.kind is RelationKind.PARENT
    homes = {m.household_id for m in db.session.scalars(select(HouseholdMember))}
    assert len(homes) == 1
    text = client.get(f"/residents/{fatma.id.hex}").get_data(as_text=True)
    assert "Emine Kaya" in text
    assert "volgens school" in text


def test_what_somebody_is_must_be_chosen(client, town, noor, fatma, case):
    brother = residents.register(actor_for(noor), town.municipality, surname="Kaya")
    db.session.commit()
    client.sign_in(noor)
    sent = {"who": "Kaya", "asked": "Kaya", "other": brother.id.hex, "source": "de school"}
    page = client.post(f"/residents/{fatma.id.hex}/relations", data=sent)
    assert page.status_code == 422
    assert "Kies een van deze." in page.get_data(as_text=True)
    assert "de school" in page.get_data(as_text=True)
    assert count(Relation) == 0


def test_a_relation_with_somebody_one_may_not_see_cannot_be_made(client, thea, noor, fatma, case):
    town_id = fatma.municipality_id
    hidden = residents.new_resident(town_id, surname="Verborgen", first_names="Piet")
    db.session.add(hidden)
    db.session.commit()
    client.sign_in(noor)
    address = f"/residents/{fatma.id.hex}/relations"
    sent = {"who": "Piet", "asked": "Piet", "other": hidden.id.hex, "kind": "parent"}
    page = client.post(address, data=sent)
    assert page.status_code == 422
    assert "Verborgen" not in page.get_data(as_text=True)
    assert count(Relation) == 0


def test_housemates_and_relatives_one_may_not_see_are_left_out(client, town, thea, fatma):
    noor = town.person(Role.SOCIAL_WORKER)
    mine = residents.register(actor_for(noor), town.municipality, surname="Eigen")
    residents.relate(actor_for(thea), mine, other=fatma, kind=RelationKind.SIBLING)
    residents.form_household(actor_for(thea), [mine, fatma])
    db.session.commit()
    client.sign_in(noor)
    text = client.get(f"/residents/{mine.id.hex}").get_data(as_text=True)
    assert "Eigen" in text
    assert "Yılmaz" not in text


def test_only_who_was_on_the_page_has_a_line(client, town, noor, fatma, case):
    residents.register(actor_for(noor), town.municipality, surname="Niemand")
    fatma_id = fatma.id
    db.session.commit()
    client.sign_in(noor)
    db.session.expunge_all()
    client.get(f"/residents/{fatma_id.hex}")
    assert people_of(entries(Event.RESIDENT_SHOWN)[-1]) == [fatma_id]


def test_a_number_that_is_tried_stands_in_the_log_of_its_holder(client, town, fatma):
    """A number that is registered already is refused, so that trying one tells something."""
    client.sign_in(town.person(Role.SOCIAL_WORKER))
    answer = client.post("/residents", data={"surname": "Zomaar", "bsn": BSN})
    assert answer.status_code == 422
    assert "Yılmaz" not in answer.text
    (entry,) = entries(Event.RESIDENTS_SEARCHED)
    assert (entry.result, people_of(entry)) == (Result.INVALID, [fatma.id])
