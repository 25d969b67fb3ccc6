"""The screens of a meeting: who is late is told so, and each page has what is for its reader."""

import pytest
from sqlalchemy import select

from caseapp import accesslog, meetings
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel.actor import Role
from caseapp.meetings import items
from caseapp.model.accesslog import Processing
from caseapp.model.case_words import TrackKind
from caseapp.model.content import ContentClass
from caseapp.model.meeting_words import ItemOutcome, Need
from caseapp.model.meetings import AgendaItem
from caseapp.model.organisations import Organisation, OrganisationKind
from tests.meetings.meeting_up import asked, called, concluded, decided, kept, tabled
from tests.support.cast import actor_for
from tests.support.days import FromToday, day, typed_in

CARE = TrackKind.CARE
SECRET = "Kliniekopname"


@pytest.fixture
def case(town, noor, sem, dora):
    people = [town.resident(), town.resident()]
    return town.case(*people, care=noor, safety=sem, director=dora)


@pytest.fixture
def meeting(town, noor):
    return called(town, noor)


@pytest.fixture
def police(town):
    made = Organisation(municipality_id=town.id, name="Politie", kind=OrganisationKind.POLICE)
    db.session.add(made)
    db.session.flush()
    return made


@pytest.fixture(autouse=True)
def _seen(session):
    yield
    accesslog.logbook(db.session()).clear()


def noted(who, item, *present):
    items.note_presence(actor_for(who), item, present=[one.id for one in present])
    kept()


DECIDING = {
    "text": "Ik bel de verhuurder.",
    "owner": "",
    "executor": "",
    "due_on": FromToday(7),
}


def deciding(**changes):
    return typed_in(DECIDING | changes)


@pytest.mark.parametrize(
    ("form", "typed"),
    [
        ("decisions", DECIDING),
        ("conclusion", {"outcome": "decided", "shared": "Ik bel de verhuurder.", "reason": ""}),
    ],
)
def test_who_comes_after_it_was_concluded_is_told_so_and_keeps_what_was_typed(
    client, noor, dora, case, meeting, form, typed
):
    item = tabled(noor, case, meeting)
    address = f"/agenda/{item.id.hex}"
    concluded(dora, item, ItemOutcome.WITHDRAWN, reason="Opgelost.")
    client.sign_in(noor)
    answer = client.post(f"{address}/{form}", data=typed_in(typed))
    assert answer.status_code == 409
    assert "Ik bel de verhuurder." in answer.text
    assert "Iemand anders was u voor" in answer.text
    assert dora.name in answer.text


def test_who_notes_presence_after_it_was_concluded_is_told_so(client, noor, dora, case, meeting):
    item = tabled(noor, case, meeting)
    asked(noor, item, dora)
    concluded(dora, item, ItemOutcome.WITHDRAWN, reason="Opgelost.")
    client.sign_in(noor)
    assert client.post(f"/agenda/{item.id.hex}/presence", data={}).status_code == 409


def test_there_is_no_paper_for_who_was_taken_off(client, noor, town, case, meeting):
    item = tabled(noor, case, meeting)
    invitation = asked(noor, item, town.person(Role.SOCIAL_WORKER))
    paper = f"/agenda/{item.id.hex}/papers"
    whose = {"invitation": invitation.id.hex}
    client.sign_in(noor)
    assert client.get(f"{paper}/new?for={invitation.id.hex}").status_code == 200
    items.take_from_table(actor_for(noor), invitation)
    kept()
    assert client.get(f"{paper}/new?for={invitation.id.hex}").status_code == 404
    assert client.post(paper, data=whose).status_code == 404


def test_what_was_decided_is_no_paper_for_who_was_not_there(
    client, noor, town, case, meeting, police
):
    item = tabled(noor, case, meeting)
    there = asked(noor, item, organisation=police)
    away = asked(noor, item, town.person(Role.SOCIAL_WORKER))
    noted(noor, item, there)
    decided(noor, item)
    concluded(noor, item, shared="Wat wij doen.", content=ContentClass.COMMON)
    client.sign_in(noor)
    paper = f"/agenda/{item.id.hex}/papers"
    page = client.get(f"/agenda/{item.id.hex}").text
    assert f"for={there.id.hex}" in page
    assert f"for={away.id.hex}" not in page
    assert client.post(paper, data={"invitation": there.id.hex}).status_code == 200
    assert client.post(paper, data={"invitation": away.id.hex}).status_code == 404


def test_the_paper_is_in_the_log_with_everybody_it_names(client, noor, case, meeting, police):
    item = tabled(noor, case, meeting)
    invitation = asked(noor, item, organisation=police, need=Need.STRIP)
    client.sign_in(noor)
    made = client.post(f"/agenda/{item.id.hex}/papers", data={"invitation": invitation.id.hex})
    assert made.data.startswith(b"%PDF")
    lines = select(Processing.resident_id).where(Processing.event == Event.INVITATION_PRINTED)
    shown = set(db.session.scalars(lines))
    assert shown >= {one.resident_id for one in case.subjects}


def test_what_is_spoken_about_the_care_alone_is_on_no_page_of_the_other_side(
    client, town, noor, sem, case, meeting, police
):
    item = tabled(noor, case, meeting, CARE, purpose=SECRET)
    asked(noor, item, organisation=police, why=SECRET)
    decided(noor, item, text=SECRET, executor=SECRET)
    done = tabled(noor, case, called(town, noor), CARE, purpose=SECRET)
    concluded(noor, done, ItemOutcome.WITHDRAWN, reason=SECRET)
    reference = case.reference
    pages = [
        "/", "/meetings", f"/meetings/{meeting.id.hex}", f"/cases/{reference}",
        f"/cases/{reference}/plan", f"/cases/{reference}/shares", "/watchdog", "/messages",
    ]  # fmt: skip
    client.sign_in(sem)
    for page in pages:
        assert SECRET not in client.get(page).text
        assert item.id.hex not in client.get(page).text
    item_ids = [one.id.hex for one in (item, done)]
    for one in item_ids:
        assert client.get(f"/agenda/{one}").status_code == 404
        assert client.get(f"/agenda/{one}/papers/new").status_code == 404
    kept()
    client.sign_in(noor)
    assert SECRET in client.get(f"/agenda/{item_ids[0]}").text
    assert SECRET in client.get(f"/cases/{reference}/plan").text
    assert item_ids[0] in client.get(f"/cases/{reference}").text


def test_what_stands_in_the_way_of_closing_leads_nobody_where_they_may_not_come(
    client, noor, lida, case, meeting, town
):
    case.track(TrackKind.SAFETY).team_id = town.care_team.id
    item = tabled(noor, case, meeting, CARE)
    db.session.commit()
    client.sign_in(lida)
    client.post(f"/purposes/cases/{case.id.hex}", data={"purpose": "supervision"})
    page = client.get(f"/cases/{case.reference}/closure/new").text
    assert "De casus staat nog op een agenda." in page
    assert item.id.hex not in page


def test_another_chairs_a_meeting_that_passed_and_its_day_stays(
    client, piet, noor, case, meeting, hands
):
    tabled(noor, case, meeting)
    was = meeting.on_day
    hands.pass_by(days=2)
    client.sign_in(piet)
    page = f"/meetings/{meeting.id.hex}"
    facts = {"begins": "09:30", "place": "Zaal 2", "version": str(meeting.version)}
    days = {**day("on_day", was), **day("cut_off_on", was)}
    answer = client.post(page, data={**facts, **days, "chair": piet.id.hex})
    assert answer.status_code == 303
    db.session.refresh(meeting)
    assert (meeting.chair_id, meeting.on_day) == (piet.id, was)


def test_a_meeting_that_was_closed_meanwhile_loses_no_typed_purpose(
    client, noor, dora, case, meeting
):
    meetings.close_meeting(actor_for(noor), meeting)
    kept()
    client.sign_in(dora)
    typed = {"meeting": meeting.id.hex, "place": "shared", "purpose": "Wie regelt de woning?"}
    answer = client.post(f"/cases/{case.reference}/agenda", data=typed)
    assert answer.status_code == 422
    assert "Wie regelt de woning?" in answer.text
    assert not db.session.scalars(
        select(AgendaItem.id), execution_options={"unseen": "policy"}
    ).all()
