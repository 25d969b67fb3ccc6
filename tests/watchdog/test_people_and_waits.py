"""Who comes back on a day, and a track that waits for the other: told in time, until it is over."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import accesslog, cases, watchdog
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.case_words import Part, ReturnFrom, TrackKind, TrackState
from caseapp.model.journal import Outcome, StepKind
from caseapp.model.watchdog import Finding
from caseapp.model.watchdog import FindingKind as K
from tests.support.cast import actor_for

DAY = timedelta(days=1)
CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY
NEW = {K.RETURN_AHEAD, K.RETURN_UNSEEN, K.TRACK_WAITS_IN_VAIN}


@pytest.fixture
def case(town, noor, sem):
    return town.case(town.resident(), care=noor, safety=sem, next_on=clock.today() + 90 * DAY)


def comes_back(who, case, ahead, place=ReturnFrom.DETENTION):
    day = clock.today() + ahead * DAY if ahead is not None else None
    cases.expect_return(actor_for(who), case.subjects[0], returns_from=place, returns_on=day)
    db.session.commit()


def found(case):
    query = select(Finding).where(Finding.case_id == case.id, watchdog.running(clock.now()))
    rows = db.session.scalars(query.execution_options(populate_existing=True)).all()
    accesslog.logbook(db.session()).clear()
    return {row.kind: row for row in rows if row.kind in NEW}


def test_who_comes_back_is_a_hint_well_before_and_a_crack_after_until_somebody_spoke_them(
    town, case, noor, hands
):
    comes_back(noor, case, 70)
    assert found(case) == {}
    hands.pass_by(days=20)
    hint = found(case)[K.RETURN_AHEAD]
    assert (hint.user_id, hint.track, hint.kind.is_hint) == (noor.id, CARE, True)
    hands.pass_by(days=50)
    assert set(found(case)) == {K.RETURN_AHEAD}, "on the day itself"
    hands.pass_by(days=3)
    crack = found(case)[K.RETURN_UNSEEN]
    assert (crack.kind.is_hint, crack.kind.uncovers) == (False, False)
    town.step(case, noor, CARE, "Niet thuis.", kind=StepKind.ATTEMPT, outcome=Outcome.NOT_REACHED)
    assert set(found(case)) == {K.RETURN_UNSEEN}
    town.step(case, noor, CARE, "Gesproken.", kind=StepKind.HOME_VISIT)
    assert found(case) == {}


def test_a_contact_before_the_day_does_not_count(town, case, noor, hands):
    comes_back(noor, case, 2)
    town.step(case, noor, CARE, "In de inrichting gesproken.", kind=StepKind.HOME_VISIT)
    hands.pass_by(days=5)
    assert set(found(case)) == {K.RETURN_UNSEEN}


def test_nobody_is_expected_any_more_when_both_are_empty_and_never_only_one(case, noor):
    comes_back(noor, case, 10)
    assert set(found(case)) == {K.RETURN_AHEAD}
    with pytest.raises(RuleBroken, match="return-not-whole"):
        comes_back(noor, case, None)
    comes_back(noor, case, None, place=None)
    assert found(case) == {}


def test_who_does_not_work_on_the_case_says_nothing_of_it(town, case):
    with pytest.raises(NotPermitted):
        comes_back(town.person(Role.SOCIAL_WORKER), case, 10)


def test_the_page_of_the_case_tells_it_to_who_works_on_it_and_not_to_a_partner(
    client, town, case, noor
):
    person = case.subjects[0]
    day = clock.today() + 30 * DAY
    fields = {
        "subject": person.id.hex, "returns_from": "detention", "returns_on-day": str(day.day),
        "returns_on-month": str(day.month), "returns_on-year": str(day.year),
    }  # fmt: skip
    client.sign_in(noor)
    path = f"/cases/{case.reference}"
    assert f'{path}/return/new"' in client.get(path).text
    assert person.resident.name in client.get(f"{path}/return/new").text
    missing = client.post(f"{path}/return", data=fields | {"returns_on-day": ""})
    assert missing.status_code == 422
    half = client.post(f"{path}/return", data=fields | {"returns_from": ""})
    assert half.status_code == 422
    assert "Vul de dag en de plaats allebei in" in half.text
    elsewhere = client.post(f"{path}/return", data=fields | {"subject": "0" * 32})
    assert elsewhere.status_code == 422
    assert client.post(f"{path}/return", data=fields).status_code == 303
    assert "Terug uit detentie" in client.get(path).text
    accesslog.logbook(db.session()).clear()
    partner = town.person(Role.CHAIN_PARTNER)
    cases.staff_case(
        actor_for(town.person(Role.TEAM_LEAD)), case, user=partner, part=Part.PARTNER, track=None
    )
    db.session.commit()
    client.sign_in(partner)
    shown = client.get(path)
    assert shown.status_code == 200
    assert "detentie" not in shown.text


def wait(who, track, *, waits=True):
    cases.arrange_track(
        actor_for(who),
        track,
        state=TrackState.NEEDED,
        reason="",
        next_on=clock.today() + 9 * DAY,
        waits_for_other=waits,
    )
    db.session.commit()


def stop(who, track):
    cases.arrange_track(actor_for(who), track, state=TrackState.DONE, reason="Klaar.", next_on=None)
    db.session.commit()


def test_a_track_that_waits_for_one_that_stopped_is_told_until_it_waits_no_more(case, noor, sem):
    care, safety = case.track(CARE), case.track(SAFETY)
    wait(noor, care)
    assert found(case) == {}
    stop(sem, safety)
    crack = found(case)[K.TRACK_WAITS_IN_VAIN]
    assert (crack.subject_id, crack.track, crack.user_id) == (care.id, CARE, noor.id)
    wait(noor, care, waits=False)
    assert found(case) == {}


def test_it_ends_when_the_other_runs_again_and_with_the_track_itself(case, noor, sem):
    care, safety = case.track(CARE), case.track(SAFETY)
    wait(noor, care)
    stop(sem, safety)
    wait(sem, safety, waits=False)
    assert found(case) == {}
    stop(sem, safety)
    assert set(found(case)) == {K.TRACK_WAITS_IN_VAIN}
    stop(noor, care)
    assert found(case) == {}
    assert not care.waits_for_other


def test_the_page_of_the_track_asks_whether_it_waits(client, case, noor):
    client.sign_in(noor)
    day = clock.today() + 9 * DAY
    fields = {
        "state": "needed", "waits_for_other": "y", "version": str(case.track(CARE).version),
        "next_on-day": str(day.day), "next_on-month": str(day.month),
        "next_on-year": str(day.year),
    }  # fmt: skip
    path = f"/cases/{case.reference}/tracks/care"
    assert client.post(path, data=fields).status_code == 303
    db.session.expire_all()
    assert case.track(CARE).waits_for_other
    assert "Wacht op het andere spoor" in client.get(f"/cases/{case.reference}").text
    box = client.get(f"{path}/edit").text.partition('name="waits_for_other"')
    assert "checked" in box[0][-200:] + box[2][:200]
