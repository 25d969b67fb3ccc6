"""Standing in: for as long as the leave runs, as far as the colleague may, and in their name."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import accesslog, accounts, cases, journal, leaves, policy
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted
from caseapp.model.accesslog import AccessEntry
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case, Track
from caseapp.model.journal import Step, StepKind
from caseapp.model.residents import Resident
from caseapp.policy import Permission
from caseapp.policy.rules import RULES
from caseapp.worklists import Reason, work_of
from tests.support.cast import actor_for

DAY = timedelta(days=1)
P = Permission
CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY


@pytest.fixture
def dora(town):
    return town.person(Role.SOCIAL_WORKER, name="Dora Heijink", team=town.intake_team)


@pytest.fixture
def case(town, noor, sem):
    return town.case(town.resident(), care=noor, safety=sem, next_on=clock.today() + 5 * DAY)


def stand_in(noor, dora, first=1, last=3):
    leave = leaves.ask(
        actor_for(noor),
        noor,
        first_on=clock.today() + first * DAY,
        last_on=clock.today() + last * DAY,
        substitute=dora,
    )
    leaves.accept(actor_for(dora), leave)
    db.session.commit()
    return leave


def acting(user):
    """Give somebody as they act at this moment, as their next request has it."""
    return next(one for one in accounts.actors(user.municipality_id) if one.user_id == user.id)


def may(user, permission, thing):
    return policy.allows(acting(user), permission, thing)


def work(user):
    db.session.expire_all()
    found = work_of(acting(user))
    accesslog.logbook(db.session()).clear()
    return [(item.reason, item.case.id, item.on_behalf_of) for item in found.items]


def test_from_the_first_day_to_the_last_and_not_a_day_longer(case, noor, dora, hands):
    stand_in(noor, dora, 1, 2)
    seen = []
    for _day in range(4):
        seen.append(may(dora, P.CASE_VIEW, case))
        hands.pass_by(days=1)
    assert seen == [False, True, True, False]


def test_the_same_track_as_the_colleague_and_not_the_other(town, case, noor, sem, dora, hands):
    mine = town.step(case, noor, CARE, "Zorg.")
    theirs = town.step(case, sem, SAFETY, "Veiligheid.")
    stand_in(noor, dora, 0, 2)
    assert may(dora, P.TRACK_VIEW, case.track(CARE))
    assert not may(dora, P.TRACK_VIEW, case.track(SAFETY))
    assert may(dora, P.STEP_VIEW, mine)
    assert not may(dora, P.STEP_VIEW, theirs)
    assert may(dora, P.RESIDENT_VIEW, case.subjects[0].resident)
    journal.log_step(
        acting(dora), case.track(CARE), kind=StepKind.PHONE_CALL,
        happened_on=clock.today(), body="Gebeld.",
    )  # fmt: skip
    cases.arrange_track(
        acting(dora), case.track(CARE), state=case.track(CARE).state, reason="",
        next_on=clock.today() + DAY,
    )  # fmt: skip


def test_who_stands_in_for_a_director_reads_both_and_answers_a_flag(town, noor, sem, dora, hands):
    case = town.case(safety=sem, director=noor)
    flag = town.flag(case, sem)
    stand_in(noor, dora, 0, 2)
    assert may(dora, P.TRACK_VIEW, case.track(SAFETY))
    assert may(dora, P.FLAG_ANSWER, flag)
    assert may(dora, P.CASE_DIRECT, case)
    assert (Reason.FLAG_TO_ANSWER, case.id, "Noor Wissink") in work(dora)


def test_what_is_the_colleagues_own_stays_theirs(case, noor, dora):
    stand_in(noor, dora, 0, 2)
    assert not may(dora, P.HANDOVER_OFFER, case)
    assert not may(dora, P.CASE_SHIELD, case)
    assert case.track(CARE).owner is noor


def test_a_shielded_case_stays_shut(case, noor, dora, session):
    stand_in(noor, dora, 0, 2)
    case.is_shielded = True
    session.commit()
    actor = acting(dora)
    for permission, rule in RULES.items():
        if rule.model in (Case, Track):
            things = [case] if rule.model is Case else case.tracks
            assert not any(policy.allows(actor, permission, one) for one in things)


def test_standing_in_is_not_passed_on(town, case, noor, dora):
    els = town.person(Role.SOCIAL_WORKER)
    stand_in(noor, dora, 0, 2)
    stand_in(dora, els, 3, 4)
    assert not may(els, P.CASE_VIEW, case)


def test_an_answer_that_did_not_come_opens_nothing_and_one_taken_back_shuts_it(case, noor, dora):
    leave = leaves.ask(
        actor_for(noor), noor, first_on=clock.today(), last_on=clock.today(), substitute=dora
    )
    db.session.commit()
    assert not may(dora, P.CASE_VIEW, case)
    leaves.accept(actor_for(dora), leave)
    db.session.commit()
    assert may(dora, P.CASE_VIEW, case)
    leaves.withdraw(actor_for(noor), leave)
    db.session.commit()
    assert not may(dora, P.CASE_VIEW, case)


def test_check_and_query_agree_for_who_stands_in(town, case, noor, sem, dora, session):
    """For everything a law is asked of: what is seen of it one by one, and in a list."""
    town.case(town.resident(), director=noor, safety=sem)
    town.case(town.resident(), care=sem, members=[(noor, SAFETY)])
    hidden = town.case(town.resident(), members=[(noor, CARE)], director=sem)
    hidden.is_shielded = True
    for about in (case, hidden):
        for place in (CARE, SAFETY, None):
            town.step(about, sem, place, "Iets.")
    stand_in(noor, dora, 0, 2)
    actor, opened = acting(dora), 0
    for permission, rule in RULES.items():
        if rule.model not in (Case, Track, Step, Resident):
            continue
        known = session.scalars(select(rule.model)).all()
        query = policy.visible(actor, permission, select(rule.model))
        found = {one.id for one in session.scalars(query)}
        assert found == {one.id for one in known if policy.allows(actor, permission, one)}
        opened += len(found)
    assert opened > 20
    accesslog.logbook(db.session()).clear()


def test_who_stands_in_finds_the_colleagues_dates_on_their_own_list_in_the_colleagues_name(
    town, case, noor, dora, hands
):
    own = town.case(care=dora, next_on=clock.today() + 6 * DAY).id
    assert work(dora) == [(Reason.DATE_SOON, own, None)]
    stand_in(noor, dora, 0, 2)
    assert work(dora) == [
        (Reason.DATE_SOON, case.id, "Noor Wissink"),
        (Reason.DATE_SOON, own, None),
    ]
    hands.pass_by(days=3)
    assert work(dora) == [(Reason.DATE_SOON, own, None)]


def test_whoever_may_not_is_told_so_by_the_action_too(case, noor, dora):
    stand_in(noor, dora, 1, 2)
    with pytest.raises(NotPermitted):
        journal.log_step(
            acting(dora), case.track(CARE), kind=StepKind.PHONE_CALL,
            happened_on=clock.today(), body="Gebeld.",
        )  # fmt: skip


def test_the_log_says_as_what_and_what_for_it_was_opened(case, noor, dora, client, session):
    stand_in(noor, dora, 0, 2)
    client.sign_in(dora)
    page = client.get(f"/cases/{case.reference}")
    assert "vervanger van een collega met verlof" in page.text
    query = select(AccessEntry).where(AccessEntry.event == "case:shown")
    entry = session.scalars(query.order_by(AccessEntry.seq.desc())).first()
    assert (entry.relation, entry.purpose) == ("substitute", "replacement")
    assert "voor Noor Wissink" in client.get("/").text
