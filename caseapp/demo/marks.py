"""Identifiers, references and seals for what the fictitious world calls by keys of its own.

Identifiers follow from the seed and the key, so nothing has to be remembered to point at a row:
a world of any size is stored with the memory of a small one. Data keys are drawn anew each time.
"""

import hashlib
import secrets
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseapp.kernel import crypto
from caseapp.kernel.identifiers import ALPHABET, check_character
from caseapp.model.sealed import place

REFERENCES = 32**7
BODY_LENGTH = 7


class Marks:
    """The identifiers of one world."""

    def __init__(self, seed: int) -> None:
        """Make identifiers for the world of a seed."""
        self._secret = hashlib.sha256(f"identifiers of world {seed}".encode()).digest()
        self._stride = int.from_bytes(self._secret[:5], "big") | 1
        self._start = int.from_bytes(self._secret[5:10], "big")
        self.staff = lru_cache(maxsize=4096)(self.of)
        """The same, for the people who are named again and again."""

    def of(self, key: str) -> UUID:
        """Give the identifier of what the world calls by this key."""
        digest = hashlib.blake2b(key.encode(), digest_size=16, key=self._secret).digest()
        return UUID(bytes=digest, version=4)

    def reference(self, prefix: str, number: int) -> str:
        """Give the reference of case `number`: no two cases share one, and none follow in order."""
        place_in_all = (self._start + number * self._stride) % REFERENCES
        body = "".join(ALPHABET[place_in_all >> 5 * i & 31] for i in range(BODY_LENGTH))
        whole = body + check_character(prefix, body)
        return f"{prefix}-{whole[:4]}-{whole[4:]}"


class Seal:
    """A fresh data key: the row it is kept in, and the seals set with it."""

    def __init__(self, municipality_id: UUID, key_id: UUID, created_at: Any) -> None:
        """Draw and wrap the key."""
        bare = secrets.token_bytes(crypto.KEY_BYTES)
        version, wrapped = crypto.ring().wrap(municipality_id, key_id, bare)
        self._cipher = AESGCM(bare)
        self.row = {
            "id": key_id,
            "municipality_id": municipality_id,
            "wrapping_version": version,
            "wrapped": wrapped,
            "created_at": created_at,
        }

    def texts(self, noun: Any, row_id: UUID, **texts: str) -> dict[str, bytes]:
        """Give the sealed columns of a row; an empty text is left out, as the nouns do."""
        table = noun.__tablename__
        return {
            f"{name}_sealed": crypto.seal(
                self._cipher, text, place(table, f"{name}_sealed", row_id)
            )
            for name, text in texts.items()
            if text
        }
