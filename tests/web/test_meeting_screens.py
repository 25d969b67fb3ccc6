"""A meeting on the screens: called, prepared, run, concluded, closed; and what others never see."""

import pytest
from sqlalchemy import select

from caseapp import accesslog
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accesslog import AccessEntry, Processing
from caseapp.model.case_words import TrackKind
from caseapp.model.meeting_words import ItemOutcome, Need, Presence
from caseapp.model.meetings import AgendaItem, Invitation, Meeting
from caseapp.model.organisations import Organisation, OrganisationKind
from caseapp.model.plans import PlanAction
from tests.meetings.meeting_up import asked, called, concluded, decided, tabled
from tests.support import papers
from tests.support.days import day
from tests.support.routes import soon

CARE = TrackKind.CARE


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(town.resident("Yılmaz"), care=noor, safety=sem, director=dora)


@pytest.fixture
def police(town):
    made = Organisation(municipality_id=town.id, name="Politie", kind=OrganisationKind.POLICE)
    db.session.add(made)
    db.session.commit()
    return made


@pytest.fixture
def item(town, dora, case):
    made = tabled(dora, case, called(town, dora), purpose="Een woning vinden.")
    settled()
    return made


def settled():
    accesslog.logbook(db.session()).seen.clear()
    db.session.commit()
    accesslog.logbook(db.session()).clear()
    db.session.expire_all()


def known(*values):
    """Take what was read of nouns, and forget that they were looked at."""
    accesslog.logbook(db.session()).clear()
    return values[0] if len(values) == 1 else values


def only(noun, *which):
    found = db.session.scalars(select(noun).where(*which)).all()
    accesslog.logbook(db.session()).clear()
    assert len(found) == 1
    return found[0]


def test_a_meeting_from_calling_to_closing(client, session, town, case, dora, noor, police):
    client.sign_in(dora)
    reference = case.reference
    facts = {"kind": "multidisciplinary", "begins": "09:30", "chair": dora.id.hex}
    when = day("on_day", clock.today())
    made = client.post("/meetings", data=facts | when)
    assert made.status_code == 303
    meeting = made.location
    assert "Geen casus die u mag lezen" in client.get(meeting).text
    asked_for = {"place": "strip", "purpose": "Een woning.", "meeting": only(Meeting).id.hex}
    put = client.post(f"/cases/{reference}/agenda", data=asked_for)
    assert put.status_code == 303
    item = put.location
    guest = {"name": "J. de Boer, wijkagent", "organisation": police.id.hex, "why": "Kent hem.",
             "need": "strip", "ground": "public-task"}  # fmt: skip
    assert client.post(f"{item}/invitations", data=guest).status_code == 303
    page = client.get(item).text
    for said in ("Een woning.", "J. de Boer, wijkagent, Politie", "Kent hem.", "Dora Heijink"):
        assert said in page
    run(client, item, noor)
    assert "Besloten in overleg" in client.get(f"/cases/{reference}/plan").text
    ledger = client.get(f"/cases/{reference}/shares").text
    assert "Dat hij weg moet." in ledger
    assert "J. de Boer, wijkagent, Politie" in ledger
    closed = client.post(f"{meeting}/closing", follow_redirects=True)
    assert "Het overleg is afgesloten." in closed.text
    assert client.get(f"{meeting}/edit").status_code == 303


def run(client, item, noor):
    """Write down who is there, decide, and conclude."""
    there = {"present": only(Invitation).id.hex}
    assert client.post(f"{item}/presence", data=there).status_code == 303
    empty = client.post(f"{item}/conclusion", data={"outcome": "decided"})
    assert empty.status_code == 422
    assert "Leg minstens één besluit vast" in empty.text
    said = {"text": "De verhuurder belt.", "executor": "De corporatie", "owner": noor.id.hex}
    assert client.post(f"{item}/decisions", data=said | soon("due_on")).status_code == 303
    told = {"outcome": "decided", "shared": "Dat hij weg moet.", "content": "sensitive"}
    assert client.post(f"{item}/conclusion", data=told).status_code == 303


def test_what_is_wrong_is_told_at_its_place_and_keeps_what_was_typed(client, dora, case, town):
    client.sign_in(dora)
    bad = client.post("/meetings", data={"kind": "geen", "begins": "9u30", "place": "Zaal 7"})
    assert bad.status_code == 422
    assert 'value="9u30"' in bad.text
    assert "Zaal 7" in bad.text
    assert "Vul een datum in." in bad.text
    called(town, dora)
    settled()
    unknown = {"meeting": "0" * 32, "place": "strip", "purpose": "Een woning."}
    bad = client.post(f"/cases/{case.reference}/agenda", data=unknown)
    assert bad.status_code == 422
    assert "Een woning." in bad.text


def test_what_is_spoken_about_the_care_alone_is_nowhere_for_the_safety_side(
    client, town, dora, noor, sem, case
):
    item = tabled(dora, case, called(town, dora), CARE, purpose="Zijn Verwardheid.")
    decided(dora, item, text="De Psychiater bellen.")
    settled()
    item_id, meeting_id, reference = known(item.id, item.meeting_id, case.reference)
    client.sign_in(noor)
    assert "Zijn Verwardheid." in client.get(f"/agenda/{item_id.hex}").text
    client.sign_in(sem)
    assert client.get(f"/agenda/{item_id.hex}").status_code == 404
    pages = ["/", "/meetings", f"/meetings/{meeting_id.hex}", f"/cases/{reference}",
             f"/cases/{reference}/plan", f"/cases/{reference}/shares"]  # fmt: skip
    for path in pages:
        page = client.get(path).text
        assert "Verwardheid" not in page
        assert "Psychiater" not in page
        assert item_id.hex not in page


def test_a_partner_reads_the_purpose_of_what_they_were_asked_for_and_no_case(
    client, town, dora, item, case
):
    partner = town.person(Role.CHAIN_PARTNER)
    asked(dora, item, partner)
    settled()
    item_id, reference = known(item.id, case.reference)
    client.sign_in(partner)
    page = client.get(f"/agenda/{item_id.hex}")
    assert "Een woning vinden." in page.text
    assert "Yılmaz" not in page.text
    assert client.get(f"/cases/{reference}").status_code == 404
    assert client.post(f"/agenda/{item_id.hex}/decisions", data={"text": "X"}).status_code == 404


def test_a_paper_is_for_one_and_holds_what_they_need_and_is_in_the_log(
    client, session, dora, item, police
):
    asked(dora, item, organisation=police, name="J. de Boer", need=Need.QUESTION, why="Kent hem.")
    settled()
    item_id, invitation = known(item.id, only(Invitation).id)
    client.sign_in(dora)
    there = f"/agenda/{item_id.hex}/papers"
    page = client.get(f"{there}/new?for={invitation.hex}").text
    assert "Alleen voor J. de Boer, Politie." in page
    answer = client.post(there, data={"invitation": invitation.hex})
    words = papers.words(answer.data)
    for said in ("Uitnodiging", "Een woning vinden.", "Kent hem.", "Alleen voor J. de Boer"):
        assert said in words
    assert "Yılmaz" not in words
    printed = select(AccessEntry).where(AccessEntry.event == Event.INVITATION_PRINTED)
    assert db.session.scalars(printed).one().user_id == dora.id


def test_a_paper_is_dutch_whoever_makes_it(client, dora, item, police):
    asked(dora, item, organisation=police, name="J. de Boer")
    dora.language = "en"
    settled()
    item_id, invitation = known(item.id, only(Invitation).id)
    client.sign_in(dora)
    there = f"/agenda/{item_id.hex}/papers"
    words = papers.words(client.post(there, data={"invitation": invitation.hex}).data)
    assert "Wat wij van u vragen" in words
    assert "publieke taak" in words


def test_who_needs_more_reads_whom_it_is_about_and_that_is_logged(client, dora, item, police, case):
    asked(dora, item, organisation=police, name="J. de Boer", need=Need.STRIP)
    settled()
    resident = case.subjects[0].resident_id
    settled()
    item_id, invitation = known(item.id, only(Invitation).id)
    client.sign_in(dora)
    answer = client.post(f"/agenda/{item_id.hex}/papers", data={"invitation": invitation.hex})
    assert "Yılmaz" in papers.words(answer.data)
    told = select(Processing.resident_id).join(AccessEntry, AccessEntry.seq == Processing.entry_seq)
    printed = told.where(AccessEntry.event == Event.INVITATION_PRINTED)
    assert set(db.session.scalars(printed)) == {resident}


def test_two_who_conclude_at_once_are_told_and_nothing_typed_is_lost(client, dora, item):
    item_id = known(item.id)
    concluded(dora, item, ItemOutcome.WITHDRAWN, reason="Opgelost.")
    settled()
    client.sign_in(dora)
    late = client.post(
        f"/agenda/{item_id.hex}/decisions", data={"text": "Bellen."} | soon("due_on")
    )
    assert late.status_code == 409
    assert "Bellen." in late.text
    again = {"outcome": "withdrawn", "reason": "Toch niet."}
    late = client.post(f"/agenda/{item_id.hex}/conclusion", data=again)
    assert late.status_code == 409
    assert "Toch niet." in late.text
    assert only(AgendaItem).reason == "Opgelost."


def test_who_was_not_ticked_was_not_there(client, dora, noor, item):
    asked(dora, item, noor)
    settled()
    item_id = known(item.id)
    client.sign_in(dora)
    assert client.post(f"/agenda/{item_id.hex}/presence", data={}).status_code == 303
    assert only(Invitation).presence is Presence.ABSENT


def test_a_form_sent_twice_decides_once(client, dora, item):
    item_id = known(item.id)
    client.sign_in(dora)
    said = {"text": "Bellen.", "form_key": "k" * 32} | soon("due_on")
    for _ in range(2):
        assert client.post(f"/agenda/{item_id.hex}/decisions", data=said).status_code == 303
    assert only(PlanAction).text == "Bellen."


def test_a_kind_of_ones_own_is_added_chosen_and_ended(client, town, fay, dora):
    client.sign_in(fay)
    made = client.post("/settings/meeting-kinds", data={"name": "Weegteam", "is_internal": "y"})
    assert made.status_code == 303
    page = client.get("/settings/meeting-kinds").text
    assert "Weegteam" in page
    twice = client.post("/settings/meeting-kinds", data={"name": "Weegteam"})
    assert twice.status_code == 422
    assert "Zo heet al een overleg." in twice.text
    client.sign_in(dora)
    assert "Weegteam" in client.get("/meetings/new").text


def test_a_case_is_not_closed_while_a_meeting_has_to_conclude_it(client, dora, item, case):
    client.sign_in(dora)
    page = client.get(f"/cases/{case.reference}/closure/new")
    assert "De casus staat nog op een agenda." in page.text
