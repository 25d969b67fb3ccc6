"""Handing over cannot drop anyone: who offers stays responsible until somebody else is."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import accesslog, cases, handovers, watchdog
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.case_words import Part, TrackKind
from caseapp.model.handovers import Handover, HandoverEnd, HandoverOf
from caseapp.model.watchdog import Finding, FindingKind
from caseapp.worklists import Reason, work_of
from tests.support.cast import actor_for

DAY = timedelta(days=1)
CARE = HandoverOf.CARE


@pytest.fixture
def noor(town):
    return town.person(Role.SOCIAL_WORKER, name="Noor")


@pytest.fixture
def dora(town):
    return town.person(Role.SOCIAL_WORKER, name="Dora")


@pytest.fixture
def sem(town):
    return town.person(Role.SAFETY_ADVISER, name="Sem")


@pytest.fixture
def case(town, noor, sem):
    return town.case(care=noor, safety=sem, next_on=clock.today() + 30 * DAY)


def offer(case, sender, receiver=None, team=None, of=CARE):
    made = handovers.offer(
        actor_for(sender), case, of=of, user=receiver, team=team, note="Belt liever niet."
    )
    db.session.commit()
    return made


def owner(case):
    db.session.expire(case, ["involvements"])
    return case.track(TrackKind.CARE).owner


def reasons(user):
    db.session.expire_all()
    found = work_of(actor_for(user))
    accesslog.logbook(db.session()).clear()
    return [item.reason for item in found.items]


def test_the_sender_stays_owner_until_somebody_accepts_and_stays_involved(case, noor, dora):
    made = offer(case, noor, dora)
    assert owner(case) == noor
    assert reasons(dora) == [Reason.HANDOVER_TO_ANSWER]
    handovers.accept(actor_for(dora), made)
    db.session.commit()
    assert owner(case) == dora
    parts = {(i.user_id, i.part) for i in case.involvements if i.is_active}
    assert (noor.id, Part.MEMBER) in parts
    assert reasons(dora) == []


def test_a_refusal_needs_a_reason_and_a_proposal_and_the_sender_reads_both(case, noor, dora):
    made = offer(case, noor, dora)
    for reason, proposal in (("", "Vraag Els."), ("Vol.", " ")):
        with pytest.raises(RuleBroken):
            handovers.refuse(actor_for(dora), made, reason=reason, proposal=proposal)
    handovers.refuse(actor_for(dora), made, reason="Vol.", proposal="Vraag Els.")
    db.session.commit()
    assert owner(case) == noor
    assert reasons(noor) == [Reason.HANDOVER_BACK]
    handovers.see(actor_for(noor), made)
    db.session.commit()
    assert reasons(noor) == []


def test_one_offer_at_a_time_and_only_of_what_one_holds(town, case, noor, dora, sem):
    with pytest.raises(RuleBroken, match="handover-not-yours"):
        offer(case, sem, dora)
    with pytest.raises(RuleBroken, match="handover-to-oneself"):
        offer(case, noor, noor)
    with pytest.raises(RuleBroken, match="other-trade"):
        offer(case, noor, sem)
    with pytest.raises(RuleBroken, match="handover-without-note"):
        handovers.offer(actor_for(noor), case, of=CARE, user=dora, note=" ")
    with pytest.raises(NotPermitted):
        offer(case, dora, noor)
    offer(case, noor, dora)
    with pytest.raises(RuleBroken, match="handover-waits-already"):
        offer(case, noor, team=town.care_team)


def test_nobody_is_offered_what_they_cannot_take(town, case, noor, dora):
    dora.deactivated_at = clock.now()
    db.session.commit()
    with pytest.raises(RuleBroken, match="colleague-unavailable"):
        offer(case, noor, dora)
    with pytest.raises(RuleBroken, match="handover-to-nobody"):
        offer(case, noor, team=town.intake_team)
    with pytest.raises(RuleBroken, match="handover-to-nobody"):
        offer(case, noor)


def test_of_two_in_a_team_who_accept_one_wins(town, case, noor, dora):
    els = town.person(Role.SOCIAL_WORKER)
    made = offer(case, noor, team=town.care_team)
    handovers.accept(actor_for(dora), made)
    db.session.commit()
    with pytest.raises(NotPermitted):
        handovers.accept(actor_for(els), made)
    assert owner(case) == dora
    assert made.ended_by_id == dora.id


def test_silence_returns_it_to_the_sender_and_is_raised_at_the_receiving_lead(
    town, case, noor, dora, hands
):
    lida = town.person(Role.TEAM_LEAD)
    made = offer(case, noor, dora)
    assert handovers.return_unanswered(town.municipality) == 0
    hands.pass_by(days=8)
    kinds = watchdog.kinds(actor_for(lida))
    assert kinds[FindingKind.HANDOVER_UNANSWERED] == 1
    assert handovers.return_unanswered(town.municipality) == 1
    db.session.commit()
    assert made.end is HandoverEnd.RETURNED
    assert owner(case) == noor
    assert Reason.HANDOVER_BACK in reasons(noor)
    assert watchdog.kinds(actor_for(lida))[FindingKind.HANDOVER_UNANSWERED] == 1
    with pytest.raises(NotPermitted):
        handovers.accept(actor_for(dora), made)
    handovers.see(actor_for(noor), made)
    db.session.commit()
    assert FindingKind.HANDOVER_UNANSWERED not in watchdog.kinds(actor_for(lida))


def test_the_weekend_does_not_count_as_silence(case, noor, dora):
    made = offer(case, noor, dora)
    day = clock.local(made.answer_by).date()
    assert (day - clock.today()).days >= 5
    assert day.weekday() < 5


def test_a_receiver_who_leaves_gives_it_back_at_once(town, case, noor, dora):
    made = offer(case, noor, dora)
    dora.deactivated_at = clock.now()
    db.session.commit()
    assert handovers.return_unanswered(town.municipality) == 1
    db.session.commit()
    assert made.end is HandoverEnd.RETURNED
    assert reasons(noor) == [Reason.HANDOVER_BACK]


def test_an_offer_that_is_withdrawn_can_be_accepted_by_nobody(case, noor, dora):
    made = offer(case, noor, dora)
    handovers.withdraw(actor_for(noor), made)
    db.session.commit()
    with pytest.raises(NotPermitted):
        handovers.accept(actor_for(dora), made)
    assert owner(case) == noor
    assert reasons(dora) == []
    offer(case, noor, dora)


def test_what_somebody_else_was_given_meanwhile_cannot_be_accepted(town, case, noor, dora):
    made = offer(case, noor, dora)
    els = town.person(Role.SOCIAL_WORKER)
    for part in case.involvements:
        if part.part is Part.OWNER and part.track is TrackKind.CARE:
            part.ended_at = clock.now()
    cases.involve(case, els.id, Part.OWNER, TrackKind.CARE)
    db.session.commit()
    with pytest.raises(RuleBroken, match="handover-overtaken"):
        handovers.accept(actor_for(dora), made)


def test_the_direction_of_a_case_goes_from_director_to_director(town, noor, dora):
    case = town.case(director=noor, next_on=clock.today() + 30 * DAY)
    made = offer(case, noor, dora, of=HandoverOf.DIRECTION)
    handovers.accept(actor_for(dora), made)
    db.session.commit()
    assert case.director == dora


def test_the_database_keeps_one_waiting_offer_for_each_track(town, case, noor, dora, session):
    made = offer(case, noor, dora)
    found = session.scalars(select(Handover).where(Handover.ended_at.is_(None))).all()
    assert [one.id for one in found] == [made.id]
    names = {index.name for index in Handover.__table__.indexes if index.unique}
    assert names == {"uq_handovers_one_waiting"}
    assert session.scalars(select(Finding).where(Finding.subject_id == made.id)).one()
