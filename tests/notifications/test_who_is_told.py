"""Each change tells whoever must know of it, in its own transaction, and nobody else."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from caseapp import (
    accesslog,
    acquaintances,
    approvals,
    cases,
    closures,
    emergencies,
    escalation,
    handovers,
    leaves,
    notifications,
    reviews,
    watchdog,
)
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.approvals import ApprovalKind
from caseapp.model.case_words import Part, TrackKind
from caseapp.model.cases import Track
from caseapp.model.emergencies import EmergencyReason
from caseapp.model.handovers import HandoverOf
from caseapp.model.messages import Message, Way
from caseapp.model.messages import MessageKind as K
from caseapp.model.reviews import Review, ReviewKind
from caseapp.model.sealed import DataKey
from caseapp.model.watchdog import Finding, FindingKind
from caseapp.policy import Permission
from tests.support.cast import actor_for

DAY = timedelta(days=1)


@pytest.fixture
def noor(town):
    return town.person(Role.SOCIAL_WORKER, name="Noor")


@pytest.fixture
def dora(town):
    return town.person(Role.SOCIAL_WORKER, name="Dora")


@pytest.fixture
def lida(town):
    return town.person(Role.TEAM_LEAD, name="Lida")


@pytest.fixture
def officer(town):
    return town.person(Role.PRIVACY_OFFICER, name="Vera")


@pytest.fixture
def dirk(town):
    return town.person(Role.SOCIAL_WORKER, name="Dirk")


@pytest.fixture
def case(town, noor, dirk):
    return town.case(town.resident(), care=noor, director=dirk, next_on=clock.today() + 30 * DAY)


def told(kind):
    db.session.commit()
    return set(db.session.scalars(select(Message.user_id).where(Message.kind == kind)))


def test_an_offer_tells_the_receiver_or_everybody_in_the_team_but_the_sender(
    town, case, noor, dora, dirk
):
    handovers.offer(actor_for(noor), case, of=HandoverOf.CARE, team=town.care_team, note="Dit.")
    assert told(K.HANDOVER_OFFERED) == {dora.id, dirk.id}


def test_a_refusal_and_a_silence_tell_the_sender(town, case, noor, dora, dirk, hands):
    made = handovers.offer(actor_for(noor), case, of=HandoverOf.CARE, user=dora, note="Dit.")
    handovers.refuse(actor_for(dora), made, reason="Vol.", proposal="Vraag Dirk.")
    assert told(K.HANDOVER_BACK) == {noor.id}
    again = handovers.offer(actor_for(dirk), case, of=HandoverOf.DIRECTION, user=dora, note="Dit.")
    db.session.commit()
    hands.pass_by(days=30)
    assert handovers.return_unanswered(town.municipality) == 1
    assert told(K.HANDOVER_BACK) == {noor.id, dirk.id}
    assert again.from_id == dirk.id


def test_a_flag_tells_whoever_is_asked_to_know_of_it(case, noor, dirk, lida):
    flag = escalation.raise_flag(actor_for(noor), case, facts="Het stokt.")
    assert told(K.FLAG_RAISED) == {one.user_id for one in flag.acknowledgements}
    assert dirk.id in told(K.FLAG_RAISED)


def test_a_flag_nobody_answers_climbs_to_the_director_and_the_lead(
    town, case, noor, dirk, lida, hands
):
    flag = escalation.raise_flag(actor_for(noor), case, facts="Het stokt.")
    db.session.commit()
    watchdog.tell_of_findings(town.municipality)
    assert told(K.FLAG_UNANSWERED) == set()
    hands.pass_by(seconds=(flag.answer_by - clock.now()).total_seconds() + 60)
    watchdog.examine(town.id)
    assert told(K.FLAG_UNANSWERED) == set()
    watchdog.tell_of_findings(town.municipality)
    watchdog.tell_of_findings(town.municipality)
    assert told(K.FLAG_UNANSWERED) == {dirk.id, lida.id}


def test_what_becomes_mine_to_mend_is_told_once(town, noor, hands):
    town.case(care=noor, next_on=clock.today() + DAY)
    hands.pass_by(days=2)
    watchdog.examine(town.id)
    for _time in range(3):
        watchdog.tell_of_findings(town.municipality)
    assert noor.id in told(K.FINDING)
    rows = db.session.scalars(select(Message.subject_id).where(Message.kind == K.FINDING)).all()
    assert len(rows) == len(set(rows))


def test_a_silence_is_raised_at_who_leads_the_receiver_whatever_they_chose(
    town, case, noor, dora, lida, hands
):
    notifications.choose(actor_for(lida), town.municipality, ways={K.FINDING: Way.SCREEN})
    town.person(Role.TEAM_LEAD, team=town.safety_team)
    handovers.offer(actor_for(noor), case, of=HandoverOf.CARE, user=dora, note="Dit.")
    db.session.commit()
    watchdog.tell_of_findings(town.municipality)
    assert told(K.FINDING) == set()
    hands.pass_by(days=8)
    handovers.return_unanswered(town.municipality)
    db.session.commit()
    for _time in range(2):
        watchdog.tell_of_findings(town.municipality)
    found = select(Finding.id).where(Finding.kind == FindingKind.HANDOVER_UNANSWERED)
    sent = {one.user_id: one.way for one in db.session.scalars(
        select(Message).where(Message.subject_id.in_(found))
    )}  # fmt: skip
    assert sent == {lida.id: Way.AT_ONCE, noor.id: K.FINDING.usual}


def test_what_is_nobodys_is_told_to_who_leads_its_team_and_else_to_who_directs_processes(
    town, noor, lida
):
    process = town.person(Role.PROCESS_DIRECTOR)
    sem = town.person(Role.TEAM_LEAD, team=town.safety_team)
    town.case(next_on=clock.today() - DAY)
    watchdog.tell_of_findings(town.municipality)
    assert told(K.FINDING) == {lida.id, sem.id}
    orphan = town.case(next_on=clock.today())
    db.session.execute(
        update(Track).where(Track.case_id == orphan.id).values(team_id=None),
        execution_options={"synchronize_session": False},
    )
    db.session.commit()
    watchdog.examine(town.id)
    watchdog.tell_of_findings(town.municipality)
    assert process.id in told(K.FINDING)


def test_a_team_that_nobody_leads_is_told_to_who_arranges_teams(town, noor):
    admin = town.person(Role.FUNCTIONAL_ADMINISTRATOR)
    watchdog.examine(town.id)
    watchdog.tell_of_findings(town.municipality)
    assert told(K.FINDING) == {admin.id}


def test_an_emergency_tells_who_steers_the_case_and_the_privacy_officer_and_not_who_opened_it(
    town, case, dirk, lida, officer
):
    sem = town.person(Role.SOCIAL_WORKER, team=town.intake_team)
    emergencies.open_access(
        actor_for(sem),
        town.municipality,
        case_id=case.id,
        kind=EmergencyReason.ACUTE_DANGER,
        reason="De melder hoort geschreeuw en niemand doet open.",
    )
    assert told(K.EMERGENCY_OPENED) == {dirk.id, lida.id, officer.id}


def test_leave_tells_the_substitute_and_a_refusal_whoever_asked(noor, dora, lida):
    made = leaves.ask(
        actor_for(lida),
        noor,
        first_on=clock.today() + 10 * DAY,
        last_on=clock.today() + 20 * DAY,
        substitute=dora,
    )
    assert told(K.LEAVE_ASKED) == {dora.id}
    leaves.refuse(actor_for(dora), made)
    assert told(K.LEAVE_REFUSED) == {noor.id, lida.id}


def test_a_request_tells_who_may_decide_and_the_decision_whoever_asked(case, dirk, lida, officer):
    asked = approvals.request(
        actor_for(dirk),
        case,
        permission=Permission.CASE_SHIELD,
        asked_of=case,
        kind=ApprovalKind.SHIELD_CASE,
        payload={"case": case.id.hex},
        reason="Een bekende inwoner.",
    )
    assert told(K.APPROVAL_ASKED) == {lida.id, officer.id}
    approvals.decide(actor_for(lida), asked, shown=asked.payload_hash.hex(), granted=False)
    assert told(K.APPROVAL_DECIDED) == {dirk.id}


def test_a_question_about_a_look_tells_whoever_looked(town, noor, officer):
    review = Review(
        municipality_id=town.id,
        kind=ReviewKind.ALERT,
        user_id=noor.id,
        subject_kind="users",
        subject_id=noor.id,
        day=clock.today(),
        opened_at=clock.now(),
        due_on=clock.today(),
        key=DataKey.draw(town.id),
    )
    db.session.add(review)
    db.session.commit()
    reviews.ask(actor_for(officer), review)
    assert told(K.REVIEW_QUESTION) == {noor.id}


def test_who_steps_out_of_a_case_is_told_to_who_steers_it(case, noor, dirk, lida):
    acquaintances.step_aside_from_case(actor_for(noor), case)
    assert told(K.COLLEAGUE_LEFT) == {dirk.id, lida.id}


def test_who_is_put_on_a_case_is_told_and_not_who_does_it_themselves(case, dirk, dora):
    cases.staff_case(actor_for(dirk), case, user=dora, part=Part.MEMBER, track=TrackKind.CARE)
    cases.staff_case(actor_for(dirk), case, user=dirk, part=Part.MEMBER, track=TrackKind.CARE)
    assert told(K.WORK_GIVEN) == {dora.id}


def test_a_watch_that_is_given_twice_to_somebody_is_told_twice(town, case, dirk, dora, noor, hands):
    watch = closures.watching.begin_watch(case, noor, noor, clock.now(), clock.today() + 30 * DAY)
    db.session.add(watch)
    db.session.commit()
    for to in (dora, noor, dora):
        hands.pass_by(minutes=1)
        closures.pass_on_watch(actor_for(dirk), watch, to=to)
    assert told(K.WATCH_GIVEN) == {dora.id, noor.id}
    query = select(Message.id).where(Message.user_id == dora.id, Message.kind == K.WATCH_GIVEN)
    assert len(db.session.scalars(query).all()) == 2


def test_nobody_is_told_of_what_was_rolled_back(case, noor, dora):
    with db.session.begin_nested() as undone:
        handovers.offer(actor_for(noor), case, of=HandoverOf.CARE, user=dora, note="Dit.")
        undone.rollback()
    accesslog.logbook(db.session()).clear()
    assert told(K.HANDOVER_OFFERED) == set()


def test_nobody_who_left_is_told(town, case, noor, dora):
    dora.deactivated_at = clock.now()
    db.session.commit()
    assert dora.id not in notifications.members_of(town.care_team.id)
