"""What exactly is agreed to, in one way of writing: the hash is of this text."""

import hashlib
import json
from collections.abc import Mapping
from uuid import UUID

from caseapp.model.approvals import ApprovalKind


def written(values: Mapping[str, str]) -> str:
    """Write codes and ids down so that the same payload is always the same text."""
    return json.dumps(dict(values), sort_keys=True, separators=(",", ":"), ensure_ascii=True)


def read(payload: str) -> dict[str, str]:
    """Read a payload back."""
    values: dict[str, str] = json.loads(payload)
    return values


def hashed(kind: ApprovalKind, subject_id: UUID, payload: str) -> bytes:
    """Hash what is agreed to, together with what it is about."""
    return hashlib.sha256(f"{kind}\x00{subject_id.hex}\x00{payload}".encode()).digest()
