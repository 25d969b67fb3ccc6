"""What may be done with the phase of a case: up, stay, and down by a proposal with two answers."""

from datetime import timedelta
from uuid import uuid4

from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from caseapp import escalation
from caseapp.escalation import descents, evaluations
from caseapp.escalation.duties import Heard
from caseapp.kernel import clock
from caseapp.model.descents import Descent
from caseapp.model.escalation import Party
from tests.escalation.crew import EVERYBODY
from tests.escalation.modelled import LONGEST
from tests.support.rising import rise

NUMBERS = st.integers(0, 59)
FIT = st.integers(0, 19).map(lambda number: 3 * number + 1)
"""Numbers that choose somebody who may, if there is one."""
CASES = st.integers(0, 1)
DAYS = st.sampled_from([1, 20, 90, 183])
SAID = ("happened", "helped", "otherwise", "with_whom")
NO_DAY = {
    "phase-without-review": lambda: None,
    "review-not-ahead": clock.today,
    "review-too-late": lambda: clock.today() + LONGEST + timedelta(days=1),
}
FAULTY = {
    "phase-without-trigger": lambda: {"triggers": []},
    "phase-without-reason": lambda: {"reason": " "},
    "phase-without-tried": lambda: {"tried": ""},
    "phase-without-conditions": lambda: {"conditions": " "},
    "phase-without-duty": lambda: {"posts": {}},
    "phase-party-untold": lambda: {"heard": {}},
    "informed-ahead": lambda: {
        "heard": {party: Heard(clock.today() + timedelta(days=1)) for party in Party}
    },
    "phase-other-steps": dict,
}
WHOLE = [None] * 8
RISING = st.sampled_from([*WHOLE, *FAULTY, *NO_DAY])
STAYING = st.sampled_from([*WHOLE, "phase-without-reason", *NO_DAY])
COMING_DOWN = st.sampled_from([*WHOLE, "descent-without-reason", *NO_DAY])


class CourseOfPhases:
    """The rules about the phase; the machine has the cases, the people and the clock."""

    @rule(number=CASES, who=NUMBERS, to=st.integers(0, 9), days=DAYS, fault=RISING)
    def go_up(self, number, who, to, days, fault):
        case = self.cases[number]
        above = [one for one in self.office.ladder if one > case.phase]
        to = above[to % len(above)] if above and to > 3 else 1 + to % 4
        who = self.somebody(who, case.decides)
        day = self.day(days, fault)
        facts = {"review_on": day, **FAULTY.get(fault, dict)()}
        steps = [uuid4()] if fault == "phase-other-steps" else []
        fault = None if fault == "phase-without-duty" and to < 3 else fault
        refusal = case.refuses_rise(who, to, fault)
        self.tries(
            refusal,
            lambda: escalation.escalate(
                self.acts(who), self.row(case), rise=rise(to, **facts), step_ids=steps
            ),
        )
        if refusal is None:
            case.rise(to, day)

    @rule(number=CASES, who=NUMBERS, days=DAYS, fault=STAYING)
    def stay(self, number, who, days, fault):
        case = self.cases[number]
        who = self.somebody(who, case.decides)
        day, reason = self.day(days, fault), "" if fault == "phase-without-reason" else "Nog niet."
        refusal = case.refuses_staying(who, fault)
        self.tries(
            refusal,
            lambda: escalation.keep_phase(
                self.acts(who), self.row(case), reason=reason, review_on=day
            ),
        )
        if refusal is None:
            case.decide(case.phase, day)

    @rule(number=CASES, who=NUMBERS, receiver=NUMBERS, days=DAYS, fault=COMING_DOWN)
    def propose(self, number, who, receiver, days, fault):
        case = self.cases[number]
        who = self.somebody(who, case.decides)
        to = self.somebody(receiver, lambda one: one != who and case.can_have(one))
        to = None if receiver == 59 else to
        day, reason = self.day(days, fault), "" if fault == "descent-without-reason" else "Rust."
        refusal = case.refuses_descent(who, to, fault)
        made = self.tries(
            refusal,
            lambda: descents.propose(
                self.acts(who),
                self.row(case),
                reason=reason,
                receiver=self.crew.user(to),
                aftercare_on=day,
            ),
        )
        if refusal is None:
            case.proposed(who, to, day).id = made.id

    @precondition(lambda self: self.proposals())
    @rule(number=NUMBERS, who=NUMBERS)
    def agree(self, number, who):
        case, one = self.proposal(number)
        who = self.somebody(who, lambda name: case.is_second(name, one))
        refusal = case.refuses_agreement(who, one)
        self.tries(refusal, lambda: descents.agree(self.acts(who), self.row(one, Descent)))
        if refusal is None:
            one.agreed_by = who
            case.answered(one)

    @precondition(lambda self: self.proposals())
    @rule(number=NUMBERS, who=NUMBERS)
    def receive(self, number, who):
        case, one = self.proposal(number)
        who = self.somebody(who, lambda name: name == one.receiver)
        refusal = case.refuses_acceptance(who, one)
        self.tries(refusal, lambda: descents.accept(self.acts(who), self.row(one, Descent)))
        if refusal is None:
            one.accepted = True
            case.answered(one)

    @precondition(lambda self: self.proposals())
    @rule(number=NUMBERS, who=NUMBERS, reason=st.sampled_from(["Te vroeg.", ""]))
    def refuse(self, number, who, reason):
        case, one = self.proposal(number)
        who = self.somebody(who, lambda name: name == one.receiver or case.is_second(name, one))
        refusal = case.refuses_refusal(who, one, reason)
        self.tries(
            refusal,
            lambda: descents.refuse(self.acts(who), self.row(one, Descent), reason=reason),
        )
        if refusal is None:
            one.end = "refused"

    @precondition(lambda self: self.proposals())
    @rule(number=NUMBERS, who=NUMBERS)
    def withdraw(self, number, who):
        case, one = self.proposal(number)
        who = self.somebody(who, lambda name: name == one.by)
        refusal = case.refuses_withdrawal(who, one)
        self.tries(refusal, lambda: descents.withdraw(self.acts(who), self.row(one, Descent)))
        if refusal is None:
            one.end = "withdrawn"

    @rule(number=CASES, who=FIT, days=DAYS, second=FIT, answers=st.integers(0, 2))
    def come_down(self, number, who, days, second, answers):
        """As it mostly goes, or as far as that: left to chance three fit people seldom follow."""
        self.propose(number, who, second, days, None)
        at = next((n for n, (case, _one) in enumerate(self.proposals()) if case.waiting), None)
        if at is not None and answers > 0:
            self.agree(at, second)
        if at is not None and answers > 1:
            self.receive(at, who)

    @rule(number=CASES, who=NUMBERS, empty=st.sampled_from([None, None, *SAID]))
    def look_back(self, number, who, empty):
        case = next((one for one in self.cases if one.asked_on), self.cases[number])
        who = self.somebody(who, case.decides)
        said = {name: "" if name == empty else "Zo." for name in SAID}
        refusal = case.refuses_evaluation(who, empty is not None)
        self.tries(refusal, lambda: evaluations.write(self.acts(who), self.row(case), **said))
        if refusal is None:
            del case.asked_on[0]

    def proposals(self):
        """Give the last proposal about each case: it waits, or it was answered before."""
        return [(case, case.proposals[-1]) for case in self.cases if case.proposals]

    def proposal(self, number):
        known = self.proposals()
        return known[number % len(known)]

    def somebody(self, number, fits):
        """Give somebody who is here; mostly one who may, if there is one."""
        here = self.office.here(EVERYBODY)
        fit = [one for one in here if fits(one)]
        known = fit if fit and number % 3 else here
        return known[number // 3 % len(known)]

    @staticmethod
    def day(days, fault):
        return NO_DAY[fault]() if fault in NO_DAY else clock.today() + timedelta(days=days)
