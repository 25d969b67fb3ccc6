"""Who directs the case writes down what was learned; everybody who reads the phases reads it."""

import pytest

from caseapp import accesslog
from tests.escalation.test_evaluations import SAID, came_down


@pytest.fixture
def reference(session, town, noor, sem, dora, piet):
    case = town.case(care=noor, safety=sem, director=dora, phase=4)
    reference = case.reference
    came_down(case, dora, piet, noor)
    session.commit()
    accesslog.logbook(session()).clear()
    return reference


def test_it_is_asked_written_and_read_with_the_decision(client, reference, noor):
    client.sign_in(noor)
    page = client.get(f"/cases/{reference}/phase-changes").text
    assert "Nog niet geëvalueerd" in page
    answer = client.post(f"/cases/{reference}/evaluations", data=SAID)
    assert (answer.status_code, answer.location) == (303, f"/cases/{reference}")
    page = client.get(f"/cases/{reference}/phase-changes").text
    for words in (*SAID.values(), "Geëvalueerd op"):
        assert words in page
    assert client.get(f"/cases/{reference}/evaluations/new").status_code == 303


@pytest.mark.parametrize("field", SAID)
def test_what_is_empty_is_told_at_its_place_and_the_rest_stays(client, reference, noor, field):
    client.sign_in(noor)
    answer = client.post(f"/cases/{reference}/evaluations", data=SAID | {field: ""})
    assert answer.status_code == 422
    assert "Vul dit in." in answer.text
    assert all(text in answer.text for name, text in SAID.items() if name != field)


def test_who_may_not_decide_does_not_find_it(client, reference, sem):
    client.sign_in(sem)
    assert client.get(f"/cases/{reference}/evaluations/new").status_code == 404
