"""13. A meeting leaves traces, and no case on its agenda is left."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from caseapp import accesslog, meetings, plans, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.meetings import items
from caseapp.model.accesslog import AccessEntry
from caseapp.model.acquaintances import Acquaintance
from caseapp.model.case_words import TrackKind
from caseapp.model.content import ContentClass
from caseapp.model.meeting_words import ItemOutcome, MeetingKind, Need, Presence
from caseapp.model.messages import Message, MessageKind
from caseapp.model.organisations import Organisation, OrganisationKind
from caseapp.model.shares import ShareGround
from caseapp.plans import action_items
from caseapp.policy import Permission
from tests.meetings.meeting_up import (
    DAY,
    asked,
    called,
    concluded,
    decided,
    kept,
    planned,
    tabled,
)
from tests.support.cast import actor_for

CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(town.resident(), care=noor, safety=sem, director=dora)


@pytest.fixture
def meeting(town, dora):
    return called(town, dora)


@pytest.fixture
def item(dora, case, meeting):
    return tabled(dora, case, meeting)


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


def may(who, permission, noun):
    return policy.allows(actor_for(who), permission, noun)


def test_who_chairs_is_told_and_so_is_who_was_asked(town, dora, piet, noor, case):
    meeting = called(town, dora, chair=piet)
    item = tabled(dora, case, meeting)
    asked(dora, item, noor)
    told = {(one.user_id, one.kind) for one in db.session.scalars(select(Message))}
    assert told == {
        (piet.id, MessageKind.MEETING_GIVEN),
        (noor.id, MessageKind.MEETING_INVITED),
    }


def test_a_meeting_is_not_closed_while_nothing_was_concluded_about_a_case_on_it(
    dora, meeting, item
):
    with pytest.raises(RuleBroken, match="meeting-with-open-items"):
        meetings.close_meeting(actor_for(dora), meeting)
    concluded(dora, item, ItemOutcome.WITHDRAWN, reason="Het is opgelost.")
    meetings.close_meeting(actor_for(dora), meeting)
    assert meeting.closed_by_id == dora.id


def test_the_database_itself_does_not_close_it(meeting, item, dora):
    close = text("UPDATE meetings SET closed_at = called_at, closed_by_id = called_by_id")
    with pytest.raises(DBAPIError, match="nothing was concluded"), db.session.begin_nested():
        db.session.execute(close)
    concluded(dora, item, ItemOutcome.WITHDRAWN, reason="Het is opgelost.")
    db.session.execute(close)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE agenda_items SET track = 'care'",
        "DELETE FROM agenda_items",
        "UPDATE invitations SET presence = 'absent'",
        "DELETE FROM invitations",
    ],
)
def test_what_was_concluded_and_who_was_there_does_not_change_in_the_database(
    session, dora, noor, item, change
):
    asked(dora, item, noor)
    items.note_presence(actor_for(dora), item, present=[one.id for one in item.invited])
    decided(dora, item)
    concluded(dora, item)
    with pytest.raises(DBAPIError, match="does not"), db.session.begin_nested():
        db.session.execute(text(change))


def test_a_decision_is_an_action_with_somebody_and_a_day(dora, noor, sem, case, item):
    made = decided(dora, item, owner=noor, executor="De corporatie")
    assert (made.agenda_item_id, made.goal_id, made.track) == (item.id, None, None)
    standing = plans.standing(actor_for(sem), case)
    assert [one.action.id for one in standing.decided] == [made.id]
    assert standing.open[0].holder.id == noor.id
    with pytest.raises(RuleBroken, match="action-without-date"):
        decided(dora, item, due_on=None)
    with pytest.raises(RuleBroken, match="action-without-text"):
        decided(dora, item, text="  ")


def test_a_decision_about_one_track_is_on_that_track_and_read_by_nobody_else(
    dora, noor, sem, case, meeting
):
    item = tabled(dora, case, meeting, CARE)
    made = decided(dora, item)
    assert made.track is CARE
    assert action_items.decided(actor_for(noor), item) == [made]
    assert not action_items.decided(actor_for(sem), item)
    assert not may(sem, Permission.ITEM_VIEW, item)
    assert may(noor, Permission.ITEM_VIEW, item)


def test_nothing_is_decided_before_the_day_or_after_the_end(town, dora, case):
    later = tabled(dora, case, called(town, dora, 3))
    with pytest.raises(RuleBroken, match="meeting-not-held"):
        decided(dora, later)
    with pytest.raises(RuleBroken, match="meeting-not-held"):
        items.note_presence(actor_for(dora), later, present=[])
    concluded(dora, later, ItemOutcome.WITHDRAWN, reason="Opgelost.")
    with pytest.raises(RuleBroken, match="item-concluded-before"):
        decided(dora, later)


def test_put_off_it_is_on_a_later_agenda_with_the_same_people(town, dora, noor, item, police):
    later = called(town, dora, 7)
    asked(dora, item, noor)
    asked(dora, item, organisation=police, need=Need.STRIP)
    gone = asked(dora, item, town.person(Role.SOCIAL_WORKER))
    items.take_from_table(actor_for(dora), gone)
    again = concluded(dora, item, ItemOutcome.POSTPONED, to=later, reason="Er is meer nodig.")
    assert (again.meeting_id, again.purpose, again.is_open) == (later.id, item.purpose, True)
    assert [(one.user_id, one.organisation_id, one.need) for one in again.invited] == [
        (noor.id, None, Need.QUESTION),
        (None, police.id, Need.STRIP),
    ]
    assert again.invited[1].name == "J. de Boer, wijkagent"
    assert item.moved_to_id == later.id


def test_it_is_not_put_off_to_nowhere_to_itself_or_to_what_was(town, dora, meeting, item, case):
    closed = called(town, dora, 1)
    meetings.close_meeting(actor_for(dora), closed)
    kept()
    for to, rule in (
        (None, "item-without-meeting"),
        (meeting, "item-without-meeting"),
        (closed, "meeting-closed-before"),
    ):
        with pytest.raises(RuleBroken, match=rule):
            concluded(dora, item, ItemOutcome.POSTPONED, to=to, reason="Later.")
    there = called(town, dora, 2)
    tabled(dora, case, there)
    with pytest.raises(RuleBroken, match="item-there-already"):
        concluded(dora, item, ItemOutcome.POSTPONED, to=there, reason="Later.")
    assert item.is_open


def test_a_case_is_on_an_agenda_once_for_each_place(dora, case, meeting, item):
    with pytest.raises(RuleBroken, match="agenda-twice"):
        tabled(dora, case, meeting)
    tabled(dora, case, meeting, CARE)
    tabled(dora, case, meeting, SAFETY)


def test_nobody_chairs_what_is_spoken_about_one_track_from_the_other_side(
    town, noor, sem, piet, case
):
    for chair in (sem, piet):
        with pytest.raises(RuleBroken, match="chair-off-track"):
            tabled(noor, case, called(town, chair), CARE)
    own = called(town, noor)
    tabled(noor, case, own, CARE)
    with pytest.raises(RuleBroken, match="chair-off-track"):
        meetings.change_meeting(actor_for(noor), own, planned=planned(sem))
    assert own.chair_id == noor.id


def test_who_is_asked_reads_that_case_and_no_other_until_taken_off(town, dora, case, meeting):
    guest = town.person(Role.CHAIN_PARTNER)
    item = tabled(dora, case, meeting)
    other = tabled(dora, town.case(director=dora), meeting)
    assert not may(guest, Permission.MEETING_VIEW, meeting)
    invitation = asked(dora, item, guest)
    assert may(guest, Permission.ITEM_VIEW, item)
    assert may(guest, Permission.MEETING_VIEW, meeting)
    assert not may(guest, Permission.ITEM_VIEW, other)
    assert not may(guest, Permission.CASE_VIEW, case)
    assert not may(guest, Permission.ITEM_RUN, item)
    assert [one.id for one in items.on_agenda(actor_for(guest), meeting)] == [item.id]
    items.take_from_table(actor_for(dora), invitation)
    kept()
    assert not may(guest, Permission.ITEM_VIEW, item)
    assert not may(guest, Permission.MEETING_VIEW, meeting)
    with pytest.raises(RuleBroken, match="invitation-withdrawn-before"):
        items.take_from_table(actor_for(dora), invitation)


@pytest.mark.parametrize("was_there", [True, False])
def test_who_was_asked_and_did_not_come_reads_nothing_of_what_was_concluded(
    town, dora, case, meeting, was_there
):
    guest = town.person(Role.CHAIN_PARTNER)
    item = tabled(dora, case, meeting)
    invitation = asked(dora, item, guest)
    items.note_presence(actor_for(dora), item, present=[invitation.id] if was_there else [])
    decided(dora, item)
    assert may(guest, Permission.ITEM_VIEW, item)
    told = {"shared": "Dat de woning leeg is.", "content": ContentClass.COMMON}
    concluded(dora, item, **(told if was_there else {}))
    assert may(guest, Permission.ITEM_VIEW, item) is was_there
    shown = [item.id] if was_there else []
    assert [one.id for one in items.on_agenda(actor_for(guest), meeting)] == shown


def test_nobody_from_outside_is_asked_to_a_table_of_the_municipality_alone(
    town, dora, case, police
):
    partner = town.person(Role.CHAIN_PARTNER)
    administrator = town.person(Role.FUNCTIONAL_ADMINISTRATOR)
    inside = called(town, dora, kind=MeetingKind.SIGNALS)
    item = tabled(dora, case, inside)
    with pytest.raises(RuleBroken, match="meeting-internal"):
        asked(dora, item, organisation=police)
    with pytest.raises(RuleBroken, match="meeting-internal"):
        asked(dora, item, partner)
    kept()
    office = actor_for(administrator)
    own = meetings.add_kind(office, town.municipality, name="Weegteam", is_internal=True)
    weighing = called(town, dora, kind=MeetingKind.OWN, own_kind=own)
    with pytest.raises(RuleBroken, match="meeting-internal"):
        asked(dora, tabled(dora, case, weighing), organisation=police)


def test_who_was_there_and_what_they_heard_stands_in_the_ledger(
    town, dora, noor, case, item, police
):
    known = asked(dora, item, noor)
    stranger = asked(dora, item, organisation=police)
    away = asked(dora, item, town.person(Role.SOCIAL_WORKER))
    actor = actor_for(dora)
    decided(dora, item)
    with pytest.raises(RuleBroken, match="presence-missing"):
        concluded(dora, item)
    items.note_presence(actor, item, present=[known.id, stranger.id])
    with pytest.raises(RuleBroken, match="item-untold"):
        concluded(dora, item)
    assert not items.told(actor, case)
    concluded(dora, item, shared="Dat hij weg moet.", content=ContentClass.SENSITIVE)
    assert {one.id for one in items.told(actor, case)} == {known.id, stranger.id}
    assert away.presence is Presence.ABSENT
    assert item.shared == "Dat hij weg moet."


def test_what_was_told_about_one_track_is_in_no_ledger_of_the_other_side(
    dora, noor, sem, case, meeting
):
    item = tabled(dora, case, meeting, CARE)
    asked(dora, item, noor)
    items.note_presence(actor_for(dora), item, present=[one.id for one in item.invited])
    decided(dora, item)
    concluded(dora, item, shared="Over zijn gezondheid.", content=ContentClass.SPECIAL)
    assert items.told(actor_for(noor), case)
    assert not items.told(actor_for(sem), case)


def test_police_data_is_told_to_who_sits_there_by_the_police_act_alone(dora, noor, item, police):
    asked(dora, item, organisation=police, ground=ShareGround.POLICE_ACT)
    asked(dora, item, noor)
    items.note_presence(actor_for(dora), item, present=[one.id for one in item.invited])
    decided(dora, item)
    with pytest.raises(RuleBroken, match="item-police-act"):
        concluded(dora, item, shared="Een aanhouding.", content=ContentClass.POLICE)


def test_who_knows_the_resident_is_not_asked_and_cannot_chair(town, dora, item, meeting, case):
    friend = town.person(Role.SOCIAL_WORKER)
    known = {"user_id": friend.id, "resident_id": case.subjects[0].resident_id}
    db.session.add(Acquaintance(municipality_id=town.id, declared_at=clock.now(), **known))
    db.session.flush()
    with pytest.raises(RuleBroken, match="guest-unavailable"):
        asked(dora, item, friend)
    with pytest.raises(RuleBroken, match="chair-unavailable"):
        meetings.change_meeting(actor_for(dora), meeting, planned=planned(friend))


def test_who_left_is_not_asked_and_cannot_chair(town, dora, item):
    gone = town.person(Role.SOCIAL_WORKER)
    gone.deactivated_at = clock.now()
    db.session.flush()
    with pytest.raises(RuleBroken, match="guest-unavailable"):
        asked(dora, item, gone)
    with pytest.raises(RuleBroken, match="chair-unavailable"):
        called(town, dora, chair=gone)


def test_after_the_last_day_only_who_chairs_puts_a_case_on_it(town, noor, dora, case):
    meeting = called(town, dora, 3, chair=noor, cut_off_on=clock.today() - DAY)
    with pytest.raises(RuleBroken, match="agenda-cut-off"):
        tabled(dora, case, meeting)
    tabled(noor, case, meeting)


def test_each_deed_stands_in_the_log(dora, noor, item, meeting, session):
    invitation = asked(dora, item, noor)
    items.note_presence(actor_for(dora), item, present=[invitation.id])
    decided(dora, item)
    concluded(dora, item)
    meetings.close_meeting(actor_for(dora), meeting)
    kept()
    events = set(db.session.scalars(select(AccessEntry.event)))
    assert events >= {
        Event.MEETING_CALLED,
        Event.CASE_TABLED,
        Event.INVITED,
        Event.PRESENCE_NOTED,
        Event.ACTION_DECIDED,
        Event.ITEM_CONCLUDED,
        Event.MEETING_CLOSED,
    }


def test_who_has_no_part_in_it_runs_nothing(noor, sem, town, item, meeting):
    stranger = town.person(Role.SOCIAL_WORKER)
    for who in (stranger, sem, noor):
        with pytest.raises(NotPermitted):
            decided(who, item)
        with pytest.raises(NotPermitted):
            meetings.close_meeting(actor_for(who), meeting)
    with pytest.raises(NotPermitted):
        asked(stranger, item, noor)
    asked(sem, item, noor)


def test_two_kinds_of_a_name_are_not_taken_and_an_ended_one_is_not_offered(town, fay):
    office = actor_for(fay)
    own = meetings.add_kind(office, town.municipality, name="Kernoverleg", is_internal=False)
    with pytest.raises(RuleBroken, match="meeting-kind-twice"):
        meetings.add_kind(office, town.municipality, name="Kernoverleg", is_internal=True)
    meetings.end_kind(office, own)
    assert not meetings.own_kinds(town.id)
    with pytest.raises(RuleBroken, match="meeting-without-kind"):
        called(town, town.person(Role.SOCIAL_WORKER), kind=MeetingKind.OWN, own_kind=own)
    with pytest.raises(RuleBroken, match="meeting-kind-ended"):
        meetings.end_kind(office, own)
