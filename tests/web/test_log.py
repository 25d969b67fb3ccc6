"""The privacy officer's desk: who saw this person and why, in one look, and never any content."""

import csv
import io
import json
import re
from datetime import date, timedelta

import pytest
import time_machine
from sqlalchemy import select

from caseapp.accesslog import Event
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.accounts import RoleGrant
from caseapp.model.case_words import TrackKind
from caseapp.residents import search_rows

CONTENT = "Mevrouw slaapt slecht en wil hulp bij geld."
TITLE = "Ruzie over de schutting"


@pytest.fixture
def officer(town):
    return town.person(Role.PRIVACY_OFFICER, name="Peter Prins")


@pytest.fixture
def fatma(session, town):
    fatma = town.resident("Yılmaz", first_names="Fatma", birth_date=date(1984, 3, 7))
    search_rows.write_anew(session(), fatma)
    session.commit()
    return fatma


@pytest.fixture
def case(town, noor, fatma):
    case = town.case(fatma, care=noor, title=TITLE)
    town.step(case, noor, TrackKind.CARE, CONTENT)
    return case


@pytest.fixture
def seen(client, session, noor, case):
    """Noor opened the case twice."""
    client.sign_in(noor)
    for _ in range(2):
        session.expunge_all()  # every request begins with nothing loaded
        assert client.get(f"/cases/{case.reference}").status_code == 200
    return case


def text_of(answer):
    return re.sub(r"\s+", " ", answer.get_data(as_text=True))


def pages_about(case, noor, fatma):
    return [
        "/log",
        f"/log/residents/{fatma.id.hex}",
        f"/log/colleagues/{noor.id.hex}",
        f"/log/cases/{case.reference}",
        "/log/period",
    ]


def lines_about(session, resident, event):
    query = select(Processing).where(
        Processing.resident_id == resident.id, Processing.event == event
    )
    return session.scalars(query).all()


def test_who_saw_this_person_and_why_is_answered_in_one_look(client, officer, fatma, seen):
    client.sign_in(officer)
    text = text_of(client.get(f"/log/residents/{fatma.id.hex}"))
    assert "Fatma Yılmaz (1984)" in text
    assert "Noor Wissink" in text
    assert "als betrokken medewerker" in text
    assert re.search(r'data-label="Geopend">2<', text)
    assert f'bekeek de casus <a class="nl-link" href="/log/cases/{seen.reference}"' in text


def test_what_a_colleague_saw_names_the_people_and_no_more(client, officer, noor, fatma, seen):
    client.sign_in(officer)
    text = text_of(client.get(f"/log/colleagues/{noor.id.hex}"))
    assert "Fatma Yılmaz (1984)" in text


def test_who_came_near_a_case_is_told_without_whom_it_is_about(client, officer, fatma, seen):
    client.sign_in(officer)
    text = text_of(client.get(f"/log/cases/{seen.reference}"))
    assert "Noor Wissink" in text
    assert "Yılmaz" not in text


@pytest.mark.parametrize("role", [Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER])
def test_no_page_of_the_log_holds_content_of_a_case(client, town, role, noor, fatma, seen):
    client.sign_in(town.person(role))
    for path in pages_about(seen, noor, fatma):
        answer = client.get(path)
        assert answer.status_code == 200, path
        assert CONTENT not in text_of(answer)
        assert TITLE not in text_of(answer)


@pytest.mark.parametrize(
    "role",
    [role for role in Role if role not in (Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER)],
)
def test_the_log_is_not_there_for_anybody_else(client, town, role, noor, fatma, seen):
    client.sign_in(town.person(role))
    for path in pages_about(seen, noor, fatma):
        assert client.get(path).status_code == 404, path
    assert client.post("/log/questions", data={"text": "Yılmaz"}).status_code == 404
    assert client.post("/log/exports", data={"about": "period"}).status_code == 404


@pytest.mark.parametrize("role", [Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER, Role.CISO,
                                  Role.FUNCTIONAL_ADMINISTRATOR])  # fmt: skip
def test_who_watches_or_administers_opens_no_case_and_no_resident(client, town, role, fatma, seen):
    client.sign_in(town.person(role))
    for path in (f"/cases/{seen.reference}", f"/residents/{fatma.id.hex}", "/cases"):
        assert client.get(path).status_code == 404, path


def test_reading_the_log_about_somebody_is_itself_a_look_at_them(
    client, session, officer, fatma, seen
):
    client.sign_in(officer)
    session.expunge_all()
    client.get(f"/log/residents/{fatma.id.hex}")
    (line,) = lines_about(session, fatma, Event.LOG_SHOWN)
    entry = session.get(AccessEntry, line.entry_seq)
    assert (entry.user_id, entry.subject_id) == (officer.id, fatma.id)


def test_the_log_of_a_case_is_a_look_at_nobody(client, session, officer, fatma, seen):
    client.sign_in(officer)
    session.expunge_all()
    client.get(f"/log/cases/{seen.reference}")
    assert lines_about(session, fatma, Event.LOG_SHOWN) == []


def test_another_municipality_does_not_exist(client, town, noor, fatma, seen):
    other = type(town)("Buurdorp")
    client.sign_in(other.person(Role.PRIVACY_OFFICER))
    for path in pages_about(seen, noor, fatma)[1:4]:
        assert client.get(path).status_code == 404, path
    found = client.get("/log", query_string={"reference": seen.reference})
    assert found.status_code == 200
    assert "geen casus met dit nummer" in text_of(found)
    assert "Noor" not in text_of(client.get("/log/period"))


def test_a_refused_attempt_is_marked(client, town, officer, fatma, seen):
    stranger = town.person(Role.SOCIAL_WORKER, name="Vera Vreemd")
    client.sign_in(stranger)
    assert client.get(f"/cases/{seen.reference}").status_code == 404
    client.sign_in(officer)
    for path in (
        f"/log/residents/{fatma.id.hex}",
        f"/log/colleagues/{stranger.id.hex}",
        f"/log/cases/{seen.reference}",
    ):
        text = text_of(client.get(path))
        assert "Vera Vreemd" in text
        assert "geweigerd" in text.replace("Geweigerde", "").replace("werd geweigerd", "")


def test_a_person_is_found_by_name_without_the_name_in_an_address(client, officer, fatma):
    client.sign_in(officer)
    sent = client.post("/log/questions", data={"text": "Fatma Yilmaz"})
    assert sent.status_code == 303
    assert "ilmaz" not in sent.location
    text = text_of(client.get(sent.location))
    assert "Fatma Yılmaz (1984)" in text
    assert f"/log/residents/{fatma.id.hex}" in text


def test_an_empty_question_comes_back_with_what_was_typed(client, officer):
    client.sign_in(officer)
    assert client.post("/log/questions", data={"text": ""}).status_code == 422
    typed = client.post("/log/questions", data={"text": "..."})
    assert typed.status_code == 422
    assert 'value="..."' in typed.get_data(as_text=True)


def test_somebody_elses_question_is_not_there(client, town, officer, fatma):
    client.sign_in(officer)
    sent = client.post("/log/questions", data={"text": "Fatma Yilmaz"})
    client.sign_in(town.person(Role.DATA_PROTECTION_OFFICER))
    assert client.get(sent.location).status_code == 404


def test_a_colleague_and_a_case_are_opened_from_the_desk(client, officer, noor, seen):
    client.sign_in(officer)
    chosen = client.get("/log", query_string={"colleague": noor.id.hex})
    assert chosen.location == f"/log/colleagues/{noor.id.hex}"
    typed = client.get("/log", query_string={"reference": seen.reference.lower().replace("-", " ")})
    assert typed.location == f"/log/cases/{seen.reference}"
    assert client.get("/log", query_string={"colleague": "nobody"}).status_code == 200


def days(**parts):
    return {f"{name}-{part}": str(getattr(day, part))
            for name, day in parts.items() for part in ("day", "month", "year")}  # fmt: skip


def test_a_period_keeps_out_what_was_before_and_after(client, officer, noor, fatma, seen):
    client.sign_in(officer)
    path, today = f"/log/residents/{fatma.id.hex}", clock.today()
    inside = client.get(path, query_string=days(first=today, last=today))
    before = client.get(path, query_string=days(last=today - timedelta(days=1)))
    assert "Noor Wissink" in text_of(inside)
    assert "Noor Wissink" not in text_of(before)


@pytest.mark.parametrize(
    "dates",
    [
        {"first-day": "30", "first-month": "2", "first-year": "2026"},
        {"first-day": "x", "first-month": "2", "first-year": "2026"},
        {"first-day": "3", "first-month": "2", "first-year": "2026",
         "last-day": "2", "last-month": "2", "last-year": "2026"},
        {"last-day": "31", "last-month": "12", "last-year": "99999"},
    ],
)  # fmt: skip
def test_dates_that_make_no_sense_are_said_at_the_field(client, officer, fatma, dates):
    client.sign_in(officer)
    answer = client.get(f"/log/residents/{fatma.id.hex}", query_string=dates)
    assert answer.status_code == 422
    assert "data-error-summary" in answer.get_data(as_text=True)


def test_the_last_day_of_the_calendar_is_a_day_like_any_other(client, officer, fatma):
    client.sign_in(officer)
    far = {"last-day": "31", "last-month": "12", "last-year": "9999"}
    assert client.get(f"/log/residents/{fatma.id.hex}", query_string=far).status_code == 200


@pytest.mark.parametrize(
    "mark", ["x", "eyJ9", "WyJhZnRlciIsIngiLCJ5Il0", "WyJhZnRlciIsICIyMDI2LTAxLTAxIiwgIi0xIl0"]
)
def test_a_bent_mark_shows_the_first_page(client, officer, mark):
    client.sign_in(officer)
    assert client.get("/log/period", query_string={"mark": mark}).status_code == 200


def exported(client, shape, **fields):
    return client.post("/log/exports", data={"shape": shape, **fields})


def test_an_export_opens_in_a_spreadsheet_and_is_recorded(client, session, officer, fatma, seen):
    client.sign_in(officer)
    session.expunge_all()
    answer = exported(client, "csv", about="resident", subject=fatma.id.hex)
    assert answer.headers["Content-Disposition"].endswith('.csv"')
    assert answer.headers["Cache-Control"] == "no-store"
    rows = list(csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";"))
    entry = session.scalars(
        select(AccessEntry).where(AccessEntry.event == Event.LOG_EXPORTED)
    ).one()
    assert entry.details == f"rows={len(rows) - 1} shape=csv"
    assert entry.subject_id == fatma.id
    assert {row[3] for row in rows[1:]} == {"Noor Wissink"}
    assert {row[11] for row in rows[1:]} == {"Fatma Yılmaz (1984)"}
    assert len(lines_about(session, fatma, Event.LOG_EXPORTED)) == 1
    assert CONTENT.encode() not in answer.data


def test_an_export_under_the_names_of_the_norm(client, officer, noor, fatma, seen):
    client.sign_in(officer)
    answer = exported(client, "json", about="colleague", subject=noor.id.hex)
    events = json.loads(answer.data)["Events"]
    assert {event["ParticipantObjectID"] for event in events} == {fatma.id.hex}
    assert {event["EventActionCode"] for event in events} == {"R"}
    assert events[0]["RoleIDCode"] == ["social-worker"]
    assert "Yılmaz" not in answer.get_data(as_text=True)


def test_the_names_of_the_norm_stand_above_the_columns_of_a_spreadsheet_too(
    client, officer, noor, fatma, seen
):
    client.sign_in(officer)
    as_json = exported(client, "json", about="colleague", subject=noor.id.hex)
    answer = exported(client, "nen7513.csv", about="colleague", subject=noor.id.hex)
    assert answer.headers["Content-Disposition"].endswith('.nen7513.csv"')
    header, *rows = csv.reader(io.StringIO(answer.data.decode("utf-8-sig")), delimiter=";")
    events = json.loads(as_json.data)["Events"]
    assert [list(event) for event in events] == [header] * len(rows)
    assert [row[header.index("ParticipantObjectID")] for row in rows] == [fatma.id.hex] * len(rows)
    assert rows


def test_a_case_and_a_period_can_be_taken_out_too(client, session, town, officer, seen):
    client.sign_in(officer)
    of_case = exported(client, "csv", about="case", subject=seen.id.hex)
    of_period = exported(client, "csv", about="period", subject=town.id.hex, first="2020-01-01",
                         last="2020-01-02")  # fmt: skip
    assert seen.reference.encode() in of_case.data
    assert len(of_period.data.splitlines()) == 1


def test_the_same_selection_may_be_taken_out_twice(client, session, officer, fatma, seen):
    client.sign_in(officer)
    for shape in ("csv", "json", "csv"):
        assert exported(client, shape, about="resident", subject=fatma.id.hex).status_code == 200
    entries = select(AccessEntry).where(AccessEntry.event == Event.LOG_EXPORTED)
    assert len(session.scalars(entries).all()) == 3


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"about": "resident", "subject": "zz"}, 400),
        ({"about": "everything", "subject": "00" * 16}, 400),
        ({"about": "resident", "subject": "00" * 16, "first": "31-12-2026"}, 400),
        ({"about": "resident", "subject": "00" * 16}, 404),
        ({"about": "colleague", "subject": "00" * 16}, 404),
        ({"about": "case", "subject": "00" * 16}, 404),
    ],
)
def test_an_export_of_what_is_not_there_is_refused(client, officer, fields, status):
    client.sign_in(officer)
    assert client.post("/log/exports", data=fields).status_code == status


def test_an_export_too_large_to_read_asks_for_a_period(client, monkeypatch, officer, fatma, seen):
    monkeypatch.setattr("caseapp.accesslog.handout.MOST_EXPORTED", 1)
    client.sign_in(officer)
    answer = exported(client, "csv", about="resident", subject=fatma.id.hex)
    assert answer.status_code == 422
    assert "periode" in answer.get_data(as_text=True)


def test_the_roles_told_are_those_of_that_moment(client, session, officer, noor, fatma, seen):
    for grant in session.scalars(select(RoleGrant).where(RoleGrant.user_id == noor.id)):
        grant.ended_at = clock.now()
    session.commit()
    client.sign_in(officer)
    answer = exported(client, "json", about="resident", subject=fatma.id.hex)
    assert {tuple(e["RoleIDCode"]) for e in json.loads(answer.data)["Events"]} == {
        ("social-worker",)
    }


def test_looks_are_gathered_by_the_dutch_day(client, officer, noor, fatma, case):
    with time_machine.travel("2026-07-01T22:30:00Z", tick=False):
        client.sign_in(noor)
        client.get(f"/cases/{case.reference}")
    with time_machine.travel("2026-07-02T08:00:00Z", tick=False):
        client.sign_in(officer)
        text = text_of(client.get(f"/log/residents/{fatma.id.hex}"))
    assert "donderdag 2 juli 2026" in text
    assert ">00:30</time>" in text
