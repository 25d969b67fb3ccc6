"""How a measure stands against the law: what may come next, and what forbids it.

Brings the facts of the database to the pure rules of the chain; the action refuses by it, and the
screen tells by it, all at once.
"""

from datetime import date
from uuid import UUID

from caseapp import settings
from caseapp.kernel import clock
from caseapp.kernel.errors import RuleBroken
from caseapp.measures import chain
from caseapp.measures.chain import Prepared, Stand, Taken
from caseapp.measures.queries import balance_of
from caseapp.model.cases import Case
from caseapp.model.measures import Measure, MeasureKind, Stage
from caseapp.settings import Terms


def objections_to_preparing(
    case: Case,
    *,
    kind: MeasureKind,
    resident_id: UUID | None,
    ground: str,
    next_on: date | None,
) -> list[RuleBroken]:
    """Give everything that forbids to prepare this measure in a case."""
    known = {subject.resident_id for subject in case.subjects}
    made = Prepared(
        kind,
        ground,
        next_on,
        is_against_somebody=resident_id is not None,
        is_of_case=resident_id is None or resident_id in known,
    )
    terms = settings.terms_of(case.municipality_id)
    return chain.objections_to_preparing(made, terms, clock.today(), has_people=bool(known))


def following(measure: Measure) -> tuple[Stage, ...]:
    """Give the steps that may be taken today."""
    return chain.following(_stand(measure), settings.terms_of(measure.municipality_id))


def objections_to(measure: Measure, taken: Taken) -> list[RuleBroken]:
    """Give everything that forbids this step, held against the terms of the day it was taken."""
    return chain.objections(
        _stand(measure),
        taken,
        terms_of_day(measure, taken),
        clock.today(),
        care_offered=balance_of(measure.case).offered_by(taken.on_day),
    )


def terms_of_day(measure: Measure, taken: Taken) -> Terms:
    """Give the numbers that held when a step was taken."""
    return settings.terms_on(measure.municipality_id, taken.on_day or clock.today())


def _stand(measure: Measure) -> Stand:
    return Stand(
        kind=measure.kind,
        stage=measure.stage,
        last_on=measure.stages[-1].on_day if measure.stages else None,
        from_on=measure.from_on,
        until_on=measure.until_on,
        extensions=measure.extensions,
        views_until_on=measure.views_until_on,
    )
