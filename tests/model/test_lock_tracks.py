"""The second lock between the tracks: PostgreSQL gives a row only to who works on its side."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model import lock
from caseapp.model.case_words import TrackKind
from caseapp.model.emergencies import EmergencyAccess, EmergencyReason
from caseapp.model.journal import Step
from caseapp.model.leaves import Leave, LeaveEnd
from caseapp.model.lock import Speaker, Voice
from caseapp.model.measurements import Measurement
from caseapp.model.plan_words import Domain, SeenBy
from tests.support import applications
from tests.support.cast import Town
from tests.support.databases import POSTGRESQL

pytestmark = pytest.mark.postgresql

CARE, SAFETY, STRIP = "care", "safety", "strip"
PLACES = {CARE: TrackKind.CARE, SAFETY: TrackKind.SAFETY, STRIP: None}


@pytest.fixture(scope="module")
def app():
    """Only PostgreSQL has this lock."""
    made = applications.application(POSTGRESQL, "lock_tracks")
    yield made
    with made.app_context():
        db.engine.dispose()


@pytest.fixture
def cast(town):
    """Everybody who is something to one case, or nothing."""
    people = {
        "director": town.person(Role.SOCIAL_WORKER),
        "owner of care": town.person(Role.SOCIAL_WORKER),
        "owner of safety": town.person(Role.SAFETY_ADVISER),
        "member of safety": town.person(Role.SAFETY_ADVISER),
        "partner": town.person(Role.CHAIN_PARTNER),
        "team lead": town.person(Role.TEAM_LEAD, leads=True),
        "stranger": town.person(Role.SOCIAL_WORKER),
    }
    case = town.case(
        town.resident(),
        director=people["director"],
        care=people["owner of care"],
        safety=people["owner of safety"],
        partner=people["partner"],
        members=[(people["member of safety"], TrackKind.SAFETY)],
    )
    for track in PLACES.values():
        town.step(case, people["director"], track, "Iets gedaan.")
        made = Measurement(
            municipality_id=town.id,
            case=case,
            case_id=case.id,
            track=track,
            domain=Domain.HOUSING,
            score=3,
            seen_by=SeenBy.PROFESSIONAL,
            measured_on=clock.today(),
            evidence="Iets gezien.",
            made_at=clock.now(),
            made_by_id=people["director"].id,
        )
        db.session.add(made)
    db.session.commit()
    return people | {"case": case}


def seen(session, who):
    """Give on which sides this speaker is given a step, and as well a measurement."""
    names, quiet = {place: name for name, place in PLACES.items()}, {"unseen": "policy"}
    with lock.speaking(session(), who):
        steps, measured = (
            {names[track] for track in session.scalars(select(noun.track), execution_options=quiet)}
            for noun in (Step, Measurement)
        )
    assert steps == measured
    return steps


def as_person(user):
    return Speaker(user.municipality_id, user.id)


@pytest.mark.parametrize(
    ("who", "sides"),
    [
        ("director", {CARE, SAFETY, STRIP}),
        ("owner of care", {CARE, STRIP}),
        ("owner of safety", {SAFETY, STRIP}),
        ("member of safety", {SAFETY, STRIP}),
        ("partner", {STRIP}),
        ("team lead", {STRIP}),
        ("stranger", {STRIP}),
    ],
)
def test_who_works_on_one_side_is_given_no_step_of_the_other(session, cast, who, sides):
    assert seen(session, as_person(cast[who])) == sides


def test_who_left_the_side_is_given_its_steps_no_more(session, cast):
    part = next(i for i in cast["case"].involvements if i.user_id == cast["owner of care"].id)
    part.ended_at = clock.now()
    session.commit()
    assert seen(session, as_person(cast["owner of care"])) == {STRIP}


@pytest.mark.parametrize(
    ("opens_notes", "sides"), [(True, {CARE, SAFETY, STRIP}), (False, {STRIP})]
)
def test_an_emergency_opens_the_steps_once_its_notes_are_opened(session, cast, opens_notes, sides):
    who, case = cast["stranger"], cast["case"]
    access = EmergencyAccess(
        municipality_id=who.municipality_id,
        user_id=who.id,
        case_id=case.id,
        case=case,
        kind=EmergencyReason.ACUTE_DANGER,
        opened_at=clock.now(),
        until=clock.now() + timedelta(hours=1),
        tracks_opened_at=clock.now() if opens_notes else None,
    )
    session.add(access)
    session.commit()
    assert seen(session, as_person(who)) == sides
    access.ended_at = clock.now()
    session.commit()
    assert seen(session, as_person(who)) == {STRIP}


@pytest.mark.parametrize(("accepts", "sides"), [(True, {CARE, STRIP}), (False, {STRIP})])
def test_who_stands_in_is_given_the_steps_of_the_colleague_on_leave(session, cast, accepts, sides):
    who, away, today = cast["stranger"], cast["owner of care"], clock.today()
    leave = Leave(
        municipality_id=who.municipality_id,
        user_id=away.id,
        substitute_id=who.id,
        first_on=today,
        last_on=today,
        asked_at=clock.now(),
        asked_by_id=away.id,
        accepted_at=clock.now() if accepts else None,
    )
    session.add(leave)
    session.commit()
    assert seen(session, as_person(who)) == sides
    leave.end, leave.ended_at = LeaveEnd.WITHDRAWN, clock.now()
    session.commit()
    assert seen(session, as_person(who)) == {STRIP}


def test_what_counts_for_the_rules_is_given_both_sides_of_its_own_municipality(session, cast):
    here = cast["case"].municipality_id
    assert seen(session, Speaker(here)) == {STRIP}
    assert seen(session, Speaker(here, voice=Voice.UNSEEN)) == {CARE, SAFETY, STRIP}
    assert seen(session, Speaker(Town("Elders").id, voice=Voice.UNSEEN)) == set()
