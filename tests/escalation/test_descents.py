"""Coming down the ladder takes two people, a receiver who says yes and a day to look again."""

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from caseapp import accesslog, escalation, watchdog
from caseapp.escalation import descents
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.case_words import Phase
from caseapp.model.descents import Descent, DescentEnd
from caseapp.model.messages import Message, MessageKind
from caseapp.model.watchdog import FindingKind as K
from tests.support.cast import actor_for
from tests.support.rising import rise
from tests.watchdog.test_cracks import kinds

DAY = timedelta(days=1)


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(care=noor, safety=sem, director=dora, phase=3, next_on=clock.today() + DAY)


def proposed(case, who, receiver, **changes):
    facts = {"reason": "Een maand rust.", "aftercare_on": clock.today() + 60 * DAY, **changes}
    return descents.propose(actor_for(who), case, receiver=receiver, **facts)


@pytest.mark.parametrize("first", ["second person", "receiver"])
def test_it_comes_down_when_both_said_yes_and_not_before(
    town, session, case, dora, piet, noor, first
):
    made = proposed(case, dora, noor)
    answers = [
        lambda: descents.agree(actor_for(piet), made),
        lambda: descents.accept(actor_for(noor), made),
    ]
    if first == "receiver":
        answers.reverse()
    answers[0]()
    assert (case.phase, made.end) == (Phase.THREE, None)
    answers[1]()
    session.commit()
    assert (case.phase, made.end) == (Phase.TWO, DescentEnd.DONE)
    change = escalation.history(case)[0]
    assert (change.from_phase, change.to_phase) == (3, 2)
    assert (change.decided_by_id, change.descent_id) == (piet.id, made.id)
    assert change.review_on == made.aftercare_on
    assert case.director.id == noor.id
    accesslog.logbook(session()).clear()


def test_nobody_agrees_with_themselves_or_receives_their_own_proposal(
    town, session, case, dora, piet, noor
):
    with pytest.raises(RuleBroken, match="descent-to-oneself"):
        proposed(case, dora, dora)
    made = proposed(case, dora, noor)
    for refused in (descents.agree, descents.accept):
        with pytest.raises(NotPermitted):
            refused(actor_for(dora), made)
    for bystander in (town.person(Role.SOCIAL_WORKER), town.person(Role.TEAM_LEAD)):
        with pytest.raises(NotPermitted):
            descents.agree(actor_for(bystander), made)
    assert case.phase == Phase.THREE


@pytest.mark.parametrize(
    "broken",
    [
        {"agreed_by_id": "asker", "agreed_at": "now"},
        {"receiver_id": "asker"},
        {"end": DescentEnd.DONE, "ended_at": "now"},
        {"to_phase": 3},
    ],
)
def test_the_database_itself_refuses_it_with_one_person(session, case, dora, noor, broken):
    made = proposed(case, dora, noor)
    session.flush()
    for name, value in broken.items():
        real = {"asker": dora.id, "now": clock.now()}.get(value, value)
        setattr(made, name, real)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_the_database_keeps_one_proposal_that_waits(session, town, case, dora, piet, noor):
    made = proposed(case, dora, noor)
    with pytest.raises(RuleBroken, match="descent-waits-already"):
        proposed(case, piet, noor)
    twin = {
        name: getattr(made, name)
        for name in (
            "municipality_id", "case_id", "from_phase", "to_phase", "aftercare_on",
            "requested_by_id", "requested_at", "answer_by", "receiver_id",
        )
    }  # fmt: skip
    session.add(Descent(**twin))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_who_refuses_says_what_is_needed_first_and_the_case_stays(session, case, dora, noor):
    made = proposed(case, dora, noor)
    with pytest.raises(RuleBroken, match="descent-without-refusal"):
        descents.refuse(actor_for(noor), made, reason=" ")
    descents.refuse(actor_for(noor), made, reason="Eerst een huisarts.")
    session.commit()
    assert (made.end, made.refusal, case.phase) == (
        DescentEnd.REFUSED, "Eerst een huisarts.", Phase.THREE,
    )  # fmt: skip
    with pytest.raises(NotPermitted):
        descents.accept(actor_for(noor), made)
    proposed(case, dora, noor)
    accesslog.logbook(session()).clear()


def test_only_who_proposed_it_takes_it_back(session, case, dora, piet, noor):
    made = proposed(case, dora, noor)
    with pytest.raises(NotPermitted):
        descents.withdraw(actor_for(piet), made)
    descents.withdraw(actor_for(dora), made)
    assert made.end is DescentEnd.WITHDRAWN


def test_going_up_overtakes_a_proposal_to_come_down(session, case, dora, piet, noor):
    made = proposed(case, dora, noor)
    descents.agree(actor_for(piet), made)
    escalation.escalate(actor_for(dora), case, rise=rise(Phase.FOUR))
    session.commit()
    session.refresh(made)
    assert (case.phase, made.end) == (Phase.FOUR, DescentEnd.OVERTAKEN)
    with pytest.raises(NotPermitted):
        descents.accept(actor_for(noor), made)
    accesslog.logbook(session()).clear()


def test_a_receiver_who_went_or_cannot_open_the_case_does_not_receive_it(
    town, session, case, dora, piet, noor
):
    gone = town.person(Role.SOCIAL_WORKER)
    made = proposed(case, dora, gone)
    descents.agree(actor_for(piet), made)
    actor = actor_for(gone)
    gone.deactivated_at = clock.now()
    session.flush()
    with pytest.raises(RuleBroken, match="colleague-unavailable"):
        descents.accept(actor, made)
    with pytest.raises(RuleBroken, match="colleague-unavailable"):
        proposed(town.case(director=dora, phase=2), dora, gone)
    assert case.phase == Phase.THREE


def test_a_case_in_the_first_phase_cannot_come_down(town, dora, noor):
    with pytest.raises(RuleBroken, match="phase-is-lowest"):
        proposed(town.case(director=dora, phase=1), dora, noor)


def test_a_proposal_nobody_answers_is_on_the_list_until_it_is(
    town, session, hands, case, dora, noor
):
    made = proposed(case, dora, noor)
    session.commit()
    assert K.DESCENT_UNANSWERED not in kinds(town, case)
    hands.pass_by(days=9)
    assert K.DESCENT_UNANSWERED in kinds(town, case)
    descents.refuse(actor_for(noor), made, reason="Te vroeg.")
    session.commit()
    assert K.DESCENT_UNANSWERED not in kinds(town, case)


def test_whether_it_held_must_be_looked_at_on_the_day_also_in_the_first_phase(
    town, session, hands, dora, piet, noor
):
    case = town.case(director=dora, care=noor, phase=2)
    made = proposed(case, piet, noor, aftercare_on=clock.today() + 10 * DAY)
    descents.agree(actor_for(dora), made)
    descents.accept(actor_for(noor), made)
    session.commit()
    assert (case.phase, K.REVIEW_PASSED in kinds(town, case)) == (Phase.ONE, False)
    hands.pass_by(days=11)
    assert K.REVIEW_PASSED in kinds(town, case)
    escalation.keep_phase(actor_for(noor), case, reason="Het houdt.", review_on=None)
    session.commit()
    assert K.REVIEW_PASSED not in kinds(town, case)


def test_longer_in_a_phase_than_agreed_forces_a_decision(town, session, hands, case, dora):
    watchdog.examine(town.id)
    session.commit()
    assert K.PHASE_OVERSTAYED not in kinds(town, case)
    hands.pass_by(days=93)
    assert K.PHASE_OVERSTAYED in kinds(town, case)
    day = clock.today() + 20 * DAY
    escalation.keep_phase(actor_for(dora), case, reason="Nog niet rustig.", review_on=day)
    session.commit()
    assert K.PHASE_OVERSTAYED not in kinds(town, case)


def told(kind):
    query = select(Message.user_id).where(Message.kind == kind)
    return set(db.session.scalars(query, execution_options={"unseen": "count"}))


def test_who_must_answer_is_told_and_who_proposed_it_hears_what_came_of_it(
    town, session, case, dora, piet, noor, sem
):
    made = proposed(case, dora, noor)
    session.commit()
    assert told(MessageKind.DESCENT_ASKED) == {noor.id, piet.id}
    descents.refuse(actor_for(noor), made, reason="Te vroeg.")
    session.commit()
    assert told(MessageKind.DESCENT_BACK) == {dora.id}
    again = proposed(case, piet, noor)
    descents.agree(actor_for(dora), again)
    descents.accept(actor_for(noor), again)
    session.commit()
    assert told(MessageKind.DESCENT_BACK) == {dora.id, piet.id}
    accesslog.logbook(session()).clear()
