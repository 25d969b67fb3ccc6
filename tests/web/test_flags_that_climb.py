"""A flag that climbed: what whom it reached sees of it, and the list of who is on call."""

import pytest

from caseapp import accesslog, escalation
from caseapp.escalation import on_call
from caseapp.extensions import db
from caseapp.kernel.actor import Role
from caseapp.model.case_words import TrackKind
from tests.support.cast import actor_for

MARKER = "Zorgmerkteken: zij slikt haar pillen niet."


@pytest.fixture
def olga(town, fay, session):
    olga = town.person(Role.SAFETY_ADVISER, name="Olga Piket", team=town.intake_team)
    on_call.keep_list(actor_for(fay), town.municipality, user_ids=[olga.id])
    session.commit()
    return olga


@pytest.fixture
def flag(town, noor, sem, olga, session, hands):
    case = town.case(town.resident("Yılmaz"), care=noor, safety=sem)
    town.step(case, noor, TrackKind.CARE, MARKER)
    flag = escalation.raise_flag(actor_for(noor), case, facts="De voordeur is ingetrapt.")
    session.commit()
    hands.pass_by(days=7)
    assert escalation.climb_unanswered(town.municipality) == 1
    session.commit()
    return flag


def text_of(answer):
    return answer.get_data(as_text=True)


def test_who_is_on_call_reads_the_flag_and_is_not_led_into_the_case(client, olga, flag):
    client.sign_in(olga)
    assert "wacht op een antwoord" in text_of(client.get("/")) or "termijn" in text_of(
        client.get("/")
    )
    page = text_of(client.get(f"/flags/{flag.id.hex}"))
    assert "De voordeur is ingetrapt." in page
    assert MARKER not in page
    assert "Yılmaz" not in page
    assert f"/cases/{flag.case.reference}" not in page
    assert client.get(f"/cases/{flag.case.reference}").status_code == 404
    sent = client.post(f"/flags/{flag.id.hex}/answer", data={"answer": "Ik bel de politie."})
    assert sent.status_code == 303
    assert "Ik bel de politie." in text_of(client.get(sent.location))


def test_everybody_sees_whom_it_reached_and_who_has_seen_it(client, noor, olga, sem, flag):
    address = f"/flags/{flag.id.hex}"
    accesslog.logbook(db.session()).clear()
    client.sign_in(noor)
    assert text_of(client.get(address)).count("nog niet bekeken") == 2
    client.sign_in(olga)
    client.get(address)
    client.sign_in(noor)
    page = text_of(client.get(address))
    assert page.count("nog niet bekeken") == 1
    assert "Nu bij: wie bereikbaar is" in page
    assert sem.name in page


def test_the_administrator_keeps_the_list(client, town, fay, noor, olga):
    client.sign_in(fay)
    assert "Olga Piket" in text_of(client.get("/settings/on-call"))
    twice = {"place_1": noor.id.hex, "place_2": noor.id.hex}
    refused = client.post("/settings/on-call", data=twice)
    assert refused.status_code == 422
    assert "Deze collega staat er al op." in text_of(refused)
    sent = client.post("/settings/on-call", data={"place_2": noor.id.hex})
    assert sent.location == "/settings/on-call"
    assert [one.user_id for one in on_call.kept(town.id)] == [noor.id]


def test_the_list_says_whom_a_flag_would_pass_over(client, session, fay, olga):
    olga.deactivated_at = olga.created_at
    session.commit()
    client.sign_in(fay)
    assert "wordt overgeslagen" in text_of(client.get("/settings/on-call"))
