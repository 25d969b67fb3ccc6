"""What is asked about measurements: of which areas, how it goes over time, and what changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased, joinedload

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.domains import Area
from caseapp.model.measurements import Measurement
from caseapp.model.plan_words import SeenBy
from caseapp.model.whose import TOGETHER, UNSAID, Whose
from caseapp.plans.belonging import belonging
from caseapp.plans.measuring import fitness
from caseapp.plans.measuring.course import Difference, Reading, difference, in_order
from caseapp.plans.measuring.fitness import Scored
from caseapp.plans.placing import of_person, people_of, placed, within
from caseapp.plans.queries import readable, versions

PEOPLE = (
    joinedload(Measurement.made_by),
    joinedload(Measurement.withdrawn_by),
    joinedload(Measurement.own_domain),
)
PLACES = (None, *TrackKind)


@dataclass(frozen=True, slots=True)
class Course:
    """How it goes through the eyes of one side: what counts, the last of it, and what changed."""

    seen_by: SeenBy
    readings: Sequence[Reading]
    last: Measurement
    change: Difference


@dataclass(frozen=True, slots=True)
class Line:
    """All that was measured of somebody in one area of life, on a track or for both, last first."""

    area: Area
    track: TrackKind | None
    whose: Whose
    measurements: Sequence[Measurement]
    corrected: frozenset[UUID]
    """Those in whose place another came."""

    @property
    def standing(self) -> list[Measurement]:
        """Those that count: not withdrawn, and nothing came in their place."""
        return [one for one in self.measurements if self.stands(one)]

    def stands(self, one: Measurement) -> bool:
        """Tell whether a measurement counts."""
        return one.withdrawn_at is None and one.id not in self.corrected

    @property
    def courses(self) -> list[Course]:
        """How it goes, for each of whose eyes it was measured through."""
        found = []
        for eyes in SeenBy:
            seen = {_reading(one): one for one in self.standing if one.seen_by is eyes}
            ordered, change = in_order(seen), difference(seen)
            if change is not None:
                found.append(Course(eyes, ordered, seen[ordered[-1]], change))
        return found


def measurement(measurement_id: UUID) -> Measurement | None:
    """Give one measurement; raises Hidden for one that the database itself keeps back."""
    found: Measurement | None = placed(Measurement, measurement_id)
    return found


def areas(case: Case) -> tuple[Area, ...]:
    """Give the areas that can be measured: of the plan that holds, and of the one being written."""
    known = versions(case)
    holds = [*(one for one in known if one.is_active), *(one for one in known if one.is_draft)]
    return tuple(dict.fromkeys(area for plan in holds for area in plan.areas))


def lines(actor: Actor, case: Case, *, person: UUID | None = None) -> list[Line]:
    """Give what was measured as far as somebody may read it, in the order of the areas.

    With `person`, only what goes along on the copy of that one of the people it is about.
    """
    query = (
        select(Measurement)
        .where(
            Measurement.case_id == case.id,
            of_person(Measurement, person),
            within(Measurement.track, readable(actor, case)),
        )
        .options(*PEOPLE)
        .order_by(Measurement.measured_on.desc(), Measurement.made_at.desc(), Measurement.id)
    )
    grouped: dict[tuple[Area, TrackKind | None, Whose], list[Measurement]] = {}
    for one in db.session.scalars(query):
        grouped.setdefault((Area.of(one), one.track, Whose.of(one)), []).append(one)
    known = [*areas(case), *(area for area, _place, _whose in grouped)]
    people = dict.fromkeys((TOGETHER, *(whose for _area, _place, whose in grouped)))
    return [
        _line(area, place, whose, grouped[area, place, whose])
        for area in dict.fromkeys(known)
        for place in PLACES
        for whose in people
        if (area, place, whose) in grouped
    ]


def _line(area: Area, place: TrackKind | None, whose: Whose, found: list[Measurement]) -> Line:
    replaced = frozenset(one.corrects_id for one in found if one.corrects_id is not None)
    return Line(area, place, whose, found, replaced)


def objections_to(
    case: Case,
    *,
    track: TrackKind | None,
    measured_on: date | None,
    seen_by: SeenBy,
    scores: Mapping[Area, Scored],
    whose: Whose = UNSAID,
) -> Iterator[RuleBroken]:
    """Give all that is wrong with what somebody measured, for the fields of the form."""
    try:
        own = belonging(people_of(case), whose)
    except RuleBroken as error:
        yield error
        own = whose
    yield from fitness.objections(
        scores,
        offered={area.key for area in areas(case)},
        measured=measured_then(case, track, own, seen_by, measured_on),
        on_day=measured_on,
        today=clock.today(),
    )


def measured_then(
    case: Case,
    track: TrackKind | None,
    whose: Whose,
    seen_by: SeenBy,
    day: date | None,
    *,
    but: UUID | None = None,
) -> set[str]:
    """Give the areas in which something of somebody counts already on a day, in this place."""
    later = aliased(Measurement)
    replaced = select(later.id).where(later.corrects_id == Measurement.id).exists()
    query = select(Measurement.domain, Measurement.own_domain_id).where(
        Measurement.case_id == case.id,
        Measurement.track.is_(None) if track is None else Measurement.track == track,
        Measurement.of_all == whose.of_all,
        Measurement.resident_id.is_(None)
        if whose.resident_id is None
        else Measurement.resident_id == whose.resident_id,
        Measurement.seen_by == seen_by,
        Measurement.measured_on == day,
        Measurement.withdrawn_at.is_(None),
        Measurement.id != but if but is not None else Measurement.id.is_not(None),
        ~replaced,
    )
    found = db.session.execute(query, execution_options={"unseen": "policy"})
    return {str(row.domain or row.own_domain_id.hex) for row in found}


def is_corrected(one: Measurement) -> bool:
    """Tell whether another measurement came in the place of this one."""
    query = select(Measurement.id).where(Measurement.corrects_id == one.id)
    return db.session.scalar(query, execution_options={"unseen": "policy"}) is not None


def _reading(one: Measurement) -> Reading:
    return Reading(one.measured_on, one.score, one.made_at)
