"""Facts and rules about measures and about care that was offered: each belongs to its own track."""

from typing import Any

from sqlalchemy import select

from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case, Track
from caseapp.model.measures import CareOffer, Measure
from caseapp.policy.doors import track_opened_in_emergency
from caseapp.policy.permissions import Permission as P  # noqa: N817 - the law is read often
from caseapp.policy.predicates import Joins, Predicate
from caseapp.policy.relations import case_is_open, via_case
from caseapp.policy.terms import casework, on_own_track


def of_track(kind: TrackKind, inner: Predicate) -> Predicate:
    """Ask of one of the two tracks of a case what `inner` asks of a track."""
    return Predicate(
        f"of the {kind} track: {inner.name}",
        lambda actor, case: inner.check(actor, case.track(kind)),
        lambda actor: Case.id.in_(
            select(Track.case_id).where(Track.kind == kind, inner.where(actor)).correlate(None)
        ),
        inner.roles,
        Joins.ALL,
        (inner,),
    )


measure_runs = Predicate(
    "the measure did not end yet",
    lambda _actor, measure: measure.ended_on is None,
    lambda _actor: Measure.ended_on.is_(None),
)

_reads = on_own_track | casework & track_opened_in_emergency
_reads_safety = of_track(TrackKind.SAFETY, _reads)
_reads_care = of_track(TrackKind.CARE, _reads)
_does_safety = of_track(TrackKind.SAFETY, on_own_track) & case_is_open
_does_care = of_track(TrackKind.CARE, on_own_track) & case_is_open

OF_MEASURES: dict[P, tuple[Any, Predicate]] = {
    P.MEASURES_READ: (Case, _reads_safety),
    P.MEASURE_PREPARE: (Case, _does_safety),
    P.MEASURE_VIEW: (Measure, via_case(Measure, _reads_safety)),
    P.MEASURE_ADVANCE: (Measure, via_case(Measure, _does_safety) & measure_runs),
    P.CARE_READ: (Case, _reads_care),
    P.CARE_OFFER: (Case, _does_care),
    P.CARE_OFFER_VIEW: (CareOffer, via_case(CareOffer, _reads_care)),
    P.CARE_OFFER_ANSWER: (CareOffer, via_case(CareOffer, _does_care)),
}
