"""The security officer's screen: what happens at the door, and nobody's data."""

import pytest

from caseapp.accesslog import pseudonym
from caseapp.kernel.actor import Role


@pytest.fixture
def ciso(town):
    return town.person(Role.CISO, name="Cas Ciso")


@pytest.fixture
def probed(client, town):
    """Somebody tried a case that is not theirs, three times."""
    noor = town.person(Role.SOCIAL_WORKER)
    case = town.case(town.resident("Yılmaz", first_names="Fatma"), care=noor, title="Geheim")
    address = f"/cases/{case.reference}"
    client.sign_in(town.person(Role.SOCIAL_WORKER, name="Vera Vreemd"))
    for _ in range(3):
        client.get(address)
    return case


def test_refusals_are_told_per_colleague_and_day_under_a_pseudonym(client, town, ciso, probed):
    client.sign_in(ciso)
    text = client.get("/security").get_data(as_text=True)
    assert "Vera Vreemd" in text
    assert pseudonym(town.id, probed.id) in text
    assert probed.id.hex not in text


def test_no_resident_and_no_case_is_in_view(client, ciso, probed):
    client.sign_in(ciso)
    text = client.get("/security").get_data(as_text=True)
    for content in ("Yılmaz", "Fatma", "Geheim", probed.reference):
        assert content not in text


def test_failed_sign_ins_are_shown(client, town, ciso):
    noor = town.person(Role.SOCIAL_WORKER, name="Noor Wissink")
    client.post("/sign-in", data={"email": noor.email, "password": "niet het goede wachtwoord"})
    client.sign_in(ciso)
    assert "Noor Wissink" in client.get("/security").get_data(as_text=True)


def test_open_sessions_are_shown(client, town, ciso):
    client.sign_in(town.person(Role.SOCIAL_WORKER, name="Noor Wissink"))
    client.sign_in(ciso)
    text = client.get("/security").get_data(as_text=True)
    assert "Noor Wissink" in text
    assert "Cas Ciso" in text


def test_nothing_of_another_municipality_is_shown(client, town, probed):
    client.sign_in(type(town)("Buurdorp").person(Role.CISO))
    assert "Vera Vreemd" not in client.get("/security").get_data(as_text=True)


@pytest.mark.parametrize(
    "role", [role for role in Role if role not in (Role.CISO, Role.DATA_PROTECTION_OFFICER)]
)
def test_it_is_not_there_for_anybody_else(client, town, role):
    client.sign_in(town.person(role))
    assert client.get("/security").status_code == 404


def test_a_pseudonym_is_the_same_every_time_and_differs_by_municipality(town, ciso):
    other = type(town)("Buurdorp")
    assert pseudonym(town.id, ciso.id) == pseudonym(town.id, ciso.id)
    assert pseudonym(town.id, ciso.id) != pseudonym(other.id, ciso.id)
