"""Moving a case along the ladder."""

from datetime import timedelta

import pytest

from caseapp import accesslog, escalation
from caseapp.escalation import ladder
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.case_words import CaseState, Phase
from caseapp.model.escalation import Trigger
from tests.support.cast import actor_for


def moved(user, case, to, **changes):
    facts = {
        "triggers": [Trigger.SAFETY_AT_STAKE, Trigger.STAGNATION],
        "reason": "Het loopt uit de hand.",
        "tried": "Drie gesprekken thuis.",
        "review_on": clock.today() + timedelta(days=14),
    }
    return escalation.change_phase(actor_for(user), case, to=to, **{**facts, **changes})


def test_going_up_takes_effect_at_once_and_remembers_why(town, dora, session):
    case = town.case(director=dora)
    change = moved(dora, case, Phase.THREE)
    session.commit()
    assert (case.phase, case.phase_since) == (Phase.THREE, clock.today())
    assert (change.from_phase, change.to_phase, change.goes_up) == (1, 3, True)
    assert ladder.read(change.triggers) == [Trigger.STAGNATION, Trigger.SAFETY_AT_STAKE]
    assert (change.reason, change.tried) == ("Het loopt uit de hand.", "Drie gesprekken thuis.")
    assert escalation.history(case) == [change]
    accesslog.logbook(session()).clear()


def test_the_history_has_the_last_change_first(town, dora, session):
    case = town.case(director=dora)
    up = moved(dora, case, Phase.TWO)
    down = moved(dora, case, Phase.ONE, triggers=[], tried="")
    session.commit()
    assert escalation.history(case) == [down, up]
    accesslog.logbook(session()).clear()


def test_what_the_ladder_forbids_changes_nothing(town, dora, session):
    case = town.case(director=dora)
    with pytest.raises(RuleBroken, match="phase-without-trigger"):
        moved(dora, case, Phase.TWO, triggers=[])
    assert case.phase == Phase.ONE
    assert escalation.history(case) == []


def test_who_decides_is_the_director_and_from_phase_two_the_process_director(town, dora, piet):
    owner = town.person(Role.SOCIAL_WORKER)
    lead = town.person(Role.TEAM_LEAD)
    case = town.case(care=owner, director=dora)
    for bystander in (owner, lead, piet):
        with pytest.raises(NotPermitted):
            moved(bystander, case, Phase.TWO)
    moved(dora, case, Phase.TWO)
    assert moved(piet, case, Phase.FOUR).decided_by_id == piet.id


def test_a_closed_case_does_not_move(town, dora):
    case = town.case(director=dora, state=CaseState.CLOSED)
    with pytest.raises(NotPermitted):
        moved(dora, case, Phase.TWO)
