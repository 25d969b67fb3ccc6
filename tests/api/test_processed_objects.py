"""VNG Verwerkingenlogging, reading: what a resident portal is told, and what is written of it."""

from uuid import UUID, uuid4

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from caseapp.accesslog import ACTIVITIES, Activity, Event
from caseapp.accesslog.exports import numbers
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.tokens import ApiScope, ApiToken
from tests.api.portal import CONTRACT, asking
from tests.support.world import BSNS


@pytest.fixture
def portal(town, client):
    with asking(town, client) as made:
        yield made


def test_what_is_told_keeps_to_the_published_contract(portal):
    answer = portal.ask(portal.token())
    assert answer.status_code == 200
    assert answer.headers["API-version"] == "0.9.0"
    assert answer.content_type == "application/json"
    body = answer.get_json()
    assert set(body) == {"count", "next", "previous", "results"}
    assert body["count"] == len(body["results"]) == 2
    for one in body["results"]:
        assert CONTRACT.flaws("VerwerktObjectUitgebreid", one) == []
        action = one["verwerkingsactie"]
        assert set(one) <= CONTRACT.names("VerwerktObjectUitgebreid")
        assert set(action) <= CONTRACT.names("VerwerkingsactieBeperkt") | {"verwerkteObjecten"}
        assert {"gebruiker", "systeem", "gegevensbron"}.isdisjoint(action)


def test_nothing_of_who_looked_or_at_which_case_is_in_it(portal):
    text = portal.ask(portal.token()).get_data(as_text=True)
    for secret in ("Noor", "Sem", portal.case.reference, portal.noor.id.hex, str(portal.noor.id),
                   str(portal.case.id), portal.fatma.id.hex, "Yılmaz"):  # fmt: skip
        assert secret not in text


def test_one_processing_is_found_again_by_its_number(portal):
    token = portal.token()
    (first, _) = portal.ask(token).get_json()["results"]
    again = portal.ask(token, path=f"/{first['verwerktObjectId']}")
    assert again.get_json() == first
    missing = portal.ask(token, path=f"/{uuid4()}")
    assert missing.status_code == 404
    assert CONTRACT.flaws("Fout", missing.get_json()) == []


def test_the_first_day_counts_and_the_last_does_not(portal):
    token = portal.token()
    count = lambda **days: portal.ask(token, **days).get_json()["count"]  # noqa: E731 - short
    assert count(beginDatum="2026-04-14", eindDatum="2026-04-15") == 1
    assert count(beginDatum="2026-04-15", eindDatum="2026-04-15") == 0
    assert count(beginDatum="2026-04-15", eindDatum="2026-04-16") == 1


def test_a_question_can_be_about_one_activity(portal):
    token = portal.token()
    for activity, expected in ((Activity.CASEWORK, 2), (Activity.INTAKE, 0)):
        asked = portal.ask(token, verwerkingsactiviteitId=str(ACTIVITIES[activity].id))
        assert asked.get_json()["count"] == expected


@pytest.mark.parametrize("scope", ApiScope)
def test_what_is_confidential_is_told_to_nobody(portal, scope):
    seen = portal.ask(portal.token(scope)).get_json()["results"]
    portal.hold(portal.case)
    told = portal.ask(portal.token(scope)).get_json()
    assert told["count"] == 1
    assert [one["verwerkingsactie"]["vertrouwelijkheid"] for one in told["results"]] == ["normaal"]
    (hidden,) = [one for one in seen if one not in told["results"]]
    missing = portal.ask(portal.token(scope), path=f"/{hidden['verwerktObjectId']}")
    assert missing.status_code == 404


@pytest.mark.parametrize(
    ("scope", "expected"),
    [(ApiScope.READ_NORMAL, ["normaal"]), (ApiScope.READ_CONFIDENTIAL, ["normaal", "opgeheven"])],
)
def test_what_no_longer_is_confidential_is_told_to_the_wider_scope(portal, scope, expected):
    portal.hold(portal.case)
    with time_machine.travel("2026-08-03T09:00:00Z", tick=False):
        told = portal.ask(portal.token(scope)).get_json()["results"]
    assert [one["verwerkingsactie"]["vertrouwelijkheid"] for one in told] == expected


def test_each_call_is_itself_a_processing_in_the_log(portal, session):
    trace = "0af7651916cd43dd8448eb211c80319c"
    headers = {"traceparent": f"00-{trace}-b7ad6b7169203331-01"}
    portal.ask(portal.token(), headers=headers)
    (entry,) = session.scalars(
        select(AccessEntry).where(AccessEntry.event == Event.PROCESSINGS_SERVED)
    ).all()
    (token,) = session.scalars(select(ApiToken)).all()
    assert (entry.user_id, entry.municipality_id) == (None, portal.town.id)
    assert (entry.subject_id, entry.purpose) == (token.id, "resident-request")
    assert entry.details == f"caller_trace={trace} scope=read:normal"
    (line,) = session.scalars(select(Processing).where(Processing.entry_seq == entry.seq)).all()
    assert (line.resident_id, line.municipality_id) == (portal.fatma.id, portal.town.id)


def test_a_number_nobody_has_is_answered_with_nothing_and_written_down(portal, session):
    stranger = next(BSNS)
    assert portal.ask(portal.token(), objectId=stranger).get_json()["count"] == 0
    entries = session.scalars(
        select(AccessEntry).where(AccessEntry.event == Event.PROCESSINGS_SERVED)
    ).all()
    assert len(entries) == 1
    assert stranger not in entries[0].details


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"objectId": "123456789"}, "objectId"),
        ({"objecttype": "zaak"}, "objecttype"),
        ({"soortObjectId": "KVK"}, "soortObjectId"),
        ({"beginDatum": "14-04-2026"}, "beginDatum"),
        ({"eindDatum": "2026-02-30"}, "eindDatum"),
        ({"eindDatum": ""}, "eindDatum"),
        ({"verwerkingsactiviteitId": "x"}, "verwerkingsactiviteitId"),
        ({"vertrouwelijkheid": "vertrouwelijk"}, "vertrouwelijkheid"),
        ({"objectId": ["999990019", "999990019"]}, "objectId"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_with_the_field(portal, changed, field):
    answer = portal.ask(portal.token(), **changed)
    assert answer.status_code == 400
    assert answer.content_type == "application/problem+json"
    assert CONTRACT.flaws("ValidatieFout", answer.get_json()) == []
    assert field in {one["name"] for one in answer.get_json()["invalidParams"]}


def test_what_is_too_much_for_one_answer_is_refused_and_never_cut_short(portal, monkeypatch):
    """A part of it would be taken for everything."""
    token = portal.token()
    monkeypatch.setattr("caseapp.privacy.queries.MOST_LINES", 2)
    assert portal.ask(token).get_json()["count"] == 2
    monkeypatch.setattr("caseapp.privacy.queries.MOST_LINES", 1)
    answer = portal.ask(token)
    assert answer.status_code == 400
    assert CONTRACT.flaws("ValidatieFout", answer.get_json()) == []
    (wrong,) = answer.get_json()["invalidParams"]
    assert wrong["name"] == "eindDatum"
    assert portal.ask(token, eindDatum="2026-04-15").get_json()["count"] == 1


def test_only_json_can_be_had(portal):
    assert portal.ask(portal.token(), headers={"Accept": "text/html"}).status_code == 406


@given(seq=some.integers(1, 2**61 - 1))
def test_a_number_for_the_outside_leads_back_and_is_no_counter(app, seq):
    from caseapp.kernel import crypto

    here, there = UUID(int=1), UUID(int=2)
    for town in (here, there):
        if town not in crypto.ring().keys:
            crypto.ring().add(town)
    number = numbers.outside(here, seq)
    assert number.version == 4
    assert numbers.inside(here, number) == seq
    assert numbers.inside(there, number) is None
    assert numbers.outside(here, seq ^ 1) != number
    assert numbers.inside(here, UUID(int=number.int ^ (7 << 76))) is None
