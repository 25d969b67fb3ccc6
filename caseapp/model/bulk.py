"""Many rows at once: keys drawn and texts sealed without an object for each, then written together.

For whoever brings in thousands: a list of a municipality, a fictitious town. The rows are the same
to the byte as those the nouns themselves make.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import Table, insert
from sqlalchemy.orm import Session

from caseapp.kernel import crypto
from caseapp.kernel.identifiers import new_id
from caseapp.model.sealed import Opens, place

BATCH = 2_000


class FreshKey:
    """A data key drawn just now: the row it is kept in, and the texts that are sealed with it."""

    def __init__(self, municipality_id: UUID, at: datetime) -> None:
        bare = secrets.token_bytes(crypto.KEY_BYTES)
        key_id = new_id()
        version, wrapped = crypto.ring().wrap(municipality_id, key_id, bare)
        self._cipher = AESGCM(bare)
        self.row: dict[str, Any] = {
            "id": key_id,
            "municipality_id": municipality_id,
            "wrapping_version": version,
            "wrapped": wrapped,
            "created_at": at,
        }

    def sealed(self, noun: Any, row_id: UUID, **texts: str) -> dict[str, bytes | None]:
        """Give the sealed columns of a row by the plain names of the noun; nothing stays nothing.

        Raises ValueError for a text that is longer than the noun takes.
        """
        columns: dict[str, bytes | None] = {}
        for name, text in texts.items():
            opens = cast("Opens", getattr(noun, name))
            if len(text) > opens.length:
                message = f"{name} is longer than {opens.length} characters"
                raise ValueError(message)
            where = place(noun.__tablename__, opens.column, row_id)
            columns[opens.column] = crypto.seal(self._cipher, text, where) if text else None
        return columns


def write(session: Session, noun: Any, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows of one noun, which all name the same columns, in the caller's transaction."""
    table = cast("Table", noun.__table__)
    for start in range(0, len(rows), BATCH):
        session.connection().execute(insert(table), rows[start : start + BATCH])
