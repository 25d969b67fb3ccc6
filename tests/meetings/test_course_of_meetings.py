"""Whatever people do at a table, in whatever order: nothing is left, and nothing changes after."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from caseapp import accesslog, meetings, plans
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import RuleBroken
from caseapp.meetings import items
from caseapp.meetings.agenda import Conclusion
from caseapp.model.case_words import TrackKind
from caseapp.model.content import ContentClass
from caseapp.model.meeting_words import ItemOutcome, MeetingKind, Need, Presence
from caseapp.model.shares import ShareGround
from caseapp.plans import action_items
from tests.meetings.meeting_up import planned
from tests.support.cast import actor_for

TRACKS = st.sampled_from([None, *TrackKind])
NUMBERS = st.integers(0, 5)
DECIDED, POSTPONED, WITHDRAWN = ItemOutcome


class Course(RuleBasedStateMachine):
    """Does what may be done with the meetings about a case, and holds them to a model."""

    town = case = people = guests = hands = None

    def __init__(self):
        super().__init__()
        self.meetings, self.items, self.put_off, self.said = [], [], {}, {}
        self.decisions, self.held = {}, set()
        self.director = actor_for(self.people[0])
        self.began, self.hands.ahead = self.hands.ahead, timedelta()
        self.inner = db.session.begin_nested()

    def teardown(self):
        accesslog.logbook(db.session()).clear()
        self.hands.ahead = self.began
        self.inner.rollback()
        db.session.expire_all()

    @rule(days=st.integers(-1, 3), chair=NUMBERS)
    def call(self, days, chair):
        facts = {
            "kind": MeetingKind.MULTIDISCIPLINARY,
            "own_kind": None,
            "planned": planned(self.chair(chair), days),
        }
        if days < 0:
            with pytest.raises(RuleBroken, match="meeting-in-the-past"):
                meetings.call_meeting(self.director, self.town.municipality, **facts)
            return
        made = meetings.call_meeting(self.director, self.town.municipality, **facts)
        self.meetings.append(made)

    @rule(days=st.integers(1, 2))
    def pass_by(self, days):
        self.hands.pass_by(days=days)

    @precondition(lambda self: self.meetings)
    @rule(number=NUMBERS, days=st.integers(-1, 3))
    def move(self, number, days):
        meeting = self.pick(self.meetings, number)
        self.change(meeting, meeting.chair, clock.today() + timedelta(days=days))

    @precondition(lambda self: self.meetings)
    @rule(number=NUMBERS, chair=NUMBERS)
    def change_chair(self, number, chair):
        meeting = self.pick(self.meetings, number)
        self.change(meeting, self.chair(chair), meeting.on_day)

    @precondition(lambda self: self.meetings)
    @rule(number=NUMBERS, track=TRACKS)
    def table(self, number, track):
        meeting = self.pick(self.meetings, number)
        said = {"meeting": meeting, "track": track, "purpose": "Wie regelt de woning?"}
        if refused := self.refused_on(meeting, track):
            with pytest.raises(RuleBroken, match=refused):
                items.table_case(self.director, self.case, **said)
            return
        self.items.append(items.table_case(self.director, self.case, **said))

    @precondition(lambda self: self.items)
    @rule(number=NUMBERS, guest=NUMBERS)
    def ask(self, number, guest):
        item, user = self.pick(self.items, number), self.pick(self.guests, guest)
        asked = {
            "user": user, "organisation": None, "name": "", "why": "Kent de straat.",
            "ground": ShareGround.PUBLIC_TASK, "need": Need.QUESTION,
        }  # fmt: skip
        there = user.id in {one.user_id for one in item.invited}
        if item in self.said or there:
            with pytest.raises(RuleBroken, match=r"item-concluded-before|invitation-twice"):
                items.ask_to_table(self.director, item, **asked)
            return
        items.ask_to_table(self.director, item, **asked)

    @precondition(lambda self: any(one.invitations for one in self.items))
    @rule(number=NUMBERS)
    def take_off(self, number):
        known = [invitation for one in self.items for invitation in one.invitations]
        invitation = self.pick(known, number)
        was_there = invitation.presence is Presence.PRESENT
        if invitation.item in self.said or invitation.withdrawn_at or was_there:
            with pytest.raises(RuleBroken, match=r"item-concluded-before|invitation-"):
                items.take_from_table(self.director, invitation)
            return
        items.take_from_table(self.director, invitation)
        assert invitation not in invitation.item.invited

    @precondition(lambda self: self.items)
    @rule(number=NUMBERS, there=st.booleans())
    def note_presence(self, number, there):
        item = self.pick(self.items, number)
        present = [one.id for one in item.invited] if there else []
        if item in self.said or self.is_to_come(item):
            with pytest.raises(RuleBroken, match=r"item-concluded-before|meeting-not-held"):
                items.note_presence(self.director, item, present=present)
            return
        items.note_presence(self.director, item, present=present)
        if item.invited:
            self.held.add(item.meeting)

    @precondition(lambda self: self.items)
    @rule(number=NUMBERS, days=st.integers(-1, 3))
    def decide(self, number, days):
        item = self.pick(self.items, number)
        due_on = clock.today() + timedelta(days=days)
        said = {"text": "Bellen.", "due_on": due_on, "owner": None}
        if item in self.said or self.is_to_come(item) or days < 0:
            with pytest.raises(RuleBroken, match=r"item-|meeting-not-held|action-date-passed"):
                action_items.decide(self.director, item, **said)
            return
        made = action_items.decide(self.director, item, **said)
        self.decisions.setdefault(item, []).append(made)
        self.held.add(item.meeting)

    @precondition(lambda self: self.items)
    @rule(number=NUMBERS, told=st.booleans())
    def conclude_decided(self, number, told):
        item = self.pick(self.items, number)
        said = Conclusion(DECIDED, "Dat hij weg moet." if told else "", ContentClass.SENSITIVE)
        there = [one for one in item.invited if one.presence is Presence.PRESENT]
        whole = all(one.presence for one in item.invited) and (told or not there)
        if item in self.said or not whole or item not in self.decisions:
            with pytest.raises(RuleBroken, match=r"item-|presence-missing|meeting-not-held"):
                items.conclude(self.director, item, said=said)
            return
        items.conclude(self.director, item, said=said)
        self.said[item] = as_it_stands(item)

    @precondition(lambda self: self.items)
    @rule(number=NUMBERS, to=NUMBERS)
    def put_it_off(self, number, to):
        item, later = self.pick(self.items, number), self.pick(self.meetings, to)
        said = Conclusion(POSTPONED, reason="Er is meer nodig.")
        over = self.refused_on(later, item.track) or later is item.meeting
        if item in self.said or item in self.decisions or over:
            with pytest.raises(RuleBroken, match=r"item-|meeting-|chair-"):
                items.conclude(self.director, item, said=said, to=later)
            return
        again = items.conclude(self.director, item, said=said, to=later)
        self.items.append(again)
        self.put_off[item], self.said[item] = again, as_it_stands(item)

    @precondition(lambda self: self.items)
    @rule(number=NUMBERS)
    def withdraw(self, number):
        item = self.pick(self.items, number)
        said = Conclusion(WITHDRAWN, reason="Het is opgelost.")
        if item in self.said or item in self.decisions:
            with pytest.raises(RuleBroken, match="item-"):
                items.conclude(self.director, item, said=said)
            return
        assert items.conclude(self.director, item, said=said) is None
        self.said[item] = as_it_stands(item)

    @precondition(lambda self: self.meetings)
    @rule(number=NUMBERS)
    def close(self, number):
        meeting = self.pick(self.meetings, number)
        keeps = actor_for(meeting.chair)
        waits = [one for one in self.on(meeting) if one not in self.said]
        if not meeting.is_open or waits:
            with pytest.raises(RuleBroken, match=r"meeting-closed-before|meeting-with-open-items"):
                meetings.close_meeting(keeps, meeting)
            return
        meetings.close_meeting(keeps, meeting)

    @invariant()
    def no_meeting_is_closed_with_a_case_that_is_left(self):
        for one in self.items:
            assert one.meeting.is_open or not one.is_open

    @invariant()
    def every_decision_is_open_with_somebody_and_a_day(self):
        standing = plans.standing(self.director, self.case)
        made = {one for known in self.decisions.values() for one in known}
        assert {one.action for one in standing.decided} == made
        assert all(one.holder is not None and one.action.due_on for one in standing.decided)

    @invariant()
    def what_was_concluded_is_still_what_it_was(self):
        for item, said in self.said.items():
            assert as_it_stands(item) == said

    @invariant()
    def every_case_put_off_is_on_the_later_agenda_with_who_was_asked(self):
        for item, again in self.put_off.items():
            assert again.meeting_id == item.moved_to_id
            assert again.purpose == item.purpose
            asked = {one.user_id for one in item.invited}
            assert asked <= {one.user_id for one in again.invitations}

    @invariant()
    def what_waits_is_on_the_agendas_of_the_case(self):
        waits = {one for one in self.items if one not in self.said}
        assert set(items.of_case(self.director, self.case)) == waits

    def change(self, meeting, chair, day):
        passed = day < clock.today() and day != meeting.on_day
        moved = day != meeting.on_day and meeting in self.held
        alone = {one.track for one in self.on(meeting) if one not in self.said} - {None}
        done = any(one.outcome is DECIDED for one in self.on(meeting))
        unfit = done or not all(self.reads(chair, one) for one in alone)
        keeps, plan = actor_for(meeting.chair), planned(chair, on_day=day)
        unfit = unfit and chair is not meeting.chair
        if not meeting.is_open or passed or moved or unfit:
            with pytest.raises(RuleBroken, match=r"meeting-|chair-off-track"):
                meetings.change_meeting(keeps, meeting, planned=plan)
            return
        meetings.change_meeting(keeps, meeting, planned=plan)
        assert (meeting.on_day, meeting.chair_id) == (day, chair.id)

    def refused_on(self, meeting, track):
        if not meeting.is_open:
            return "meeting-closed-before"
        if meeting.on_day < clock.today():
            return "meeting-over"
        if any(one.track is track for one in self.on(meeting) if one not in self.said):
            return "agenda-twice"
        return None if self.reads(meeting.chair, track) else "chair-off-track"

    def on(self, meeting):
        return [one for one in self.items if one.meeting is meeting]

    def chair(self, number):
        return self.pick(self.people, number)

    def reads(self, chair, track):
        director, noor, sem = self.people
        reads = {TrackKind.CARE: (director, noor), TrackKind.SAFETY: (director, sem)}
        return track is None or chair in reads[track]

    @staticmethod
    def is_to_come(item):
        return item.meeting.on_day > clock.today()

    @staticmethod
    def pick(known, number):
        return list(known)[number % len(known)]


def as_it_stands(item):
    present = [(one.id, one.presence, one.withdrawn_at) for one in item.invitations]
    words = (item.purpose, item.shared, item.reason, item.outcome, item.content)
    day = item.meeting.on_day if item.outcome is DECIDED else None
    return (*words, item.moved_to_id, item.concluded_at, day, sorted(present))


def test_a_meeting_goes_no_way_that_was_not_meant(town, session, noor, sem, dora, hands):
    made = {
        "town": town,
        "case": town.case(care=noor, safety=sem, director=dora),
        "people": [dora, noor, sem],
        "guests": [town.person(Role.SOCIAL_WORKER) for _ in range(2)],
        "hands": hands,
    }
    few = settings(
        max_examples=12,
        stateful_step_count=25,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    run(type("OfThisCase", (Course,), made), settings=few)
    accesslog.logbook(db.session()).clear()
