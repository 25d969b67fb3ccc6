"""A watch is offered and accepted: who has it keeps it until another said yes."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import accesslog, accounts, cases, closures, handovers, watchdog
from caseapp.extensions import db
from caseapp.holdings import HoldingKind, held_by
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.case_words import TrackKind, TrackState
from caseapp.model.closures import ClosureReason, ReopeningGround
from caseapp.model.handovers import Handover, HandoverEnd, HandoverOf
from caseapp.model.messages import Message, MessageKind
from caseapp.model.watchdog import Finding, FindingKind
from caseapp.policy import Permission, allows
from caseapp.worklists import Reason, work_of
from tests.support.cast import actor_for

DAY = timedelta(days=1)
WATCH = HandoverOf.WATCH


def save():
    """Commit; nobody looked at what a test read."""
    accesslog.logbook(db.session()).clear()
    db.session.commit()


@pytest.fixture
def people(town):
    """Noor directs the case, Wil is to watch it, and Dora could."""
    return {name: town.person(Role.SOCIAL_WORKER, name=name) for name in ("Noor", "Wil", "Dora")}


@pytest.fixture
def case(town, people):
    """A closed case; Noor closed it and offered the watch to Wil."""
    noor = people["Noor"]
    made = town.case(town.resident(), care=noor, director=noor)
    for kind in TrackKind:
        how = {"state": TrackState.DONE, "reason": "Klaar.", "next_on": None}
        cases.arrange_track(actor_for(noor), made.track(kind), **how)
    db.session.commit()
    closures.close(
        actor_for(noor),
        made,
        reason=ClosureReason.GOALS_REACHED,
        why="Klaar.",
        ending="Goed.",
        is_informed=True,
        watcher=people["Wil"],
        until_on=clock.today() + 60 * DAY,
        note="Let op de post.",
    )
    save()
    return made


def watch_of(case):
    return closures.running_watch_of(case)


def waiting(case):
    return handovers.waiting_watch_of(case)


def reasons(user):
    db.session.expire_all()
    found = [item.reason for item in work_of(actor_for(user)).items]
    accesslog.logbook(db.session()).clear()
    return found


def told(kind):
    query = select(Message.user_id).where(Message.kind == kind)
    return set(db.session.scalars(query))


def found(case):
    save()
    query = select(Finding.kind).where(Finding.case_id == case.id, Finding.ended_at.is_(None))
    return set(db.session.scalars(query.where(Finding.since <= clock.now())))


def test_who_closes_keeps_the_watch_until_the_other_accepts(case, people):
    noor, wil = people["Noor"], people["Wil"]
    assert watch_of(case).watcher_id == noor.id
    assert HoldingKind.WATCH in {one.kind for one in held_by(noor.id)}
    assert [one.kind for one in held_by(wil.id)] == [HoldingKind.OFFER]
    assert reasons(wil) == [Reason.HANDOVER_TO_ANSWER]
    assert told(MessageKind.HANDOVER_OFFERED) == {wil.id}
    assert not allows(actor_for(wil), Permission.CASE_VIEW, case)
    handovers.accept(actor_for(wil), waiting(case))
    db.session.commit()
    assert "handover:accepted" in set(db.session.scalars(select(AccessEntry.event)))
    assert watch_of(case).watcher_id == wil.id
    assert allows(actor_for(wil), Permission.CASE_VIEW, case)
    assert (reasons(wil), reasons(noor)) == ([Reason.WATCH_RUNS], [])


def test_refusing_says_why_and_leaves_it_where_it_was(case, people):
    noor, wil = people["Noor"], people["Wil"]
    with pytest.raises(RuleBroken, match="handover-without-reason"):
        handovers.refuse(actor_for(wil), waiting(case), reason=" ", proposal="Vraag Dora.")
    offer = waiting(case)
    handovers.refuse(actor_for(wil), offer, reason="Vol.", proposal="Vraag Dora.")
    save()
    assert watch_of(case).watcher_id == noor.id
    assert reasons(noor) == [Reason.HANDOVER_BACK, Reason.WATCH_RUNS]
    assert told(MessageKind.HANDOVER_BACK) == {noor.id}
    with pytest.raises(NotPermitted):
        handovers.accept(actor_for(wil), offer)


def test_an_offer_is_withdrawn_and_made_again_one_at_a_time(case, people):
    noor, dora = actor_for(people["Noor"]), people["Dora"]
    with pytest.raises(RuleBroken, match="handover-waits-already"):
        handovers.offer(noor, case, of=WATCH, user=dora, note="Let op.")
    handovers.withdraw(noor, waiting(case))
    handovers.offer(noor, case, of=WATCH, user=dora, note="Let op.")
    handovers.accept(actor_for(dora), waiting(case))
    assert watch_of(case).watcher_id == dora.id
    with pytest.raises(NotPermitted):
        handovers.offer(noor, case, of=WATCH, user=people["Wil"], note="Let op.")


def test_only_a_colleague_who_can_keep_it_is_offered_it(town, case, people):
    noor = actor_for(people["Noor"])
    handovers.withdraw(noor, waiting(case))
    for to in (town.person(Role.CHAIN_PARTNER), town.person(Role.PRIVACY_OFFICER), people["Noor"]):
        with pytest.raises(RuleBroken):
            handovers.offer(noor, case, of=WATCH, user=to, note="Let op.")
    with pytest.raises(RuleBroken, match="handover-to-nobody"):
        handovers.offer(noor, case, of=WATCH, team=town.care_team, note="Let op.")
    for of in (HandoverOf.DIRECTION, HandoverOf.CARE):
        with pytest.raises(RuleBroken, match="handover-not-yours"):
            handovers.offer(noor, case, of=of, user=people["Dora"], note="Let op.")


def test_silence_returns_it_and_raises_it(town, case, people):
    noor = people["Noor"]
    offer = waiting(case)
    offer.answer_by = clock.now() - DAY
    assert found(case) == {FindingKind.HANDOVER_UNANSWERED}
    assert handovers.return_unanswered(town.municipality) == 1
    assert found(case) == {FindingKind.HANDOVER_UNANSWERED}
    assert offer.end is HandoverEnd.RETURNED
    assert watch_of(case).watcher_id == noor.id
    assert reasons(noor) == [Reason.HANDOVER_BACK, Reason.WATCH_RUNS]
    assert watchdog.state(town.municipality).open_count == 2
    handovers.see(actor_for(noor), offer)
    assert found(case) == set()


def test_who_was_offered_a_watch_and_goes_gives_it_back(town, case, people):
    admin = town.person(Role.FUNCTIONAL_ADMINISTRATOR)
    with pytest.raises(RuleBroken, match="user-holds-work"):
        accounts.deactivate(actor_for(admin), people["Wil"])
    people["Wil"].deactivated_at = clock.now()
    save()
    assert handovers.return_unanswered(town.municipality) == 1


def test_a_watch_that_is_over_is_not_offered_any_more(case, people):
    noor, wil = actor_for(people["Noor"]), actor_for(people["Wil"])
    offer = waiting(case)
    closures.stop_watch(noor, watch_of(case), reason="Het gaat goed.")
    save()
    assert offer.end is HandoverEnd.WITHDRAWN
    with pytest.raises(NotPermitted):
        handovers.accept(wil, offer)


def test_reopening_takes_the_offer_back(case, people):
    closures.reopen(
        actor_for(people["Noor"]), case, ground=ReopeningGround.RELAPSE, why="Toch.",
        next_on=clock.today() + DAY, tracks={TrackKind.CARE: None},
    )  # fmt: skip
    save()
    assert waiting(case) is None
    assert held_by(people["Wil"].id) == []


def test_who_leads_says_which_other_colleague_has_it_and_the_offer_ends(town, case, people):
    noor, wil, dora = people["Noor"], people["Wil"], people["Dora"]
    lead = town.person(Role.TEAM_LEAD)
    with pytest.raises(NotPermitted):
        closures.pass_on_watch(actor_for(noor), watch_of(case), to=dora)
    closures.pass_on_watch(actor_for(lead), watch_of(case), to=dora)
    save()
    assert watch_of(case).watcher_id == dora.id
    assert told(MessageKind.WATCH_GIVEN) == {dora.id}
    assert [one.end for one in db.session.scalars(select(Handover))] == [HandoverEnd.WITHDRAWN]
    assert reasons(wil) == []
    with pytest.raises(RuleBroken, match="watcher-unchanged"):
        closures.pass_on_watch(actor_for(lead), watch_of(case), to=dora)


def test_what_somebody_else_keeps_by_now_is_not_accepted(case, people):
    offer = waiting(case)
    watch_of(case).watcher_id = people["Dora"].id
    save()
    with pytest.raises(RuleBroken, match="handover-overtaken"):
        handovers.accept(actor_for(people["Wil"]), offer)
