"""The list, opening a case, its tracks and who works on it, as people do it."""

import pytest
from sqlalchemy import select

from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import StatedPurpose
from caseapp.model.case_words import CaseState, TrackKind
from caseapp.model.cases import Case
from caseapp.model.watchdog import Finding, FindingKind
from tests.support.days import FromToday, day

SOON = FromToday(4)


def soon():
    return day("next_on", SOON.settled())


@pytest.fixture
def lida(town):
    return town.person(Role.TEAM_LEAD, name="Lida Geurts")


def fields(town, resident, **changes):
    return {
        "residents": resident.id.hex,
        "phenomenon": "neglect",
        "subject_kind": "person",
        "title": "Zorgen om mevrouw",
        "care_team": town.care_team.id.hex,
        "safety_team": town.safety_team.id.hex,
        **soon(),
        **changes,
    }


def test_a_case_is_opened_from_a_resident_one_registered(client, session, town, noor):
    resident = town.resident("Nieuweling", registered_by_id=noor.id)
    client.sign_in(noor)
    form = client.get(f"/cases/new?residents={resident.id.hex},onzin")
    assert "Nieuweling" in form.get_data(as_text=True)
    opened = client.post("/cases", data=fields(town, resident), follow_redirects=True)
    assert "De casus is geopend." in opened.get_data(as_text=True)
    assert session.scalars(select(Case)).one().subjects[0].resident_id == resident.id


def test_who_opens_a_case_reads_at_once_which_track_waits_where_nobody_works(
    client, session, town, noor
):
    resident = town.resident(registered_by_id=noor.id)
    client.sign_in(noor)
    opened = client.post("/cases", data=fields(town, resident), follow_redirects=True)
    told = f"Bij {town.safety_team.name} werkt nu niemand"
    assert told in opened.text
    assert f"Bij {town.care_team.name}" not in opened.text
    kinds = select(Finding.kind).where(Finding.ended_at.is_(None), Finding.case_id.is_not(None))
    now = kinds.where(Finding.since <= clock.now())
    assert session.scalars(now).all() == [FindingKind.TRACK_NOBODYS]
    town.person(Role.SAFETY_ADVISER)
    other = town.resident(registered_by_id=noor.id)
    again = client.post("/cases", data=fields(town, other), follow_redirects=True)
    assert told not in again.text


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"care_team": "niets"}, "Kies uit de lijst"),
        ({"residents": ""}, "Zoek eerst de inwoner"),
        ({"title": ""}, "Vul dit in"),
        ({"title": "x" * 300}, "te lang"),
        ({"subject_kind": "address"}, "Vul het adres of gebied in"),
    ],
)
def test_a_case_that_is_not_complete_comes_back_as_typed(client, town, noor, change, message):
    client.sign_in(noor)
    resident = town.resident(registered_by_id=noor.id)
    answer = client.post("/cases", data=fields(town, resident, summary="Lang verhaal.", **change))
    assert answer.status_code == 422
    assert message in answer.get_data(as_text=True)
    assert "Lang verhaal." in answer.get_data(as_text=True)


def test_the_list_is_narrowed_and_sorted(client, town, noor):
    case = town.case(town.resident("Zichtbaar"), care=noor, phase=3)
    client.sign_in(noor)
    for query in ("", "?phase=3&mine=y", "?order=phase", "?order=opened&state=active"):
        assert case.reference in client.get(f"/cases{query}").get_data(as_text=True)
    empty = client.get("/cases?phase=4&reference=onzin").get_data(as_text=True)
    assert "Geen casussen" in empty
    assert case.reference not in client.get("/cases?state=closed").get_data(as_text=True)


def test_a_track_is_taken_once(client, town, noor):
    case = town.case(town.resident(), director=town.person(Role.PROCESS_DIRECTOR))
    client.sign_in(noor)
    address = f"/cases/{case.reference}/tracks/care/owner"
    taken = client.post(address, follow_redirects=True)
    assert "Het spoor is nu van u." in taken.get_data(as_text=True)
    assert client.post(address).status_code == 404
    assert client.post(f"/cases/{case.reference}/tracks/nonsense/owner").status_code == 404


def test_a_track_is_arranged_and_who_comes_second_sees_both(client, session, town, noor):
    case = town.case(town.resident(), care=noor)
    client.sign_in(noor)
    address = f"/cases/{case.reference}/tracks/care"
    page = client.get(f"{address}/edit").get_data(as_text=True)
    assert "Zorgspoor" in page
    version = case.track(TrackKind.CARE).version
    sent = {"state": "needed", "version": version, **soon()}
    assert client.post(address, data=sent).status_code == 303
    late = client.post(address, data={**sent, "reason": "Mijn reden", "state": "done"})
    assert late.status_code == 409
    text = late.get_data(as_text=True)
    assert "Mijn reden" in text
    assert SOON.settled().isoformat() in text
    wrong = client.post(address, data={"state": "done", "version": version + 1, "reason": ""})
    assert wrong.status_code == 422
    assert client.post(address, data={"version": version + 1}).status_code == 422


def test_a_team_lead_says_what_for_and_then_gives_a_track_an_owner(
    client, session, town, noor, lida
):
    other = town.person(Role.SOCIAL_WORKER)
    case = town.case(town.resident("Jansen"), care=other)
    client.sign_in(lida)
    asked = client.get(f"/cases/{case.reference}")
    assert asked.status_code == 303
    assert "Jansen" not in client.get(asked.headers["Location"]).get_data(as_text=True)
    assert client.post(asked.headers["Location"], data={"purpose": "zomaar"}).status_code == 422
    told = client.post(asked.headers["Location"], data={"purpose": "supervision"})
    assert told.headers["Location"] == f"/cases/{case.reference}"
    assert session.scalars(select(StatedPurpose)).one().purpose == "supervision"
    page = client.get(f"/cases/{case.reference}/staff/new").get_data(as_text=True)
    assert "Noor Wissink" in page
    sent = {"user": noor.id.hex, "part": "owner", "place": "care"}
    assert client.post(f"/cases/{case.reference}/staff", data=sent).status_code == 303
    wrong = client.post(f"/cases/{case.reference}/staff", data={**sent, "place": "safety"})
    assert wrong.status_code == 422
    assert "het andere spoor" in wrong.get_data(as_text=True)


def test_a_closed_case_is_read_and_not_written(client, town, noor):
    case = town.case(town.resident(), care=noor, state=CaseState.CLOSED)
    client.sign_in(noor)
    page = client.get(f"/cases/{case.reference}").get_data(as_text=True)
    assert "Stap vastleggen" not in page
    assert client.get(f"/cases/{case.reference}/steps/new").status_code == 404


@pytest.mark.parametrize(
    "address",
    ["/cases/OIJ-0000-000", "/cases/oij-7k3m-9q2x", "/steps/0", f"/steps/{'A' * 32}", "/cases/%00",
     "/cases?mark=%ff", "/nergens", "/steps/٣"],
)  # fmt: skip
def test_a_crooked_address_gets_a_clear_page(client, noor, address):
    client.sign_in(noor)
    assert client.get(address).status_code in {400, 404}


def test_a_method_that_is_not_there_is_refused(client, noor):
    client.sign_in(noor)
    assert client.post("/cases/new").status_code == 405
    assert client.delete("/cases").status_code in {400, 405}


def test_english_is_one_click_away(client, noor):
    client.sign_in(noor)
    client.post("/language", data={"language": "en"})
    page = client.get("/cases").get_data(as_text=True)
    assert '<html lang="en">' in page
    assert "Open a case" in page


def test_who_does_no_casework_states_no_purpose(client, session, town, noor):
    partner = town.person(Role.CHAIN_PARTNER)
    case = town.case(town.resident(), care=noor, partner=partner)
    client.sign_in(partner)
    address = f"/purposes/cases/{case.id.hex}"
    assert client.get(address).status_code == 403
    assert client.post(address, data={"purpose": "supervision"}).status_code == 403
    assert session.scalars(select(StatedPurpose)).all() == []
