"""What reviewers tried, to have a meeting lose somebody, or tell what was not for them."""

from dataclasses import replace

import pytest
from sqlalchemy import select

from caseapp import accesslog, cases, holdings, meetings, policy
from caseapp.accounts import doors
from caseapp.extensions import db
from caseapp.holdings import HoldingKind
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.meetings import items
from caseapp.model.acquaintances import Acquaintance
from caseapp.model.case_words import TrackKind, TrackState
from caseapp.model.content import ContentClass
from caseapp.model.meeting_words import ItemOutcome
from caseapp.policy import Permission
from caseapp.watchdog.tabled import Tabled
from tests.meetings.meeting_up import (
    asked,
    called,
    concluded,
    decided,
    planned,
    tabled,
)
from tests.support.cast import actor_for

CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(town.resident(), care=noor, safety=sem, director=dora)


@pytest.fixture(autouse=True)
def _seen(session):
    yield
    accesslog.logbook(db.session()).clear()


def acts(who):
    """Give somebody as they act, kept from the files of whom they said to know."""
    return replace(actor_for(who), kept_from=doors.kept_from(who.id))


def may(who, permission, noun):
    return policy.allows(acts(who), permission, noun)


def readable(who, item):
    query = select(type(item).id).where(type(item).id == item.id)
    seen = policy.visible(acts(who), Permission.ITEM_VIEW, query)
    return db.session.scalar(seen, execution_options={"unseen": "policy"})


def left(case, who):
    for one in case.involvements:
        if one.user_id == who.id:
            one.ended_at = clock.now()
    db.session.flush()
    db.session.expire(case, ["involvements"])


def knows(who, case):
    row = Acquaintance(
        municipality_id=case.municipality_id,
        user_id=who.id,
        resident_id=case.subjects[0].resident_id,
        declared_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()


def gone(who):
    who.deactivated_at = clock.now()
    db.session.flush()


@pytest.mark.parametrize("track", [None, CARE])
def test_who_chairs_and_left_the_track_reads_nothing_of_it_any_more(town, noor, dora, case, track):
    item = tabled(noor, case, called(town, noor), track)
    assert may(noor, Permission.ITEM_RUN, item)
    left(case, noor)
    is_for_both = track is None
    assert may(noor, Permission.ITEM_VIEW, item) is is_for_both
    assert may(noor, Permission.ITEM_RUN, item) is is_for_both
    assert (readable(noor, item) is not None) is is_for_both
    assert may(dora, Permission.ITEM_RUN, item)


def test_a_chair_who_left_the_track_is_no_chair_to_the_watchdog(town, noor, case):
    item = tabled(noor, case, called(town, noor), CARE)
    left(case, noor)
    row = Tabled.of([case.id]).waiting[case.id][0]
    assert (row.id, row.reads) == (item.id, False)


def test_a_case_is_not_put_before_a_chair_who_is_not_there_any_more(town, noor, dora, case):
    meeting, later = called(town, noor), called(town, noor, 3)
    item = tabled(dora, case, called(town, dora), None)
    gone(noor)
    with pytest.raises(RuleBroken, match="chair-unavailable"):
        tabled(dora, case, meeting)
    with pytest.raises(RuleBroken, match="chair-unavailable"):
        concluded(dora, item, ItemOutcome.POSTPONED, to=later, reason="Later.")


def test_who_chairs_cannot_go_before_another_does(town, noor):
    meeting = called(town, noor, 3)
    assert (HoldingKind.MEETING, meeting.id) in {
        (one.kind, one.id) for one in holdings.held_by(noor.id)
    }


def test_put_off_it_asks_nobody_who_cannot_come_any_more(town, dora, case):
    item, later = tabled(dora, case, called(town, dora)), called(town, dora, 7)
    away, friend, stays = (town.person(Role.SOCIAL_WORKER) for _ in range(3))
    for one in (away, friend, stays):
        asked(dora, item, one)
    gone(away)
    knows(friend, case)
    again = concluded(dora, item, ItemOutcome.POSTPONED, to=later, reason="Later.")
    assert [one.user_id for one in again.invited] == [stays.id]


def test_a_meeting_at_which_something_was_decided_is_not_moved_to_another_day(
    town, dora, piet, case
):
    meeting = called(town, dora)
    item = tabled(dora, case, meeting)
    tabled(dora, case, meeting, CARE)
    decided(dora, item)
    concluded(dora, item)
    with pytest.raises(RuleBroken, match="meeting-was-held"):
        meetings.change_meeting(actor_for(dora), meeting, planned=planned(dora, 7))
    with pytest.raises(RuleBroken, match="meeting-chair-stays"):
        meetings.change_meeting(actor_for(dora), meeting, planned=planned(piet))
    meetings.change_meeting(actor_for(dora), meeting, planned=planned(dora, place="Zaal 3"))
    assert (meeting.on_day, meeting.place) == (clock.today(), "Zaal 3")


def test_a_decision_keeps_the_meeting_on_its_day_before_the_case_is_concluded(town, dora, case):
    meeting = called(town, dora)
    decided(dora, tabled(dora, case, meeting))
    with pytest.raises(RuleBroken, match="meeting-was-held"):
        meetings.change_meeting(actor_for(dora), meeting, planned=planned(dora, 1))


def test_a_meeting_that_passed_gets_another_chair_on_the_day_it_was(town, dora, piet, case, hands):
    meeting = called(town, dora)
    item = tabled(dora, case, meeting)
    decided(dora, item)
    hands.pass_by(days=2)
    was = planned(piet, on_day=meeting.on_day)
    meetings.change_meeting(actor_for(piet), meeting, planned=was)
    assert meeting.chair_id == piet.id


def test_a_track_does_not_stop_while_a_table_has_still_to_speak_about_it(town, noor, case):
    item = tabled(noor, case, called(town, noor), CARE)
    stop = {"state": TrackState.DONE, "reason": "Klaar.", "next_on": None}
    with pytest.raises(RuleBroken, match="track-on-agenda"):
        cases.arrange_track(actor_for(noor), case.track(CARE), **stop)
    concluded(noor, item, ItemOutcome.WITHDRAWN, reason="Klaar.")
    cases.arrange_track(actor_for(noor), case.track(CARE), **stop)
    with pytest.raises(RuleBroken, match="agenda-on-stopped-track"):
        tabled(noor, case, called(town, noor, 1), CARE)


def test_who_was_there_is_not_taken_off_again(town, dora, case):
    guest = town.person(Role.SOCIAL_WORKER)
    item = tabled(dora, case, called(town, dora))
    invitation = asked(dora, item, guest)
    items.note_presence(actor_for(dora), item, present=[invitation.id])
    with pytest.raises(RuleBroken, match="invitation-of-present"):
        items.take_from_table(actor_for(dora), invitation)
    items.note_presence(actor_for(dora), item, present=[])
    items.take_from_table(actor_for(dora), invitation)


def test_what_the_other_side_heard_of_a_track_is_told_in_the_ledger(town, noor, sem, dora, case):
    item = tabled(noor, case, called(town, noor), CARE)
    invitation = asked(noor, item, sem)
    items.note_presence(actor_for(noor), item, present=[invitation.id])
    decided(noor, item)
    with pytest.raises(RuleBroken, match="item-untold"):
        concluded(noor, item)
    concluded(noor, item, shared="Dat zij hulp heeft.", content=ContentClass.SENSITIVE)
    assert [one.id for one in items.told(actor_for(dora), case)] == [invitation.id]


def test_who_said_to_know_the_resident_reads_nothing_however_they_were_asked(
    town, noor, dora, case
):
    guest, meeting = town.person(Role.SOCIAL_WORKER), called(town, noor)
    item = tabled(dora, case, meeting)
    asked(dora, item, guest)
    for one in (guest, noor):
        knows(one, case)
        assert not may(one, Permission.ITEM_VIEW, item)
        assert not may(one, Permission.ITEM_RUN, item)
        assert readable(one, item) is None
    with pytest.raises(NotPermitted):
        items.take_from_table(acts(noor), item.invited[0])
    assert may(dora, Permission.ITEM_RUN, item)
