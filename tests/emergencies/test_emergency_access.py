"""Access in an emergency: with an end, with a witness, and never for one's own file."""

from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from caseapp import residents
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Result
from caseapp.model.accounts import User
from caseapp.model.acquaintances import Acquaintance
from caseapp.model.approvals import Approval
from caseapp.model.case_words import TrackKind
from caseapp.model.emergencies import EmergencyAccess
from caseapp.model.reviews import Review, ReviewKind
from tests.support.cast import PASSWORD

REASON = "De buurman belt: er wordt geschreeuwd en niemand doet open."


@pytest.fixture
def hero(town):
    return town.person(Role.SAFETY_ADVISER, name="Hilde Held", team=town.intake_team)


@pytest.fixture
def fatma(session, town):
    person = town.resident(
        "Yılmaz", first_names="Fatma", bsn="999990019", birth_date=date(1984, 3, 7)
    )
    person.bsn_hash = residents.bsn_hash(town.id, "999990019")
    session.commit()
    return person


@pytest.fixture
def case(town, noor, fatma):
    case = town.case(fatma, care=noor, director=noor)
    town.step(case, noor, TrackKind.CARE, "Het zorggeheim.")
    town.step(case, noor, None, "De gedeelde strook.")
    return case


def fields(case=None, **changes):
    told = {
        "reference": case.reference if case is not None else "",
        "kind": "acute-danger",
        "reason": REASON,
        "minutes": "60",
        "password": PASSWORD,
    }
    return told | changes


def opened(client, session, hero, case, **changes):
    client.sign_in(hero)
    typed = fields(case, **changes)
    session.expunge_all()
    return client.post("/emergencies", data=typed)


def test_the_door_opens_one_case_and_its_shared_strip_for_an_hour(client, session, hero, case):
    address = f"/cases/{case.reference}"
    client.sign_in(hero)
    assert client.get(address).status_code == 404
    answer = opened(client, session, hero, case)
    assert answer.status_code == 303
    text = client.get(address).get_data(as_text=True)
    assert "De gedeelde strook." in text
    assert "Het zorggeheim." not in text
    assert "Noodtoegang tot" in text


@pytest.mark.parametrize(("minutes", "status"), [(59, 200), (61, 404)])
def test_the_door_is_open_for_as_long_as_was_asked_and_no_longer(
    client, session, hero, case, minutes, status
):
    """Signed in anew, for that ends of itself sooner: what is tried is the door."""
    address = f"/cases/{case.reference}"
    begun = clock.now()
    with time_machine.travel(begun, tick=False):
        opened(client, session, hero, case)
    with time_machine.travel(begun + timedelta(minutes=minutes), tick=False):
        session.expunge_all()
        client.sign_in(session.get_one(User, hero.id))
        session.expunge_all()
        assert client.get(address).status_code == status


def test_who_gives_it_back_twice_lands_where_the_first_click_led(client, session, hero, case):
    door = opened(client, session, hero, case).location
    first, second = (client.post(f"{door}/end", data={"form_key": "e" * 32}) for _ in range(2))
    assert (second.status_code, second.location) == (first.status_code, first.location)


def test_the_notes_ask_a_second_step(client, session, hero, case):
    address = f"/cases/{case.reference}"
    door = opened(client, session, hero, case).location
    client.post(f"{door}/tracks")
    assert "Het zorggeheim." in client.get(address).get_data(as_text=True)


def test_every_entry_under_it_carries_its_number(client, session, hero, case):
    reference = case.reference
    opened(client, session, hero, case)
    client.get(f"/cases/{reference}")
    access = session.scalars(select(EmergencyAccess)).one()
    entry = session.scalars(
        select(AccessEntry)
        .where(AccessEntry.event == "case:shown")
        .order_by(AccessEntry.seq.desc())
    ).first()
    assert (entry.relation, entry.emergency_id) == ("emergency", access.id)


@pytest.mark.parametrize("path", ["steps", "flags", "phases", "staff", "shield"])
def test_it_only_reads(client, session, hero, case, path):
    reference = case.reference
    opened(client, session, hero, case)
    assert client.get(f"/cases/{reference}/{path}/new").status_code == 404
    assert client.post(f"/cases/{reference}/{path}", data={"body": "x"}).status_code == 404


def test_giving_it_back_closes_the_door_at_once(client, session, hero, case):
    reference = case.reference
    door = opened(client, session, hero, case).location
    client.post(f"{door}/end")
    assert client.get(f"/cases/{reference}").status_code == 404


def test_it_always_gets_a_review_and_the_director_is_asked(client, session, hero, noor, case):
    opened(client, session, hero, case)
    review = session.scalars(select(Review)).one()
    assert (review.kind, review.user_id) == (ReviewKind.EMERGENCY, hero.id)
    client.sign_in(noor)
    text = client.get("/").get_data(as_text=True)
    assert "Hilde Held opende deze casus met noodtoegang" in text
    access = session.scalars(select(EmergencyAccess)).one()
    page = f"/emergencies/{access.id.hex}"
    client.post(f"{page}/explanation", data={"text": "Er was echt gevaar."})
    assert "Er was echt gevaar." in client.get(page).get_data(as_text=True)
    assert "met noodtoegang" not in client.get("/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"reason": "Snel!"}, "minstens 30 tekens"),
        ({"minutes": "600"}, "240 minuten"),
        ({"minutes": "veel"}, "geldig"),
        ({"password": "niet mijn wachtwoord"}, "niet uw wachtwoord"),
        ({"reference": "ZZ-0000-0000"}, "geen casus die hierbij hoort"),
        ({"kind": ""}, "Kies een van deze"),
    ],
)
def test_what_is_not_in_order_opens_nothing_and_is_said(
    client, session, hero, case, changes, message
):
    answer = opened(client, session, hero, case, **changes)
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)
    assert session.scalars(select(EmergencyAccess)).all() == []


def test_who_works_on_the_case_is_never_asked_for_it(client, session, noor, case):
    answer = opened(client, session, noor, case)
    assert "gewoon openen" in answer.get_data(as_text=True)


def test_whom_one_knows_is_not_there_in_an_emergency_either(client, session, hero, fatma, case):
    session.add(
        Acquaintance(
            municipality_id=hero.municipality_id,
            user_id=hero.id,
            resident_id=fatma.id,
            declared_at=clock.now(),
        )
    )
    session.commit()
    known = opened(client, session, hero, case)
    absent = opened(client, session, hero, None, reference="ZZ-0000-0000")
    assert known.status_code == absent.status_code == 422
    assert session.scalars(select(EmergencyAccess)).all() == []
    refused = session.scalars(select(AccessEntry).where(AccessEntry.result == Result.REFUSED)).all()
    assert [entry.permission for entry in refused] == ["emergency:open", "emergency:open"]


def test_a_resident_is_known_by_number_and_birth_date_together(client, session, hero, case):
    wrong = {"bsn": "999990019", "born-day": "8", "born-month": "3", "born-year": "1984"}
    assert opened(client, session, hero, None, **wrong).status_code == 422
    assert opened(client, session, hero, None, **(wrong | {"born-day": "7"})).status_code == 303
    assert session.scalars(select(EmergencyAccess)).one().case_id == case.id


def test_a_shielded_case_opens_with_a_second_person_only(client, session, town, hero, case):
    case.is_shielded = True
    session.commit()
    reference = case.reference
    answer = opened(client, session, hero, case)
    assert "/approvals/" in answer.location
    assert client.get(f"/cases/{reference}").status_code == 404
    lead = town.person(Role.TEAM_LEAD)
    asked = session.scalars(select(Approval)).one()
    shown = asked.payload_hash.hex()
    client.sign_in(lead)
    client.post(f"/approvals/{asked.id.hex}/grant", data={"shown": shown})
    client.sign_in(hero)
    assert client.get(f"/cases/{reference}").status_code == 200


def test_the_third_time_in_a_day_takes_a_second_person(client, session, town, noor, hero):
    for number in range(3):
        case = town.case(town.resident(), care=noor)
        answer = opened(client, session, hero, case)
        assert ("/approvals/" in answer.location) == (number == 2)


@pytest.mark.parametrize("role", [Role.PRIVACY_OFFICER, Role.CISO, Role.MAYOR, Role.CHAIN_PARTNER])
def test_who_does_no_casework_has_no_such_door(client, town, role):
    client.sign_in(town.person(role))
    assert client.get("/emergencies/new").status_code == 404
    assert client.post("/emergencies", data=fields()).status_code == 404


def test_the_privacy_officer_reads_the_reason_and_not_the_case(client, session, town, hero, case):
    reference = case.reference
    opened(client, session, hero, case)
    found = select(EmergencyAccess.id).execution_options(unseen="policy")
    access_id = session.scalars(found).one()
    client.sign_in(town.person(Role.PRIVACY_OFFICER))
    assert REASON in client.get(f"/emergencies/{access_id.hex}").get_data(as_text=True)
    assert client.get(f"/cases/{reference}").status_code == 404
