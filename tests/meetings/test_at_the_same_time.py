"""Two people do it at once at a table: nothing is lost, and nobody waits for the other forever."""

from dataclasses import replace
from uuid import UUID

import pytest
from sqlalchemy import select

from caseapp import accesslog, meetings
from caseapp.extensions import db
from caseapp.kernel.actor import Role
from caseapp.meetings import items
from caseapp.meetings.agenda import Conclusion
from caseapp.model.accounts import User
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.meeting_words import ItemOutcome, Need
from caseapp.model.meetings import AgendaItem
from caseapp.model.shares import ShareGround
from caseapp.plans import action_items
from tests.meetings.meeting_up import asked, called, kept, planned, tabled
from tests.support import meeting as together
from tests.support.cast import Town, actor_for
from tests.support.databases import ENGINES

CARE = TrackKind.CARE
GONE = ItemOutcome.WITHDRAWN
UNSEEN = {"unseen": "policy"}


@pytest.fixture(scope="module", params=ENGINES)
def own_app(request):
    """An application whose commits are real, so that two transactions can meet."""
    with together.committing(request.param, "meetings") as app:
        yield app


class Table:
    """A case on the agenda of today, and a meeting of next week."""

    def __init__(self, track=None):
        town = Town()
        noor, dora = (town.person(Role.SOCIAL_WORKER) for _ in range(2))
        sem = town.person(Role.SAFETY_ADVISER)
        case = town.case(town.resident(), care=noor, safety=sem, director=dora)
        today, later = called(town, dora), called(town, dora, 7)
        item = tabled(dora, case, today, track)
        self.case_id, self.item_id = case.id, item.id
        self.today_id, self.later_id = today.id, later.id
        self.guest_id = asked(dora, item, town.person(Role.SOCIAL_WORKER)).id
        self.actor, self.sem_id = actor_for(dora), sem.id
        self.change = planned(sem, 7)
        kept()

    def concluding(self, outcome=GONE, to=None, **said):
        def job():
            later = meetings.meeting(to) if to else None
            said_so = Conclusion(outcome, reason="Zo.", **said)
            items.conclude(self.actor, items.item(self.item_id), said=said_so, to=later)
            return "concluded"

        return job

    def tabling(self, meeting_id, track=None):
        def job():
            case, meeting = db.session.get(Case, self.case_id), meetings.meeting(meeting_id)
            items.table_case(self.actor, case, meeting=meeting, track=track, purpose="Wonen?")
            return "tabled"

        return job

    def closing(self):
        meetings.close_meeting(self.actor, meetings.meeting(self.today_id))
        return "closed"

    def deciding(self):
        due_on = self.change.on_day
        item = items.item(self.item_id)
        action_items.decide(self.actor, item, text="Bellen.", due_on=due_on, owner=None)
        return "decided"

    def moving(self, meeting_id):
        def job():
            change = replace(self.change, chair=db.session.get(User, self.sem_id))
            meetings.change_meeting(self.actor, meetings.meeting(meeting_id), planned=change)
            return "moved"

        return job

    def asking(self):
        item = items.item(self.item_id)
        who = next(one.user for one in item.case.involvements if one.user_id == self.sem_id)
        items.ask_to_table(
            self.actor,
            item,
            user=who,
            organisation=None,
            name="",
            ground=ShareGround.PUBLIC_TASK,
            need=Need.QUESTION,
            why="Weet ervan.",
        )
        return "asked"


@pytest.fixture
def table(own_app):
    with own_app.app_context():
        yield Table()
        accesslog.logbook(db.session()).clear()


def left_open(meeting_id: UUID):
    query = select(AgendaItem.id).where(
        AgendaItem.meeting_id == meeting_id, AgendaItem.outcome.is_(None)
    )
    return db.session.scalars(query, execution_options=UNSEEN).all()


@pytest.mark.parametrize("_round", together.rounds(3))
def test_of_two_who_conclude_at_once_one_does(own_app, table, _round):
    outcomes = together.at_once(own_app, table.concluding(), table.concluding())
    assert sorted(outcomes) == ["concluded", "item-concluded-before"]


@pytest.mark.parametrize("_round", together.rounds(3))
def test_put_off_twice_at_once_it_is_on_the_later_agenda_once(own_app, table, _round):
    putting = table.concluding(ItemOutcome.POSTPONED, table.later_id)
    outcomes = together.at_once(own_app, putting, putting)
    assert sorted(outcomes) == ["concluded", "item-concluded-before"]
    assert len(left_open(table.later_id)) == 1


@pytest.mark.parametrize("_round", together.rounds(5))
def test_who_puts_it_off_and_who_tables_it_there_do_not_wait_for_each_other(own_app, table, _round):
    putting = table.concluding(ItemOutcome.POSTPONED, table.later_id)
    outcomes = together.at_once(own_app, putting, table.tabling(table.later_id))
    assert sorted(outcomes) in (["agenda-twice", "concluded"], ["item-there-already", "tabled"])
    assert len(left_open(table.later_id)) == 1


@pytest.mark.parametrize("_round", together.rounds(3))
def test_nothing_is_decided_about_a_case_that_is_taken_off_at_the_same_moment(
    own_app, table, _round
):
    outcomes = together.at_once(own_app, table.concluding(), table.deciding)
    assert sorted(outcomes) in (
        ["concluded", "item-concluded-before"],
        ["decided", "item-with-decisions"],
    )


@pytest.mark.parametrize("_round", together.rounds(3))
def test_no_case_comes_on_a_meeting_that_closes_at_the_same_moment(own_app, table, _round):
    together.at_once(own_app, table.concluding())
    outcomes = together.at_once(own_app, table.closing, table.tabling(table.today_id))
    assert sorted(outcomes) in (
        ["closed", "meeting-closed-before"],
        ["meeting-with-open-items", "tabled"],
    )


@pytest.mark.parametrize("_round", together.rounds(5))
def test_no_track_comes_before_a_chair_of_the_other_side_at_the_same_moment(own_app, table, _round):
    outcomes = together.at_once(
        own_app, table.moving(table.later_id), table.tabling(table.later_id, CARE)
    )
    assert sorted(outcomes) in (["chair-off-track", "moved"], ["chair-off-track", "tabled"])


@pytest.mark.parametrize("_round", together.rounds(5))
def test_who_is_asked_at_the_last_moment_is_noted_before_it_is_concluded(own_app, table, _round):
    together.at_once(own_app, table.deciding)
    together.at_once(own_app, lambda: noted(table))
    said = {"shared": "Dat hij weg moet."}
    outcomes = together.at_once(
        own_app, table.concluding(ItemOutcome.DECIDED, **said), table.asking
    )
    assert sorted(outcomes) in (
        ["concluded", "item-concluded-before"],
        ["asked", "presence-missing"],
        ["asked", "item-without-class"],
    )


def noted(table):
    item = items.item(table.item_id)
    items.note_presence(table.actor, item, present=[])


@pytest.mark.parametrize("_round", together.rounds(5))
def test_a_meeting_is_not_moved_from_the_day_on_which_something_is_decided(own_app, table, _round):
    outcomes = together.at_once(own_app, table.moving(table.today_id), table.deciding)
    assert sorted(outcomes) in (["decided", "meeting-was-held"], ["meeting-not-held", "moved"])
