"""The handover screens: offering, answering, and what the second of two is told."""

from datetime import timedelta

import pytest

from caseapp.kernel import clock
from caseapp.kernel.actor import Role

DAY = timedelta(days=1)


@pytest.fixture
def people(town):
    return [town.person(Role.SOCIAL_WORKER, name=name) for name in ("Noor", "Dora", "Els")]


def offered(client, town, people, to):
    noor = people[0]
    reference = town.case(care=noor, next_on=clock.today() + 30 * DAY).reference
    client.sign_in(noor)
    assert "Wat draagt u over?" in client.get(f"/cases/{reference}/handovers/new?of=care").text
    fields = {"of": "care", "to": to, "note": "Belt liever niet."}
    answer = client.post(f"/cases/{reference}/handovers", data=fields)
    assert answer.status_code == 303
    return reference, answer.location


def test_a_colleague_reads_why_and_takes_it_over(client, town, people):
    dora = people[1]
    reference, address = offered(client, town, people, f"u{dora.id.hex}")
    assert "blijft Noor verantwoordelijk" in client.get(address).text
    client.sign_in(dora)
    assert "Noor biedt u het zorgspoor aan" in client.get("/").text
    assert "Belt liever niet." in client.get(address).text
    assert client.post(f"{address}/acceptance").location == f"/cases/{reference}"
    assert "biedt u" not in client.get("/").text


def test_the_second_of_a_team_is_told_that_somebody_was_first(client, town, people):
    _reference, address = offered(client, town, people, f"t{town.care_team.id.hex}")
    dora, els = people[1:]
    client.sign_in(dora)
    assert client.post(f"{address}/acceptance").status_code == 303
    client.sign_in(els)
    late = client.post(f"{address}/acceptance")
    assert (late.status_code, "Iemand was u voor." in late.text) == (422, True)
    told = client.post(f"{address}/refusal", data={"reason": "Vol.", "proposal": "Dora."})
    assert (told.status_code, "Iemand was u voor." in told.text) == (422, True)


def test_a_refusal_comes_back_to_the_sender_until_it_is_read(client, town, people):
    noor, dora = people[:2]
    _reference, address = offered(client, town, people, f"u{dora.id.hex}")
    client.sign_in(dora)
    assert client.post(f"{address}/refusal", data={"reason": "Vol."}).status_code == 422
    sent = {"reason": "Vol.", "proposal": "Vraag Els."}
    assert client.post(f"{address}/refusal", data=sent).status_code == 303
    client.sign_in(noor)
    assert "kwam terug: geweigerd" in client.get("/").text
    assert "Vraag Els." in client.get(address).text
    assert client.post(address).status_code == 303
    assert "kwam terug" not in client.get("/").text


def test_an_offer_that_is_taken_back_says_so(client, town, people):
    _reference, address = offered(client, town, people, f"u{people[1].id.hex}")
    assert client.post(f"{address}/withdrawal").status_code == 303
    assert "ingetrokken" in client.get(address).text
    assert client.post(f"{address}/withdrawal").status_code == 422


def test_nobody_chosen_and_nothing_written_comes_back(client, town, people):
    noor = people[0]
    reference = town.case(care=noor, next_on=clock.today() + 30 * DAY).reference
    client.sign_in(noor)
    answer = client.post(f"/cases/{reference}/handovers", data={"of": "care", "to": ""})
    assert (answer.status_code, answer.text.count("Vul dit in.") >= 2) == (422, True)


def test_a_stranger_finds_no_offer(client, town, people):
    _reference, address = offered(client, town, people, f"u{people[1].id.hex}")
    client.sign_in(town.person(Role.SAFETY_ADVISER))
    assert client.get(address).status_code == 404
