"""The screens of closing: what is in the way, what is asked, the watch over it, and reopening."""

from datetime import timedelta

import pytest

from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from tests.support.days import day

DAY = timedelta(days=1)
STORY = {
    "reason": "goals-reached",
    "why": "De rust is terug.",
    "ending": "De huur is betaald.",
    "told": "yes",
}


@pytest.fixture
def people(town):
    names = ("Noor", "Dirk", "Wil")
    return {name: town.person(Role.SOCIAL_WORKER, name=name) for name in names}


@pytest.fixture
def address(client, town, people):
    """A case of which Noor finished the care track herself; there was no safety track."""
    case = town.case(town.resident(), care=people["Noor"], director=people["Dirk"])
    address = f"/cases/{case.reference}"
    client.sign_in(people["Dirk"])
    arranged = {"state": "not-needed", "reason": "Geen gevaar."}
    version = {"version": case.tracks[1].version}
    assert client.post(f"{address}/tracks/safety", data=arranged | version).status_code == 303
    return address


def finish(client, people, address):
    """Noor finishes her track, and confirms that the other is not needed."""
    client.sign_in(people["Noor"])
    form = client.get(f"{address}/tracks/care/edit").text
    version = form.partition('name="version" value="')[2].partition('"')[0]
    fields = {"state": "done", "reason": "Klaar.", "version": version}
    assert client.post(f"{address}/tracks/care", data=fields).status_code == 303
    agreed = {"answer": "confirmed"}
    assert client.post(f"{address}/tracks/safety/confirmation", data=agreed).status_code == 303
    client.sign_in(people["Dirk"])


def test_all_that_is_in_the_way_stands_there_and_the_form_does_not(client, address):
    assert f"{address}/closure/new" in client.get(address).text
    page = client.get(f"{address}/closure/new").text
    assert "Het zorgspoor loopt nog." in page
    assert "Vraag Noor om het spoor af te ronden, met de reden." in page
    assert "Vraag Noor om het te bevestigen." in page
    assert "Hoe is het afgelopen?" not in page


def test_what_was_typed_stays_when_something_is_in_the_way(client, address):
    sent = STORY | {"aftercare": "none", "unwatched": "Niet nodig."}
    answer = client.post(f"{address}/closure", data=sent)
    assert answer.status_code == 422
    assert "De casus kan nog niet dicht." in answer.text
    assert "De huur is betaald." in answer.text


def test_one_answer_asks_for_another_and_all_is_said_at_once(client, people, address):
    finish(client, people, address)
    assert "Hoe is het afgelopen?" in client.get(f"{address}/closure/new").text
    answer = client.post(f"{address}/closure", data=STORY | {"told": "no", "aftercare": "watch"})
    assert answer.status_code == 422
    for text in ("Schrijf op waarom de inwoner het niet weet.", "Kies wie de waakvlam krijgt.",
                 "Vul in tot wanneer."):  # fmt: skip
        assert text in answer.text
    answer = client.post(f"{address}/closure", data={"aftercare": "none"})
    assert "Schrijf op waarom er geen nazorg is." in answer.text


@pytest.fixture
def watch(client, people, address):
    """The address of the watch that Wil accepted over the closed case, until a day."""
    finish(client, people, address)
    end = day("until_on", clock.today() + 30 * DAY)
    sent = STORY | {"aftercare": "watch", "watcher": people["Wil"].id.hex, **end}
    untold = client.post(f"{address}/closure", data=sent)
    assert (untold.status_code, "Schrijf op wat de ander moet weten." in untold.text) == (422, True)
    sent["note"] = "Let op de post."
    assert client.post(f"{address}/closure", data=sent).location == address
    page = client.get(address).text
    assert "Dirk houdt een oog in het zeil tot" in page
    assert "Aangeboden aan Wil." in page
    address = "/watches/" + page.partition('href="/watches/')[2].partition("/edit")[0]
    page = client.get(f"{address}/edit").text
    assert "Tot iemand het aanneemt, blijft Dirk verantwoordelijk." in page
    accept(client, people["Wil"])
    client.sign_in(people["Dirk"])
    return address


def offer_to(client, person):
    """The address of the offer on somebody's work list."""
    client.sign_in(person)
    page = client.get("/").text
    return "/handovers/" + page.partition('href="/handovers/')[2].partition('"')[0]


def accept(client, person):
    offer = offer_to(client, person)
    assert "Let op de post." in client.get(offer).text
    assert client.post(f"{offer}/acceptance").status_code == 303


def test_a_closed_case_says_why_and_who_keeps_an_eye_on_it(client, people, address, watch):
    page = client.get(address).text
    for text in ("Deze casus is gesloten", "De rust is terug.", "De huur is betaald.",
                 "Wil houdt een oog in het zeil tot"):  # fmt: skip
        assert text in page
    assert client.get(f"{address}/closure/new").status_code == 404
    client.sign_in(people["Wil"])
    assert "U houdt een oog in het zeil" in client.get("/").text
    assert "omdat u <b>de waakvlam</b> heeft" in client.get(address).text


def test_a_watch_is_extended_with_a_later_day(client, people, watch):
    client.sign_in(people["Wil"])
    assert "Wat besluit u?" in client.get(f"{watch}/edit").text
    end = clock.today() + 30 * DAY
    same = {"decision": "extend", "reason": "Nog even.", **day("until_on", end)}
    assert "Neem een datum na" in client.post(watch, data=same).text
    assert client.post(watch, data={"decision": "give"}).status_code == 422
    assert client.post(watch, data=same | day("until_on", end + DAY)).status_code == 303


def test_a_case_is_reopened_with_its_file_by_who_kept_an_eye_on_it(client, people, address, watch):
    client.sign_in(people["Wil"])
    assert "Wat is de aanleiding?" in client.get(f"{address}/reopening/new").text
    again = {"ground": "relapse", "why": "Nieuwe schulden.", **day("next_on", clock.today() + DAY)}
    nothing = client.post(f"{address}/reopening", data=again)
    assert (nothing.status_code, "Kies minstens één spoor." in nothing.text) == (422, True)
    assert "Nieuwe schulden." in nothing.text
    assert client.post(f"{address}/reopening", data=again | {"tracks": "care"}).location == "/"
    assert client.get(address).status_code == 404
    client.sign_in(people["Dirk"])
    page = client.get(address).text
    for text in ("Wil heropende de casus op", "Nieuwe schulden.", "De huur is betaald."):
        assert text in page
    assert client.get(f"{watch}/edit").status_code == 404


def test_a_watch_is_given_on_or_ended_and_nobody_else_may(client, people, address, watch):
    client.sign_in(people["Noor"])
    assert client.get(f"{watch}/edit").status_code == 404
    client.sign_in(people["Wil"])
    page = client.get(f"{watch}/edit").text
    assert f"{address}/handovers/new" in page
    assert "een andere collega aanwijzen" not in page
    form = client.get(f"{address}/handovers/new").text
    assert ("de waakvlam" in form, "Wijkteam" in form) == (True, False)
    offered = {"of": "watch", "to": f"u{people['Noor'].id.hex}", "note": "Let op de post."}
    assert client.post(f"{address}/handovers", data=offered).status_code == 303
    assert "Wil houdt een oog in het zeil tot" in client.get(address).text
    accept(client, people["Noor"])
    client.sign_in(people["Wil"])
    assert client.get(f"{watch}/edit").status_code == 404
    client.sign_in(people["Noor"])
    ended = {"decision": "stop", "reason": "Het gaat goed."}
    assert client.post(watch, data=ended).location == address
    assert "Het gaat goed." in client.get(address).text


def test_who_steers_the_case_says_which_other_colleague_has_the_watch(client, people, watch):
    unsaid = client.post(watch, data={"decision": "give"})
    assert (unsaid.status_code, "Kies wie" in unsaid.text) == (422, True)
    given = {"decision": "give", "watcher": people["Noor"].id.hex}
    assert client.post(watch, data=given).status_code == 303
    client.sign_in(people["Wil"])
    assert client.get(f"{watch}/edit").status_code == 404
    client.sign_in(people["Noor"])
    assert client.get(f"{watch}/edit").status_code == 200


def test_who_keeps_it_themselves_needs_no_word_to_themselves(client, people, address):
    finish(client, people, address)
    end = day("until_on", clock.today() + 30 * DAY)
    sent = STORY | {"aftercare": "watch", "watcher": people["Dirk"].id.hex, **end}
    assert client.post(f"{address}/closure", data=sent).location == address
    page = client.get(address).text
    assert "Dirk houdt een oog in het zeil tot" in page
    assert "Aangeboden aan" not in page
