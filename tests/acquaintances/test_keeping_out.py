"""Nobody opens their own file, that of their household, or of whom they know."""

from datetime import date

import pytest
from sqlalchemy import select

from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.acquaintances import Acquaintance, ColleagueMark, Departure
from caseapp.model.approvals import Approval
from caseapp.model.case_words import TrackKind, TrackState
from caseapp.model.residents import Household, HouseholdMember
from caseapp.residents import search_rows


@pytest.fixture
def clerk(town):
    return town.person(Role.INTAKE, name="Ine Intake")


def resident(session, town, surname, first_names, born, **facts):
    person = town.resident(surname, first_names=first_names, birth_date=born, **facts)
    search_rows.write_anew(session(), person)
    session.commit()
    return person


@pytest.fixture
def self_(session, town):
    return resident(
        session,
        town,
        "Wissink",
        "Noor Maria",
        date(1990, 5, 4),
        postcode="7061AB",
        house_number="12",
    )


ASKED_WHY = 303
"""Intake may look at anybody, and says what for."""
MARKS = {
    "first_names": "Noor Maria",
    "surname": "Wissink",
    "born-day": "4",
    "born-month": "5",
    "born-year": "1990",
}


def set_marks(client, **marks):
    answer = client.post("/profile/marks", data=marks)
    assert answer.status_code == 303, answer.get_data(as_text=True)


def test_one_click_takes_oneself_out_and_nothing_is_left_without_somebody(
    client, session, town, noor
):
    director = town.person(Role.SOCIAL_WORKER, name="Dirk Directeur")
    case = town.case(town.resident(), care=noor, director=director)
    reference = case.reference
    client.sign_in(noor)
    assert client.post(f"/cases/{reference}/departures").status_code == 303
    assert client.get(f"/cases/{reference}").status_code == 404
    session.refresh(case)
    track = case.track(TrackKind.CARE)
    assert track.owner is None
    assert track.state is TrackState.NEEDED
    assert track.team_id is not None


def test_the_director_is_told_that_a_place_is_free_and_no_reason(client, session, town, noor):
    director = town.person(Role.SOCIAL_WORKER, name="Dirk Directeur", team=town.intake_team)
    case = town.case(town.resident(), care=noor, director=director)
    reference = case.reference
    client.sign_in(noor)
    client.post(f"/cases/{reference}/departures")
    client.sign_in(director)
    text = client.get("/").get_data(as_text=True)
    assert "Noor Wissink werkt niet meer aan deze casus" in text
    assert "kent" not in text.split("<main")[1].lower()
    left = session.scalars(select(Departure)).one()
    client.post(f"/departures/{left.id.hex}")
    assert "werkt niet meer aan deze casus" not in client.get("/").get_data(as_text=True)


def test_a_declaration_about_a_resident_holds_for_every_case_and_the_page(
    client, session, town, noor
):
    fatma = town.resident("Yılmaz")
    own, other = town.case(fatma, care=noor), town.case(fatma, members=[(noor, TrackKind.CARE)])
    addresses = [f"/cases/{case.reference}" for case in (own, other)]
    page = f"/residents/{fatma.id.hex}"
    client.sign_in(noor)
    assert client.post(f"{page}/departures").status_code == 303
    assert [client.get(address).status_code for address in [*addresses, page]] == [404] * 3
    assert "Yılmaz" not in client.get("/cases").get_data(as_text=True)


def test_only_a_second_person_lifts_it(client, session, town, noor):
    case = town.case(town.resident(), care=noor, members=[(noor, TrackKind.CARE)])
    client.sign_in(noor)
    client.post(f"/cases/{case.reference}/departures")
    said = session.scalars(select(Acquaintance)).one()
    lift = f"/profile/acquaintances/{said.id.hex}/lift"
    lift = lift.removeprefix("/profile")
    assert client.get(f"{lift}/new").status_code == 200
    client.post(lift, data={"reason": "Het was een vergissing."})
    asked = session.scalars(select(Approval)).one()
    shown = asked.payload_hash.hex()
    assert client.post(f"/approvals/{asked.id.hex}/grant", data={"shown": shown}).status_code == 404
    client.sign_in(town.person(Role.PRIVACY_OFFICER))
    client.post(f"/approvals/{asked.id.hex}/grant", data={"shown": shown})
    session.refresh(said)
    assert said.lifted_at is not None


def test_ones_own_file_never_opens_by_name_and_birth_date(client, town, clerk, self_):
    page = f"/residents/{self_.id.hex}"
    client.sign_in(clerk)
    assert client.get(page).status_code == ASKED_WHY
    set_marks(client, **MARKS)
    assert client.get(page).status_code == 404


def test_somebody_of_the_same_age_or_the_same_name_is_not_oneself(client, session, town, clerk):
    twin = resident(session, town, "Anders", "Piet", date(1990, 5, 4))
    namesake = resident(session, town, "Wissink", "Noor", date(1961, 1, 2))
    client.sign_in(clerk)
    set_marks(client, **MARKS)
    for person in (twin, namesake):
        assert client.get(f"/residents/{person.id.hex}").status_code == ASKED_WHY


def test_whoever_lives_at_ones_address_is_kept_shut(client, session, town, clerk):
    mate = resident(
        session, town, "Anders", "Piet", date(1991, 1, 1), postcode="7061AB", house_number="12a"
    )
    client.sign_in(clerk)
    set_marks(client, postcode="7061 ab", house_number="12")
    assert client.get(f"/residents/{mate.id.hex}").status_code == 404


def test_ones_household_is_kept_shut_by_the_household_that_is_registered(
    client, session, town, clerk, self_
):
    mate = resident(session, town, "Anders", "Piet", date(1991, 1, 1))
    gone = resident(session, town, "Vroeger", "Jan", date(1988, 1, 1))
    home = Household(municipality_id=town.id)
    session.add(home)
    session.flush()
    for person, ended in ((self_, None), (mate, None), (gone, clock.today())):
        session.add(
            HouseholdMember(
                municipality_id=town.id, household_id=home.id, resident=person, ended_on=ended
            )
        )
    session.commit()
    addresses = [f"/residents/{person.id.hex}" for person in (mate, gone)]
    client.sign_in(clerk)
    set_marks(client, **MARKS)
    assert [client.get(address).status_code for address in addresses] == [404, ASKED_WHY]


def test_a_case_about_oneself_does_not_exist_even_for_its_worker(client, town, noor, self_):
    case = town.case(self_, care=noor, director=noor)
    reference = case.reference
    client.sign_in(noor)
    assert client.get(f"/cases/{reference}").status_code == 200
    set_marks(client, **MARKS)
    assert client.get(f"/cases/{reference}").status_code == 404
    assert reference not in client.get("/cases").get_data(as_text=True)
    assert reference not in client.get("/").get_data(as_text=True)


def test_the_privacy_officer_does_not_read_who_looked_at_themselves(client, town, self_):
    client.sign_in(town.person(Role.PRIVACY_OFFICER))
    page = f"/log/residents/{self_.id.hex}"
    assert client.get(page).status_code == 200
    set_marks(client, **MARKS)
    assert client.get(page).status_code == 404


def test_what_was_typed_is_kept_nowhere(client, session, clerk):
    client.sign_in(clerk)
    set_marks(client, **MARKS)
    marks = session.scalars(select(ColleagueMark)).all()
    assert marks
    assert all(len(one.mark) == 8 for one in marks)
    assert "Wissink" not in client.get("/profile").get_data(as_text=True)


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({"born-day": "4", "born-month": "5", "born-year": "1990"}, "Vul ook uw achternaam in"),
        ({"postcode": "7061AB"}, "Vul ook uw huisnummer in"),
        (
            {"surname": "W", "born-day": "31", "born-month": "2", "born-year": "1990"},
            "bestaat niet",
        ),
    ],
)
def test_half_a_mark_is_asked_for_in_full(client, clerk, typed, message):
    client.sign_in(clerk)
    answer = client.post("/profile/marks", data=typed)
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)


def test_who_can_see_it_is_who_can_open_it(client, session, town, noor, clerk):
    fatma = town.resident("Yılmaz")
    case = town.case(fatma, care=noor)
    reference = case.reference
    lead = town.person(Role.TEAM_LEAD, name="Tess Teamleider")
    stranger = town.person(Role.SOCIAL_WORKER, name="Vera Vreemd", team=town.intake_team)
    client.sign_in(noor)
    text = client.get(f"/cases/{reference}/readers").get_data(as_text=True)
    assert "Tess Teamleider" in text
    assert "als betrokken medewerker" in text
    assert "Vera Vreemd" not in text
    for user, seen in ((lead, True), (stranger, False)):
        client.sign_in(user)
        assert (client.get(f"/cases/{reference}").status_code != 404) is seen
    client.sign_in(noor)
    text = client.get(f"/residents/{fatma.id.hex}/readers").get_data(as_text=True)
    assert "Ine Intake" in text
    assert "Vera Vreemd" not in text
