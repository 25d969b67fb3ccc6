"""Facts about what is to be decided of a case: its phase, flags, proposals, and measures."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy import select

from caseapp.escalation import evaluations, ladders
from caseapp.kernel.clock import local
from caseapp.model.among import among
from caseapp.model.case_words import Phase
from caseapp.model.descents import Descent
from caseapp.model.escalation import Flag, PhaseChange
from caseapp.model.measures import Measure
from caseapp.watchdog.asking import rows
from caseapp.watchdog.facts import DescentFacts, FlagFacts, MeasureFacts

Decisions = dict[UUID, dict[str, Any]]
DECISIONS = (
    select(PhaseChange.case_id, PhaseChange.review_on, PhaseChange.changed_at)
    .add_columns(PhaseChange.from_phase, PhaseChange.to_phase, PhaseChange.descent_id)
    .where(among(PhaseChange.case_id, "ids"))
    .order_by(PhaseChange.changed_at, PhaseChange.id.desc())
)
UNEVALUATED = evaluations.waiting().where(among(PhaseChange.case_id, "ids"))
DESCENTS = (
    select(Descent.case_id, Descent.id, Descent.answer_by, Descent.requested_by_id)
    .where(among(Descent.case_id, "ids"), Descent.ended_at.is_(None))
    .order_by(Descent.requested_at)
)
FLAGS = (
    select(Flag.case_id, Flag.id, Flag.answer_by)
    .where(among(Flag.case_id, "ids"), Flag.answered_at.is_(None))
    .order_by(Flag.id)
)
MEASURES = (
    select(Measure.case_id, Measure.id, Measure.next_on)
    .where(among(Measure.case_id, "ids"), Measure.next_on.is_not(None))
    .order_by(Measure.next_on, Measure.id)
)


def decisions(ids: Sequence[UUID]) -> Decisions:
    """Give the last decision about the phase of these cases, as facts of a case."""
    return {
        row.case_id: {
            "review_on": row.review_on,
            "decided_on": local(row.changed_at).date(),
            "came_down": row.to_phase < row.from_phase,
            "received": row.to_phase >= row.from_phase or row.descent_id is not None,
        }
        for row in (rows(DECISIONS, ids=ids) if ids else ())
    }


def unevaluated(ids: Sequence[UUID]) -> dict[UUID, date]:
    """Give since when an evaluation of these cases is waited for."""
    found: dict[UUID, date] = {}
    for row in rows(UNEVALUATED, ids=ids) if ids else ():
        found.setdefault(row.case_id, local(row.changed_at).date())
    return found


def off_ladder(municipality_id: UUID) -> dict[int, datetime]:
    """Give which phases the ladder of a municipality has no more, and since when."""
    gone: dict[int, datetime] = {}
    for version in reversed(ladders.ever_in_force(municipality_id)):
        known, since = ladders.shape_of(version).weights, cast("datetime", version.adopted_at)
        gone = {one: gone.get(one, since) for one in Phase if one not in known}
    return gone


def descents(ids: Sequence[UUID]) -> dict[UUID, list[DescentFacts]]:
    """Give the proposals to bring these cases down that wait for an answer."""
    found: dict[UUID, list[DescentFacts]] = defaultdict(list)
    for row in rows(DESCENTS, ids=ids) if ids else ():
        found[row.case_id].append(DescentFacts(row.id, row.answer_by, row.requested_by_id))
    return found


def flags(ids: Sequence[UUID]) -> dict[UUID, list[FlagFacts]]:
    """Give the flags on these cases that nobody answered."""
    found: dict[UUID, list[FlagFacts]] = defaultdict(list)
    for row in rows(FLAGS, ids=ids) if ids else ():
        found[row.case_id].append(FlagFacts(row.id, row.answer_by))
    return found


def measures(ids: Sequence[UUID]) -> dict[UUID, list[MeasureFacts]]:
    """Give the measures of these cases that are prepared or run."""
    found: dict[UUID, list[MeasureFacts]] = defaultdict(list)
    for row in rows(MEASURES, ids=ids) if ids else ():
        found[row.case_id].append(MeasureFacts(row.id, row.next_on))
    return found
