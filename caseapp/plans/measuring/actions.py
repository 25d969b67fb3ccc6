"""Measuring: how it is in areas of life on a day; and putting right what was measured wrongly.

A measurement never changes. Whoever works on its track may put another in its place, or withdraw
it with a reason, and both stay to be read.
"""

from collections.abc import Mapping
from datetime import date
from typing import Any

from caseapp import accesslog, cases, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.domains import Area
from caseapp.model.measurements import Measurement
from caseapp.model.plan_words import Level, SeenBy
from caseapp.model.whose import UNSAID, Whose
from caseapp.plans.belonging import belonging
from caseapp.plans.measuring import fitness
from caseapp.plans.measuring.fitness import Scored
from caseapp.plans.measuring.queries import is_corrected, measured_then, objections_to
from caseapp.plans.placing import people_of, right_to_write
from caseapp.policy import Permission


def measure(
    actor: Actor,
    case: Case,
    *,
    track: TrackKind | None,
    measured_on: date,
    seen_by: SeenBy,
    scores: Mapping[Area, Scored],
    whose: Whose = UNSAID,
) -> list[Measurement]:
    """Write down how it is with somebody in one or more areas of life, on a track or for both.

    Raises RuleBroken for what is wrong: nothing measured, an area that is not of the plan or was
    measured on that day, a day that is still to come, a score without by what it is seen, and in a
    case about several people where it is not said of whom it is.
    """
    policy.require(actor, *right_to_write(case, track))
    cases.lock(case)
    for objection in objections_to(
        case, track=track, measured_on=measured_on, seen_by=seen_by, scores=scores, whose=whose
    ):
        raise objection
    own = belonging(people_of(case), whose)
    facts = {"measured_on": measured_on, "seen_by": seen_by}
    made = [
        _made(actor, case, track, area, scored, own=own, **facts) for area, scored in scores.items()
    ]
    db.session.flush()
    accesslog.record(actor, Event.MEASURED, case, track=track or "strip", number=str(len(made)))
    return made


def correct(
    actor: Actor,
    measurement: Measurement,
    *,
    level: Level,
    measured_on: date,
    seen_by: SeenBy,
    evidence: str,
) -> Measurement:
    """Put another measurement in the place of one that was wrong, in the same area and place.

    Raises RuleBroken where nothing is different, where it is withdrawn or corrected before, and for
    what is wrong with any measurement.
    """
    policy.require(actor, Permission.MEASUREMENT_KEEP, measurement)
    _hold(measurement)
    for objection in fitness.day_objections(measured_on, clock.today()):
        raise objection
    if not evidence.strip():
        raise RuleBroken("measurement-without-evidence", "evidence")
    was = measurement
    if (level, measured_on, seen_by, evidence) == (
        was.level,
        was.measured_on,
        was.seen_by,
        was.evidence,
    ):
        raise RuleBroken("measurement-not-different")
    area, case, own = Area.of(was), was.case, Whose.of(was)
    if area.key in measured_then(case, was.track, own, seen_by, measured_on, but=was.id):
        raise RuleBroken("measurement-that-day", "measured_on")
    scored = Scored(level, evidence)
    facts = {"measured_on": measured_on, "seen_by": seen_by, "corrects_id": was.id}
    made = _made(actor, case, was.track, area, scored, own=own, **facts)
    db.session.flush()
    accesslog.record(actor, Event.MEASUREMENT_CORRECTED, made, track=made.track or "strip")
    return made


def withdraw(actor: Actor, measurement: Measurement, *, reason: str) -> None:
    """Say that a measurement does not count, and why; it stays to be read.

    Raises RuleBroken without a reason, and where it is withdrawn or corrected before.
    """
    policy.require(actor, Permission.MEASUREMENT_KEEP, measurement)
    _hold(measurement)
    if not reason.strip():
        raise RuleBroken("measurement-withdrawn-silently", "reason")
    measurement.reason = reason
    measurement.withdrawn_at, measurement.withdrawn_by_id = clock.now(), actor.user_id
    db.session.flush()
    place = measurement.track or "strip"
    accesslog.record(actor, Event.MEASUREMENT_WITHDRAWN, measurement, track=place)


def _made(
    actor: Actor,
    case: Case,
    track: TrackKind | None,
    area: Area,
    scored: Scored,
    *,
    own: Whose,
    **facts: Any,
) -> Measurement:
    made = Measurement(
        municipality_id=case.municipality_id,
        case=case,
        case_id=case.id,
        track=track,
        domain=area.domain,
        own_domain=area.own_domain,
        score=scored.level.score if scored.level is not None else None,
        evidence=scored.evidence,
        resident_id=own.resident_id,
        of_all=own.of_all,
        made_at=clock.now(),
        made_by_id=actor.user_id,
        **facts,
    )
    db.session.add(made)
    return made


def _hold(measurement: Measurement) -> None:
    """Hold the case until the end: who comes second sees what the first one did."""
    cases.lock(measurement.case)
    db.session.refresh(measurement, ["withdrawn_at"], with_for_update=True)
    if measurement.withdrawn_at is not None:
        raise RuleBroken("measurement-withdrawn-before")
    if is_corrected(measurement):
        raise RuleBroken("measurement-corrected-before")
