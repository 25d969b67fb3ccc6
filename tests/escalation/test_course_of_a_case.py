"""Whatever people do with the escalation of a case, in whatever order: it never goes astray."""

import os
from datetime import timedelta
from itertools import pairwise
from types import SimpleNamespace

import pytest
from flask import g
from flask_babel import force_locale
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant
from hypothesis.stateful import run_state_machine_as_test as run
from sqlalchemy import select

from caseapp import accesslog, watchdog
from caseapp.escalation import ladders
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.cases import Case
from caseapp.model.descents import Descent
from caseapp.model.escalation import Acknowledgement, Flag, PhaseChange
from caseapp.model.ladders import Ladder
from caseapp.model.watchdog import Finding
from caseapp.web import phase_words
from tests.escalation.course_of_people import CourseOfPeople
from tests.escalation.course_of_phases import CourseOfPhases
from tests.escalation.crew import LEADS, PROCESS, WORKERS, Crew, Ticking, next_monday
from tests.escalation.line import LINE
from tests.escalation.modelled import LAW, Known, Office
from tests.support.world import Unwatched

pytestmark = pytest.mark.no_cover

NUMBER = int(os.environ.get("COURSES", "10"))
"""How many courses on each database: `COURSES=1000` on demand."""
DECISION = (
    PhaseChange.from_phase, PhaseChange.to_phase, PhaseChange.review_on,
    PhaseChange.asks_evaluation,
)  # fmt: skip
BY = (
    Descent.from_phase.label("start"), Descent.to_phase.label("to"), Descent.end,
    Descent.requested_by_id, Descent.requested_at, Descent.agreed_by_id, Descent.agreed_at,
    Descent.receiver_id, Descent.accepted_at, Descent.aftercare_on,
)  # fmt: skip
TO_DECIDE = {
    "phase-overstayed", "review-missing", "review-passed", "evaluation-due",
    "descent-unanswered", "flag-unanswered", "descended-unreceived",
}  # fmt: skip


class Course(CourseOfPhases, CourseOfPeople, RuleBasedStateMachine):
    """Does what may be done with the escalation of two cases, and holds them to a model."""

    crew = town = hands = monday = None

    def __init__(self):
        super().__init__()
        self.hands.real, self.hands.ahead = Ticking(self.monday), timedelta()
        db.session.commit()
        self.inner = db.session.get_bind().begin_nested()
        self.cases, self.was_looked_at = [], True
        self.office = Office(PROCESS, LEADS, WORKERS)
        self.teams = (("dora", "noor", "vera", "lida"), ("sem", "leo"))

    def teardown(self):
        db.session.rollback()
        self.inner.rollback()
        db.session.expire_all()

    @initialize(hours=st.integers(0, 167), phases=st.tuples(*[st.integers(1, 4)] * 2))
    def begin(self, hours, phases):
        self.hands.pass_by(hours=hours)
        for phase, director in zip(phases, ("dora", "vera"), strict=True):
            people = {"director": director, "care": "noor", "safety": "sem"}
            staff = {part: self.crew.user(name) for part, name in people.items()}
            row = self.town.case(phase=phase, phase_since=clock.today(), **staff)
            owners = ["noor", "sem"]
            known = Known(row.id, phase, clock.today(), director, owners, self.office)
            self.cases.append(known)

    # --- What the database says ------------------------------------------------------------------

    @invariant()
    def every_decision_follows_the_one_before_and_the_last_one_is_the_phase_of_the_case(self):
        for case in self.cases:
            columns = (PhaseChange.from_phase, PhaseChange.to_phase, PhaseChange.review_on)
            found = [
                tuple(row) for row in self.changes(case, *columns, PhaseChange.asks_evaluation)
            ]
            assert all(one[1] == other[0] for one, other in pairwise(found))
            assert found == case.decided
            row = self.rows(select(Case.phase, Case.phase_since).where(Case.id == case.id))[0]
            assert tuple(row) == (case.phase, case.since)
            assert not found or row.phase == found[-1][1]

    @invariant()
    def no_case_comes_down_but_one_phase_by_two_people_a_receiver_and_a_day_of_aftercare(self):
        down = PhaseChange.to_phase < PhaseChange.from_phase
        columns = (PhaseChange.from_phase, PhaseChange.to_phase, PhaseChange.changed_at)
        by = select(*columns, PhaseChange.review_on, *BY).outerjoin(
            Descent, Descent.id == PhaseChange.descent_id
        )
        for row in self.rows(by.where(PhaseChange.municipality_id == self.town.id, down)):
            assert (row.start, row.end) == (row.from_phase, "done")
            assert row.to == row.to_phase == self.next_below(row.from_phase, row.changed_at)
            assert None not in (row.agreed_at, row.accepted_at, row.agreed_by_id)
            assert row.requested_by_id not in (row.agreed_by_id, row.receiver_id)
            assert row.aftercare_on == row.review_on > clock.local(row.requested_at).date()

    @invariant()
    def at_most_one_proposal_to_come_down_waits_and_each_has_the_end_it_was_given(self):
        for case in self.cases:
            columns = (Descent.id, Descent.end, Descent.to_phase)
            rows = self.rows(select(*columns).where(Descent.case_id == case.id))
            assert sum(row.end is None for row in rows) <= 1
            told = {(one.id, one.end, one.to) for one in case.proposals}
            assert {tuple(row) for row in rows} == told

    @invariant()
    def an_unanswered_flag_is_with_the_next_in_line_and_an_answered_one_climbs_no_more(self):
        for _case, flag in self.flags():
            columns = (Flag.rung, Flag.climbs_at, Flag.answer_by, Flag.answered_at)
            row = self.rows(select(*columns).where(Flag.id == flag.id))[0]
            assert (row.answered_at is None, row.rung) == (flag.is_open, flag.rung)
            ends = (row.answer_by, row.climbs_at)
            assert [*map(to_the_second, ends)] == [*map(to_the_second, (flag.answer_by, flag.ends))]
            reached = select(Acknowledgement.rung, Acknowledgement.user_id).where(
                Acknowledgement.flag_id == flag.id, Acknowledgement.rung.is_not(None)
            )
            asked = [(row.rung.value, self.crew.names[row.user_id]) for row in self.rows(reached)]
            assert sorted(asked) == sorted(flag.reached)
            climbed = [LINE.index(rung) for rung, _who in flag.reached]
            assert climbed == sorted(climbed)

    @invariant()
    def whatever_forces_a_decision_is_on_the_list_until_it_was_taken(self):
        if not self.was_looked_at:
            return
        now = clock.now()
        query = select(Finding.case_id, Finding.kind).where(watchdog.running(now))
        rows = self.rows(query.where(Finding.municipality_id == self.town.id))
        for case in self.cases:
            found = {row.kind.value for row in rows if row.case_id == case.id}
            assert found & TO_DECIDE == case.to_decide()

    @invariant()
    def a_decision_keeps_what_its_phases_were_called_on_its_day(self):
        holds = select(Ladder.id).where(
            Ladder.municipality_id == self.town.id,
            Ladder.adopted_at.is_not(None),
            Ladder.ended_at.is_(None),
        )
        office = SimpleNamespace(id=self.town.id, ladder_id=db.session.scalar(holds))
        g.signed_in, g.ladders = SimpleNamespace(office=office), ladders.ever_in_force(office.id)
        for case in self.cases:
            columns = (PhaseChange.from_phase, PhaseChange.to_phase, PhaseChange.changed_at)
            rows = self.changes(case, *columns)
            then = phase_words.full_then
            with force_locale("nl"):
                called = [(then(one, at), then(other, at)) for one, other, at in rows]
            assert called == case.called
        del g.signed_in, g.ladders

    def keeps_to_the_model(self):
        for one in self.invariants:
            one.function(self)

    # --- How it is done --------------------------------------------------------------------------

    def tries(self, refusal, deed):
        """Do it, as a request does: what the model forbids is refused, and the rest happens."""
        made = told = None
        try:
            made = deed()
            db.session.commit()
        except NotPermitted:
            told = LAW
        except RuleBroken as broken:
            told = broken.message
        if told is not None:
            db.session.rollback()
        assert told == refusal
        return made

    def changes(self, case, *columns):
        order = (PhaseChange.changed_at, PhaseChange.id)
        return self.rows(select(*columns).where(PhaseChange.case_id == case.id).order_by(*order))

    def next_below(self, phase, moment):
        """Give the phase below on the ladder that held at that moment."""
        held = [one for one in ladders.ever_in_force(self.town.id) if one.adopted_at <= moment]
        weights = ladders.shape_of(held[0] if held else None).weights
        return max(one for one in weights if one < phase)

    def acts(self, name):
        return self.crew.actors[name]

    def row(self, known, kind=Case):
        return self.row_of(kind, known.id)

    @staticmethod
    def row_of(kind, row_id):
        return db.session.get(kind, row_id)

    @staticmethod
    def rows(query):
        return db.session.execute(query, execution_options={"unseen": "position"}).all()


def to_the_second(moment):
    """The model looks at the clock a moment before or after the product does."""
    return moment and moment.replace(microsecond=0)


def the_course(town, hands):
    """Give the course of cases in this town, from the first moment of next week."""
    db.session().info["logbook"] = Unwatched()
    made = {"town": town, "crew": Crew(town), "hands": hands}
    made["monday"] = next_monday(hands.real())
    return type("OfThisTown", (Course,), made)


@pytest.mark.slow
def test_a_case_goes_no_way_that_was_not_meant(town, session, hands):
    few = settings(
        max_examples=NUMBER,
        stateful_step_count=40,
        deadline=None,
        phases=set(Phase) - ({Phase.shrink} if "COURSES" in os.environ else set()),
        suppress_health_check=list(HealthCheck),
    )
    run(the_course(town, hands), settings=few)
    accesslog.logbook(db.session()).clear()
