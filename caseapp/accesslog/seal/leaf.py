"""What is sealed of an entry, byte for byte: its public part, and commitments to the rest. Pure.

Whom an entry is about, and its details, stand in a leaf as commitments under the key of that
resident or case. They reveal nothing; whoever has the key can prove them; and when the key is
destroyed nobody can tell any more whom the entry was about, while every proof still fits.

A leaf is one line of text, fields parted by tabs: any database can write it, and whoever verifies
reads it as it is. `docs/log-format.md` says the same for who verifies without this code.
"""

import hashlib
import hmac
from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

FORMAT = "1"
FIELDS = (
    "format",
    "seq",
    "at",
    "trace_id",
    "municipality_id",
    "user_id",
    "session_id",
    "request_id",
    "event",
    "result",
    "permission",
    "relation",
    "purpose",
    "subject_kind",
    "origin",
    "emergency_id",
    "about",
    "lines",
)
"""The order of the fields of a leaf; what is absent is empty."""


def moment(at: datetime) -> str:
    """Write a moment in UTC with microseconds: the same text from both databases."""
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def month_of(at: datetime) -> date:
    """Give the month whose tree an entry belongs in: its first day, in UTC."""
    return at.astimezone(UTC).date().replace(day=1)


def commit_line(key: bytes, trace: UUID, resident_id: UUID | None, case_id: UUID | None) -> bytes:
    """Commit to whom one line is about."""
    return _commit(key, trace, "line", _hex(resident_id), _hex(case_id))


def commit_entry(
    key: bytes, trace: UUID, subject_id: UUID | None, case_id: UUID | None, details: str
) -> bytes:
    """Commit to what an entry is about, and to its details."""
    return _commit(key, trace, "entry", _hex(subject_id), _hex(case_id), details)


def _commit(key: bytes, trace: UUID, *said: str) -> bytes:
    """Bind to the one entry: the same person in another entry gives another commitment."""
    spoken = "\t".join((trace.hex, *said))
    return hmac.digest(key, spoken.encode(), hashlib.sha256)


def text(entry: Mapping[str, Any], lines: Iterable[Mapping[str, Any]]) -> bytes:
    """Write the leaf of an entry with its lines."""
    fields = (
        FORMAT,
        str(entry["seq"]),
        moment(entry["at"]),
        _hex(entry["trace_id"]),
        _hex(entry["municipality_id"]),
        _hex(entry["user_id"]),
        _hex(entry["session_id"]),
        entry["request_id"],
        entry["event"],
        entry["result"],
        entry["permission"] or "",
        entry["relation"] or "",
        entry["purpose"] or "",
        entry["subject_kind"] or "",
        entry["origin"] or "",
        _hex(entry["emergency_id"]),
        _about(entry),
        ",".join(sorted(_line(line) for line in lines)),
    )
    return "\t".join(fields).encode()


def _about(entry: Mapping[str, Any]) -> str:
    """Give the commitment; what is about nobody in particular (signing in) stands there plainly."""
    committed: bytes | None = entry["commitment"]
    if committed is not None:
        return committed.hex()
    return f"plain {_hex(entry['subject_id'])} {_hex(entry['case_id'])} {entry['details']}"


def _line(line: Mapping[str, Any]) -> str:
    """Give the commitment of a line; one from before there were commitments has its ids."""
    committed: bytes | None = line["commitment"]
    if committed is None:
        return f"plain {_hex(line['resident_id'])} {_hex(line['case_id'])}"
    return committed.hex()


def closing(origin: str, month: date, size: int, root: bytes) -> bytes:
    """Write the leaf of a closed month, for the chain of months."""
    return "\t".join((FORMAT, origin, month.isoformat(), str(size), root.hex())).encode()


def _hex(identity: UUID | None) -> str:
    return identity.hex if identity is not None else ""
