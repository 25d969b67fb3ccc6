"""VNG Verwerkingenlogging, reading: what a portal is told when there is no answer."""

import pytest
from sqlalchemy.exc import OperationalError

from caseapp.accesslog.logbook import Logbook
from tests.api.portal import CONTRACT, asking


@pytest.fixture
def portal(town, client):
    with asking(town, client) as made:
        yield made


def is_a_problem(answer, status):
    """Tell that an answer keeps to the contract, as a program reads it."""
    assert answer.status_code == status
    assert answer.content_type == "application/problem+json"
    assert answer.headers["API-version"] == "0.9.0"
    assert CONTRACT.flaws("Fout", answer.get_json()) == []
    assert answer.get_json()["status"] == status


def test_while_the_call_cannot_be_written_down_nothing_is_told(portal, monkeypatch):
    def away(*_args):
        raise OperationalError("INSERT", {}, Exception("away"))

    token = portal.token()
    monkeypatch.setattr(Logbook, "write", away)
    answer = portal.ask(token)
    is_a_problem(answer, 503)
    assert answer.headers["Retry-After"]


def test_an_address_that_is_not_there_is_told_to_a_program(portal):
    is_a_problem(portal.client.get("/api/v1/onbekend"), 404)
    is_a_problem(portal.ask(portal.token(), path="/geen-nummer"), 404)


def test_a_method_that_is_not_there_is_told_to_a_program(portal):
    answer = portal.client.post("/api/v1/verwerkte-objecten")
    is_a_problem(answer, 405)
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_page_that_is_not_there_stays_a_page(portal):
    assert portal.client.get("/onbekend").content_type == "text/html; charset=utf-8"
