"""Preparing a measure and taking the steps of its chain; offering care, and what was said to it."""

from datetime import date, timedelta
from uuid import UUID

from caseapp import accesslog, cases, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.measures import chain, law
from caseapp.measures.chain import Taken
from caseapp.measures.standing import objections_to, objections_to_preparing, terms_of_day
from caseapp.model.case_words import TrackKind, TrackState
from caseapp.model.cases import Case
from caseapp.model.measures import (
    CareAnswer,
    CareKind,
    CareOffer,
    Measure,
    MeasureKind,
    MeasureStage,
    Stage,
)
from caseapp.policy import Permission

STANDS = ("stage", "from_on", "until_on", "extensions", "views_until_on", "ended_on", "version")
"""What is read again under the lock, before a step."""


def prepare(
    actor: Actor,
    case: Case,
    *,
    kind: MeasureKind,
    resident_id: UUID | None,
    ground: str,
    next_on: date | None,
) -> Measure:
    """Begin to prepare a measure on the safety track: what happened, and by when somebody decides.

    Nothing is imposed by it. Raises RuleBroken without a ground or a day that is near enough, for a
    measure about a person that names none of the case, and on a track on which nobody works.
    """
    policy.require(actor, Permission.MEASURE_PREPARE, case)
    cases.lock(case)
    safety = case.track(TrackKind.SAFETY)
    db.session.refresh(safety, ["state"])
    if safety.state is not TrackState.NEEDED:
        raise RuleBroken("measure-on-stopped-track", "kind")
    for objection in objections_to_preparing(
        case, kind=kind, resident_id=resident_id, ground=ground, next_on=next_on
    ):
        raise objection
    measure = Measure(
        municipality_id=case.municipality_id,
        case_id=case.id,
        case=case,
        kind=kind,
        resident_id=resident_id,
        ground=ground,
        next_on=next_on,
        prepared_by_id=actor.user_id,
        prepared_at=clock.now(),
    )
    db.session.add(measure)
    db.session.flush()
    accesslog.record(actor, Event.MEASURE_PREPARED, measure)
    return measure


def advance(actor: Actor, measure: Measure, *, taken: Taken) -> MeasureStage:
    """Take the next step in the chain of a measure; what was taken before stays as it was.

    It is held against the terms of the day it was taken. Raises RuleBroken for everything that
    forbids it, each at its field; of two people at once one wins, and the other is told.
    """
    policy.require(actor, Permission.MEASURE_ADVANCE, measure)
    _hold(measure)
    for objection in objections_to(measure, taken):
        raise objection
    terms = terms_of_day(measure, taken)
    step = _written(actor, measure, taken)
    measure.stage = taken.stage
    if taken.stage is Stage.INTENTION:
        measure.views_until_on = law.views_until(step.on_day, terms)
        measure.next_on = measure.views_until_on + timedelta(days=1)
    elif taken.stage is Stage.END:
        measure.ended_on, measure.end, measure.next_on = step.on_day, taken.end, None
    else:
        measure.next_on = taken.next_on
    if taken.stage in chain.IMPOSES:
        measure.decided_on = measure.decided_on or step.on_day
        measure.from_on = measure.from_on or taken.from_on
        measure.until_on = taken.until_on
        measure.extensions += taken.stage is Stage.EXTENSION
    db.session.flush()
    accesslog.record(actor, Event.MEASURE_ADVANCED, measure)
    return step


def _hold(measure: Measure) -> None:
    """Hold the measure until the end: who comes second sees what the first did.

    Raises RuleBroken when it ended meanwhile.
    """
    cases.lock(measure.case)
    db.session.refresh(measure, STANDS, with_for_update=True)
    db.session.expire(measure, ["stages"])
    if not measure.runs:
        raise RuleBroken("measure-ended-before")


def _written(actor: Actor, measure: Measure, taken: Taken) -> MeasureStage:
    imposes = taken.stage in chain.IMPOSES
    step = MeasureStage(
        municipality_id=measure.municipality_id,
        measure_id=measure.id,
        measure=measure,
        case_id=measure.case_id,
        case=measure.case,
        number=len(measure.stages),
        stage=taken.stage,
        on_day=taken.on_day,
        said=taken.said,
        from_on=taken.from_on if imposes else None,
        until_on=taken.until_on if imposes else None,
        result=taken.result if taken.stage is Stage.CHECK else None,
        recorded_by_id=actor.user_id,
        recorded_at=clock.now(),
    )
    if imposes:
        step.proportionality = taken.proportionality
        step.subsidiarity = taken.subsidiarity
        step.household = taken.household
        step.hurry = taken.hurry
        step.without_care = taken.without_care
    db.session.add(step)
    return step


def offer_care(
    actor: Actor, case: Case, *, kind: CareKind, offered_on: date, note: str
) -> CareOffer:
    """Write down on the care track that help was offered; both tracks may know the day of it.

    Raises RuleBroken for a day that did not come yet, and without what was offered by whom: who
    decides on a measure rests on it.
    """
    policy.require(actor, Permission.CARE_OFFER, case)
    _refuse_silence(note)
    if offered_on > clock.today():
        raise RuleBroken("care-offer-ahead", "offered_on")
    offer = CareOffer(
        municipality_id=case.municipality_id,
        case_id=case.id,
        case=case,
        kind=kind,
        offered_on=offered_on,
        note=note,
        offered_by_id=actor.user_id,
        recorded_at=clock.now(),
    )
    db.session.add(offer)
    db.session.flush()
    accesslog.record(actor, Event.CARE_OFFERED, offer)
    return offer


def answer_care(
    actor: Actor, offer: CareOffer, *, answer: CareAnswer, answered_on: date, note: str
) -> CareOffer:
    """Write down what somebody said to help that was offered, or that it stopped.

    Raises RuleBroken for a day before the offer, or that did not come yet, and without a word.
    """
    policy.require(actor, Permission.CARE_OFFER_ANSWER, offer)
    _refuse_silence(note)
    if answered_on > clock.today():
        raise RuleBroken("care-answer-ahead", "answered_on")
    if answered_on < offer.offered_on:
        raise RuleBroken("care-answer-before", "answered_on")
    offer.answer, offer.answered_on, offer.note = answer, answered_on, note
    db.session.flush()
    accesslog.record(actor, Event.CARE_ANSWERED, offer)
    return offer


def _refuse_silence(note: str) -> None:
    if not note.strip():
        raise RuleBroken("care-offer-untold", "note")
