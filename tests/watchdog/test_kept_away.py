"""Who may not open a case does not cover it: one knows the people, or it is behind a shield."""

from datetime import timedelta

import pytest

from caseapp import accounts, acquaintances, cases, watchdog
from caseapp.approvals import payload as payloads
from caseapp.flows import approved
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import RuleBroken
from caseapp.model.acquaintances import Acquaintance
from caseapp.model.case_words import CaseState, Part, TrackKind
from caseapp.model.closures import Watch
from caseapp.model.watchdog import FindingKind as K
from caseapp.residents import search_rows
from tests.support.cast import actor_for
from tests.watchdog.test_cracks import found, kinds

DAY = timedelta(days=1)


@pytest.fixture
def neighbour(town, session):
    made = town.resident(postcode="7061AB", house_number="12")
    search_rows.write_anew(session(), made)
    session.commit()
    return made


def live_there(town, session, user):
    where = {"postcode": "7061AB", "house_number": "12"}
    nameless = {"first_names": "", "surname": "", "born": None}
    acquaintances.set_own_marks(actor_for(user), town.municipality, **nameless, **where)
    session.commit()


def test_an_owner_and_a_director_who_live_there_are_gone_and_it_does_not_say_why(
    town, session, noor, sem, neighbour
):
    case = town.case(neighbour, care=noor, director=noor, safety=sem)
    assert kinds(town, case) == set()
    live_there(town, session, noor)
    assert kinds(town, case) == {K.OWNER_GONE, K.DIRECTOR_GONE}
    assert found(town)[K.OWNER_GONE, case.track(TrackKind.CARE).id].user_id == noor.id
    nobody = {"first_names": "", "surname": "", "born": None, "postcode": "", "house_number": ""}
    acquaintances.set_own_marks(actor_for(noor), town.municipality, **nobody)
    session.commit()
    assert kinds(town, case) == set()


def test_who_keeps_an_eye_on_the_case_of_somebody_they_live_with_is_gone(
    town, session, noor, neighbour
):
    case = town.case(neighbour, state=CaseState.CLOSED)
    case.tracks[0].next_on = case.tracks[1].next_on = None
    until = clock.today() + 9 * DAY
    began = {"started_at": clock.now(), "until_on": until}
    session.add(Watch(municipality_id=town.id, case=case, watcher_id=noor.id, **began))
    session.commit()
    assert kinds(town, case) == set()
    live_there(town, session, noor)
    assert kinds(town, case) == {K.WATCHER_GONE}


def test_a_queue_of_which_everybody_is_kept_away_is_no_queue(town, session, noor, sem, neighbour):
    case = town.case(neighbour, safety=sem)
    assert kinds(town, case) == set()
    live_there(town, session, noor)
    watchdog.examine(town.id)
    assert kinds(town, case) == {K.TRACK_NOBODYS}
    town.person(Role.SOCIAL_WORKER)
    watchdog.examine(town.id)
    assert kinds(town, case) == set()


def test_the_last_of_a_queue_who_could_do_it_goes_and_it_is_on_the_list_at_once(
    town, session, noor, sem, neighbour
):
    other = town.person(Role.SOCIAL_WORKER)
    case = town.case(neighbour, director=sem, safety=sem)
    live_there(town, session, noor)
    care = case.track(TrackKind.CARE).id
    assert (K.TRACK_NOBODYS, care) not in found(town)
    accounts.deactivate(actor_for(town.person(Role.FUNCTIONAL_ADMINISTRATOR)), other, at_once=True)
    session.commit()
    assert (K.TRACK_NOBODYS, care) in found(town)
    other.deactivated_at = None
    session.commit()
    assert (K.TRACK_NOBODYS, care) not in found(town)


def test_behind_a_shield_the_director_has_what_waits_and_else_nobody(town, session, noor, sem):
    case = town.case(safety=sem, director=noor, is_shielded=True)
    town.person(Role.SOCIAL_WORKER)
    care = case.track(TrackKind.CARE)
    assert kinds(town, case) == set()
    for part in case.involvements:
        if part.part is Part.DIRECTOR:
            part.ended_at = clock.now()
    session.commit()
    assert kinds(town, case) == {K.TRACK_NOBODYS}
    assert found(town)[K.TRACK_NOBODYS, care.id].team_id == town.care_team.id


def test_what_waits_too_long_behind_a_shield_is_told_to_who_directs_the_case(
    town, session, noor, sem, hands
):
    case = town.case(safety=sem, director=noor, is_shielded=True)
    town.person(Role.SOCIAL_WORKER)
    hands.pass_by(days=4)
    assert found(town)[K.TRACK_UNOWNED, case.track(TrackKind.CARE).id].user_id == noor.id


@pytest.mark.parametrize("part", [Part.OWNER, Part.MEMBER, Part.DIRECTOR])
def test_nobody_is_put_on_a_case_they_are_kept_from(town, session, noor, sem, part):
    case = town.case(director=sem)
    session.add(
        Acquaintance(
            municipality_id=town.id, user_id=noor.id, case_id=case.id, declared_at=clock.now()
        )
    )
    session.commit()
    track = None if part is Part.DIRECTOR else TrackKind.CARE
    with pytest.raises(RuleBroken, match="colleague-unavailable"):
        cases.staff_case(actor_for(sem), case, user=noor, part=part, track=track)


@pytest.mark.parametrize("part", [Part.OWNER, Part.DIRECTOR])
def test_who_does_no_casework_cannot_be_made_responsible(town, sem, part):
    case = town.case(director=sem)
    track = None if part is Part.DIRECTOR else TrackKind.CARE
    with pytest.raises(RuleBroken, match="colleague-unavailable"):
        cases.staff_case(actor_for(sem), case, user=town.person(Role.MAYOR), part=part, track=track)


def test_a_case_is_not_shielded_that_nobody_directs_any_more(town, session, noor):
    case, lead = town.case(director=noor), town.person(Role.TEAM_LEAD)
    asked = cases.ask_shield(actor_for(noor), case, reason="Een bekende naam.")
    session.commit()
    for part in case.involvements:
        part.ended_at = clock.now()
    session.commit()
    shown = payloads.hashed(asked.kind, asked.subject_id, asked.payload).hex()
    with pytest.raises(RuleBroken, match="shield-without-director"):
        approved.decide(actor_for(lead), asked, shown=shown, granted=True)
