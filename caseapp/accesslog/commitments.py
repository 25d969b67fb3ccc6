"""Commitments to whom an entry of the log is about, under the key of that resident or case.

The key of a row that was shown is at hand, for its texts were opened with it; of whom no row was
loaded the keys are asked at once.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from caseapp.accesslog.seal import leaf
from caseapp.kernel import crypto
from caseapp.kernel.errors import KeyDestroyed
from caseapp.model.cases import Case
from caseapp.model.residents import Resident
from caseapp.model.sealed import DataKey, Unwraps

Subject = tuple[str, UUID]
"""`resident` or `case`, with its id."""
HOLDERS: Mapping[str, type[Resident] | type[Case]] = {"resident": Resident, "case": Case}
AT_ONCE = 5_000
"""How many ids fit in one question on both databases."""


@dataclass(frozen=True, slots=True)
class LogKey:
    """The id of a data key, and what commitments are made with; nothing when it was destroyed."""

    key_id: UUID
    bare: bytes | None


def keys_of(
    session: Session, held: Mapping[Subject, Any], subjects: Iterable[Subject]
) -> dict[Subject, LogKey]:
    """Give the keys of these residents and cases; who is not there has none."""
    found: dict[Subject, LogKey] = {}
    missing: dict[str, list[UUID]] = {}
    for subject in subjects:
        key = getattr(held.get(subject), "__dict__", {}).get("key")
        if key is not None and "wrapped" in key.__dict__:
            found[subject] = _at_hand(key)
        else:
            missing.setdefault(subject[0], []).append(subject[1])
    for kind, identities in missing.items():
        found.update(_asked(session, kind, identities))
    return found


def _at_hand(key: Unwraps) -> LogKey:
    try:
        return LogKey(key.id, key.log_key)
    except KeyDestroyed:
        return LogKey(key.id, None)


def _asked(
    session: Session, kind: str, identities: Iterable[UUID]
) -> Iterator[tuple[Subject, LogKey]]:
    holder = HOLDERS[kind]
    rest = iter(dict.fromkeys(identities))
    while batch := list(islice(rest, AT_ONCE)):
        query = (
            select(
                holder.id,
                DataKey.id,
                DataKey.municipality_id,
                DataKey.wrapping_version,
                DataKey.wrapped,
            )
            .join(DataKey, DataKey.id == holder.key_id)
            .where(holder.id.in_(batch))
        )
        for row in session.execute(query.execution_options(unseen="log")).all():
            yield (kind, row[0]), _opened(*row[1:])


def _opened(key_id: UUID, municipality_id: UUID, version: int, wrapped: bytes | None) -> LogKey:
    if wrapped is None:
        return LogKey(key_id, None)
    try:
        bare = crypto.ring().unwrap(municipality_id, key_id, version, wrapped)
    except KeyDestroyed:
        return LogKey(key_id, None)
    return LogKey(key_id, crypto.log_key(bare))


def holder_of_entry(
    subject_kind: str | None, subject_id: UUID | None, case_id: UUID | None
) -> Subject | None:
    """Give under whose key the entry itself is committed: its case, or else its resident."""
    if case_id is not None:
        return ("case", case_id)
    if subject_kind == Resident.__tablename__ and subject_id is not None:
        return ("resident", subject_id)
    return None


def holder_of_line(resident_id: UUID | None, case_id: UUID | None) -> Subject | None:
    """Give under whose key a line is committed: its resident, or else its case."""
    if resident_id is not None:
        return ("resident", resident_id)
    return ("case", case_id) if case_id is not None else None


def of_entry(key: LogKey | None, entry: Mapping[str, Any]) -> dict[str, Any]:
    """Give the columns that bind an entry to its subject."""
    if key is None or key.bare is None:
        return {"key_id": None, "commitment": None}
    subject, case = entry["subject_id"], entry["case_id"]
    made = leaf.commit_entry(key.bare, entry["trace_id"], subject, case, entry["details"])
    return {"key_id": key.key_id, "commitment": made}


def of_line(
    key: LogKey | None, trace: UUID, resident_id: UUID | None, case_id: UUID | None
) -> dict[str, Any]:
    """Give the columns that bind a line to its resident and case."""
    if key is None or key.bare is None:
        return {"key_id": None, "commitment": None}
    made = leaf.commit_line(key.bare, trace, resident_id, case_id)
    return {"key_id": key.key_id, "commitment": made}
