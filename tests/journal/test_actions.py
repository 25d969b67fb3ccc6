"""Steps: logged on a track or on the strip, corrected and never edited; drafts."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import journal
from caseapp.accesslog import Event
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.accesslog import AccessEntry
from caseapp.model.case_words import CaseState, TrackKind
from caseapp.model.journal import StepKind
from tests.support.cast import actor_for


def facts(**changes):
    return {
        "kind": StepKind.HOME_VISIT,
        "happened_on": clock.today(),
        "body": "Langs geweest.",
        **changes,
    }


@pytest.fixture
def case(town, noor):
    return town.case(town.resident(), care=noor)


def told(actor, case):
    return [(entry.step.body, len(entry.earlier)) for entry in journal.timeline(actor, case)]


def test_a_worker_logs_a_step_and_says_when_the_next_one_is(session, noor, case):
    soon = clock.today() + timedelta(days=2)
    track = case.track(TrackKind.CARE)
    journal.log_step(actor_for(noor), track, next_on=soon, **facts())
    assert told(actor_for(noor), case) == [("Langs geweest.", 0)]
    assert (track.next_on, case.next_on) == (soon, soon)


def test_it_is_written_in_the_access_log(session, noor, case):
    journal.log_step(actor_for(noor), case.track(TrackKind.CARE), **facts())
    journal.log_on_strip(actor_for(noor), case, **facts())
    session.commit()
    assert session.scalars(select(AccessEntry.event)).all() == [Event.STEP_LOGGED] * 2


def test_nobody_writes_on_the_other_track(noor, case):
    with pytest.raises(NotPermitted):
        journal.log_step(actor_for(noor), case.track(TrackKind.SAFETY), **facts())


def test_a_step_is_not_in_the_future(noor, case):
    later = facts(happened_on=clock.today() + timedelta(days=1))
    with pytest.raises(RuleBroken, match="step-in-future"):
        journal.log_step(actor_for(noor), case.track(TrackKind.CARE), **later)


def test_a_closed_case_is_written_no_more(town, noor):
    case = town.case(town.resident(), care=noor, state=CaseState.CLOSED)
    with pytest.raises(NotPermitted):
        journal.log_step(actor_for(noor), case.track(TrackKind.CARE), **facts())


def test_a_correction_stands_beside_the_first_text(session, noor, case):
    actor = actor_for(noor)
    first = journal.log_step(actor, case.track(TrackKind.CARE), **facts())
    session.flush()
    second = journal.correct_step(actor, first, body="Gebeld.", reason="Vergissing.")
    session.flush()
    with pytest.raises(RuleBroken, match="step-corrected-before"):
        journal.correct_step(actor, first, body="Nog eens.", reason="x")
    journal.correct_step(actor, second, body="Gemaild.", reason="Toch niet.")
    assert told(actor, case) == [("Gemaild.", 2)]
    assert first.body == "Langs geweest."


def test_only_the_writer_or_the_director_corrects(town, noor, case):
    merel = town.person(Role.SOCIAL_WORKER)
    step = town.step(case, noor, TrackKind.CARE, "Van Noor.")
    with pytest.raises(NotPermitted):
        journal.correct_step(actor_for(merel), step, body="x", reason="y")


def test_the_timeline_can_be_longer_than_a_page(town, noor, case):
    for number in range(journal.TIMELINE_STEPS + 2):
        town.step(case, noor, TrackKind.CARE, f"Stap {number}.")
    assert len(journal.timeline(actor_for(noor), case)) == journal.TIMELINE_STEPS
    assert len(journal.timeline(actor_for(noor), case, limit=None)) == journal.TIMELINE_STEPS + 2


def test_a_draft_is_kept_replaced_and_thrown_away(session, town, noor):
    actor, path = actor_for(noor), "/cases/X/steps"
    journal.save_draft(actor, town.municipality, path=path, fields="een")
    session.flush()
    journal.save_draft(actor, town.municipality, path=path, fields="twee")
    session.flush()
    assert journal.draft(actor, path).fields == "twee"
    journal.discard_draft(actor, town.municipality, path=path)
    session.expire_all()
    assert journal.draft(actor, path) is None


def test_a_draft_belongs_to_one_person(session, town, noor):
    journal.save_draft(actor_for(noor), town.municipality, path="/x", fields="van Noor")
    session.flush()
    assert journal.draft(actor_for(town.person(Role.SOCIAL_WORKER)), "/x") is None
