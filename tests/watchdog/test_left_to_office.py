"""What nobody is left to steer is on the page of somebody who can mend it, and tells no more."""

from types import SimpleNamespace

import pytest
from sqlalchemy import select, update

from caseapp import accesslog, watchdog
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accounts import User
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Track
from caseapp.model.watchdog import Finding, FindingKind


@pytest.fixture
def lida(town):
    return town.person(Role.TEAM_LEAD, name="Lida Prins")


@pytest.fixture
def process(town):
    return town.person(Role.PROCESS_DIRECTOR, name="Paul Keten")


@pytest.fixture
def dirk(town):
    return town.person(Role.SOCIAL_WORKER, name="Dirk Regie")


@pytest.fixture
def shielded(town, noor, dirk):
    facts = {"care": noor, "director": dirk, "is_shielded": True, "title": "Geheim"}
    made = town.case(town.resident(), **facts)
    return SimpleNamespace(id=made.id, reference=made.reference)


def go(*people):
    for one in people:
        leave = update(User).where(User.id == one.id).values(deactivated_at=clock.now())
        db.session.execute(leave, execution_options={"synchronize_session": False})
    accesslog.logbook(db.session()).clear()
    db.session.commit()


def look(town):
    watchdog.examine(town.id)
    db.session.commit()


def kinds(case):
    query = select(Finding.kind).where(Finding.case_id == case.id, Finding.ended_at.is_(None))
    return set(db.session.scalars(query.where(Finding.since <= clock.now())))


def repair(client, kind):
    """Press the button of the one line of this kind, and give where it leads."""
    page = client.get(f"/watchdog?kind={kind}").text
    address = page.partition('id="list"')[2].partition('action="')[2].partition('"')[0]
    assert address, page
    return client.post(address).location


def give(client, case, user, part="director", place=""):
    data = {"user": user.id.hex, "part": part, "place": place}
    return client.post(f"/cases/{case.reference}/staff", data=data)


def test_who_leads_the_process_gives_a_track_without_team_an_owner_in_the_first_phase(
    town, client, dora, process
):
    case = town.case(town.resident(), phase=1)
    lost = update(Track).where(Track.case_id == case.id).values(team_id=None)
    db.session.execute(lost, execution_options={"synchronize_session": False})
    db.session.commit()
    look(town)
    assert FindingKind.TRACK_NOBODYS in kinds(case)
    client.sign_in(process)
    there = repair(client, FindingKind.TRACK_NOBODYS)
    assert client.get(there).status_code == 200
    assert give(client, case, dora, "owner", "care").status_code == 303
    owned = select(Finding.subject_id).where(
        Finding.kind == FindingKind.TRACK_NOBODYS, Finding.ended_at.is_(None)
    )
    assert case.track(TrackKind.CARE).id not in set(db.session.scalars(owned))
    assert client.get(f"/cases/{case.reference}").status_code == 404


def test_as_long_as_somebody_leads_a_team_of_it_it_is_theirs(town, client, dora, lida, process):
    case = town.case(town.resident(), phase=1)
    client.sign_in(process)
    assert give(client, case, dora, "owner", "care").status_code == 404
    client.sign_in(lida)
    client.post(f"/purposes/cases/{case.id.hex}", data={"purpose": "supervision"})
    assert give(client, case, dora, "owner", "care").status_code == 303


@pytest.mark.parametrize("office", ["lida", "process"])
def test_a_shielded_case_of_which_all_are_gone_is_given_a_director_by_who_may_not_open_it(
    request, town, client, session, noor, dora, dirk, lida, shielded, office
):
    who = request.getfixturevalue(office)
    client.sign_in(who)
    assert shielded.reference not in client.get("/watchdog").text
    go(noor, dirk)
    look(town)
    assert kinds(shielded) >= {FindingKind.DIRECTOR_GONE, FindingKind.OWNER_GONE}
    page = client.get("/watchdog").text
    assert shielded.reference in page
    assert "Geheim" not in page
    there = repair(client, FindingKind.DIRECTOR_GONE)
    form = client.get(there)
    assert form.status_code == 200
    assert "Geheim" not in form.text
    assert client.get(f"/cases/{shielded.reference}").status_code == 404
    assert give(client, shielded, dora).status_code == 303
    assert FindingKind.DIRECTOR_GONE not in kinds(shielded)
    assert shielded.reference not in client.get("/watchdog").text
    assert give(client, shielded, dora).status_code == 404
    client.sign_in(dora)
    assert client.get(f"/cases/{shielded.reference}").status_code == 200


def test_nobody_lets_themselves_or_more_than_a_director_in_by_it(
    client, noor, dora, dirk, lida, shielded
):
    go(noor, dirk)
    client.sign_in(lida)
    refused = give(client, shielded, lida)
    assert refused.status_code == 422
    assert "Kies een ander" in refused.text
    other = give(client, shielded, dora, "owner", "care")
    assert other.status_code == 422
    assert "Kies eerst een casusregisseur" in other.text
    assert client.get(f"/cases/{shielded.reference}").status_code == 404


def test_another_team_and_who_has_no_such_office_learn_nothing_of_it(
    town, client, noor, dora, dirk, shielded
):
    team = {"team_id": None}
    safety = update(Track).where(Track.case_id == shielded.id, Track.kind == TrackKind.SAFETY)
    db.session.execute(safety.values(**team), execution_options={"synchronize_session": False})
    db.session.commit()
    other = town.person(Role.TEAM_LEAD, name="Lea", team=town.safety_team)
    go(noor, dirk)
    look(town)
    for one in (other, dora):
        client.sign_in(one)
        assert shielded.reference not in client.get("/watchdog").text
        assert give(client, shielded, dora).status_code == 404
