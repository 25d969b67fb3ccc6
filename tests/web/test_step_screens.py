"""Logging and correcting a step as a person does it, and what bad input gets."""

import re
from datetime import timedelta
from io import BytesIO

import pytest
from sqlalchemy import func, select, update

from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Result
from caseapp.model.accounts import UserSession
from caseapp.model.case_words import TrackKind
from caseapp.model.journal import Draft, Outcome, Step, StepKind
from tests.support.cast import PASSWORD
from tests.support.days import FromToday, day, typed_in

NEXT = FromToday(5)


def typed(**changes):
    return {
        "place": "care",
        "kind": "home-visit",
        "nature": "fact",
        "content": "sensitive",
        "source": "own",
        "outcome": "reached",
        "body": "Bij mevrouw thuis geweest.",
        **day("happened_on", clock.today()),
        **day("next_on", NEXT.settled()),
        **changes,
    }


@pytest.fixture
def case(town, noor):
    return town.case(town.resident("Yılmaz"), care=noor, director=noor)


@pytest.fixture
def browser(client, noor):
    client.sign_in(noor)
    return client


def steps(session):
    return session.execute(select(func.count()).select_from(Step)).scalar_one()


def test_a_step_is_logged_and_stands_on_the_case(browser, case):
    form = browser.get(f"/cases/{case.reference}/steps/new?place=care")
    assert form.status_code == 200
    answer = browser.post(f"/cases/{case.reference}/steps", data=typed(), follow_redirects=True)
    text = answer.get_data(as_text=True)
    assert "Bij mevrouw thuis geweest." in text
    assert "De stap is bewaard." in text


def test_a_step_on_the_strip_needs_no_next_date(browser, session, case):
    strip = typed(place="strip", **{f"next_on-{part}": "" for part in ("day", "month", "year")})
    assert browser.post(f"/cases/{case.reference}/steps", data=strip).status_code == 303
    assert steps(session) == 1


def test_a_step_on_a_track_asks_for_the_next_date(browser, session, case):
    without = typed(**{f"next_on-{part}": "" for part in ("day", "month", "year")})
    answer = browser.post(f"/cases/{case.reference}/steps", data=without)
    assert answer.status_code == 422
    assert "Wanneer gebeurt het volgende?" in answer.get_data(as_text=True)
    assert steps(session) == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"happened_on": FromToday(3)}, "ligt in de toekomst"),
        ({"happened_on-day": 30, "happened_on-month": 2}, "bestaat niet"),
        ({"happened_on-year": 26}, "vier cijfers"),
        ({"happened_on-year": "٢٠٢٦"}, "met cijfers"),
        ({"happened_on-year": "9" * 40}, "bestaat niet"),
        ({"happened_on-day": "", "happened_on-month": "", "happened_on-year": ""}, "datum in"),
        ({"next_on": FromToday(-1)}, "al voorbij"),
        ({"body": ""}, "Vul dit in"),
        ({"body": "x" * 1_000_000}, "te lang"),
        ({"place": "safety-dance"}, "Kies een van deze"),
        ({"kind": "' OR 1=1 --"}, "Kies een van deze"),
    ],
)
def test_a_mistake_is_told_at_its_place_and_nothing_typed_is_lost(
    browser, session, case, change, message
):
    answer = browser.post(f"/cases/{case.reference}/steps", data=typed(**typed_in(change)))
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert message in text
    if "body" not in change:
        assert "Bij mevrouw thuis geweest." in text
    assert steps(session) == 0


@pytest.mark.parametrize(
    "trick",
    [
        "<script>alert(1)</script>",
        "[klik](javascript:alert(1))",
        "{{ 7 * 7 }} ${7*7}",
        "\u202egnirts desrever\u202c",
        "👩‍👩‍👧 😀 ’ “ ” ñ ı ş",
        "'; DROP TABLE steps; --",
    ],
)
def test_a_trick_is_text_and_stays_text(browser, case, trick):
    browser.post(f"/cases/{case.reference}/steps", data=typed(body=trick))
    page = browser.get(f"/cases/{case.reference}").get_data(as_text=True)
    assert "<script>alert" not in page
    assert ("7 * 7" in trick) == ("7 * 7" in page)
    assert 'href="javascript:' not in page


@pytest.mark.parametrize("body", ["nul \x00", "esc \x1b[31m", "verloren \ufffd"])
def test_characters_nobody_types_are_refused(browser, session, case, body):
    answer = browser.post(f"/cases/{case.reference}/steps", data=typed(body=body))
    assert answer.status_code == 400
    assert steps(session) == 0


@pytest.mark.parametrize("raw", [b"body=%ff", b"body=%ed%a0%80", b"body=\xfe", b"%00=1"])
def test_broken_bytes_are_refused(browser, session, case, raw):
    answer = browser.post(
        f"/cases/{case.reference}/steps",
        input_stream=BytesIO(raw),
        content_length=len(raw),
        content_type="application/x-www-form-urlencoded",
        forged=True,
    )
    assert answer.status_code == 400
    assert steps(session) == 0


def test_a_name_has_one_spelling_whatever_the_keyboard_sent(browser, session, case):
    browser.post(f"/cases/{case.reference}/steps", data=typed(body="Rene\u0301 belde."))
    assert session.scalars(select(Step)).one().body == "Ren\u00e9 belde."


def test_a_form_that_is_sent_twice_is_handled_once(browser, session, case):
    fields = typed(form_key="een en dezelfde")
    first = browser.post(f"/cases/{case.reference}/steps", data=fields)
    second = browser.post(f"/cases/{case.reference}/steps", data=fields)
    assert first.headers["Location"] == second.headers["Location"]
    assert steps(session) == 1


def test_a_forged_form_is_refused(browser, session, case):
    address = f"/cases/{case.reference}/steps"
    assert browser.post(address, data=typed(), forged=True).status_code == 400
    for header in ({"Origin": "https://elders.example"}, {"Origin": "null"}):
        assert browser.post(address, data=typed(), headers=header).status_code == 400
    cross = {"Sec-Fetch-Site": "cross-site"}
    assert browser.post(address, data=typed(), headers=cross).status_code == 400
    assert steps(session) == 0


def test_what_was_typed_after_the_session_ended_is_kept_and_offered(browser, session, noor, case):
    long_ago = clock.now() - timedelta(hours=2)
    session.execute(update(UserSession).values(seen_at=long_ago))
    session.commit()
    late = browser.post(f"/cases/{case.reference}/steps", data=typed(body="Te laat verstuurd."))
    assert late.headers["Location"] == "/sign-in"
    assert steps(session) == 0
    back = browser.post("/sign-in", data={"email": noor.email, "password": PASSWORD})
    form = browser.get(back.headers["Location"])
    assert form.request.path == f"/cases/{case.reference}/steps/new"
    assert "Te laat verstuurd." in form.get_data(as_text=True)
    browser.post(f"/cases/{case.reference}/steps", data=typed(body="Te laat verstuurd."))
    assert session.scalars(select(Draft)).all() == []


def test_what_is_typed_is_kept_while_it_is_typed(browser, session, case):
    path = f"/cases/{case.reference}/steps"
    kept = browser.post("/drafts", data={"draft": path, "body": "Half af", "place": "care"})
    assert re.fullmatch(r"\d\d:\d\d", kept.get_json()["saved_at"])
    assert "Half af" in browser.get(f"{path}/new").get_data(as_text=True)


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"draft": "https://elders.example"}, 400),
        ({"draft": "/" + "x" * 300}, 400),
        ({"draft": "/x", "body": "x" * 2_100_000}, 413),
    ],
)
def test_a_draft_that_is_none_is_refused(browser, fields, status):
    assert browser.post("/drafts", data=fields).status_code == status


def test_a_step_is_shown_and_corrected(browser, session, town, noor, case):
    step = town.step(case, noor, TrackKind.CARE, "Eerste tekst.")
    address = f"/steps/{step.id.hex}"
    assert "Verbeteren" in browser.get(address).get_data(as_text=True)
    assert "Eerste tekst." in browser.get(f"{address}/correction/new").get_data(as_text=True)
    empty = browser.post(f"{address}/correction", data={"body": "", "reason": ""})
    assert empty.status_code == 422
    fields = {"body": "Betere tekst.", "reason": "Vergissing.", "content": "sensitive"}
    assert browser.post(f"{address}/correction", data=fields).status_code == 303
    again = browser.post(f"{address}/correction", data={**fields, "body": "Derde."})
    assert again.status_code == 422
    assert "Derde." in again.get_data(as_text=True)
    page = browser.get(f"/cases/{case.reference}?view=one").get_data(as_text=True)
    assert "Betere tekst." in page
    assert "Eerste tekst." in page


def test_a_step_of_the_other_track_is_not_there(client, session, town, noor, case):
    sem = town.person(Role.SAFETY_ADVISER)
    step = town.step(case, noor, TrackKind.CARE, "Alleen zorg.")
    client.sign_in(sem)
    refused = client.get(f"/steps/{step.id.hex}")
    absent = client.get(f"/steps/{'0' * 32}")
    assert refused.status_code == absent.status_code == 404
    assert refused.data == absent.data
    logged = session.scalars(
        select(AccessEntry).where(AccessEntry.result == Result.REFUSED).order_by(AccessEntry.seq)
    ).all()
    assert [(entry.subject_kind, entry.case_id) for entry in logged] == [
        ("steps", case.id),
        (None, None),
    ]


NO_DATE = {f"next_on-{part}": "" for part in ("day", "month", "year")}
IN_VAIN = {"kind": "attempt", "outcome": "not-reached", "body": "Niet thuis.", **NO_DATE}


def test_an_attempt_asks_for_a_next_one_or_an_end_and_nothing_typed_is_lost(browser, session, case):
    answer = browser.post(f"/cases/{case.reference}/steps", data=typed(**IN_VAIN))
    text = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Wanneer gebeurt het volgende?" in text
    assert "Niet thuis." in text
    bare = typed(**IN_VAIN, end_result="not-resident")
    answer = browser.post(f"/cases/{case.reference}/steps", data=bare)
    assert answer.status_code == 422
    assert "Schrijf op waarom" in answer.get_data(as_text=True)
    whole = typed(**IN_VAIN, end_result="not-resident", stop_reason="Verhuisd.")
    assert browser.post(f"/cases/{case.reference}/steps", data=whole).status_code == 303
    page = browser.get(f"/cases/{case.reference}").get_data(as_text=True)
    assert "woont hier niet (meer)" in page
    assert "afgerond" in page


def test_who_works_on_a_track_tries_there_and_not_on_the_strip(browser, session, case):
    strip = typed(**IN_VAIN, place="strip")
    answer = browser.post(f"/cases/{case.reference}/steps", data=strip)
    assert answer.status_code == 422
    assert "Leg een poging vast op een spoor" in answer.get_data(as_text=True)
    assert steps(session) == 0


def test_attempts_are_counted_on_the_case_and_in_the_form(browser, case):
    attempt = typed(**{**IN_VAIN, **day("next_on", NEXT.settled())})
    here = f"/cases/{case.reference}"
    for _ in range(2):
        assert browser.post(f"{here}/steps", data=attempt).status_code == 303
    for address in (here, f"{here}/steps/new"):
        assert "2 pogingen zonder contact" in browser.get(address).get_data(as_text=True)


def test_who_does_not_read_the_track_does_not_read_how_often_it_was_tried(client, town, noor):
    sem = town.person(Role.SAFETY_ADVISER)
    case = town.case(town.resident(), care=noor, safety=sem)
    here = f"/cases/{case.reference}"
    facts = {"kind": StepKind.ATTEMPT, "outcome": Outcome.NOT_REACHED}
    town.step(case, noor, TrackKind.CARE, "Niet thuis.", **facts)
    client.sign_in(sem)
    page = client.get(here).get_data(as_text=True)
    assert here in page
    assert "zonder contact" not in page
