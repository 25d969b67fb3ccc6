"""The screen of joining two cases: what is in the way, which one it goes on as, and the links."""

import pytest

from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.case_words import TrackState
from tests.support.world import DAY


@pytest.fixture
def people(town):
    return {name: town.person(Role.SOCIAL_WORKER, name=name) for name in ("Noor", "Dirk", "Dora")}


@pytest.fixture
def cases(town, people, session):
    """Two cases about one person that Dirk directs: of the first nothing is left to be done."""
    resident, dirk = town.resident(), people["Dirk"]
    first = town.case(resident, director=dirk)
    for track in first.tracks:
        track.state, track.next_on = TrackState.NOT_NEEDED, None
    second = town.case(
        resident, care=people["Dora"], director=dirk, next_on=clock.today() + 9 * DAY
    )
    session.commit()
    return first, second


def address(case):
    return f"/cases/{case.reference}"


def sent(case, **more):
    return {"into": case.id.hex, "why": "Eén gezin.", "told": "yes"} | more


def test_the_case_page_leads_there_and_the_two_lead_to_each_other(client, people, cases):
    first, second = cases
    client.sign_in(people["Dirk"])
    assert f"{address(first)}/joining/new" in client.get(address(first)).text
    page = client.get(f"{address(first)}/joining/new").text
    assert "Met welke casus gaat het verder?" in page
    assert second.reference in page
    answer = client.post(f"{address(first)}/joining", data=sent(second))
    assert (answer.status_code, answer.location) == (303, address(second))
    page = client.get(address(second)).text
    assert ("Hierbij gevoegd:" in page, first.reference in page) == (True, True)
    page = client.get(address(first)).text
    for text in ("Gaat verder als:", second.reference, "samengevoegd met een andere casus",
                 "gaat verder in een andere casus", "Eén gezin."):  # fmt: skip
        assert text in page
    assert client.get(f"{address(first)}/joining/new").status_code == 404


def test_who_may_not_see_the_other_reads_nothing_of_it(client, people, cases):
    first, second = cases
    client.sign_in(people["Dirk"])
    assert client.post(f"{address(first)}/joining", data=sent(second)).status_code == 303
    client.sign_in(people["Dora"])
    page = client.get(address(second)).text
    assert first.reference not in page
    assert "Hierbij gevoegd" not in page
    assert client.get(address(first)).status_code == 404


def test_what_is_in_the_way_is_told_and_nothing_is_asked(client, people, cases):
    _first, second = cases
    client.sign_in(people["Dirk"])
    page = client.get(f"{address(second)}/joining/new").text
    assert "Het zorgspoor loopt nog." in page
    assert "Met welke casus gaat het verder?" not in page


def test_one_answer_asks_for_another_and_what_was_typed_stays(client, people, cases):
    first, second = cases
    client.sign_in(people["Dirk"])
    answer = client.post(f"{address(first)}/joining", data=sent(second, told="no"))
    assert answer.status_code == 422
    assert "Schrijf op waarom de inwoner het niet weet." in answer.text
    assert "Eén gezin." in answer.text
    assert client.post(f"{address(first)}/joining", data=sent(second, into="x")).status_code == 422


def test_what_changed_meanwhile_is_said(client, people, cases, session):
    first, second = cases
    client.sign_in(people["Dirk"])
    first.tracks[0].state = TrackState.NEEDED
    session.commit()
    answer = client.post(f"{address(first)}/joining", data=sent(second))
    assert answer.status_code == 422
    assert "De casus kan nog niet dicht." in answer.text


def test_a_case_alone_is_joined_with_nothing(client, town, people):
    case = town.case(town.resident(), director=people["Dirk"])
    client.sign_in(people["Dirk"])
    page = client.get(f"{address(case)}/joining/new").text
    assert "Er is geen casus om mee samen te voegen" in page
