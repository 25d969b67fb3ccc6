"""In the fictitious municipality somebody is in every crack there is."""

from datetime import date

import pytest
from sqlalchemy import select

from caseapp import accesslog, watchdog
from caseapp.accounts import passwords
from caseapp.demo import filling
from caseapp.demo.asked_rows import empty_answer
from caseapp.demo.crack_rows import PLANTS, plant_cracks
from caseapp.demo.waiting_rows import IN_CLOSED_CASES, IN_OPEN_CASES
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.case_words import CaseState, TrackState
from caseapp.model.journal import Step
from caseapp.model.leaves import Leave
from caseapp.model.organisations import Team, TeamKind
from caseapp.model.police import PoliceStage
from caseapp.model.watchdog import Finding
from caseapp.model.watchdog import FindingKind as K
from caseapp.web import answer_words
from tests.support.reporting import report
from tests.support.world import DAY

PLANTED = {
    K.TRACK_NOBODYS, K.OWNER_GONE, K.DIRECTOR_GONE, K.NO_DIRECTOR, K.NO_NEXT_DATE,
    K.RETURN_UNSEEN, K.RETURN_AHEAD, K.TRACK_WAITS_IN_VAIN, K.OWNER_LEFT_TEAM, K.NOTHING_RUNS,
    K.QUEUE_WITHOUT_STAFF, K.SIGNAL_NOBODYS, K.CLOSED_WITH_OPEN, K.HANDOVER_UNANSWERED,
    K.UNREACHED, K.REPEATED, K.EMERGENCY_UNJUDGED, K.BREACH_UNREPORTED, K.APPROVAL_UNDECIDED,
    K.WATCHER_GONE, K.WATCHER_AWAY, K.TURNS_ADULT, K.REQUEST_UNANSWERED,
    K.DESCENT_UNANSWERED, K.DESCENDED_UNRECEIVED, K.EVALUATION_DUE, K.MEASURE_DUE, K.ACTION_PASSED,
    K.ITEM_UNDECIDED,
}  # fmt: skip


def found(town):
    watchdog.examine(town.id)
    query = select(Finding).where(Finding.municipality_id == town.id, watchdog.running(clock.now()))
    rows = db.session.scalars(query.execution_options(populate_existing=True)).all()
    accesslog.logbook(db.session()).clear()
    return {(row.kind, row.subject_id) for row in rows}


def test_one_of_each_is_planted_and_each_in_a_case_of_its_own(town, session):
    gone = town.person(Role.SOCIAL_WORKER)
    gone.deactivated_at = clock.now()
    noor, sem = town.person(Role.SOCIAL_WORKER), town.person(Role.SAFETY_ADVISER)
    piet = town.person(Role.PROCESS_DIRECTOR)
    town.person(Role.PRIVACY_OFFICER)
    away = town.person(Role.SOCIAL_WORKER)
    for _ in range(len(PLANTS) + len(IN_OPEN_CASES) + 1):
        town.case(
            town.resident(), care=noor, safety=sem, director=piet, phase=2,
            next_on=clock.today() + 9 * DAY,
        )  # fmt: skip
    for _ in range(1 + len(IN_CLOSED_CASES)):
        closed = town.case(town.resident(), care=noor, safety=sem, state=CaseState.CLOSED)
        for track in closed.tracks:
            track.state, track.next_on = TrackState.DONE, None
    days = {"first_on": clock.today() - DAY, "last_on": clock.today() + 5 * DAY}
    asked = {"asked_at": clock.now(), "asked_by_id": away.id, "substitute_id": noor.id}
    session.add(Leave(municipality_id=town.id, user_id=away.id, **days, **asked))
    report(town, noor, team=town.care_team)
    session.add(Team(municipality_id=town.id, name="Wijkteam West", kind=TeamKind.CARE))
    session.commit()
    before = found(town)
    plant_cracks(session, town.id)
    session.commit()
    assert {kind for kind, _subject in found(town) - before} >= PLANTED
    stages = {one.stage(clock.today()) for one in session.scalars(select(Step))}
    assert stages == {*PoliceStage} - {PoliceStage.DESTROYED}
    accesslog.logbook(session()).clear()


@pytest.mark.no_cover
def test_somebody_is_in_every_crack_there_is(session, monkeypatch):
    monkeypatch.setattr(passwords, "hashed", lambda password: f"hash of {password}")
    filling.fill()
    query = select(Finding.kind).where(watchdog.running(clock.now()))
    there = set(db.session.scalars(query))
    accesslog.logbook(db.session()).clear()
    assert set(K) - there == set()


def test_what_was_never_released_reads_as_the_screens_write_it(app):
    told = {"town": "Oude IJsselrand", "person": "M. Hoekema"}
    first, last = date(2026, 8, 1), date(2026, 10, 31)
    days = {"first": first, "last": last, "made_on": last}
    with app.test_request_context():
        assert empty_answer(*told.values(), first, last) == answer_words.content_of(
            rows=(), **told, **days
        )
