"""Releasing an answer: by one person, or by two where the safety side looked; and then for good."""

import pytest
import time_machine
from sqlalchemy import select

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.approvals import hashed, read, written
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.approvals import Approval
from caseapp.model.privacy import Release, ResidentAnswer
from tests.privacy.place import AFTERWARDS, ASKED, BEFORE, LATER, Place
from tests.web.test_log import text_of


@pytest.fixture
def place(town, client):
    with time_machine.travel(BEFORE, tick=False):
        return Place(town, client)


def test_where_the_safety_side_looked_another_person_releases(place, session):
    fatma, case = place.settle()
    place.look(place.sem, case, "2026-04-14T09:00:00Z")
    with time_machine.travel(LATER, tick=False):
        path = place.make(fatma)
        for _time in range(2):
            assert place.release(path, by=place.officer).status_code == 303
            assert "Laat een andere privacy officer" in text_of(place.client.get(path))
            assert session.scalars(select(Release)).all() == []
        (asked,) = session.scalars(select(Approval)).all()
        assert asked.kind == "release-answer"
        place.client.sign_in(place.protector)
        assert f'href="{path}"' in place.client.get("/approvals").get_data(as_text=True)
        assert "vraagt u dit antwoord te lezen" in text_of(place.client.get(path))
        assert place.release(path, by=place.protector).status_code == 303
        assert place.release(path, by=place.protector).status_code == 422
    (release,) = session.scalars(select(Release)).all()
    session.refresh(asked)
    assert (asked.granted, asked.decided_by_id) == (True, place.protector.id)
    (entry,) = session.scalars(
        select(AccessEntry).where(AccessEntry.event == Event.ANSWER_RELEASED)
    ).all()
    assert entry.details == f"sha256={release.digest.hex()}"
    assert (entry.user_id, entry.subject_id) == (place.protector.id, release.answer_id)
    lines = session.scalars(
        select(Processing.resident_id).where(Processing.entry_seq == entry.seq)
    ).all()
    assert lines == [fatma.id]


def test_who_has_not_read_it_cannot_agree_from_the_desk_and_can_refuse(place, session):
    fatma, case = place.settle()
    place.look(place.sem, case, "2026-04-14T09:00:00Z")
    with time_machine.travel(LATER, tick=False):
        path = place.make(fatma)
        place.release(path, by=place.officer)
        (asked,) = session.scalars(select(Approval)).all()
        address, shown = f"/approvals/{asked.id.hex}", {"shown": asked.payload_hash.hex()}
        place.client.sign_in(place.protector)
        assert f'href="{path}"' in place.client.get(address).get_data(as_text=True)
        refused = place.client.post(f"{address}/grant", data=shown)
        assert refused.status_code == 422
        assert "Lees eerst het antwoord" in text_of(refused)
        assert place.client.post(f"{address}/refusal", data=shown).status_code == 303
        assert session.scalars(select(Release)).all() == []
        assert place.release(path, by=place.protector).status_code == 303
    assert len(session.scalars(select(Approval)).all()) == 2
    assert session.scalars(select(Release)).all() == []


def test_what_two_people_agree_to_is_the_document_to_the_byte(place, session):
    """Planted: another document than was asked about, under the same number."""
    fatma, case = place.settle()
    place.look(place.sem, case, "2026-04-14T09:00:00Z")
    with time_machine.travel(LATER, tick=False):
        path = place.make(fatma)
        place.release(path, by=place.officer)
        (asked,) = session.scalars(select(Approval)).all()
        changed = written(read(asked.payload) | {"sha256": "0" * 64})
        asked.payload = changed
        asked.payload_hash = hashed(asked.kind, asked.subject_id, changed)
        session.commit()
        assert place.release(path).status_code == 422
    assert session.scalars(select(Release)).all() == []


def test_where_only_care_looked_one_person_will_do(place):
    fatma, case = place.settle()
    place.look(place.noor, case, "2026-04-14T09:00:00Z")
    with time_machine.travel(LATER, tick=False):
        path = place.make(fatma)
        assert place.release(path, by=place.officer).status_code == 303


def test_nothing_leaves_before_it_is_released(place):
    fatma, _ = place.settle()
    with time_machine.travel(LATER, tick=False):
        path = place.make(fatma)
        assert place.client.get(f"{path}/page").status_code == 404
        assert place.client.get(f"{path}/pdf").status_code == 404


def test_an_answer_that_would_read_otherwise_now_is_made_anew(place):
    fatma, case = place.settle()
    place.look(place.sem, case, "2026-04-14T09:00:00Z")
    with time_machine.travel(LATER, tick=False):
        path = place.make(fatma)
        place.hold(case)
        refused = place.release(path)
        assert refused.status_code == 422
        assert "veranderd" in text_of(refused)


def test_an_answer_is_kept_as_it_was_released_whatever_comes_after(place, session):
    fatma, case = place.settle()
    place.look(place.noor, case, "2026-04-14T09:00:00Z")
    with time_machine.travel(LATER, tick=False):
        path = place.make(fatma)
        place.release(path)
        before = place.client.get(f"{path}/pdf").data
        place.noor.function = "iets anders"
        session.commit()
        place.hold(case, scope="all")
    with time_machine.travel(AFTERWARDS, tick=False):
        place.client.sign_in(place.officer)
        assert place.client.get(f"{path}/pdf").data == before


def test_the_answer_is_sealed_under_the_key_of_the_resident(place, session):
    fatma, case = place.settle()
    place.look(place.noor, case, "2026-04-14T09:00:00Z")
    with time_machine.travel(LATER, tick=False):
        path = place.make(fatma)
        (answer,) = session.scalars(select(ResidentAnswer)).unique().all()
        assert b"Fatma" not in answer.content_sealed
        assert "Fatma" in answer.content
        answer.key.destroy()
        accesslog.logbook(session()).seen.clear()
        session.commit()
        place.client.sign_in(place.officer)
        assert place.client.get(path).status_code == 500
        again = place.client.post(
            f"/log/residents/{fatma.id.hex}/answers",
            data=ASKED,
        )
        assert again.status_code == 422


def test_that_two_people_were_needed_leaves_no_trace_in_the_next(place):
    """It would tell that the safety side looked, which is what may not be told."""
    quiet, quiet_case = place.settle()
    watched, watched_case = place.settle()
    for case in (quiet_case, watched_case):
        place.look(place.noor, case, "2026-04-14T08:00:00Z")
    place.look(place.sem, watched_case, "2026-04-14T09:00:00Z")
    with time_machine.travel("2026-04-17T08:00:00Z", tick=False):
        place.hold(watched_case)
        for person, by in ((quiet, [place.officer]), (watched, [place.officer, place.protector])):
            path = place.make(person, last=(2026, 4, 16))
            for one in by:
                assert place.release(path, by=one).status_code == 303
            assert place.client.get(f"{path}/pdf").status_code == 200
    with time_machine.travel(LATER, tick=False):
        assert place.papers(watched) == place.papers(quiet)
