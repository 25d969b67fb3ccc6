"""What a track is for is read and written by who works on it, and by nobody of the other side."""

import pytest

from caseapp import accesslog, cases
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.errors import NotPermitted
from caseapp.model.case_words import TrackKind, TrackState
from caseapp.model.cases import GOAL_LENGTH
from tests.support.cast import actor_for
from tests.support.days import day

CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY
GOAL = "Zij slaapt weer thuis."


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(town.resident(), care=noor, safety=sem, director=dora)


@pytest.fixture(autouse=True)
def _seen(session):
    yield
    accesslog.logbook(db.session()).clear()


def arranged(who, track, **facts):
    how = {"state": TrackState.NEEDED, "reason": "", "next_on": clock.today(), **facts}
    cases.arrange_track(actor_for(who), track, **how)
    accesslog.logbook(db.session()).seen.clear()
    db.session.commit()
    accesslog.logbook(db.session()).clear()


def fields(track, **changes):
    typed = {"state": "needed", "version": str(track.version), **day("next_on", clock.today())}
    return typed | changes


def test_it_stays_when_the_track_is_arranged_without_it(case, noor):
    arranged(noor, case.track(CARE), goal=GOAL)
    arranged(noor, case.track(CARE))
    assert case.track(CARE).goal == GOAL


def test_who_leads_the_team_sets_a_date_and_neither_reads_nor_writes_what_it_is_for(
    client, session, case, noor, lida
):
    arranged(noor, case.track(CARE), goal=GOAL)
    arranged(lida, case.track(CARE), next_on=clock.today())
    with pytest.raises(NotPermitted):
        arranged(lida, case.track(CARE), goal="Iets anders.")
    accesslog.logbook(db.session()).clear()
    typed, care = fields(case.track(CARE), goal="Iets anders."), case.track(CARE)
    address = f"/cases/{case.reference}/tracks/care"
    purpose = f"/purposes/cases/{case.id.hex}"
    accesslog.logbook(db.session()).clear()
    client.sign_in(lida)
    client.post(purpose, data={"purpose": "supervision"})
    form = client.get(f"{address}/edit")
    assert form.status_code == 200
    assert GOAL not in form.text
    assert "Wat wilt u op dit spoor bereiken" not in form.text
    assert client.post(address, data=typed).status_code == 303
    session.refresh(care)
    assert care.goal == GOAL
    accesslog.logbook(db.session()).clear()
    late = client.post(address, data=typed | {"version": "1"})
    assert late.status_code == 409
    assert GOAL not in late.text


def test_it_stands_in_the_head_of_the_case_for_its_own_side_alone(
    client, session, case, noor, sem, dora
):
    arranged(noor, case.track(CARE), goal=GOAL)
    page = f"/cases/{case.reference}"
    accesslog.logbook(db.session()).clear()
    for who, reads in ((noor, True), (sem, False), (dora, True)):
        client.sign_in(who)
        assert (GOAL in client.get(page).text) is reads
        own = client.get(f"{page}/tracks/care/edit")
        assert (GOAL in own.text) is reads


def test_two_who_write_it_at_once_see_both_texts(client, session, case, noor):
    arranged(noor, case.track(CARE), goal=GOAL)
    old = str(case.track(CARE).version - 1)
    client.sign_in(noor)
    typed = fields(case.track(CARE), goal="Hij heeft werk.", version=old)
    late = client.post(f"/cases/{case.reference}/tracks/care", data=typed)
    assert late.status_code == 409
    assert GOAL in late.text
    assert "Hij heeft werk." in late.text
    assert case.track(CARE).goal == GOAL


def test_a_goal_that_is_too_long_is_refused_at_its_field(client, session, case, noor):
    client.sign_in(noor)
    typed = fields(case.track(CARE), goal="x" * (GOAL_LENGTH + 1))
    sent = client.post(f"/cases/{case.reference}/tracks/care", data=typed)
    assert sent.status_code == 422
    assert "Dit is te lang" in sent.text
