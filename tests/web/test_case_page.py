"""The case page: what each person finds on it, and what the log says of it."""

import pytest
from sqlalchemy import select

from caseapp.accesslog import Event
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Processing, Result
from caseapp.model.case_words import TrackKind

CARE_TEXT = "Mevrouw slaapt slecht en wil hulp bij geld."
SAFETY_TEXT = "De wijkagent hoorde glas breken."
SHARED_TEXT = "Het overleg is op donderdag."


@pytest.fixture
def case(town, noor, sem):
    case = town.case(town.resident("Yılmaz", first_names="Fatma"), care=noor, safety=sem)
    town.step(case, noor, TrackKind.CARE, CARE_TEXT)
    town.step(case, sem, TrackKind.SAFETY, SAFETY_TEXT)
    town.step(case, sem, None, SHARED_TEXT)
    return case


def page(client, user, case):
    client.sign_in(user)
    return client.get(f"/cases/{case.reference}")


def test_a_social_worker_reads_the_care_track_and_the_strip(client, noor, case):
    text = page(client, noor, case).get_data(as_text=True)
    assert CARE_TEXT in text
    assert SHARED_TEXT in text
    assert "Fatma" in text


def test_care_notes_are_not_readable_to_safety_people_and_the_reverse(client, noor, sem, case):
    assert SAFETY_TEXT not in page(client, noor, case).get_data(as_text=True)
    assert CARE_TEXT not in page(client, sem, case).get_data(as_text=True)


def test_every_resident_on_the_page_has_a_line_in_the_log(client, session, noor, case):
    page(client, noor, case)
    entry = session.scalars(select(AccessEntry).where(AccessEntry.event == Event.CASE_SHOWN)).one()
    lines = session.scalars(select(Processing).where(Processing.entry_seq == entry.seq)).all()
    assert [(line.resident_id, line.case_id) for line in lines] == [
        (case.subjects[0].resident_id, case.id)
    ]
    assert (entry.user_id, entry.relation, entry.result) == (noor.id, "worker", Result.DONE)


def test_a_case_you_may_not_see_looks_as_if_it_is_not_there(client, session, town, case):
    stranger = town.person(Role.SOCIAL_WORKER)
    refused = page(client, stranger, case)
    absent = client.get("/cases/TST-0000-0000")
    assert refused.status_code == absent.status_code == 404
    assert refused.data == absent.data
    assert told(refused) == told(absent)
    refusals = session.scalars(
        select(AccessEntry).where(AccessEntry.result == Result.REFUSED).order_by(AccessEntry.seq)
    ).all()
    assert [entry.subject_id for entry in refusals] == [case.id, None]
    assert session.scalars(select(Processing)).all() == []


def told(answer):
    return sorted((name, value) for name, value in answer.headers if name != "Set-Cookie")


@pytest.mark.parametrize("path", ["/nowhere", "/cases/x", "/residents/" + "0" * 32])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_an_address_that_does_not_exist_gets_the_same_answer_too(
    client, session, noor, path, language
):
    noor.language = language
    session.commit()
    client.sign_in(noor)
    absent, stray = client.get("/cases/TST-0000-0000"), client.get(path)
    assert stray.status_code == absent.status_code == 404
    assert (stray.data, told(stray)) == (absent.data, told(absent))


def test_pages_with_personal_data_are_not_stored(client, noor, case):
    assert page(client, noor, case).headers["Cache-Control"] == "no-store"
