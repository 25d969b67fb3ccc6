"""The screens of teams and organisations, and a municipality that begins with nothing."""

import pytest
from sqlalchemy import delete, select

from caseapp.kernel.actor import Role
from caseapp.model.accounts import User
from caseapp.model.case_words import CaseState
from caseapp.model.organisations import Organisation, Team
from caseapp.model.watchdog import Finding
from tests.support import routes
from tests.support.cast import Town


@pytest.fixture
def admin(town):
    return town.person(Role.FUNCTIONAL_ADMINISTRATOR)


def test_a_municipality_that_begins_makes_its_teams_and_then_opens_a_case(client, session, town):
    for kind in (Finding, Team):
        session.execute(delete(kind).where(kind.municipality_id == town.id))
    session.commit()
    client.sign_in(town.person(Role.FUNCTIONAL_ADMINISTRATOR))
    assert "Er is nog geen team." in client.get("/teams").text
    for name, kind in (("Wijkteam", "care"), ("Veilig", "safety")):
        made = client.post("/teams", data={"name": name, "kind": kind})
        assert (made.status_code, made.location) == (303, "/teams")
    assert "Wijkteam" in client.get("/teams").text
    client.sign_in(town.person(Role.INTAKE, team=session.scalars(select(Team)).first()))
    teams = {f"{team.kind.value}_team": team.id.hex for team in session.scalars(select(Team))}
    opened = client.post(
        "/cases",
        data={"phenomenon": "nuisance", "subject_kind": "address", "title": "Herrie",
              "address": "Markt", **teams, **routes.soon("next_on")},
    )  # fmt: skip
    assert opened.status_code == 303


def test_a_team_without_a_name_or_with_one_that_is_taken_comes_back(client, town, admin):
    client.sign_in(admin)
    empty = client.post("/teams", data={"name": " ", "kind": "care"})
    assert (empty.status_code, "Vul dit in." in empty.text) == (422, True)
    taken = client.post("/teams", data={"name": town.care_team.name, "kind": "nonsense"})
    assert (taken.status_code, "Kies een van deze." in taken.text) == (422, True)
    taken = client.post("/teams", data={"name": town.care_team.name, "kind": "care"})
    assert (taken.status_code, "al in gebruik" in taken.text) == (422, True)


def test_who_changes_a_team_second_sees_what_the_first_one_kept(client, session, town, admin):
    client.sign_in(admin)
    address = f"/teams/{town.care_team.id.hex}"
    assert town.care_team.name in client.get(f"{address}/edit").text
    sent = {"name": "Noord", "kind": "care", "version": str(town.care_team.version)}
    assert client.post(address, data=sent).status_code == 303
    late = client.post(address, data={**sent, "name": "Zuid"})
    assert late.status_code == 409
    assert "Noord" in late.text
    assert "Zuid" in late.text


def test_a_chain_partner_works_for_an_organisation(client, session, town, admin):
    client.sign_in(admin)
    made = client.post("/organisations", data={"name": "Wonen aan de IJssel", "kind": "housing"})
    assert made.status_code == 303
    here = session.scalars(
        select(Organisation).where(Organisation.municipality_id == town.id)
    ).one()
    page = client.get(f"/organisations/{here.id.hex}/edit").text
    assert "Wonen aan de IJssel" in page
    elsewhere = Town("Elders").person(Role.CHAIN_PARTNER).organisation_id
    asked = {"name": "Ruben", "email": "ruben@wonen.example", "function": "wijkbeheerder",
             "roles": ["chain-partner"]}  # fmt: skip
    for chosen in ("", elsewhere.hex, "onzin"):
        refused = client.post("/users", data={**asked, "organisation": chosen})
        assert refused.status_code == 422
        assert "Kies de organisatie" in refused.text
    assert client.post("/users", data={**asked, "organisation": here.id.hex}).status_code == 201
    ruben = session.scalar(select(User).where(User.email == "ruben@wonen.example"))
    assert ruben.organisation_id == here.id
    assert "Wonen aan de IJssel" in client.get("/users").text
    changed = {"function": "wijkbeheerder", "roles": ["intake"], "version": str(ruben.version)}
    client.post(f"/users/{ruben.id.hex}", data={**changed, "organisation": here.id.hex})
    session.expire_all()
    assert ruben.organisation_id is None


def test_who_gives_a_partner_a_place_sees_for_whom_they_work(client, session, town):
    noor, partner = town.person(Role.SOCIAL_WORKER), town.person(Role.CHAIN_PARTNER)
    case = town.case(town.resident(), director=noor)
    client.sign_in(noor)
    page = client.get(f"/cases/{case.reference}/staff/new").text
    assert f"{partner.name} ({partner.organisation.name})" in page


def test_a_case_goes_on_from_an_earlier_one(client, session, town):
    noor = town.person(Role.SOCIAL_WORKER)
    resident = town.resident()
    earlier = town.case(resident, care=noor, state=CaseState.CLOSED)
    client.sign_in(noor)
    assert f"previous={earlier.reference}" in client.get(f"/cases/{earlier.reference}").text
    form = client.get(f"/cases/new?previous={earlier.reference}&residents={resident.id.hex}")
    assert f'value="{earlier.reference}"' in form.text
    sent = {"residents": resident.id.hex, "phenomenon": "nuisance", "subject_kind": "person",
            "title": "Opnieuw", "care_team": town.care_team.id.hex,
            "safety_team": town.safety_team.id.hex, **routes.soon("next_on")}  # fmt: skip
    opened = client.post("/cases", data={**sent, "previous": earlier.reference.lower()})
    assert opened.status_code == 303
    assert earlier.reference in client.get(opened.location).text
    assert opened.location.rpartition("/")[2] in client.get(f"/cases/{earlier.reference}").text


def test_a_previous_case_that_is_not_yours_is_not_there(client, session, town):
    noor, other = town.person(Role.SOCIAL_WORKER), town.person(Role.SOCIAL_WORKER)
    hidden = town.case(town.resident("Geheim"), care=other, state=CaseState.CLOSED)
    mine = town.case(town.resident(), care=noor, previous_case_id=hidden.id)
    client.sign_in(noor)
    assert hidden.reference not in client.get(f"/cases/{mine.reference}").text
    sent = {"phenomenon": "nuisance", "subject_kind": "address", "title": "X", "address": "Y",
            "care_team": town.care_team.id.hex, "safety_team": town.safety_team.id.hex,
            **routes.soon("next_on")}  # fmt: skip
    for typed in (hidden.reference, "TST-0000-0000", "onzin"):
        refused = client.post("/cases", data={**sent, "previous": typed})
        assert refused.status_code == 422
        assert "geen casus met dit nummer die u mag openen" in refused.text
