"""The rows of what comes in, written many at a time: a list of thousands is one transaction."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from caseapp import residents
from caseapp.kernel import clock
from caseapp.kernel.identifiers import new_id
from caseapp.model import bulk
from caseapp.model.bulk import FreshKey
from caseapp.model.case_words import Part, TrackKind, TrackState
from caseapp.model.cases import Case, CaseSubject, Involvement, Track
from caseapp.model.imports import ImportedRow
from caseapp.model.journal import Nature, Outcome, Source, Step, StepKind
from caseapp.model.residents import Resident
from caseapp.model.sealed import DataKey

PARENTS_FIRST: tuple[Any, ...] = (
    DataKey,
    Resident,
    Case,
    CaseSubject,
    Track,
    Involvement,
    Step,
    ImportedRow,
)


class Rows:
    """Takes rows one by one and writes them, each table after those it points to."""

    def __init__(self, municipality_id: UUID, at: datetime) -> None:
        self.municipality_id, self.at = municipality_id, at
        self._waiting: dict[Any, list[dict[str, Any]]] = {noun: [] for noun in PARENTS_FIRST}

    def write(self, session: Session) -> None:
        """Write what waits, in the caller's transaction."""
        for noun, rows in self._waiting.items():
            bulk.write(session, noun, rows)
            rows.clear()

    def resident(self, registered_by_id: UUID, facts: dict[str, Any]) -> UUID:
        """Add a resident with a key of their own; gives the id."""
        resident_id, key = new_id(), self._key()
        born, bsn = facts["birth_date"], facts["bsn"]
        texts = {name: facts[name] for name in residents.FACTS if name != "birth_date"}
        self._add(
            Resident,
            id=resident_id,
            key_id=key.row["id"],
            bsn_hash=residents.bsn_hash(self.municipality_id, bsn) if bsn else None,
            registered_by_id=registered_by_id,
            created_at=self.at,
            version=1,
            **key.sealed(
                Resident,
                resident_id,
                birth_date=born.isoformat() if born else "",
                **texts,
            ),
        )
        return resident_id

    def case(self, *, texts: dict[str, str], **values: Any) -> tuple[UUID, FreshKey]:
        """Add a case with a key of its own; gives its id, and the key for what hangs on it."""
        case_id, key = new_id(), self._key()
        since = clock.local(values["opened_at"]).date()
        sealed = key.sealed(Case, case_id, **texts)
        dated = {"phase_since": since, "created_at": self.at, "version": 1}
        self._add(Case, id=case_id, key_id=key.row["id"], **dated, **values, **sealed)
        return case_id, key

    def subjects(self, case_id: UUID, resident_ids: Sequence[UUID]) -> None:
        """Say whom a case turns around, each once."""
        for resident_id in dict.fromkeys(resident_ids):
            self._add(CaseSubject, id=new_id(), case_id=case_id, resident_id=resident_id)

    def track(
        self,
        case_id: UUID,
        key: FreshKey,
        kind: TrackKind,
        *,
        team_id: UUID,
        next_on: date | None,
        done_because: str = "",
    ) -> None:
        """Add one of the two tracks of a case; with a reason it is done."""
        track_id = new_id()
        self._add(
            Track,
            id=track_id,
            case_id=case_id,
            kind=kind,
            state=TrackState.DONE if done_because else TrackState.NEEDED,
            team_id=team_id,
            next_on=next_on,
            created_at=self.at,
            version=1,
            **key.sealed(Track, track_id, state_reason=done_because),
        )

    def involvement(
        self, case_id: UUID, user_id: UUID, part: Part, track: TrackKind | None
    ) -> None:
        """Give a colleague a part in a case from now on."""
        self._add(
            Involvement,
            id=new_id(),
            case_id=case_id,
            user_id=user_id,
            part=part,
            track=track,
            started_at=self.at,
        )

    def note(
        self,
        case_id: UUID,
        key: FreshKey,
        track: TrackKind | None,
        *,
        author_id: UUID,
        happened_on: date,
        body: str,
    ) -> None:
        """Add a note of the list as a step; nobody knows any more whether it is a fact."""
        step_id = new_id()
        self._add(
            Step,
            id=step_id,
            case_id=case_id,
            track=track,
            author_id=author_id,
            kind=StepKind.OTHER,
            outcome=Outcome.NONE,
            source=Source.OTHER,
            nature=Nature.OPINION,
            happened_on=happened_on,
            created_at=self.at,
            **key.sealed(Step, step_id, body=body),
        )

    def imported(self, run_id: UUID, case_id: UUID, fingerprint: bytes) -> None:
        """Remember that a row came in."""
        self._add(ImportedRow, id=new_id(), run_id=run_id, case_id=case_id, fingerprint=fingerprint)

    def _key(self) -> FreshKey:
        key = FreshKey(self.municipality_id, self.at)
        self._waiting[DataKey].append(key.row)
        return key

    def _add(self, noun: Any, **row: Any) -> None:
        self._waiting[noun].append({"municipality_id": self.municipality_id, **row})
