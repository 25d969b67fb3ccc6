"""The tokens of portals: what opens, what no longer does, and when nothing is given at all."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from caseapp import tokens
from caseapp.accesslog import Event, Rung
from caseapp.extensions import db
from caseapp.kernel.actor import Role
from caseapp.kernel.bearing import digest
from caseapp.model.accesslog import AccessEntry
from caseapp.model.tokens import ApiScope, ApiToken
from tests.api.portal import CONTRACT, asking


@pytest.fixture
def portal(town, client):
    with asking(town, client) as made:
        yield made


def refused(portal, token):
    answer = portal.ask(token)
    assert answer.status_code == 401
    assert CONTRACT.flaws("Fout", answer.get_json()) == []
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_without_a_token_that_holds_nothing_is_told(portal, session):
    good = portal.token()
    for bad in ("", "x", good[:-1], f"{good[:-1]}{'0' if good[-1] != '0' else '1'}"):
        refused(portal, bad)
    refused(portal, portal.token(days=-1))
    ended = portal.token()
    row = session.scalars(select(ApiToken).where(ApiToken.token_hash == digest(ended))).one()
    row.ended_at = row.made_at
    session.commit()
    refused(portal, ended)
    left = portal.town.person(Role.FUNCTIONAL_ADMINISTRATOR)
    of_left = portal.token(owner=left)
    left.deactivated_at = row.made_at
    session.commit()
    refused(portal, of_left)
    assert portal.ask(good).status_code == 200


def test_a_token_opens_its_own_municipality_alone(portal, town):
    other = type(town)("Buurdorp")
    admin = other.person(Role.FUNCTIONAL_ADMINISTRATOR)
    row, text = tokens.new_token(
        other.id,
        name="Ander portaal",
        scope=ApiScope.READ_CONFIDENTIAL,
        owner_id=admin.id,
        term=timedelta(days=9),
    )
    db.session.add(row)
    db.session.commit()
    (first, _) = portal.ask(portal.token()).get_json()["results"]
    assert portal.ask(text).get_json()["count"] == 0
    assert portal.ask(text, path=f"/{first['verwerktObjectId']}").status_code == 404


def test_too_many_calls_wait(portal, app, monkeypatch):
    monkeypatch.setitem(app.config, "API_CALLS_A_MINUTE", 2)
    token = portal.token()
    assert [portal.ask(token).status_code for _ in range(3)] == [200, 200, 429]
    with time_machine.travel("2026-04-20T09:02:00Z", tick=False):
        assert portal.ask(token).status_code == 200


@pytest.mark.parametrize(
    ("rung", "status"),
    [(Rung.IN_TIME, 200), (Rung.ALARM, 200), (Rung.CLOSED, 503), (Rung.OWN_CASES, 503)],
)
def test_nothing_is_given_while_looks_cannot_be_proved(
    portal, app, monkeypatch, session, rung, status
):
    monkeypatch.setattr(app.extensions["samenhang-sealing"], "rung", lambda: rung)
    answer = portal.ask(portal.token())
    assert answer.status_code == status
    served = select(AccessEntry).where(AccessEntry.event == Event.PROCESSINGS_SERVED)
    assert len(session.scalars(served).all()) == (1 if status == 200 else 0)
    if status == 503:
        assert answer.headers["Retry-After"] == "300"
        assert CONTRACT.flaws("Fout", answer.get_json()) == []


def test_a_token_is_made_on_the_screen_shown_once_and_ended(portal, session):
    portal.client.sign_in(portal.admin)
    fields = {"name": "Mijn portaal", "scope": "read:normal", "days": "30"}
    made = portal.client.post("/tokens", data=fields).get_data(as_text=True)
    text = made.partition("<code>")[2].partition("</code>")[0]
    assert text.startswith("csk_")
    assert text not in portal.client.get("/tokens").get_data(as_text=True)
    assert portal.ask(text).status_code == 200
    (row,) = session.scalars(select(ApiToken)).all()
    assert text.encode() not in row.token_hash
    portal.client.sign_in(portal.admin)
    assert portal.client.post(f"/tokens/{row.id.hex}/ending").status_code == 303
    refused(portal, text)


@pytest.mark.parametrize("days", ["0", "91", "x", ""])
def test_no_token_lasts_longer_than_a_quarter(portal, session, days):
    portal.client.sign_in(portal.admin)
    fields = {"name": "Portaal", "scope": "read:normal", "days": days}
    assert portal.client.post("/tokens", data=fields).status_code == 422
    assert session.scalars(select(ApiToken)).all() == []
