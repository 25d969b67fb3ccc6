"""Accounts: inviting, arranging and ending access, by the functional administrator."""

import re

import pytest
from sqlalchemy import select

from caseapp.accounts import passwords
from caseapp.extensions import db
from caseapp.kernel.actor import Role
from caseapp.model.accounts import User


@pytest.fixture
def admin(town):
    return town.person(Role.FUNCTIONAL_ADMINISTRATOR, name="Ad Beheer")


def invitation(town, **changes):
    return {
        "name": "Nina Nieuw",
        "email": "Nina.Nieuw@Testdam.example",
        "function": "wijkcoach",
        "roles": ["social-worker"],
        "teams": [town.care_team.id.hex],
        "form_key": "a" * 32,
        **changes,
    }


def rights(user, **changes):
    return {"version": str(user.version), "function": "wijkcoach", "roles": ["social-worker"],
            **changes}  # fmt: skip


def named(session, email):
    return session.scalar(select(User).where(User.email == email))


def test_the_list_names_every_colleague(client, admin, noor):
    client.sign_in(admin)
    text = client.get("/users").get_data(as_text=True)
    assert "Noor Wissink" in text
    assert "Ad Beheer" in text


def test_a_first_password_is_shown_once_and_works(client, session, town, admin):
    client.sign_in(admin)
    answer = client.post("/users", data=invitation(town))
    assert answer.status_code == 201
    assert answer.headers["Cache-Control"] == "no-store"
    password = re.search(r"\b(?:[0-9A-Z]{5}-){3}[0-9A-Z]{5}\b", answer.get_data(as_text=True))[0]
    nina = named(session, "nina.nieuw@testdam.example")
    assert passwords.fits(password, nina.password_hash)
    again = client.post("/users", data=invitation(town))
    assert again.status_code == 303
    assert again.location == f"/users/{nina.id.hex}/edit"
    assert password not in client.get(again.location).get_data(as_text=True)


def test_nobody_chooses_the_first_password(client, session, town, admin):
    client.sign_in(admin)
    client.post("/users", data=invitation(town, password="het wachtwoord van de beheerder"))
    nina = named(session, "nina.nieuw@testdam.example")
    assert not passwords.fits("het wachtwoord van de beheerder", nina.password_hash)


@pytest.mark.parametrize(
    "changes",
    [
        {"name": ""},
        {"name": "n" * 161},
        {"email": "geen adres"},
        {"roles": []},
        {"roles": ["king"]},
        {"roles": ["social-worker", "privacy-officer"]},
        {"roles": ["ciso", "functional-administrator"]},
        {"teams": ["00" * 16]},
    ],
)
def test_a_wrong_invitation_comes_back_with_what_was_typed(client, session, town, admin, changes):
    client.sign_in(admin)
    answer = client.post("/users", data=invitation(town, **changes))
    assert answer.status_code == 422
    assert "wijkcoach" in answer.get_data(as_text=True)
    assert named(session, "nina.nieuw@testdam.example") is None


def test_an_address_that_is_known_is_refused(client, town, admin, noor):
    client.sign_in(admin)
    answer = client.post("/users", data=invitation(town, email=noor.email.upper()))
    assert answer.status_code == 422
    assert "al in gebruik" in answer.get_data(as_text=True)


def test_roles_and_teams_are_changed(client, session, town, admin, noor):
    client.sign_in(admin)
    changed = rights(noor, roles=["team-lead"], leads=[town.safety_team.id.hex])
    assert client.post(f"/users/{noor.id.hex}", data=changed).status_code == 303
    session.refresh(noor)
    assert noor.roles == {Role.TEAM_LEAD}
    assert [(m.team_id, m.is_lead) for m in noor.memberships] == [(town.safety_team.id, True)]


def test_a_right_that_goes_is_gone_at_the_next_click(client, app, town, admin, noor):
    hers = app.test_client()
    hers.sign_in(noor)
    assert hers.get("/cases").status_code == 200
    client.sign_in(admin)
    client.post(f"/users/{noor.id.hex}", data=rights(noor, roles=["ciso"]))
    assert hers.get("/cases").status_code == 404


def test_who_comes_second_sees_what_the_first_one_kept(client, admin, noor):
    client.sign_in(admin)
    before = rights(noor)
    client.post(f"/users/{noor.id.hex}", data={**before, "roles": ["intake"], "form_key": "1" * 32})
    second = client.post(f"/users/{noor.id.hex}", data={**before, "function": "mijn woord",
                                                        "form_key": "2" * 32})  # fmt: skip
    assert second.status_code == 409
    text = second.get_data(as_text=True)
    assert "mijn woord" in text
    assert "intake en toegang" in text


def test_deactivation_ends_every_session_at_once(client, app, admin, noor):
    hers = app.test_client()
    hers.sign_in(noor)
    assert hers.get("/cases").status_code == 200
    client.sign_in(admin)
    assert client.post(f"/users/{noor.id.hex}/deactivation").status_code == 303
    assert hers.get("/cases").location == "/sign-in"


def test_who_was_deactivated_cannot_sign_in_again(client, admin, noor):
    client.sign_in(admin)
    client.post(f"/users/{noor.id.hex}/deactivation")
    client.post("/sign-out")
    tried = client.post(
        "/sign-in", data={"email": noor.email, "password": "een heel lang wachtwoord"}
    )
    assert tried.status_code == 422


def test_nobody_arranges_or_ends_their_own_access(client, session, admin):
    client.sign_in(admin)
    kept = rights(admin, roles=["functional-administrator"], function="keizer")
    assert client.post(f"/users/{admin.id.hex}", data=kept).status_code == 422
    client.post(f"/users/{admin.id.hex}/deactivation")
    session.refresh(admin)
    assert admin.is_active
    assert admin.function != "keizer"


def test_a_colleague_of_another_municipality_is_not_there(client, town, admin):
    other = type(town)("Buurdorp").person(Role.SOCIAL_WORKER)
    client.sign_in(admin)
    for answer in (
        client.get(f"/users/{other.id.hex}/edit"),
        client.post(f"/users/{other.id.hex}", data=rights(other)),
        client.post(f"/users/{other.id.hex}/deactivation"),
    ):
        assert answer.status_code == 404
    assert db.session.get(User, other.id).is_active


@pytest.mark.parametrize(
    "role", [role for role in Role if role is not Role.FUNCTIONAL_ADMINISTRATOR]
)
def test_accounts_are_not_there_for_anybody_else(client, town, role, noor):
    client.sign_in(town.person(role))
    for path in ("/users", "/users/new", f"/users/{noor.id.hex}/edit"):
        assert client.get(path).status_code == 404
    assert client.post(f"/users/{noor.id.hex}/deactivation").status_code == 404


def test_the_administrator_sees_no_content(client, town, admin, noor):
    case = town.case(town.resident("Yılmaz", first_names="Fatma"), care=noor, title="Geheim")
    client.sign_in(admin)
    for path in ("/users", f"/users/{noor.id.hex}/edit", "/users/new"):
        text = client.get(path).get_data(as_text=True)
        for content in ("Yılmaz", "Geheim", case.reference):
            assert content not in text
