"""A measure is of the safety track, care that is offered of the care track; both see the days."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from caseapp import accesslog, cases, closures, measures, settings, watchdog
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.case_words import TrackKind, TrackState
from caseapp.model.measures import (
    CareAnswer,
    CareKind,
    Measure,
    MeasureEnd,
    MeasureKind,
    MeasureStage,
    Stage,
)
from caseapp.model.watchdog import FindingKind as K
from tests.support.cast import actor_for
from tests.support.days import FromToday, settled
from tests.support.measuring import DAY, taken
from tests.watchdog.test_cracks import kinds

STEP = (
    "municipality_id",
    "measure_id",
    "case_id",
    "number",
    "stage",
    "on_day",
    "recorded_by_id",
    "recorded_at",
)
"""What a step of a measure always has."""


@pytest.fixture
def case(town, noor, sem, dora):
    return town.case(
        town.resident(), care=noor, safety=sem, director=dora, next_on=clock.today() + DAY
    )


def prepared(who, case, kind=MeasureKind.CLOSURE_PUBLIC_ORDER, **changes):
    facts = {"resident_id": None, "ground": "Drie invallen.", "next_on": clock.today() + 7 * DAY}
    return measures.prepare(actor_for(who), case, kind=kind, **{**facts, **changes})


def offered(who, case, day=None):
    day = day or clock.today()
    return measures.offer_care(
        actor_for(who), case, kind=CareKind.ADDICTION, offered_on=day, note="Een intake."
    )


def test_only_the_safety_track_prepares_reads_and_takes_steps(town, session, case, noor, sem, dora):
    with pytest.raises(NotPermitted):
        prepared(noor, case)
    made = prepared(sem, case)
    for stranger in (noor, town.person(Role.PROCESS_DIRECTOR), town.person(Role.SAFETY_ADVISER)):
        with pytest.raises(NotPermitted):
            measures.advance(actor_for(stranger), made, taken=taken(Stage.WARNING))
        assert not measures.measures_of(actor_for(stranger), case)
    measures.advance(actor_for(dora), made, taken=taken(Stage.WARNING))
    assert made.stage is Stage.WARNING
    accesslog.logbook(session()).clear()


def test_only_the_care_track_offers_and_reads_which_help_it_is(session, case, noor, sem):
    with pytest.raises(NotPermitted):
        offered(sem, case)
    offer = offered(noor, case)
    assert measures.care_offers_of(actor_for(noor), case) == [offer]
    assert not measures.care_offers_of(actor_for(sem), case)
    with pytest.raises(NotPermitted):
        measures.answer_care(
            actor_for(sem), offer, answer=CareAnswer.REFUSED, answered_on=clock.today(), note="Nee."
        )
    accesslog.logbook(session()).clear()


def test_both_sides_see_the_days_and_neither_sees_what(session, case, noor, sem):
    offer, made = offered(noor, case), prepared(sem, case)
    measures.answer_care(
        actor_for(noor), offer, answer=CareAnswer.REFUSED, answered_on=clock.today(), note="Nee."
    )
    measures.advance(actor_for(sem), made, taken=taken(Stage.DECISION))
    balance = measures.balance_of(case)
    assert not balance.lacks_care
    assert [(one.on_day, one.answer) for one in balance.offers] == [
        (clock.today(), CareAnswer.REFUSED)
    ]
    assert [one.decided_on for one in balance.measures] == [clock.today()]
    accesslog.logbook(session()).clear()


def test_from_warning_to_end_the_chain_is_kept_as_it_was(session, case, noor, sem):
    made, who = prepared(sem, case), actor_for(sem)
    offered(noor, case)
    for stage in (Stage.WARNING, Stage.INTENTION, Stage.VIEWS, Stage.DECISION, Stage.CHECK):
        measures.advance(who, made, taken=taken(stage, hurry="", without_care=""))
    term = {"from_on": made.until_on + DAY, "until_on": made.until_on + 9 * DAY}
    measures.advance(who, made, taken=taken(Stage.EXTENSION, **term))
    assert (made.extensions, made.until_on) == (1, term["until_on"])
    measures.advance(who, made, taken=taken(Stage.END, end=MeasureEnd.WITHDRAWN))
    session.commit()
    assert not made.runs
    assert [one.stage for one in made.stages] == [*Stage]
    assert made.stages[3].proportionality
    with pytest.raises(NotPermitted):
        measures.advance(who, made, taken=taken(Stage.CHECK))
    accesslog.logbook(session()).clear()


def test_an_intention_gives_its_days_and_comes_back_the_day_after(case, sem):
    made = prepared(sem, case)
    measures.advance(actor_for(sem), made, taken=taken(Stage.INTENTION))
    until = clock.today() + settings.VIEWS_DAYS.usual * DAY
    assert (made.views_until_on, made.next_on) == (until, until + DAY)
    with pytest.raises(RuleBroken, match="measure-unheard"):
        measures.advance(actor_for(sem), made, taken=taken(Stage.DECISION, hurry=" "))


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"ground": " "}, "measure-without-ground"),
        ({"next_on": None}, "measure-without-next"),
        ({"next_on": FromToday(-1)}, "measure-next-past"),
        ({"next_on": FromToday(99)}, "measure-next-too-far"),
        ({"kind": MeasureKind.AREA_BAN}, "measure-against-nobody"),
    ],
)
def test_what_is_prepared_says_why_against_whom_and_until_when(case, sem, changes, code):
    with pytest.raises(RuleBroken, match=code):
        prepared(sem, case, **settled(changes))


def test_it_is_against_somebody_of_the_case(town, case, sem):
    stranger = town.resident()
    with pytest.raises(RuleBroken, match="measure-of-another"):
        prepared(sem, case, resident_id=stranger.id)
    known = case.subjects[0].resident_id
    assert prepared(sem, case, kind=MeasureKind.AREA_BAN, resident_id=known).resident_id == known


def test_an_offer_of_care_says_what_was_offered(case, noor):
    who, facts = actor_for(noor), {"kind": CareKind.HOUSING, "offered_on": clock.today()}
    with pytest.raises(RuleBroken, match="care-offer-untold"):
        measures.offer_care(who, case, note=" ", **facts)
    offer = measures.offer_care(who, case, note="Een kamer.", **facts)
    with pytest.raises(RuleBroken, match="care-offer-untold"):
        measures.answer_care(
            who, offer, answer=CareAnswer.ACCEPTED, answered_on=clock.today(), note=""
        )


def test_care_is_offered_and_answered_on_days_that_came(case, noor):
    today, who = clock.today(), actor_for(noor)
    with pytest.raises(RuleBroken, match="care-offer-ahead"):
        offered(noor, case, today + DAY)
    offer = offered(noor, case, today - DAY)
    for day, code in ((today + DAY, "care-answer-ahead"), (today - 2 * DAY, "care-answer-before")):
        with pytest.raises(RuleBroken, match=code):
            measures.answer_care(
                who, offer, answer=CareAnswer.ACCEPTED, answered_on=day, note="Ja."
            )


def test_a_decision_is_held_against_the_terms_of_its_own_day(town, session, hands, case, sem):
    who, day = actor_for(sem), clock.today()
    made = prepared(sem, case, kind=MeasureKind.TEMPORARY_HOUSE_BAN,
                    resident_id=case.subjects[0].resident_id)  # fmt: skip
    session.commit()
    hands.pass_by(days=2)
    settings.keep_number(town.municipality, name=settings.HOUSE_BAN_DAYS.name, number=5)
    session.commit()
    then = taken(Stage.DECISION, on_day=day, from_on=day, until_on=day + 10 * DAY)
    measures.advance(who, made, taken=then)
    other = prepared(sem, case, kind=MeasureKind.TEMPORARY_HOUSE_BAN,
                     resident_id=case.subjects[0].resident_id)  # fmt: skip
    with pytest.raises(RuleBroken, match="measure-too-long"):
        measures.advance(who, other, taken=taken(Stage.DECISION, until_on=clock.today() + 10 * DAY))
    accesslog.logbook(session()).clear()


def test_a_case_is_not_closed_while_a_measure_runs(case, sem):
    made = prepared(sem, case)
    kinds_of = [one.kind for one in closures.obstacles_of(case)]
    assert closures.ObstacleKind.MEASURE_RUNS in kinds_of
    measures.advance(actor_for(sem), made, taken=taken(Stage.END, end=MeasureEnd.NOT_IMPOSED))
    kinds_of = [one.kind for one in closures.obstacles_of(case)]
    assert closures.ObstacleKind.MEASURE_RUNS not in kinds_of


def test_the_safety_track_does_not_stop_while_a_measure_runs_nor_begins_one_stopped(
    session, case, noor, sem
):
    made, safety = prepared(sem, case), case.track(TrackKind.SAFETY)
    stopped = {"state": TrackState.DONE, "reason": "Klaar.", "next_on": None}
    with pytest.raises(RuleBroken, match="track-with-measure"):
        cases.arrange_track(actor_for(sem), safety, **stopped)
    cases.arrange_track(actor_for(noor), case.track(TrackKind.CARE), **stopped)
    measures.advance(actor_for(sem), made, taken=taken(Stage.END, end=MeasureEnd.NOT_IMPOSED))
    cases.arrange_track(actor_for(sem), safety, **stopped)
    with pytest.raises(RuleBroken, match="measure-on-stopped-track"):
        prepared(sem, case)
    accesslog.logbook(session()).clear()


def test_a_measure_of_which_the_day_is_over_is_on_the_list_until_the_next_step(
    town, session, hands, case, sem
):
    made = prepared(sem, case)
    session.commit()
    assert K.MEASURE_DUE not in kinds(town, case)
    hands.pass_by(days=8)
    assert K.MEASURE_DUE in kinds(town, case)
    measures.advance(actor_for(sem), made, taken=taken(Stage.WARNING))
    session.commit()
    assert K.MEASURE_DUE not in kinds(town, case)


def test_it_is_found_where_nobody_owns_the_safety_track_too(town, session, hands, noor, dora):
    case = town.case(care=noor, director=dora, next_on=clock.today() + DAY)
    made = prepared(dora, case)
    session.commit()
    hands.pass_by(days=8)
    watchdog.examine(town.id)
    session.commit()
    assert K.MEASURE_DUE in kinds(town, case)
    assert made.runs
    accesslog.logbook(session()).clear()


@pytest.mark.parametrize(
    "broken",
    [
        {"next_on": None},
        {"extensions": -1},
        {"from_on": FromToday()},
        {"ended_on": FromToday()},
    ],
)
def test_the_database_itself_keeps_a_measure_whole(session, case, sem, broken):
    made = prepared(sem, case)
    session.flush()
    for name, value in settled(broken).items():
        setattr(made, name, value)
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_the_database_itself_refuses_a_decision_that_weighs_nothing(session, case, sem):
    made = prepared(sem, case)
    step = measures.advance(actor_for(sem), made, taken=taken(Stage.WARNING))
    known = {name: getattr(step, name) for name in STEP if name != "number"}
    days = {"from_on": clock.today(), "until_on": clock.today()}
    session.add(MeasureStage(**known | {"stage": Stage.DECISION, "number": 1}, **days))
    with pytest.raises(IntegrityError, match="weighed"):
        session.flush()
    session.rollback()


@pytest.mark.parametrize(
    "change", ["UPDATE measure_stages SET number = 9", "DELETE FROM measure_stages"]
)
def test_the_database_itself_refuses_to_change_a_step_that_was_taken(session, case, sem, change):
    measures.advance(actor_for(sem), prepared(sem, case), taken=taken(Stage.WARNING))
    session.flush()
    with pytest.raises(DatabaseError, match="a step of a measure does not change"):
        session.execute(text(change))
    session.rollback()


def test_two_steps_never_have_one_number(session, case, sem):
    made = prepared(sem, case)
    step = measures.advance(actor_for(sem), made, taken=taken(Stage.WARNING))
    session.add(MeasureStage(**{name: getattr(step, name) for name in STEP}))
    with pytest.raises(IntegrityError):
        session.flush()
    session.rollback()


def test_its_texts_are_unreadable_in_the_database(session, case, sem):
    made = prepared(sem, case, ground="Zeldzaamwoord")
    session.flush()
    query = select(Measure.ground_sealed).where(Measure.id == made.id)
    stored = session.scalar(query.execution_options(unseen="policy"))
    assert b"Zeldzaamwoord" not in stored
    assert made.ground == "Zeldzaamwoord"
    assert cases.belongings(case).balance


def test_terms_of_before_they_were_set_are_the_usual_ones(town, session):
    settings.keep_number(town.municipality, name=settings.CHECK_DAYS.name, number=9)
    session.flush()
    yesterday = clock.today() - timedelta(days=1)
    assert settings.terms_on(town.id, yesterday)(settings.CHECK_DAYS) == 28
    assert settings.terms_on(town.id, clock.today())(settings.CHECK_DAYS) == 9
