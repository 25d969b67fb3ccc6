"""Whose an action is, who owes a reason, and what a plan must hold: decided from facts alone."""

from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from caseapp.model.case_words import Part, TrackKind
from caseapp.model.plan_words import DomainSet, Intervention, InterventionKind
from caseapp.plans import parties, readiness
from caseapp.plans.bearing import Place, holder, reaches
from caseapp.plans.parties import Consent, PlanParty, Presence, Stand

CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY
DIRECTOR, CARER, ADVISER, MEMBER, PARTNER = (uuid4() for _ in range(5))
ALL = (
    Place(DIRECTOR, Part.DIRECTOR),
    Place(CARER, Part.OWNER, CARE),
    Place(ADVISER, Part.OWNER, SAFETY),
    Place(MEMBER, Part.MEMBER, CARE),
    Place(PARTNER, Part.PARTNER),
)


@pytest.mark.parametrize(
    ("given_to", "track", "gone", "whose"),
    [
        (MEMBER, CARE, (), MEMBER),
        (MEMBER, SAFETY, (), ADVISER),
        (MEMBER, CARE, (MEMBER,), CARER),
        (MEMBER, CARE, (MEMBER, CARER), DIRECTOR),
        (None, CARE, (), CARER),
        (None, CARE, (CARER, DIRECTOR), None),
        (DIRECTOR, SAFETY, (), DIRECTOR),
        (PARTNER, None, (), DIRECTOR),
        (ADVISER, None, (), ADVISER),
        (None, None, (DIRECTOR,), CARER),
        (None, None, (DIRECTOR, CARER), ADVISER),
        (None, None, (DIRECTOR, CARER, ADVISER), None),
    ],
)
def test_an_action_is_of_whom_it_was_given_to_and_else_goes_with_its_track(
    given_to, track, gone, whose
):
    places = [one for one in ALL if one.user_id not in gone]
    assert holder(given_to, track, places) == whose


@given(
    st.sets(st.sampled_from(ALL)),
    st.sampled_from([None, DIRECTOR, CARER, ADVISER, MEMBER, PARTNER]),
    st.sampled_from([None, *TrackKind]),
)
def test_an_action_is_never_of_somebody_who_does_not_work_on_its_track(places, given_to, track):
    whose = holder(given_to, track, places)
    assert whose is None or any(one.user_id == whose and reaches(one, track) for one in places)


STANDS = st.builds(
    Stand,
    st.sampled_from([None, *Presence]),
    st.sampled_from([None, *Consent]),
    st.sampled_from(["", "Wil niet."]),
)


@given(st.dictionaries(st.sampled_from(PlanParty), STANDS))
def test_how_the_parties_stand_is_read_as_it_was_written(stands):
    said = {party: one for party, one in stands.items() if one.is_said or one.why}
    assert parties.read(parties.written(stands)) == said


@pytest.mark.parametrize(
    ("stand", "owes"),
    [
        (Stand(), False),
        (Stand(Presence.JOINED, Consent.AGREES), False),
        (Stand(Presence.INVITED), True),
        (Stand(Presence.NOT_INVITED), True),
        (Stand(Presence.JOINED, Consent.DISAGREES), True),
        (Stand(Presence.JOINED, Consent.PARTLY, "Liever later."), False),
    ],
)
def test_who_was_not_there_or_does_not_agree_owes_a_reason(stand, owes):
    found = [PlanParty.HOUSEHOLD] if owes else []
    assert parties.unexplained({PlanParty.HOUSEHOLD: stand}) == found


def test_a_plan_has_a_goal_and_says_whether_the_resident_was_asked():
    def missing(goals, stands):
        return [one.message for one in readiness.objections(goals=goals, stands=stands)]

    joined = {PlanParty.RESIDENT: Stand(Presence.JOINED)}
    assert missing(0, {}) == ["plan-without-goal", "plan-without-resident"]
    assert missing(1, {**joined, PlanParty.HOUSING: Stand(Presence.INVITED)}) == [
        "plan-without-why"
    ]
    assert missing(1, joined) == []


def test_each_set_has_the_areas_that_it_is_named_after():
    sizes = {one: len(set(one.domains)) for one in DomainSet}
    assert sizes == {DomainSet.ZRM_13: 13, DomainSet.ZRM_11: 11, DomainSet.FIVE_BASICS: 5}


def test_the_catalogue_holds_interventions_of_all_four_kinds():
    assert {one.kind for one in Intervention} == set(InterventionKind)
