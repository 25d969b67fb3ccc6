"""After the highest phase somebody looks back, or it is a crack and the case does not close."""

from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from caseapp import accesslog, closures, escalation
from caseapp.closures.obstacles import ObstacleKind
from caseapp.escalation import descents, evaluations
from caseapp.kernel import clock
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.escalation import Criterion
from caseapp.model.evaluations import Evaluation
from caseapp.model.watchdog import FindingKind as K
from tests.support.cast import actor_for
from tests.support.rising import rise
from tests.watchdog.test_cracks import kinds

DAY = timedelta(days=1)
SAID = {
    "happened": "Twee meldingen in een nacht.",
    "helped": "Een vaste wijkagent.",
    "otherwise": "Eerder bellen.",
    "with_whom": "Het gezin en de wijkagent.",
}


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(care=noor, safety=sem, director=dora, phase=4, next_on=clock.today() + DAY)


def came_down(case, dora, piet, noor):
    made = descents.propose(
        actor_for(dora),
        case,
        reason="Een maand rust.",
        receiver=noor,
        aftercare_on=clock.today() + 90 * DAY,
    )
    descents.agree(actor_for(piet), made)
    descents.accept(actor_for(noor), made)


def test_it_is_asked_after_the_highest_phase_and_a_crack_when_its_term_is_over(
    town, session, case, dora, piet, noor, hands
):
    came_down(case, dora, piet, noor)
    session.commit()
    assert evaluations.asked_of(case) is not None
    assert K.EVALUATION_DUE not in kinds(town, case)
    hands.pass_by(days=29)
    assert K.EVALUATION_DUE in kinds(town, case)
    evaluations.write(actor_for(noor), case, **SAID)
    session.commit()
    assert K.EVALUATION_DUE not in kinds(town, case)
    assert evaluations.asked_of(case) is None
    accesslog.logbook(session()).clear()


def test_it_is_not_asked_after_a_lower_phase(town, session, dora, piet, noor, sem):
    case = town.case(care=noor, safety=sem, director=dora, phase=3)
    came_down(case, dora, piet, noor)
    session.commit()
    assert evaluations.asked_of(case) is None
    accesslog.logbook(session()).clear()


def test_the_case_does_not_close_before(session, case, dora, piet, noor):
    came_down(case, dora, piet, noor)
    session.commit()
    there = {one.kind for one in closures.obstacles_of(case)}
    assert ObstacleKind.UNEVALUATED in there
    evaluations.write(actor_for(noor), case, **SAID)
    assert ObstacleKind.UNEVALUATED not in {one.kind for one in closures.obstacles_of(case)}
    accesslog.logbook(session()).clear()


@pytest.mark.parametrize("field", SAID)
def test_nothing_of_it_may_be_empty(session, case, dora, piet, noor, field):
    came_down(case, dora, piet, noor)
    with pytest.raises(RuleBroken, match="evaluation-empty") as refused:
        evaluations.write(actor_for(noor), case, **{**SAID, field: " "})
    assert refused.value.field == field


def test_it_is_written_once_in_the_program_and_in_the_database(session, case, dora, piet, noor):
    came_down(case, dora, piet, noor)
    made = evaluations.write(actor_for(noor), case, **SAID)
    with pytest.raises(RuleBroken, match="evaluation-of-nothing"):
        evaluations.write(actor_for(noor), case, **SAID)
    session.commit()
    again = {"municipality_id": case.municipality_id, "case": case, "change_id": made.change_id}
    session.add(Evaluation(**again, made_at=clock.now(), made_by_id=noor.id, **SAID))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_two_escalations_ask_for_two(session, case, dora, piet, noor):
    came_down(case, dora, piet, noor)
    escalation.escalate(actor_for(piet), case, rise=rise(4))
    came_down(case, noor, piet, dora)
    session.commit()
    first = evaluations.write(actor_for(dora), case, **SAID)
    second = evaluations.write(actor_for(dora), case, **SAID)
    assert first.change_id != second.change_id
    assert evaluations.asked_of(case) is None
    accesslog.logbook(session()).clear()


def test_who_only_works_on_a_track_does_not_write_it(session, case, dora, piet, noor, sem):
    came_down(case, dora, piet, noor)
    with pytest.raises(NotPermitted):
        evaluations.write(actor_for(sem), case, **SAID)


def test_the_criteria_are_kept_with_the_decision(session, town, dora):
    case = town.case(director=dora)
    made = escalation.escalate(
        actor_for(dora), case, rise=rise(2, criteria=[Criterion.SYSTEM, Criterion.MULTIPROBLEM])
    )
    assert made.criteria == "c1 c3"
    accesslog.logbook(session()).clear()
