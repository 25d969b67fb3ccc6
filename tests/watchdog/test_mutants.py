"""Each guard taken out in turn makes the proof red: a guard that nothing notices is none."""

import pytest
from sqlalchemy import delete

from caseapp import watchdog
from caseapp.extensions import db
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.watchdog import Finding, FindingKind
from caseapp.watchdog import case_rules, people_rules, rules, signal_rules, track_rules
from tests.watchdog import comparing, guards
from tests.watchdog.cracks import PLANTED
from tests.watchdog.place import Place
from tests.watchdog.scene import Scene

pytestmark = pytest.mark.no_cover
BOOKS = (
    case_rules.OF_OPEN_CASES,
    case_rules.OF_CLOSED_CASES,
    people_rules.OF_PEOPLE,
    track_rules.OF_NEEDED_TRACKS,
    signal_rules.OF_OPEN_SIGNALS,
)
BY_FUNCTION = {
    FindingKind.TEAM_WITHOUT_LEAD: "of_team",
    FindingKind.QUEUE_WITHOUT_STAFF: "of_team",
    FindingKind.EMERGENCY_UNJUDGED: "of_office",
    FindingKind.BREACH_UNREPORTED: "of_office",
    FindingKind.REQUEST_UNANSWERED: "of_office",
    FindingKind.APPROVAL_UNDECIDED: "of_office",
}
BAD = {kind for kind in FindingKind if kind.uncovers} | {FindingKind.CLOSED_WITH_OPEN}


def cracks(place):
    return {one for one in place.listed() if FindingKind(one[0]) in BAD}


def opens_no_crack(place, history):
    """Do the last deed of a history; it is forbidden, or leaves nobody without cover."""
    for deed in history(place):
        before = cracks(place)
        try:
            deed()
            db.session.commit()
        except (NotPermitted, RuleBroken):
            db.session.rollback()
        assert cracks(place) - before == set()


def finds_all(place, history):
    """Let something happen, and a round go by: the list is what the oracle counts."""
    history(place)
    db.session.commit()
    place.look()
    comparing.agree(place)


@pytest.mark.parametrize("guard", guards.OF_ACTIONS)
def test_without_this_guard_an_action_opens_a_crack(session, hands, monkeypatch, guard):
    instead, history = guards.OF_ACTIONS[guard]
    opens_no_crack(Place(hands), history)
    monkeypatch.setattr(guard, instead)
    with pytest.raises(AssertionError):
        opens_no_crack(Place(hands), history)


@pytest.mark.parametrize("fact", guards.OF_FACTS)
def test_without_this_fact_the_list_is_not_what_is_counted(session, hands, monkeypatch, fact):
    instead, history = guards.OF_FACTS[fact]
    finds_all(Place(hands), history)
    monkeypatch.setattr(fact, instead)
    with pytest.raises(AssertionError):
        finds_all(Place(hands), history)


@pytest.mark.parametrize("kind", FindingKind, ids=str)
def test_without_this_rule_what_is_planted_is_not_on_the_list(session, town, monkeypatch, kind):
    takes_out(monkeypatch, kind)
    scene = Scene(town)
    PLANTED[kind](scene)
    session.execute(delete(Finding), execution_options={"synchronize_session": False})
    session.commit()
    watchdog.examine(town.id)
    assert not any(name == str(kind) for name, _ in Place.listed(scene))
    if kind in comparing.UNCOVERING | comparing.SILENT | comparing.POINTING:
        assert any(name == str(kind) for name, _ in comparing.count(scene))


def takes_out(monkeypatch, kind):
    """Take the rule of one kind out; a kind of which no rule is known is a failure."""
    if kind in BY_FUNCTION:
        monkeypatch.setattr(rules, BY_FUNCTION[kind], lambda _facts: iter(()))
        return
    known = [one for one in BOOKS if kind in one]
    assert known
    for book in known:
        monkeypatch.setitem(book, kind, lambda *_facts: iter(()))
