"""Attempts to reach somebody: counted since the last contact, and followed by a date or an end."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from caseapp import accesslog, journal, settings, watchdog
from caseapp.kernel import clock
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import TrackKind, TrackState
from caseapp.model.journal import EndResult, Outcome, StepKind
from caseapp.model.watchdog import Finding, FindingKind
from tests.support.cast import actor_for

DAY = timedelta(days=1)
CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY
IN_VAIN = {"kind": StepKind.ATTEMPT, "outcome": Outcome.NOT_REACHED, "body": "Niet thuis."}


@pytest.fixture
def case(town, noor, sem):
    return town.case(town.resident(), care=noor, safety=sem, next_on=clock.today() + 9 * DAY)


def tries(town, case, who, track, days_ago, **facts):
    when = clock.today() - days_ago * DAY
    return town.step(case, who, track, "Niet thuis.", happened_on=when, **(IN_VAIN_FACTS | facts))


IN_VAIN_FACTS = {"kind": StepKind.ATTEMPT, "outcome": Outcome.NOT_REACHED}


def numbers(case):
    found = journal.attempts_of([case.id])
    return {kind: one.number for (_case, kind), one in found.items()}


def unreached(session, case):
    session.commit()
    query = select(Finding).where(
        Finding.case_id == case.id,
        Finding.kind == FindingKind.UNREACHED,
        watchdog.running(clock.now()),
    )
    found = session.scalars(query.execution_options(populate_existing=True)).all()
    accesslog.logbook(session).clear()
    return found


def test_attempts_count_for_their_own_track_and_those_on_the_strip_for_both(town, case, noor, sem):
    tries(town, case, noor, CARE, 5)
    tries(town, case, noor, CARE, 3, kind=StepKind.PHONE_CALL)
    assert numbers(case) == {CARE: 2}
    tries(town, case, sem, None, 2)
    assert numbers(case) == {CARE: 3, SAFETY: 1}


@pytest.mark.parametrize(
    "spoken",
    [
        {"kind": StepKind.PHONE_CALL, "outcome": Outcome.NONE},
        {"kind": StepKind.ATTEMPT, "outcome": Outcome.REACHED},
        {"kind": StepKind.HOME_VISIT, "outcome": Outcome.REFUSED},
    ],
)
def test_a_contact_begins_the_count_anew_also_on_the_same_day(town, case, noor, spoken):
    tries(town, case, noor, CARE, 5)
    tries(town, case, noor, CARE, 2)
    when = clock.today() - 2 * DAY
    town.step(case, noor, CARE, "Gesproken.", happened_on=when, **spoken)
    assert numbers(case) == {}
    tries(town, case, noor, CARE, 1)
    assert numbers(case) == {CARE: 1}


def test_a_contact_of_the_other_track_says_nothing_of_this_one(town, case, noor, sem):
    tries(town, case, noor, CARE, 5)
    town.step(case, sem, SAFETY, "Gesproken.")
    assert numbers(case) == {CARE: 1}
    town.step(case, sem, None, "Gesproken.")
    assert numbers(case) == {}


def test_a_corrected_attempt_is_one_attempt(session, town, case, noor):
    step = tries(town, case, noor, CARE, 1)
    journal.correct_step(actor_for(noor), step, body="Niet thuis, 10 uur.", reason="Tijd.")
    session.commit()
    assert numbers(case) == {CARE: 1}


def test_consultations_are_neither_attempts_nor_contacts(town, case, noor):
    tries(town, case, noor, CARE, 5)
    town.step(case, noor, CARE, "Overlegd.", kind=StepKind.CONSULTATION)
    assert numbers(case) == {CARE: 1}


def test_nobody_is_counted_where_there_is_no_case():
    assert journal.attempts_of([]) == {}


def log(noor, case, **facts):
    known = IN_VAIN | {"happened_on": clock.today()}
    return journal.log_step(actor_for(noor), case.track(CARE), **(known | facts))


def test_who_was_not_reached_is_tried_again_on_a_date(session, case, noor):
    with pytest.raises(RuleBroken, match="attempt-without-next"):
        log(noor, case)
    log(noor, case, next_on=clock.today() + 2 * DAY)
    assert case.track(CARE).next_on == clock.today() + 2 * DAY


def test_or_the_attempts_end_with_a_result_and_the_track_stops_for_a_reason(session, case, noor):
    with pytest.raises(RuleBroken, match="track-without-reason"):
        log(noor, case, end_result=EndResult.NOT_RESIDENT)
    step = log(noor, case, end_result=EndResult.NOT_RESIDENT, stop_reason="Verhuisd naar Almelo.")
    track = case.track(CARE)
    assert step.end_result is EndResult.NOT_RESIDENT
    assert (track.state, track.next_on) == (TrackState.DONE, None)
    assert track.state_reason == "Verhuisd naar Almelo."
    assert track.is_agreed
    assert case.next_on == case.track(SAFETY).next_on


@pytest.mark.parametrize("end_result", [EndResult.NO_CONTACT, EndResult.NO_REACTION])
def test_who_gives_up_on_somebody_does_not_stop_the_track(session, case, noor, end_result):
    with pytest.raises(RuleBroken, match="stop-of-unreached"):
        log(noor, case, end_result=end_result, stop_reason="Klaar ermee.")
    assert unreached(session, case) == []
    log(noor, case, end_result=end_result)
    track = case.track(CARE)
    days = settings.UNREACHED_DAYS.usual
    assert (track.state, track.next_on) == (TrackState.NEEDED, clock.today() + days * DAY)
    [finding] = unreached(session, case)
    assert (finding.track, finding.user_id, finding.number) == (CARE, noor.id, 1)
    assert finding.team_id == track.team_id


def test_any_step_may_stop_a_track_with_a_reason_but_not_with_a_date_too(session, case, noor):
    spoken = {"kind": StepKind.PHONE_CALL, "outcome": Outcome.REACHED}
    with pytest.raises(RuleBroken, match="stop-with-date"):
        log(noor, case, **spoken, next_on=clock.today(), stop_reason="Het gaat goed.")
    with pytest.raises(RuleBroken, match="end-result-of-contact"):
        log(noor, case, **spoken, end_result=EndResult.NO_CONTACT)
    log(noor, case, **spoken, stop_reason="Het gaat goed.")
    assert case.track(CARE).state is TrackState.DONE


def test_an_attempt_on_a_track_that_is_done_needs_nothing_more(session, case, noor):
    case.track(CARE).state = TrackState.DONE
    assert log(noor, case).outcome is Outcome.NOT_REACHED


@pytest.mark.parametrize("state", [TrackState.DONE, TrackState.NOT_NEEDED])
def test_nothing_is_planned_on_a_track_that_stopped(session, case, noor, state):
    track = case.track(CARE)
    track.state, track.next_on, track.state_reason = state, None, "Verhuisd."
    session.flush()
    for planned in ({"next_on": clock.today() + DAY}, {"stop_reason": "Nog eens."}):
        with pytest.raises(RuleBroken, match="track-stopped-before"):
            log(noor, case, **planned)
    for end_result in (EndResult.NO_CONTACT, EndResult.NOT_RESIDENT):
        assert log(noor, case, end_result=end_result).end_result is end_result
    assert (track.state, track.next_on, track.state_reason) == (state, None, "Verhuisd.")


def test_as_many_attempts_as_agreed_are_found_from_the_day_of_the_last(session, town, case, noor):
    for days_ago in (9, 6):
        tries(town, case, noor, CARE, days_ago)
    assert unreached(session, case) == []
    tries(town, case, noor, CARE, 4)
    [finding] = unreached(session, case)
    assert clock.local(finding.since).date() == clock.today() - 4 * DAY
    tries(town, case, noor, CARE, 1)
    [finding] = unreached(session, case)
    assert (finding.number, finding.last_on) == (4, clock.today() - DAY)
    assert clock.local(finding.since).date() == clock.today() - 4 * DAY
    town.step(case, noor, CARE, "Gesproken.")
    assert unreached(session, case) == []


def test_how_many_are_enough_is_a_setting(session, town, case, noor):
    tries(town, case, noor, CARE, 1)
    settings.keep_number(town.municipality, name="attempts", number=1)
    session.commit()
    watchdog.examine(town.id)
    assert len(unreached(session, case)) == 1


def test_the_end_of_a_track_ends_what_is_found_of_it(session, town, case, noor):
    for days_ago in (9, 6, 4):
        tries(town, case, noor, CARE, days_ago)
    assert len(unreached(session, case)) == 1
    log(noor, case, end_result=EndResult.NOT_RESIDENT, stop_reason="Verhuisd.")
    assert unreached(session, case) == []
