"""Leave: nobody goes away from open work before somebody else said to stand in."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import accesslog, accounts, handovers, holdings, leaves, watchdog
from caseapp.extensions import db
from caseapp.holdings import HoldingKind
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.acquaintances import Acquaintance
from caseapp.model.case_words import Part, TrackKind, TrackState
from caseapp.model.handovers import HandoverOf
from caseapp.model.leaves import Leave, LeaveEnd
from caseapp.model.watchdog import Finding
from caseapp.model.watchdog import FindingKind as K
from tests.support.cast import actor_for

DAY = timedelta(days=1)
AWAY = {K.OWNER_AWAY, K.DIRECTOR_AWAY}


@pytest.fixture
def noor(town):
    return town.person(Role.SOCIAL_WORKER, name="Noor")


@pytest.fixture
def dora(town):
    return town.person(Role.SOCIAL_WORKER, name="Dora")


@pytest.fixture
def els(town):
    return town.person(Role.SOCIAL_WORKER, name="Els")


@pytest.fixture
def lida(town):
    return town.person(Role.TEAM_LEAD, name="Lida")


@pytest.fixture
def sem(town):
    return town.person(Role.SAFETY_ADVISER, name="Sem")


@pytest.fixture
def case(town, noor, sem):
    return town.case(care=noor, safety=sem, next_on=clock.today() + 90 * DAY)


def on(days):
    return clock.today() + days * DAY


def ask(who, substitute=None, first=3, last=9, by=None):
    made = leaves.ask(
        actor_for(by or who), who, first_on=on(first), last_on=on(last), substitute=substitute
    )
    db.session.commit()
    return made


def agreed(who, substitute, first=3, last=9):
    made = ask(who, substitute, first, last)
    leaves.accept(actor_for(substitute), made)
    db.session.commit()
    return made


def cracks(town):
    """Give what is a crack about leave now, as (kind, whose)."""
    query = select(Finding.kind, Finding.user_id).where(
        Finding.municipality_id == town.id, Finding.kind.in_(AWAY)
    )
    return {tuple(row) for row in db.session.execute(query.where(watchdog.running(clock.now())))}


def test_who_holds_nothing_may_go_at_once(town, noor):
    assert ask(noor).is_agreed


def test_who_holds_open_work_needs_somebody_to_stand_in_and_is_told_what_is_open(case, noor):
    with pytest.raises(RuleBroken, match="leave-needs-substitute"):
        ask(noor)
    left = leaves.open_without(noor, on(3), on(9), stood_in_for=False)
    assert [(one.kind, one.case_id) for one in left] == [(HoldingKind.TRACK, case.id)]


def test_what_is_done_or_closed_holds_nobody(town, case, noor, session):
    case.track(TrackKind.CARE).state = TrackState.DONE
    session.commit()
    assert holdings.held_by(noor.id) == []


def test_nobody_stands_in_before_they_accept(case, noor, dora):
    leave = ask(noor, dora)
    assert leave.waits
    assert [one.id for one in leaves.to_answer(actor_for(dora))] == [leave.id]
    leaves.accept(actor_for(dora), leave)
    db.session.commit()
    assert leave.is_agreed
    assert leaves.to_answer(actor_for(dora)) == []
    with pytest.raises(RuleBroken, match="leave-answered-before"):
        leaves.refuse(actor_for(dora), leave)


def test_who_does_not_stand_in_sends_it_back_until_another_is_asked(case, noor, dora, els):
    leave = ask(noor, dora)
    leaves.refuse(actor_for(dora), leave)
    db.session.commit()
    assert leave.end is LeaveEnd.REFUSED
    assert [one.id for one in leaves.turned_down(actor_for(noor))] == [leave.id]
    ask(noor, els)
    assert leaves.turned_down(actor_for(noor)) == []


def test_only_oneself_and_ones_lead_may_ask_and_only_who_is_asked_may_answer(
    case, noor, dora, els, lida
):
    with pytest.raises(NotPermitted):
        ask(noor, dora, by=els)
    leave = ask(noor, dora, by=lida)
    for actor in (noor, lida, els):
        with pytest.raises(NotPermitted):
            leaves.accept(actor_for(actor), leave)
    with pytest.raises(NotPermitted):
        leaves.withdraw(actor_for(dora), leave)
    leaves.withdraw(actor_for(lida), leave)
    assert leave.end is LeaveEnd.WITHDRAWN


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [(5, 4, "leave-ends-before-it-begins"), (-1, 3, "leave-begins-before-today"),
     (-9, -3, "leave-over"), (1, 400, "leave-too-long")],
)  # fmt: skip
def test_days_that_cannot_be_are_refused(noor, first, last, code):
    with pytest.raises(RuleBroken, match=code):
        ask(noor, first=first, last=last)


def test_somebody_is_away_once(case, noor, dora, els):
    agreed(noor, dora, 3, 9)
    with pytest.raises(RuleBroken, match="leave-overlaps"):
        ask(noor, els, 9, 12)
    assert ask(noor, els, 10, 12).waits


def test_nobody_stands_in_who_cannot(town, case, noor, dora, sem, session):
    stranger = town.person(Role.MAYOR)
    dora.deactivated_at = clock.now()
    session.commit()
    for unfit in (sem, stranger, dora):
        with pytest.raises(RuleBroken, match="leave-substitute-unfit"):
            ask(noor, unfit)
    with pytest.raises(RuleBroken, match="leave-substitute-oneself"):
        ask(noor, noor)


def test_nobody_stands_in_for_the_file_of_whom_they_know(town, case, noor, dora, session):
    session.add(
        Acquaintance(
            municipality_id=town.id, user_id=dora.id, case_id=case.id, declared_at=clock.now()
        )
    )
    session.commit()
    with pytest.raises(RuleBroken, match="leave-substitute-unfit"):
        ask(noor, dora)


def test_who_stands_in_does_not_go_in_the_same_days_before_somebody_else_does(
    case, noor, dora, els
):
    agreed(noor, dora, 3, 9)
    with pytest.raises(RuleBroken, match="leave-needs-substitute"):
        ask(dora, None, 9, 12)
    with pytest.raises(RuleBroken, match="leave-leaves-work"):
        ask(dora, els, 9, 12)
    assert ask(dora, None, 10, 12).is_agreed


def test_who_is_away_does_not_stand_in(case, noor, dora):
    ask(dora, None, 9, 12)
    with pytest.raises(RuleBroken, match="leave-substitute-away"):
        ask(noor, dora, 3, 9)
    leave = ask(noor, dora, 3, 8)
    leaves.change(
        actor_for(dora), dora_leave(dora), first_on=on(8), last_on=on(12), substitute=None
    )
    db.session.commit()
    with pytest.raises(RuleBroken, match="leave-substitute-away"):
        leaves.accept(actor_for(dora), leave)


def dora_leave(dora):
    return leaves.own(actor_for(dora))[0]


def test_a_shielded_case_and_an_offer_that_waits_are_seen_to_before_somebody_goes(
    town, case, noor, dora, els, session
):
    mine = town.case(care=els, next_on=on(90))
    offer = handovers.offer(actor_for(els), mine, of=HandoverOf.CARE, user=noor, note="Dit speelt.")
    session.commit()
    with pytest.raises(RuleBroken, match="leave-leaves-work"):
        ask(noor, dora)
    handovers.withdraw(actor_for(els), offer)
    case.is_shielded = True
    session.commit()
    with pytest.raises(RuleBroken, match="leave-leaves-work"):
        ask(noor, dora)
    left = leaves.open_without(noor, on(3), on(9), stood_in_for=True)
    assert [(one.kind, one.is_shielded) for one in left] == [(HoldingKind.TRACK, True)]


def test_fewer_days_hold_at_once_and_more_are_asked_while_the_first_hold(case, noor, dora):
    leave = agreed(noor, dora, 3, 9)
    same = change(leave, 4, 8, dora)
    assert same.id == leave.id
    assert same.is_agreed
    longer = change(leave, 4, 12, dora)
    assert longer.waits
    assert leave.is_agreed
    leaves.accept(actor_for(dora), longer)
    db.session.commit()
    assert (leave.end, longer.is_agreed) == (LeaveEnd.REPLACED, True)


def test_another_substitute_takes_over_when_they_accept_and_not_before(case, noor, dora, els):
    leave = agreed(noor, dora)
    other = change(leave, 3, 9, els)
    assert leave.is_agreed
    leaves.refuse(actor_for(els), other)
    db.session.commit()
    assert leave.is_agreed
    anew = change(leave, 3, 9, els)
    once_more = change(leave, 3, 10, els)
    db.session.refresh(anew)
    assert anew.end is LeaveEnd.WITHDRAWN
    leaves.accept(actor_for(els), once_more)
    db.session.commit()
    assert leave.end is LeaveEnd.REPLACED


def change(leave, first, last, substitute):
    made = leaves.change(
        actor_for(leave.user), leave, first_on=on(first), last_on=on(last), substitute=substitute
    )
    db.session.commit()
    return made


def test_a_leave_that_was_taken_back_is_answered_no_more(case, noor, dora):
    leave = ask(noor, dora)
    leaves.withdraw(actor_for(noor), leave)
    db.session.commit()
    with pytest.raises(RuleBroken, match="leave-answered-before"):
        leaves.accept(actor_for(dora), leave)
    with pytest.raises(RuleBroken, match="leave-ended-before"):
        leaves.withdraw(actor_for(noor), leave)
    with pytest.raises(RuleBroken, match="leave-ended-before"):
        change(leave, 3, 5, dora)


def test_each_of_it_stands_in_the_log(case, noor, dora, session):
    leave = ask(noor, dora)
    assert accesslog.logbook(db.session()).acts == []
    leaves.accept(actor_for(dora), leave)
    assert [one.event for one in accesslog.logbook(db.session()).acts] == ["leave:accepted"]


def test_who_goes_before_anybody_said_to_stand_in_is_a_crack_for_as_long_as_it_lasts(
    town, case, noor, dora, hands
):
    leave = ask(noor, dora, 3, 9)
    assert cracks(town) == set()
    hands.pass_by(days=3)
    assert cracks(town) == {(K.OWNER_AWAY, noor.id)}
    leaves.accept(actor_for(dora), leave)
    db.session.commit()
    assert cracks(town) == set()


def test_a_crack_of_leave_ends_with_the_leave(town, case, noor, dora, hands):
    ask(noor, dora, 0, 4)
    assert cracks(town) == {(K.OWNER_AWAY, noor.id)}
    hands.pass_by(days=5)
    assert cracks(town) == set()


def test_work_that_comes_to_somebody_who_is_away_without_substitute_is_a_crack(
    town, noor, sem, hands
):
    ask(noor, None, 2, 4)
    case = town.case(safety=sem, director=noor, care=noor, next_on=on(90))
    assert cracks(town) == set()
    hands.pass_by(days=2)
    assert cracks(town) == {(K.OWNER_AWAY, noor.id), (K.DIRECTOR_AWAY, noor.id)}
    for part in case.involvements:
        if part.part is Part.DIRECTOR:
            part.ended_at = clock.now()
    db.session.commit()
    assert cracks(town) == {(K.OWNER_AWAY, noor.id)}


def _gone(_town, _case, dora):
    dora.deactivated_at = clock.now()


def _retrained(_town, _case, dora):
    for grant in dora.grants:
        grant.ended_at = clock.now()


def _knows(town, case, dora):
    db.session.add(
        Acquaintance(
            municipality_id=town.id, user_id=dora.id, case_id=case.id, declared_at=clock.now()
        )
    )


def _shielded(_town, case, _dora):
    case.is_shielded = True


def _away(town, _case, dora):
    db.session.add(
        Leave(
            municipality_id=town.id,
            user_id=dora.id,
            first_on=clock.today(),
            last_on=on(2),
            asked_at=clock.now(),
            asked_by_id=dora.id,
        )
    )


@pytest.mark.parametrize("plant", [_gone, _retrained, _knows, _shielded, _away])
def test_a_substitute_who_can_no_longer_do_it_is_a_crack_in_the_same_transaction(
    town, case, noor, dora, session, hands, plant
):
    agreed(noor, dora, 0, 9)
    assert cracks(town) == set()
    plant(town, case, dora)
    session.commit()
    assert cracks(town) == {(K.OWNER_AWAY, noor.id)}


def test_what_is_held_is_what_the_watchdog_misses_when_somebody_goes(
    town, case, noor, sem, session
):
    """The two ways of asking who is responsible agree: of tracks, directions and what is over."""
    town.case(director=noor, care=sem, safety=noor, next_on=on(90))
    done = town.case(care=noor, safety=sem, next_on=on(90))
    done.track(TrackKind.CARE).state = TrackState.NOT_NEEDED
    session.commit()
    held = {(one.kind, one.id) for one in holdings.held_by(noor.id)}
    assert len(held) == 3
    noor.deactivated_at = clock.now()
    session.commit()
    gone = {K.OWNER_GONE: HoldingKind.TRACK, K.DIRECTOR_GONE: HoldingKind.DIRECTION}
    query = select(Finding.kind, Finding.subject_id).where(
        Finding.user_id == noor.id, Finding.kind.in_(gone), Finding.ended_at.is_(None)
    )
    assert {(gone[kind], one) for kind, one in session.execute(query)} == held


def test_who_is_asked_knows_who_could_stand_in(town, noor, dora, sem):
    town.person(Role.MAYOR)
    town.person(Role.PRIVACY_OFFICER)
    assert {one.id for one in leaves.candidates(town.id)} == {noor.id, dora.id, sem.id}


def test_a_lead_asks_for_who_they_lead_and_others_for_themselves(town, noor, sem, lida):
    assert {one.id for one in leaves.who_may_be_away(actor_for(noor))} == {noor.id}
    assert {one.id for one in leaves.who_may_be_away(actor_for(lida))} == {noor.id, lida.id}
    agreed_ = ask(noor, None)
    assert [one.id for one in leaves.of_teams(actor_for(lida))] == [agreed_.id]
    assert leaves.of_teams(actor_for(sem)) == []
    assert accounts.user(noor.id) is noor
