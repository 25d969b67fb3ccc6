"""What one unit of work did and saw, until it is written down with the rest of its transaction."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.accesslog import commitments
from caseapp.accesslog.aims import Purpose
from caseapp.accesslog.events import Event
from caseapp.accesslog.facts import FACTS
from caseapp.accesslog.inserting import insert_page
from caseapp.accesslog.rungs import RungNote
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import UnaccountedView
from caseapp.kernel.identifiers import new_id
from caseapp.model.accesslog import Result
from caseapp.model.cases import CaseSubject

Pair = tuple[UUID | None, UUID | None]
"""A resident and a case; one of them may be absent."""


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that is not written yet."""

    event: Event
    subject_kind: str | None = None
    subject_id: UUID | None = None
    case_id: UUID | None = None
    permission: str | None = None
    relation: str | None = None
    purpose: str | None = None
    emergency_id: UUID | None = None
    details: str = ""
    result: Result = Result.DONE


@dataclass
class Logbook:
    """The page of the log that belongs to one transaction."""

    actor: Actor | None = None
    municipality_id: UUID | None = None
    """Of which municipality it is, where nobody is signed in."""
    request_id: str = ""
    origin: str | None = None
    """From where on the network, or nothing for a command."""
    view: Draft | None = None
    acts: list[Draft] = field(default_factory=list)
    seen: set[tuple[str, UUID]] = field(default_factory=set)
    held: dict[tuple[str, UUID], Any] = field(default_factory=dict)
    """The residents and cases that were loaded: their keys commit the log to them."""
    turning: dict[UUID, list[UUID]] = field(default_factory=dict)
    """Whom cases turn around of which a list asked that itself."""
    told: list[Pair] = field(default_factory=list)
    """Residents and cases that no row was loaded of, and that were used or shown all the same."""
    untold: set[UUID] = field(default_factory=set)
    """Residents whose rows were read for a copy that tells nothing of them."""
    rung: RungNote | None = None
    """That sealing came to another rung: written once, beside whatever else there is."""

    def close(self, result: Result) -> None:
        """The changes were rolled back: what was seen still counts, what was done did not."""
        self.acts.clear()
        if self.view is not None:
            self.view = replace(self.view, result=result)

    def clear(self) -> None:
        """Start a new page: nothing was shown and nothing done."""
        self.view = None
        self.acts.clear()
        self.seen.clear()
        self.held.clear()
        self.turning.clear()
        self.told.clear()
        self.untold.clear()
        self.rung = None

    def entries(self) -> list[Draft]:
        """What is to be written; an action's own entry stands for the screen it came from."""
        if self.acts:
            return list(self.acts)
        return [self.view] if self.view is not None else []

    def write(self, session: Session) -> None:
        """Add the entries and a line per data subject; raises UnaccountedView if none is open."""
        entries = self.entries()
        if self.seen and not entries:
            kinds = sorted({kind for kind, _ in self.seen})
            message = f"rows about a {' and a '.join(kinds)} were read without a log entry"
            raise UnaccountedView(message)
        at = clock.now()
        rows = [self._row(entry, at) for entry in entries]
        if self.rung is not None:
            blank = dict.fromkeys(self._row(Draft(self.rung.event), at)) | {
                "request_id": self.request_id
            }
            rows += self.rung.rows(session.connection(), at, blank)
        if not rows:
            return
        pairs: list[Pair] = []
        if entries:
            pairs = [*self._people_shown(session), *dict.fromkeys(self.told)]
        keys = commitments.keys_of(session, self.held, _holders(rows, pairs))
        rows = [row | commitments.of_entry(_key(keys, _holder(row)), row) for row in rows]
        insert_page(session, rows, _lines(rows[0], pairs, keys))
        self.clear()

    def _people_shown(self, session: Session) -> list[Pair]:
        cases = sorted(identity for kind, identity in self.seen if kind == "case")
        residents = {identity for kind, identity in self.seen if kind == "resident"} - self.untold
        pairs: list[Pair] = []
        if cases:
            pairs, unknown = self._subjects_at_hand(cases)
            pairs += _subjects_of(session, unknown)
            residents -= {person for person, _ in pairs if person is not None}
            told = {case for _, case in pairs}
            pairs += [(None, case) for case in cases if case not in told]
        return pairs + [(person, None) for person in sorted(residents)]

    def _subjects_at_hand(self, cases: Sequence[UUID]) -> tuple[list[Pair], list[UUID]]:
        """Give whom cases turn around whose page loaded that, and the cases of which it did not."""
        pairs: list[Pair] = []
        unknown: list[UUID] = []
        for case in cases:
            people = self.turning.get(case)
            row = self.held.get(("case", case)) if people is None else None
            if people is None and row is not None and "subjects" in row.__dict__:
                people = [one.resident_id for one in row.__dict__["subjects"]]
            if people is None:
                unknown.append(case)
            else:
                pairs += [(person, case) for person in people]
        return pairs, unknown

    def _row(self, entry: Draft, at: datetime) -> dict[str, Any]:
        actor = self.actor
        return {
            "at": at,
            "trace_id": new_id(),
            "municipality_id": actor.municipality_id if actor else self.municipality_id,
            "user_id": actor.user_id if actor else None,
            "session_id": actor.session_id if actor else None,
            "request_id": self.request_id,
            "event": str(entry.event),
            "result": entry.result,
            "permission": entry.permission,
            "relation": entry.relation,
            "purpose": entry.purpose or str(FACTS[entry.event].purpose),
            "subject_kind": entry.subject_kind,
            "subject_id": entry.subject_id,
            "case_id": entry.case_id,
            "details": entry.details,
            "emergency_id": entry.emergency_id,
            "origin": self.origin,
        }


def _holder(row: Mapping[str, Any]) -> commitments.Subject | None:
    return commitments.holder_of_entry(row["subject_kind"], row["subject_id"], row["case_id"])


def _holders(rows: Iterable[Mapping[str, Any]], pairs: Iterable[Pair]) -> set[commitments.Subject]:
    """Give whose keys are needed."""
    found = {_holder(row) for row in rows} | {commitments.holder_of_line(*one) for one in pairs}
    return {subject for subject in found if subject is not None}


def _key(
    keys: Mapping[commitments.Subject, commitments.LogKey], holder: commitments.Subject | None
) -> commitments.LogKey | None:
    return keys.get(holder) if holder is not None else None


def _lines(
    row: Mapping[str, Any],
    pairs: Iterable[Pair],
    keys: Mapping[commitments.Subject, commitments.LogKey],
) -> list[dict[str, Any]]:
    """Give what differs between the lines of an entry: about whom, and the commitment to that."""
    trace, made = row["trace_id"], []
    for person, case in pairs:
        key = _key(keys, commitments.holder_of_line(person, case))
        bound = commitments.of_line(key, trace, person, case)
        made.append({"resident_id": person, "case_id": case, **bound})
    return made


def _subjects_of(session: Session, cases: Sequence[UUID]) -> list[Pair]:
    """Ask whom cases turn around, of which a page showed something else."""
    if not cases:
        return []
    query = select(CaseSubject.resident_id, CaseSubject.case_id).where(
        CaseSubject.case_id.in_(cases)
    )
    rows = session.execute(query.execution_options(unseen="log")).all()
    return [(person, case) for person, case in rows]


__all__ = ["Draft", "Logbook", "Purpose"]
