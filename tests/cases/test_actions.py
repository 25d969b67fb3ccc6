"""Opening a case, and saying who works on it."""

import pytest

from caseapp import cases
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.case_words import CaseState, Part, Phenomenon, SubjectKind, TrackKind, TrackState
from tests.support.cast import actor_for
from tests.support.days import FromToday, settled

SOON = FromToday(3)


def opened(town, user, residents=(), **changes):
    facts = {
        "phenomenon": Phenomenon.NEGLECT,
        "subject_kind": SubjectKind.PERSON,
        "residents": list(residents),
        "title": "Zorgen",
        "care_team": town.care_team,
        "safety_team": town.safety_team,
        "next_on": SOON,
    }
    case = cases.open_case(actor_for(user), town.municipality, **settled({**facts, **changes}))
    return written(case)


def written(case):
    """Write what was done, and look at it afresh."""
    db.session.flush()
    db.session.expire(case)
    return case


def registered(town, user):
    return town.resident(registered_by_id=user.id)


def test_a_new_case_has_two_tracks_and_a_place_on_somebodys_list(town, noor):
    case = opened(town, noor, [registered(town, noor)])
    care, safety = case.track(TrackKind.CARE), case.track(TrackKind.SAFETY)
    assert care.owner.id == noor.id
    assert (safety.owner, safety.team_id, safety.next_on) == (
        None,
        town.safety_team.id,
        SOON.settled(),
    )
    assert case.reference.startswith(town.municipality.prefix + "-")
    assert case.state is CaseState.ACTIVE
    assert case.next_on == SOON.settled()


def test_what_intake_opens_waits_at_intake(town):
    thea = town.person(Role.INTAKE)
    case = opened(town, thea, [registered(town, thea)])
    assert case.state is CaseState.INTAKE
    assert case.track(TrackKind.CARE).owner is None


def test_a_case_is_about_somebody_or_an_address(town, noor):
    with pytest.raises(RuleBroken, match="case-about-nobody"):
        opened(town, noor)
    with pytest.raises(RuleBroken, match="case-without-address"):
        opened(town, noor, subject_kind=SubjectKind.ADDRESS)
    case = opened(town, noor, subject_kind=SubjectKind.ADDRESS, address="Hoofdstraat 1")
    assert case.address == "Hoofdstraat 1"


def test_nobody_opens_a_case_about_somebody_they_may_not_see(town, noor, sem):
    with pytest.raises(NotPermitted):
        opened(town, noor, [registered(town, sem)])


def test_a_case_can_follow_another_that_one_may_open(town, noor, sem):
    other = town.person(Role.SAFETY_ADVISER)
    earlier = town.case(registered(town, noor), care=noor, safety=other)
    case = opened(town, noor, [registered(town, noor)], previous=earlier)
    assert case.previous_case_id == earlier.id
    with pytest.raises(NotPermitted):
        opened(town, sem, [registered(town, sem)], previous=earlier)


def test_who_takes_over_a_track_becomes_owner_and_the_other_stays_involved(town, noor, lida):
    case = town.case(town.resident(), care=noor)
    merel = town.person(Role.SOCIAL_WORKER)
    cases.staff_case(actor_for(lida), case, user=merel, part=Part.OWNER, track=TrackKind.CARE)
    written(case)
    assert case.track(TrackKind.CARE).owner.id == merel.id
    active = [(i.user_id, i.part) for i in case.involvements if i.is_active]
    assert (noor.id, Part.MEMBER) in active


def test_who_is_involved_and_becomes_owner_is_not_both(town, noor, lida):
    merel = town.person(Role.SOCIAL_WORKER)
    case = town.case(town.resident(), care=noor, members=[(merel, TrackKind.CARE)])
    cases.staff_case(actor_for(lida), case, user=merel, part=Part.OWNER, track=TrackKind.CARE)
    again = cases.staff_case(
        actor_for(lida), case, user=noor, part=Part.MEMBER, track=TrackKind.CARE
    )
    mine = [i.part for i in case.involvements if i.is_active and i.user_id == merel.id]
    assert mine == [Part.OWNER]
    assert again.user_id == noor.id


def test_a_case_has_one_director(town, noor, sem, lida):
    case = town.case(town.resident(), care=noor, safety=sem, director=noor)
    cases.staff_case(actor_for(lida), case, user=sem, part=Part.DIRECTOR)
    written(case)
    assert case.director.id == sem.id


def test_the_first_who_is_given_a_place_takes_the_case_out_of_intake(town, noor):
    thea = town.person(Role.INTAKE)
    case = town.case(town.resident(), state=CaseState.INTAKE)
    cases.staff_case(actor_for(thea), case, user=noor, part=Part.OWNER, track=TrackKind.CARE)
    assert case.state is CaseState.ACTIVE


@pytest.mark.parametrize(
    ("role", "part", "track", "code"),
    [
        (Role.SOCIAL_WORKER, Part.OWNER, None, "part-needs-track"),
        (Role.SOCIAL_WORKER, Part.DIRECTOR, TrackKind.CARE, "part-needs-track"),
        (Role.SOCIAL_WORKER, Part.OWNER, TrackKind.SAFETY, "other-trade"),
        (Role.SAFETY_ADVISER, Part.MEMBER, TrackKind.CARE, "other-trade"),
        (Role.SOCIAL_WORKER, Part.PARTNER, None, "part-of-partner"),
        (Role.CHAIN_PARTNER, Part.OWNER, TrackKind.CARE, "part-of-partner"),
    ],
)
def test_nobody_gets_a_place_that_does_not_fit_them(town, noor, lida, role, part, track, code):
    case = town.case(town.resident(), care=noor)
    with pytest.raises(RuleBroken, match=code):
        cases.staff_case(actor_for(lida), case, user=town.person(role), part=part, track=track)


def test_nothing_is_given_to_somebody_who_cannot_sign_in(session, town, noor, lida):
    case = town.case(town.resident(), care=noor)
    gone = town.person(Role.SOCIAL_WORKER)
    gone.deactivated_at = clock.now()
    with pytest.raises(RuleBroken, match="colleague-unavailable"):
        cases.staff_case(actor_for(lida), case, user=gone, part=Part.OWNER, track=TrackKind.CARE)


def test_a_track_is_taken_from_the_queue_of_the_own_team(town, noor, sem):
    case = town.case(town.resident(), safety=sem)
    cases.take_track(actor_for(noor), case.track(TrackKind.CARE))
    assert case.track(TrackKind.CARE).owner.id == noor.id
    with pytest.raises(NotPermitted):
        cases.take_track(actor_for(noor), case.track(TrackKind.CARE))


def test_a_track_that_goes_on_has_a_date_and_one_that_stops_has_a_reason(town, noor):
    case = town.case(town.resident(), care=noor)
    track, actor = case.track(TrackKind.CARE), actor_for(noor)
    with pytest.raises(RuleBroken, match="track-without-date"):
        cases.arrange_track(actor, track, state=TrackState.NEEDED, reason="", next_on=None)
    with pytest.raises(RuleBroken, match="track-without-reason"):
        cases.arrange_track(actor, track, state=TrackState.DONE, reason="", next_on=None)
    cases.arrange_track(
        actor, track, state=TrackState.DONE, reason="Klaar.", next_on=SOON.settled()
    )
    assert (track.next_on, track.state_reason) == (None, "Klaar.")
    assert case.next_on == case.track(TrackKind.SAFETY).next_on
