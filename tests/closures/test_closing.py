"""A case is closed by nobody alone, with nothing open, and with somebody who keeps an eye on it."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import accesslog, accounts, cases, closures, escalation, handovers, leaves, watchdog
from caseapp.extensions import db
from caseapp.flows import reassignment
from caseapp.holdings import HoldingKind, held_by
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.case_words import CaseState, Part, TrackKind, TrackState
from caseapp.model.closures import ClosureReason, ReopeningGround, Watch, WatchEnd
from caseapp.model.handovers import HandoverOf
from caseapp.model.watchdog import Finding, FindingKind
from caseapp.policy import Permission, allows
from caseapp.worklists import Reason, work_of
from tests.support.cast import actor_for

DAY = timedelta(days=1)
K = closures.ObstacleKind
CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY


@pytest.fixture
def noor(town):
    return town.person(Role.SOCIAL_WORKER, name="Noor")


@pytest.fixture
def sem(town):
    return town.person(Role.SAFETY_ADVISER, name="Sem")


@pytest.fixture
def dirk(town):
    return town.person(Role.SOCIAL_WORKER, name="Dirk")


@pytest.fixture
def wil(town):
    return town.person(Role.SOCIAL_WORKER, name="Wil")


@pytest.fixture
def case(town, noor, sem, dirk):
    return town.case(town.resident(), care=noor, safety=sem, director=dirk)


def save():
    """Commit; nobody looked at what a test read."""
    accesslog.logbook(db.session()).clear()
    db.session.commit()


def finish(case, *people):
    """Have each say of their own track that it is done."""
    for person, kind in people:
        cases.arrange_track(
            actor_for(person),
            case.track(kind),
            state=TrackState.DONE,
            reason="Klaar.",
            next_on=None,
        )
    db.session.commit()


def shut(case, closer, **facts):
    facts = {"reason": ClosureReason.GOALS_REACHED, "why": "Het gaat goed.", "ending": "Goed.",
             "is_informed": True} | facts  # fmt: skip
    facts.setdefault("note", "Let op de buren.")
    if "watcher" not in facts:
        facts.setdefault("unwatched", "Er is steun genoeg.")
    made = closures.close(actor_for(closer), case, **facts)
    db.session.commit()
    return made


@pytest.fixture
def done(case, noor, sem):
    finish(case, (noor, CARE), (sem, SAFETY))
    return case


@pytest.fixture
def watched(done, dirk, wil):
    shut(done, dirk, watcher=wil, until_on=clock.today() + 60 * DAY)
    watch = closures.running_watch_of(done)
    assert watch.watcher_id == dirk.id
    handovers.accept(actor_for(wil), handovers.waiting_watch_of(done))
    save()
    return watch


def reopen(case, person, **facts):
    facts = {"ground": ReopeningGround.RELAPSE, "why": "Het gaat weer mis.",
             "next_on": clock.today() + DAY, "tracks": {CARE: None}} | facts  # fmt: skip
    made = closures.reopen(actor_for(person), case, **facts)
    db.session.commit()
    return made


def kinds(case):
    return [one.kind for one in closures.obstacles_of(case)]


def found(case):
    save()
    query = select(Finding.kind).where(Finding.case_id == case.id, Finding.ended_at.is_(None))
    return set(db.session.scalars(query.where(Finding.since <= clock.now())))


def reasons(user, *stands_in_for):
    db.session.expire_all()
    actor = replace(actor_for(user), stands_in_for=frozenset(one.id for one in stands_in_for))
    items = work_of(actor).items
    accesslog.logbook(db.session()).clear()
    return [item.reason for item in items]


def test_everything_in_the_way_is_told_at_once(town, case, noor, sem, dirk):
    lead = town.person(Role.TEAM_LEAD)
    assert lead is not None
    handovers.offer(
        actor_for(noor), case, of=HandoverOf.CARE, user=town.person(Role.SOCIAL_WORKER), note="Ja."
    )
    escalation.raise_flag(actor_for(noor), case, facts="Dreigt.")
    case.phase = 2
    save()
    expected = [K.TRACK_RUNS, K.TRACK_RUNS, K.FLAG_OPEN, K.HANDOVER_WAITS, K.ESCALATED]
    assert kinds(case) == expected
    with pytest.raises(RuleBroken, match="closing-obstructed"):
        shut(case, dirk)
    assert case.is_open


def test_nobody_agrees_for_who_works_on_a_track(case, noor, sem, dirk):
    finish(case, (noor, CARE), (dirk, SAFETY))
    assert kinds(case) == [K.TRACK_UNAGREED]
    finish(case, (sem, SAFETY))
    assert kinds(case) == []


def test_a_track_of_nobody_needs_no_agreement(town, noor, dirk):
    case = town.case(care=noor, director=dirk)
    finish(case, (noor, CARE), (dirk, SAFETY))
    assert kinds(case) == []
    shut(case, dirk)
    assert not case.is_open


def test_closing_says_why_and_leaves_nothing_open(done, dirk, noor):
    made = shut(done, dirk, is_informed=False, uninformed="Is verhuisd.")
    assert (done.state, done.next_on) == (CaseState.CLOSED, None)
    assert (made.why, made.ending, made.uninformed) == ("Het gaat goed.", "Goed.", "Is verhuisd.")
    assert found(done) == set()
    assert "case:closed" in set(db.session.scalars(select(AccessEntry.event)))
    assert allows(actor_for(noor), Permission.CASE_VIEW, done)
    with pytest.raises(NotPermitted):
        shut(done, dirk)


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"why": " "}, "why"),
        ({"ending": ""}, "ending"),
        ({"is_informed": False}, "uninformed"),
        ({"unwatched": ""}, "unwatched"),
    ],
)
def test_what_is_not_said_is_asked_at_its_place(done, dirk, facts, field):
    with pytest.raises(RuleBroken) as broken:
        shut(done, dirk, **facts)
    assert broken.value.field == field
    assert done.is_open


def test_a_watch_has_somebody_who_can_keep_it_and_a_day_within_bounds(town, done, dirk, wil):
    partner, gone = town.person(Role.CHAIN_PARTNER), town.person(Role.SOCIAL_WORKER)
    gone.deactivated_at = clock.now()
    save()
    later = clock.today() + 60 * DAY
    for watcher, day in (
        (partner, later),
        (gone, later),
        (town.person(Role.PRIVACY_OFFICER), later),
        (wil, None),
        (wil, clock.today()),
        (wil, clock.today() + 184 * DAY),
    ):
        with pytest.raises(RuleBroken):
            shut(done, dirk, watcher=watcher, until_on=day)
    shut(done, dirk, watcher=wil, until_on=clock.today() + 183 * DAY)


def test_only_who_steers_the_case_closes_it(done, noor, sem):
    for person in (noor, sem):
        with pytest.raises(NotPermitted):
            shut(done, person)


def test_what_is_done_while_somebody_closes_it_is_refused(done, dirk, noor):
    shut(done, dirk)
    done.state, done.closed_at = CaseState.ACTIVE, None
    with db.session.no_autoflush, pytest.raises(RuleBroken, match="case-closed-before"):
        cases.lock(done)
    db.session.rollback()


def test_who_has_the_watch_sees_the_case_and_the_work_of_it(watched, wil, done, town):
    stranger = town.person(Role.SOCIAL_WORKER)
    assert allows(actor_for(wil), Permission.CASE_VIEW, done)
    assert not allows(actor_for(wil), Permission.TRACK_VIEW, done.track(CARE))
    assert not allows(actor_for(stranger), Permission.CASE_VIEW, done)
    assert reasons(wil) == [Reason.WATCH_RUNS]
    assert [one.kind for one in held_by(wil.id)] == [HoldingKind.WATCH]
    closures.stop_watch(actor_for(wil), watched, reason="Het gaat goed.")
    save()
    assert not allows(actor_for(wil), Permission.CASE_VIEW, done)
    assert reasons(wil) == []


def test_from_its_day_on_a_watch_asks_for_a_decision(watched, done, wil):
    assert found(done) == set()
    watched.until_on = clock.today()
    assert found(done) == {FindingKind.WATCH_UNDECIDED}
    assert reasons(wil) == [Reason.WATCH_DUE]
    closures.extend_watch(
        actor_for(wil), watched, reason="Nog even.", until_on=clock.today() + 30 * DAY
    )
    assert found(done) == set()
    with pytest.raises(RuleBroken, match="watch-extended-before"):
        closures.extend_watch(
            actor_for(wil), watched, reason="Nog eens.", until_on=clock.today() + 60 * DAY
        )
    with pytest.raises(RuleBroken, match="watch-without-reason"):
        closures.stop_watch(actor_for(wil), watched, reason=" ")
    closures.stop_watch(actor_for(wil), watched, reason="Het gaat goed.")
    assert watched.end is WatchEnd.STOPPED
    assert found(done) == set()


def test_nobody_leaves_with_a_watch_and_a_colleague_takes_it(town, watched, done, wil, noor):
    admin = town.person(Role.FUNCTIONAL_ADMINISTRATOR)
    with pytest.raises(RuleBroken, match="user-holds-work"):
        accounts.deactivate(actor_for(admin), wil)
    reassignment.reassign(actor_for(wil), wil, choices={watched.id: noor}, note="Let op.")
    save()
    assert watched.watcher_id == wil.id
    with pytest.raises(RuleBroken, match="user-holds-work"):
        accounts.deactivate(actor_for(admin), wil)
    handovers.accept(actor_for(noor), handovers.waiting_watch_of(done))
    save()
    assert watched.watcher_id == noor.id
    accounts.deactivate(actor_for(admin), wil)


def test_who_is_gone_or_away_with_a_watch_is_found(town, watched, done, wil, noor):
    asked = leaves.ask(
        actor_for(wil), wil, first_on=clock.today(), last_on=clock.today() + 9 * DAY,
        substitute=noor,
    )  # fmt: skip
    assert found(done) == {FindingKind.WATCHER_AWAY}
    leaves.accept(actor_for(noor), asked)
    assert found(done) == set()
    assert reasons(noor, wil) == [Reason.WATCH_RUNS]
    wil.deactivated_at = clock.now()
    assert found(done) == {FindingKind.WATCHER_GONE}


def test_the_statement_of_a_night_counts_a_watch(town, watched):
    assert watchdog.state(town.municipality).open_count == 1
    db.session.rollback()


def test_reopening_keeps_the_file_and_asks_the_ground_anew(watched, done, wil, dirk, noor):
    with pytest.raises(RuleBroken, match="reopening-without-track"):
        reopen(done, wil, tracks={})
    with pytest.raises(RuleBroken, match="reopening-without-reason"):
        reopen(done, wil, why=" ")
    with pytest.raises(RuleBroken, match="reopening-without-date"):
        reopen(done, wil, next_on=clock.today() - DAY)
    made = reopen(done, wil)
    assert (done.state, done.next_on) == (CaseState.ACTIVE, clock.today() + DAY)
    assert done.director == dirk
    assert (done.track(CARE).state, done.track(CARE).owner) == (TrackState.NEEDED, noor)
    assert done.track(SAFETY).state is TrackState.DONE
    assert (made.ground, made.reopened_why) == (ReopeningGround.RELAPSE, "Het gaat weer mis.")
    assert watched.end is WatchEnd.REOPENED
    assert kinds(done) == [K.TRACK_RUNS]
    assert "case:reopened" in set(db.session.scalars(select(AccessEntry.event)))


def test_who_cannot_work_any_more_does_not_get_it_back(town, watched, done, wil, dirk, noor):
    for one in (dirk, noor):
        one.deactivated_at = clock.now()
    save()
    reopen(done, wil)
    assert done.director is None
    assert done.track(CARE).owner is None
    assert done.track(CARE).team == town.care_team
    assert found(done) == set()


def test_a_track_nobody_would_have_is_not_reopened(town, watched, done, wil, noor):
    noor.deactivated_at = clock.now()
    done.track(CARE).team = None
    save()
    with pytest.raises(RuleBroken) as broken:
        reopen(done, wil)
    assert broken.value.field == "care_team"
    with pytest.raises(RuleBroken, match="queue-of-another-trade"):
        reopen(done, wil, tracks={CARE: town.safety_team})


def test_a_case_that_was_closed_before_this_was_kept_can_be_reopened(town, noor, dirk):
    case = town.case(care=noor, director=dirk, state=CaseState.CLOSED)
    made = reopen(case, dirk)
    assert case.is_open
    assert made.closed_by_id is None
    finish(case, (noor, CARE), (dirk, SAFETY))
    shut(case, dirk)
    assert len(closures.closures_of(case)) == 2
    assert [i.part for i in case.involvements if i.is_active] == [Part.OWNER, Part.DIRECTOR]
    assert db.session.scalars(select(Watch)).all() == []
