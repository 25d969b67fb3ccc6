"""Whatever people do, in whatever order: one version holds, and none changes after."""

from datetime import timedelta

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from hypothesis.stateful import run_state_machine_as_test as run

from caseapp import accesslog, plans
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import TrackKind
from caseapp.model.domains import Area
from caseapp.model.plan_words import ActionEnd, Domain, Level, SeenBy
from caseapp.plans import action_items, measuring
from caseapp.plans.measuring import Scored
from tests.plans.measured import corrected
from tests.plans.writing import JOINED, goal_in, written
from tests.support.cast import actor_for

TRACKS = st.sampled_from([None, *TrackKind])
NUMBERS = st.integers(0, 5)


class Course(RuleBasedStateMachine):
    """Does what may be done to the plan of a self.case, and holds it to a model."""

    case = who = actor = None

    def __init__(self):
        super().__init__()
        self.holds, self.writes, self.frozen = 0, 0, {}
        self.goals, self.actions, self.measured = {}, {}, {}
        self.inner = db.session.begin_nested()

    def teardown(self):
        accesslog.logbook(db.session()).clear()
        self.inner.rollback()
        db.session.expire_all()

    @rule()
    def begin(self):
        if self.writes:
            with pytest.raises(RuleBroken, match="plan-draft-before"):
                plans.begin_version(self.actor, self.case)
            return
        assert plans.begin_version(self.actor, self.case).number == self.holds + 1
        self.writes = self.holds + 1

    @rule(words=st.text("ab", min_size=1, max_size=3))
    def write(self, words):
        if not self.writes:
            with pytest.raises(RuleBroken, match="plan-not-in-draft"):
                written(self.actor, self.case)
            return
        written(self.actor, self.case, own_words=words)

    @rule()
    def confirm(self):
        plan = plans.draft(self.case)
        if plan is None:
            with pytest.raises(RuleBroken, match="plan-not-in-draft"):
                plans.confirm_version(self.actor, self.case, version=1)
            return
        if not self.goals:
            with pytest.raises(RuleBroken, match="plan-without-goal"):
                plans.confirm_version(self.actor, self.case, version=plan.version)
            return
        written(self.actor, self.case, stands=JOINED, own_words=plan.own_words)
        plans.confirm_version(self.actor, self.case, version=plan.version)
        self.frozen[plan.number] = (plan.own_words, self.said(plan.number))
        self.holds, self.writes = plan.number, 0

    @rule(track=TRACKS)
    def add_goal(self, track):
        if not self.writes:
            with pytest.raises(RuleBroken, match="plan-not-in-draft"):
                goal_in(self.who, self.case, track)
            return
        made = goal_in(self.who, self.case, track)
        self.goals[made.origin_id] = made

    @precondition(lambda self: self.goals)
    @rule(number=NUMBERS, text=st.text("xy", min_size=1, max_size=3))
    def reword(self, number, text):
        goal = self.pick(self.goals, number)
        if not self.writes:
            with pytest.raises(RuleBroken, match="plan-not-in-draft"):
                plans.reword_goal(self.actor, goal, domain=Domain.HOUSING, text=text)
            return
        made = plans.reword_goal(self.actor, goal, domain=Domain.HOUSING, text=text)
        self.goals[goal.origin_id] = made

    @precondition(lambda self: self.goals)
    @rule(number=NUMBERS)
    def drop(self, number):
        goal = self.pick(self.goals, number)
        waits = any(one.is_open and one.goal_id == goal.origin_id for one in self.actions)
        if not self.writes or waits:
            with pytest.raises(RuleBroken, match=r"plan-not-in-draft|goal-with-open-actions"):
                plans.drop_goal(self.actor, goal)
            return
        plans.drop_goal(self.actor, goal)
        del self.goals[goal.origin_id]

    @precondition(lambda self: self.goals)
    @rule(number=NUMBERS, days=st.integers(-1, 3))
    def act(self, number, days):
        goal, due_on = self.pick(self.goals, number), clock.today() + timedelta(days=days)
        facts = {"goal": goal, "text": "Bellen.", "track": goal.track, "due_on": due_on}
        if days < 0:
            with pytest.raises(RuleBroken, match="action-date-passed"):
                action_items.add_action(self.actor, self.case, **facts)
            return
        self.actions[action_items.add_action(self.actor, self.case, **facts)] = None

    @precondition(lambda self: self.actions)
    @rule(number=NUMBERS, end=st.sampled_from(ActionEnd))
    def finish(self, number, end):
        action = list(self.actions)[number % len(self.actions)]
        if not action.is_open:
            with pytest.raises(RuleBroken, match="action-ended-before"):
                action_items.finish_action(self.actor, action, end=end, outcome="Zo.")
            assert action.end is self.actions[action]
            return
        action_items.finish_action(self.actor, action, end=end, outcome="Zo.")
        self.actions[action] = end

    @rule(track=TRACKS, ago=st.integers(-1, 2), level=st.sampled_from(Level))
    def measure(self, track, ago, level):
        day = clock.today() - timedelta(days=ago)
        counts = any(self.is_at(one, track, day) for one in self.counting())
        if ago < 0 or counts or not (self.holds or self.writes):
            with pytest.raises(RuleBroken, match="measurement-"):
                self.measure_at(level, track, day)
            return
        (one,) = self.measure_at(level, track, day)
        self.measured[one] = "counts"

    @precondition(lambda self: self.measured)
    @rule(number=NUMBERS, level=st.sampled_from(Level))
    def correct(self, number, level):
        one = list(self.measured)[number % len(self.measured)]
        if self.measured[one] != "counts" or level is one.level:
            with pytest.raises(RuleBroken, match="measurement-"):
                corrected(self.who, one, level=level)
            return
        self.measured[one] = "corrected"
        self.measured[corrected(self.who, one, level=level)] = "counts"

    @precondition(lambda self: self.measured)
    @rule(number=NUMBERS)
    def withdraw(self, number):
        one = list(self.measured)[number % len(self.measured)]
        if self.measured[one] != "counts":
            with pytest.raises(RuleBroken, match="measurement-"):
                measuring.withdraw(self.actor, one, reason="Fout.")
            return
        measuring.withdraw(self.actor, one, reason="Fout.")
        self.measured[one] = "withdrawn"

    @invariant()
    def what_counts_is_what_nobody_put_right_and_all_of_it_stays(self):
        found = measuring.lines(self.actor, self.case)
        assert {one for line in found for one in line.standing} == set(self.counting())
        assert {one for line in found for one in line.measurements} == set(self.measured)

    @invariant()
    def one_version_holds_and_one_is_written(self):
        known = plans.versions(self.case)
        assert [one.number for one in known if one.is_active] == [self.holds] * bool(self.holds)
        assert [one.number for one in known if one.is_draft] == [self.writes] * bool(self.writes)
        assert len(known) == max(self.holds, self.writes)

    @invariant()
    def what_was_confirmed_is_still_what_it_was(self):
        for number, (words, said) in self.frozen.items():
            assert plans.version(self.case, number).own_words == words
            assert self.said(number) == said

    @invariant()
    def what_is_open_is_what_nobody_ended(self):
        standing = plans.standing(self.actor, self.case)
        assert {one.action for one in standing.open} == {
            one for one, end in self.actions.items() if end is None
        }

    def said(self, number):
        return sorted(one.text for one in plans.goals(self.actor, self.case, number))

    def measure_at(self, level, track, day):
        facts = {"measured_on": day, "seen_by": SeenBy.PROFESSIONAL, "track": track}
        scores = {Area(Domain.HOUSING): Scored(level, "Zo.")}
        return measuring.measure(self.actor, self.case, scores=scores, **facts)

    def counting(self):
        return [one for one, state in self.measured.items() if state == "counts"]

    @staticmethod
    def is_at(one, track, day):
        return (one.track, one.measured_on) == (track, day)

    @staticmethod
    def pick(known, number):
        return list(known.values())[number % len(known)]


def test_a_plan_goes_no_way_that_was_not_meant(town, session, noor, sem, dora):
    case = town.case(care=noor, safety=sem, director=dora)
    few = settings(
        max_examples=8,
        stateful_step_count=18,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    made = {"case": case, "who": dora, "actor": actor_for(dora)}
    run(type("OfThisCase", (Course,), made), settings=few)
    accesslog.logbook(db.session()).clear()
