"""The ladder of a municipality: versions, agreed by two people, which move no case."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import delete, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from caseapp import accesslog, approvals, escalation, watchdog
from caseapp.escalation import descents, ladder, ladders
from caseapp.escalation.ladders import BY_PERSON, USUAL, Shape, Step, queries, shape
from caseapp.flows import approved
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.case_words import Phase
from caseapp.model.escalation import Trigger
from caseapp.model.ladders import Ladder, PhaseColour, PhaseIcon
from caseapp.model.watchdog import FindingKind as K
from caseapp.watchdog import weighings
from tests.support.cast import Town, actor_for
from tests.support.rising import rise
from tests.watchdog.test_cracks import kinds

STEPS = st.builds(
    Step,
    weight=st.integers(1, 4),
    name=st.text(min_size=1, max_size=20),
    words=st.text(max_size=60),
    colour=st.sampled_from(PhaseColour),
    icon=st.sampled_from(PhaseIcon),
)


def decided(who, asked, *, granted=True):
    shown = approvals.hashed(asked.kind, asked.subject_id, asked.payload).hex()
    return approved.decide(actor_for(who), asked, shown=shown, granted=granted)


def adopted(town, fay, second, of=BY_PERSON):
    actor = actor_for(fay)
    made = ladders.write(actor, town.municipality, shape=of, reason="Zo werkt de regio.")
    decided(second, ladders.ask(actor, made))
    return made


# --- What a ladder is ---------------------------------------------------------------------------


@pytest.mark.parametrize("shipped", ladders.SHIPPED.values())
def test_what_is_shipped_is_a_ladder(shipped):
    assert list(ladders.objections(shipped)) == []


@given(st.lists(STEPS, max_size=4))
def test_what_is_written_is_read_again(steps):
    one = Shape("Ladder", tuple(steps))
    assert shape.read("Ladder", shape.written(one)) == one


def changed(**by_weight):
    steps = tuple(
        replace(step, **by_weight.get(f"w{step.weight}", {}))
        for step in USUAL.steps
        if by_weight.get(f"w{step.weight}", {}) is not None
    )
    return replace(USUAL, steps=steps)


@pytest.mark.parametrize(
    ("wrong", "code", "where"),
    [
        (replace(USUAL, name=" "), "ladder-without-name", "name"),
        (changed(w1=None), "ladder-without-lowest", "name_1"),
        (changed(w2=None, w3=None, w4=None), "ladder-of-one", "name_2"),
        (changed(w3={"name": "ave 2"}), "ladder-name-twice", "name_3"),
        (changed(w4={"words": ""}), "ladder-phase-without-words", "words_4"),
    ],
)
def test_what_is_no_ladder_is_said_at_its_place(wrong, code, where):
    assert [(one.message, one.field) for one in ladders.objections(wrong)] == [(code, where)]


@pytest.mark.parametrize("known", [(1, 2), (1, 3, 4), (1, 2, 3, 4), (1, 4)])
@pytest.mark.parametrize("phase", Phase)
def test_down_is_to_the_next_phase_that_there_is_and_up_to_any(known, phase):
    assert ladder.above(phase, known) == [one for one in known if one > phase]
    under = [one for one in known if one < phase]
    assert ladder.below(phase, known) == (under[-1] if under else None)


# --- Two people ---------------------------------------------------------------------------------


def test_nothing_holds_until_a_second_person_agreed(town, session, fay, piet):
    actor = actor_for(fay)
    made = ladders.write(actor, town.municipality, shape=BY_PERSON, reason="Regio.")
    asked = ladders.ask(actor, made)
    session.commit()
    assert ladders.in_force(town.id) == USUAL
    decided(piet, asked)
    session.commit()
    assert ladders.in_force(town.id) == BY_PERSON
    assert (made.is_in_force, made.number) == (True, 1)


def test_nobody_agrees_with_their_own_ladder(town, session, fay):
    made = ladders.write(actor_for(fay), town.municipality, shape=BY_PERSON, reason="Regio.")
    asked = ladders.ask(actor_for(fay), made)
    with pytest.raises(NotPermitted):
        decided(fay, asked)
    assert ladders.in_force(town.id) == USUAL


def test_what_is_refused_does_not_hold(town, session, fay, piet):
    made = ladders.write(actor_for(fay), town.municipality, shape=BY_PERSON, reason="Regio.")
    decided(piet, ladders.ask(actor_for(fay), made), granted=False)
    session.commit()
    assert ladders.in_force(town.id) == USUAL


def test_another_version_ends_the_one_that_held(town, session, fay, piet):
    first = adopted(town, fay, piet)
    second = adopted(town, fay, piet, of=replace(USUAL, name="AVE van de regio"))
    session.commit()
    assert (first.is_in_force, second.is_in_force, second.number) == (False, True, 2)
    assert [one.number for one in ladders.ever_in_force(town.id)] == [2, 1]
    with pytest.raises(RuleBroken, match="ladder-held-before"):
        ladders.ask(actor_for(fay), first)


def test_one_asked_twice_for_holds_once(town, session, fay, piet):
    actor = actor_for(fay)
    made = ladders.write(actor, town.municipality, shape=BY_PERSON, reason="Regio.")
    asked = ladders.ask(actor, made)
    assert ladders.ask(actor, made) is asked
    other = town.person(Role.FUNCTIONAL_ADMINISTRATOR, name="Gert")
    again = ladders.ask(actor_for(other), made)
    decided(piet, asked)
    with pytest.raises(RuleBroken, match="ladder-held-before"):
        decided(piet, again)


def test_only_exactly_what_was_asked_is_agreed_to(town, session, fay, piet):
    made = ladders.write(actor_for(fay), town.municipality, shape=BY_PERSON, reason="Regio.")
    asked = ladders.ask(actor_for(fay), made)
    session.commit()
    with pytest.raises(RuleBroken, match="approval-of-something-else"):
        approved.decide(actor_for(piet), asked, shown="0" * 64, granted=True)


@pytest.mark.parametrize("role", [Role.SOCIAL_WORKER, Role.PROCESS_DIRECTOR, Role.PRIVACY_OFFICER])
def test_only_an_fayistrator_writes_one(town, session, role):
    with pytest.raises(NotPermitted):
        ladders.write(
            actor_for(town.person(role)), town.municipality, shape=BY_PERSON, reason="Regio."
        )


def test_no_version_comes_without_a_reason(town, session, fay):
    with pytest.raises(RuleBroken, match="ladder-without-reason"):
        ladders.write(actor_for(fay), town.municipality, shape=BY_PERSON, reason=" ")


@pytest.mark.parametrize(
    "statement",
    [
        update(Ladder.__table__).values(phases="[]"),
        update(Ladder.__table__).values(name="Anders"),
        delete(Ladder.__table__),
    ],
)
def test_the_database_keeps_what_a_version_says(town, session, fay, piet, statement):
    adopted(town, fay, piet)
    session.commit()
    with pytest.raises(DBAPIError, match="does not change"):
        session.execute(statement)
    session.rollback()


def test_the_database_lets_one_hold(town, session, fay, piet):
    adopted(town, fay, piet)
    second = ladders.write(actor_for(fay), town.municipality, shape=USUAL, reason="Terug.")
    session.commit()
    with pytest.raises(IntegrityError):
        session.execute(
            update(Ladder.__table__)
            .where(Ladder.__table__.c.id == second.id)
            .values(adopted_at=clock.now())
        )
    session.rollback()


def test_another_municipality_keeps_its_own(town, session, fay, piet):
    elsewhere = Town()
    adopted(town, fay, piet)
    session.commit()
    assert ladders.in_force(elsewhere.id) == USUAL


# --- Running cases ------------------------------------------------------------------------------


def test_no_case_moves_and_one_that_lost_its_phase_is_to_be_decided_about(
    town, session, fay, piet, dora
):
    left, stays = town.case(director=dora, phase=4), town.case(director=dora, phase=3)
    adopted(town, fay, piet)
    session.commit()
    watchdog.examine_cases(town.id, [left.id, stays.id])
    session.commit()
    assert (left.phase, stays.phase) == (4, 3)
    assert K.PHASE_OVERSTAYED in kinds(town, left)
    assert K.PHASE_OVERSTAYED not in kinds(town, stays)
    accesslog.logbook(session()).clear()


def test_since_when_a_phase_is_no_more_is_what_the_first_ladder_without_it_says(
    town, session, fay, piet, hands
):
    began = adopted(town, fay, piet).adopted_at
    hands.pass_by(days=10)
    adopted(town, fay, piet, of=replace(BY_PERSON, name="Nog eens"))
    assert weighings.off_ladder(town.id) == {Phase.FOUR: began}
    adopted(town, fay, piet, of=USUAL)
    assert weighings.off_ladder(town.id) == {}


def test_what_somebody_may_not_read_is_not_kept_as_what_a_version_says(
    town, session, fay, piet, monkeypatch
):
    made = adopted(town, fay, piet)
    session.commit()
    with monkeypatch.context() as hidden:
        hidden.setattr(queries, "ladder", lambda _ladder_id: None)
        assert ladders.known(made.id) == USUAL
    assert ladders.known(made.id) == BY_PERSON


def test_a_case_does_not_stay_in_a_phase_that_is_no_more(town, session, fay, piet, dora):
    case = town.case(director=dora, phase=4)
    adopted(town, fay, piet)
    day = clock.today() + timedelta(days=20)
    with pytest.raises(RuleBroken, match="phase-not-on-ladder"):
        escalation.keep_phase(actor_for(dora), case, reason="Toch.", review_on=day)


def test_a_case_goes_up_to_no_phase_that_the_ladder_has_not(town, session, fay, piet, dora):
    case = town.case(director=dora)
    adopted(town, fay, piet)
    with pytest.raises(RuleBroken, match="phase-not-on-ladder"):
        escalation.escalate(actor_for(dora), case, rise=rise(4, triggers=[Trigger.COMPLEXITY]))
    assert escalation.escalate(actor_for(dora), case, rise=rise(3)).to_phase == Phase.THREE
    accesslog.logbook(session()).clear()


def test_a_case_comes_down_past_a_phase_that_is_no_more(town, session, fay, piet, dora, noor):
    case = town.case(care=noor, director=dora, phase=4)
    without = replace(USUAL, steps=tuple(s for s in USUAL.steps if s.weight != Phase.THREE))
    adopted(town, fay, piet, of=without)
    made = descents.propose(
        actor_for(dora),
        case,
        reason="Een maand rust.",
        receiver=noor,
        aftercare_on=clock.today() + timedelta(days=30),
    )
    assert made.to_phase == Phase.TWO
    accesslog.logbook(session()).clear()
