"""10. A track that is not needed is closed with a reason that the other owner confirms."""

from datetime import timedelta

import pytest

from caseapp import accesslog, cases, closures, policy, worklists
from caseapp.closures import ObstacleKind
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.case_words import TrackKind, TrackState
from caseapp.policy import Permission
from caseapp.worklists import Reason
from tests.support.cast import actor_for
from tests.support.days import day

CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(town.resident(), care=noor, safety=sem, director=dora)


@pytest.fixture(autouse=True)
def _seen(session):
    yield
    accesslog.logbook(db.session()).clear()


def stopped(who, case, state=TrackState.NOT_NEEDED):
    track = case.track(SAFETY)
    cases.arrange_track(
        actor_for(who), track, state=state, reason="Er is geen dreiging.", next_on=None
    )
    accesslog.logbook(db.session()).seen.clear()
    db.session.commit()
    return track


def kinds(case):
    return {one.kind for one in closures.obstacles_of(case) if one.track is SAFETY}


def to_confirm(who):
    found = worklists.work_of(actor_for(who)).items
    return [one.noun.id for one in found if one.reason is Reason.STOP_TO_CONFIRM]


def test_it_waits_on_the_list_of_who_owns_the_other_and_is_in_the_way_of_closing(case, noor, sem):
    track = stopped(sem, case)
    assert track.awaits_other
    assert kinds(case) == {ObstacleKind.TRACK_UNCONFIRMED}
    assert to_confirm(noor) == [track.id]
    assert to_confirm(sem) == []
    cases.confirm_stop(actor_for(noor), track)
    db.session.commit()
    assert kinds(case) == set()
    assert to_confirm(noor) == []
    assert (track.confirmed_by_id, track.state) == (noor.id, TrackState.NOT_NEEDED)


def test_nobody_confirms_what_they_said_themselves(case, noor, sem, dora):
    track = stopped(sem, case)
    with pytest.raises(NotPermitted):
        cases.confirm_stop(actor_for(sem), track)
    stopped(dora, case)
    with pytest.raises(NotPermitted):
        cases.confirm_stop(actor_for(dora), case.track(SAFETY))
    cases.confirm_stop(actor_for(noor), case.track(SAFETY))


def test_who_directs_confirms_where_the_other_owner_cannot(town, sem, dora):
    case = town.case(safety=sem, director=dora)
    track = stopped(sem, case)
    cases.confirm_stop(actor_for(dora), track)
    assert track.confirmed_by_id == dora.id


def test_somebody_without_a_part_in_it_reads_no_reason(town, case, sem, piet):
    track = stopped(sem, case)
    stranger = town.person(*sem.roles)
    for who in (stranger, piet):
        assert not policy.allows(actor_for(who), Permission.TRACK_CONFIRM, track)


def test_who_does_not_agree_lets_the_track_go_on_today_with_the_reason(case, noor, sem):
    track = stopped(sem, case)
    with pytest.raises(RuleBroken, match="contest-without-reason"):
        cases.contest_stop(actor_for(noor), track, reason=" ")
    cases.contest_stop(actor_for(noor), track, reason="De buurman dreigt nog.")
    db.session.commit()
    assert (track.state, track.next_on) == (TrackState.NEEDED, clock.today())
    assert track.state_reason == "De buurman dreigt nog."
    assert case.next_on == clock.today()
    assert not track.awaits_other


def test_it_is_answered_once_and_said_again_it_is_asked_again(case, noor, sem):
    track = stopped(sem, case)
    cases.confirm_stop(actor_for(noor), track)
    db.session.commit()
    with pytest.raises(NotPermitted):
        cases.confirm_stop(actor_for(noor), track)
    accesslog.logbook(db.session()).clear()
    track = stopped(sem, case)
    assert track.awaits_other
    assert track.confirmed_by_id is None


def test_a_track_that_is_done_needs_no_confirmation(case, sem, noor):
    track = stopped(sem, case, TrackState.DONE)
    assert not track.awaits_other
    assert to_confirm(noor) == []
    assert ObstacleKind.TRACK_UNCONFIRMED not in kinds(case)


def test_the_reason_is_read_on_the_screen_and_answered_there(client, session, case, noor, sem):
    stopped(sem, case)
    address = f"/cases/{case.reference}/tracks/safety/confirmation"
    accesslog.logbook(db.session()).clear()
    client.sign_in(noor)
    assert "Er is geen dreiging." in client.get(f"{address}/new").text
    bad = client.post(address, data={"answer": "needed"})
    assert bad.status_code == 422
    assert "Schrijf op waarom het spoor wel nodig is." in bad.text
    assert client.post(address, data={"answer": "confirmed"}).status_code == 303
    assert client.get(f"{address}/new").status_code == 404


def test_a_track_whose_date_went_by_is_stopped_without_clearing_the_date(client, case, sem):
    track, reference = case.track(SAFETY), case.reference
    track.next_on = clock.today() - timedelta(days=3)
    accesslog.logbook(db.session()).clear()
    db.session.commit()
    version = track.version
    accesslog.logbook(db.session()).clear()
    client.sign_in(sem)
    went_by = day("next_on", clock.today() - timedelta(days=3))
    said = {"state": "not-needed", "reason": "Rustig.", "version": str(version)} | went_by
    assert client.post(f"/cases/{reference}/tracks/safety", data=said).status_code == 303
    goes_on = said | {"state": "needed"}
    assert client.post(f"/cases/{reference}/tracks/safety", data=goes_on).status_code == 422
