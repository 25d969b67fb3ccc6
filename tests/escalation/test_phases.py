"""Moving a case along the ladder."""

from datetime import timedelta
from uuid import uuid4

import pytest
from sqlalchemy.exc import IntegrityError

from caseapp import accesslog, escalation
from caseapp.escalation import duties, ladder
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.case_words import CaseState, Phase, TrackKind
from caseapp.model.escalation import Duty, Party, PhaseChange, Trigger
from tests.support.cast import actor_for
from tests.support.rising import rise


def moved(user, case, to, **changes):
    return escalation.escalate(actor_for(user), case, rise=rise(to, **changes))


def test_going_up_takes_effect_at_once_and_remembers_why(town, dora, session):
    case = town.case(director=dora)
    change = moved(dora, case, Phase.THREE)
    session.commit()
    assert (case.phase, case.phase_since) == (Phase.THREE, clock.today())
    assert (change.from_phase, change.to_phase, change.goes_up) == (1, 3, True)
    assert ladder.read(change.triggers) == [Trigger.STAGNATION]
    assert (change.reason, change.tried) == ("Het loopt uit de hand.", "Drie gesprekken thuis.")
    assert escalation.history(case) == [change]
    accesslog.logbook(session()).clear()


def test_going_up_keeps_who_is_responsible_who_knows_and_when_it_may_come_down(town, dora, session):
    case = town.case(director=dora)
    change = moved(dora, case, Phase.THREE)
    session.commit()
    assert duties.read_posts(change.duties)[Duty.ADMINISTRATIVE].organisation == "Gemeente"
    assert duties.read_heard(change.informed)[Party.MAYOR].on == clock.today()
    assert change.conditions == "Een maand zonder meldingen."
    accesslog.logbook(session()).clear()


def test_the_history_has_the_last_decision_first_and_staying_is_one(town, dora, session):
    case = town.case(director=dora)
    up = moved(dora, case, Phase.TWO)
    day = clock.today() + timedelta(days=20)
    stay = escalation.keep_phase(actor_for(dora), case, reason="Nog niet rustig.", review_on=day)
    session.commit()
    assert escalation.history(case) == [stay, up]
    assert (case.phase, stay.stays, stay.review_on) == (Phase.TWO, True, day)
    accesslog.logbook(session()).clear()


def test_nobody_brings_a_case_down_alone(town, dora, session):
    case = town.case(director=dora, phase=4)
    with pytest.raises(RuleBroken, match="phase-down-by-two"):
        moved(dora, case, Phase.THREE)
    alone = PhaseChange(
        municipality_id=town.id,
        case_id=case.id,
        from_phase=4,
        to_phase=1,
        decided_by_id=dora.id,
        changed_at=clock.now(),
    )
    session.add(alone)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_a_decision_rests_only_on_steps_of_the_case_that_one_may_read(town, noor, sem, session):
    case = town.case(care=noor, safety=sem, director=noor)
    mine = town.step(case, noor, TrackKind.CARE, "Gebeld.")
    other = town.step(town.case(care=noor), noor, TrackKind.CARE, "Gebeld.")
    change = escalation.escalate(
        actor_for(noor), case, rise=rise(Phase.TWO), step_ids=[mine.id, mine.id]
    )
    assert change.step_ids == mine.id.hex
    for step_ids in ([other.id], [uuid4()], [uuid4() for _ in range(21)]):
        with pytest.raises(RuleBroken, match="phase-other-steps"):
            escalation.escalate(actor_for(noor), case, rise=rise(Phase.THREE), step_ids=step_ids)
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
