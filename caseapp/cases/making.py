"""The making of a case, for whoever opens one: a person, an import, a fictitious municipality."""

from typing import Any
from uuid import UUID

from caseapp.kernel import clock
from caseapp.model.case_words import Part, TrackKind
from caseapp.model.cases import Case, Involvement, Track
from caseapp.model.sealed import DataKey


def new_case(**values: Any) -> Case:
    """Make a case with its key and both its tracks, not yet added to the session."""
    moment = values.setdefault("opened_at", clock.now())
    values.setdefault("phase_since", clock.local(moment).date())
    case = Case(key=DataKey.draw(values["municipality_id"]), **values)
    case.tracks = [
        Track(municipality_id=case.municipality_id, case_id=case.id, kind=kind)
        for kind in TrackKind
    ]
    return case


def involve(case: Case, user_id: UUID, part: Part, track: TrackKind | None = None) -> Involvement:
    """Add somebody to a case from now on."""
    involvement = Involvement(
        municipality_id=case.municipality_id,
        user_id=user_id,
        part=part,
        track=track,
        started_at=clock.now(),
    )
    case.involvements.append(involvement)
    return involvement
