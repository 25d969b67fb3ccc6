"""Each guard taken out in turn makes the course of a case red: what nothing notices is no guard.

One town for all of them, for its people take the most time: what a history did is undone after it.
"""

import pytest
from sqlalchemy.exc import IntegrityError

from caseapp.policy import rules
from caseapp.policy.predicates import Predicate
from caseapp.policy.rule import Rule
from caseapp.watchdog import case_rules
from tests.escalation import guards_of_a_case as guards
from tests.escalation.test_course_of_a_case import the_course

pytestmark = pytest.mark.no_cover
NOTICED = (AssertionError, IntegrityError)
"""The model says otherwise, or the database refuses what an action did not."""


@pytest.fixture
def course(town, hands):
    return the_course(town, hands)


def goes(course, history):
    """Let a history happen, held to the model after each thing that is done in it."""
    begun = course()
    try:
        begun.begin(hours=9, phases=(1, 3))
        begun.keeps_to_the_model()
        history(begun)
        begun.keeps_to_the_model()
    finally:
        begun.teardown()


def is_noticed(course, history):
    try:
        goes(course, history)
    except NOTICED:
        return True
    return False


def test_with_every_guard_in_place_each_history_goes_as_the_model_says(course):
    told = [history for _instead, history in guards.OF_ACTIONS.values()]
    for history in {*told, *guards.OF_THE_LAW.values(), *guards.OF_THE_WATCHDOG.values()}:
        goes(course, history)


def test_a_guard_of_an_action_is_missed(course, monkeypatch):
    unnoticed = []
    for guard, (instead, history) in guards.OF_ACTIONS.items():
        with monkeypatch.context() as patch:
            patch.setattr(guard, instead)
            unnoticed += [] if is_noticed(course, history) else [guard]
    assert unnoticed == []


def test_a_permission_is_missed(course, monkeypatch):
    anybody = Predicate("is anybody", lambda _actor, _noun: True, lambda _actor: True)
    unnoticed = []
    for permission, history in guards.OF_THE_LAW.items():
        with monkeypatch.context() as patch:
            known = rules.RULES[permission]
            patch.setitem(rules.RULES, permission, Rule(known.model, anybody))
            unnoticed += [] if is_noticed(course, history) else [permission]
    assert unnoticed == []


def test_a_rule_of_the_watchdog_is_missed(course, monkeypatch):
    unnoticed = []
    for kind, history in guards.OF_THE_WATCHDOG.items():
        with monkeypatch.context() as patch:
            patch.setitem(case_rules.OF_OPEN_CASES, kind, lambda *_facts: iter(()))
            unnoticed += [] if is_noticed(course, history) else [kind]
    assert unnoticed == []
