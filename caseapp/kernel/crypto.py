"""Sealing of what is stored: AES-256-GCM under a key per resident or case.

Each such data key is wrapped by a key of the municipality, which lives in the key ring: a file
outside the database. A sealed value is bound to its table, column and row, so that it cannot be
moved. Format of a sealed value: one byte version, 12 bytes nonce, ciphertext with tag.
"""

import base64
import hashlib
import hmac
import json
import os
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseapp.kernel.errors import KeyDestroyed, Unreadable

VERSION = b"\x01"
KEY_BYTES = 32
NONCE_BYTES = 12
_HEADER = 1 + NONCE_BYTES
CIPHERS = 64
"""Ciphers of wrapping keys that are kept ready, in each process; each key is in memory anyway."""


@lru_cache(maxsize=CIPHERS)
def _cipher(wrapping_key: bytes) -> AESGCM:
    """Give the cipher of a wrapping key: making it takes twice as long as opening with it."""
    return AESGCM(wrapping_key)


def seal(cipher: AESGCM, text: str, place: bytes) -> bytes:
    """Seal a text for one place (table, column, row) under an opened data key."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return VERSION + nonce + cipher.encrypt(nonce, text.encode(), place)


def unseal(cipher: AESGCM, sealed: bytes, place: bytes) -> str:
    """Open a sealed text; raises Unreadable when it was altered or belongs elsewhere."""
    if sealed[:1] != VERSION:
        raise Unreadable
    try:
        return cipher.decrypt(sealed[1:_HEADER], sealed[_HEADER:], place).decode()
    except InvalidTag as mismatch:
        raise Unreadable from mismatch


@dataclass
class MunicipalKeys:
    """The keys of one municipality: wrapping keys by version, and the key of its name index."""

    current: int
    wrapping: dict[int, bytes]
    index: bytes

    @classmethod
    def new(cls) -> "MunicipalKeys":
        """Draw fresh keys."""
        return cls(1, {1: secrets.token_bytes(KEY_BYTES)}, secrets.token_bytes(KEY_BYTES))

    def rotate(self) -> int:
        """Add a wrapping key and make it the current one; older ones stay to unwrap with."""
        self.current = max(self.wrapping) + 1
        self.wrapping[self.current] = secrets.token_bytes(KEY_BYTES)
        return self.current


@dataclass
class KeyRing:
    """All municipalities' keys, kept in one file that only the application may read."""

    path: Path | None = None
    keys: dict[UUID, MunicipalKeys] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> "KeyRing":
        """Read the ring from its file; an absent file is an empty ring."""
        ring = cls(path)
        ring.reload()
        return ring

    def reload(self) -> None:
        """Read the file again: another process may have added a municipality or rotated."""
        if self.path is None or not self.path.exists():
            return
        for identity, entry in json.loads(self.path.read_text()).items():
            self.keys[UUID(identity)] = MunicipalKeys(
                entry["current"],
                {int(n): base64.b64decode(key) for n, key in entry["wrapping"].items()},
                base64.b64decode(entry["index"]),
            )

    def save(self) -> None:
        """Write the ring so that a crash leaves the old file or the new one, never half of it."""
        if self.path is None:
            return
        content = {
            str(identity): {
                "current": keys.current,
                "wrapping": {
                    str(n): base64.b64encode(key).decode() for n, key in keys.wrapping.items()
                },
                "index": base64.b64encode(keys.index).decode(),
            }
            for identity, keys in self.keys.items()
        }
        self.path.parent.mkdir(parents=True, exist_ok=True)
        draft = self.path.with_suffix(".new")
        descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(content, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self.path)

    def of(self, municipality_id: UUID) -> MunicipalKeys:
        """Give a municipality's keys; raises KeyDestroyed when the ring does not hold them."""
        if municipality_id not in self.keys:
            self.reload()
        try:
            return self.keys[municipality_id]
        except KeyError as missing:
            raise KeyDestroyed from missing

    def add(self, municipality_id: UUID) -> MunicipalKeys:
        """Draw and keep keys for a municipality that joins."""
        self.reload()
        keys = self.keys[municipality_id] = MunicipalKeys.new()
        self.save()
        return keys

    def wrap(self, municipality_id: UUID, key_id: UUID, data_key: bytes) -> tuple[int, bytes]:
        """Wrap a data key under the municipality's current key; gives (version, wrapped)."""
        keys = self.of(municipality_id)
        nonce = secrets.token_bytes(NONCE_BYTES)
        cipher = _cipher(keys.wrapping[keys.current])
        return keys.current, VERSION + nonce + cipher.encrypt(nonce, data_key, key_id.bytes)

    def unwrap(self, municipality_id: UUID, key_id: UUID, version: int, wrapped: bytes) -> bytes:
        """Unwrap a data key; raises Unreadable if it was altered, KeyDestroyed if it is gone."""
        keys = self.of(municipality_id)
        if version not in keys.wrapping:
            self.reload()
            keys = self.of(municipality_id)
        try:
            cipher = _cipher(keys.wrapping[version])
            return cipher.decrypt(wrapped[1:_HEADER], wrapped[_HEADER:], key_id.bytes)
        except KeyError as missing:
            raise KeyDestroyed from missing
        except InvalidTag as mismatch:
            raise Unreadable from mismatch


_ring = KeyRing()


def use(ring: KeyRing) -> None:
    """Make this the ring of the process; called once when the application starts."""
    _ring.path, _ring.keys = ring.path, ring.keys


def ring() -> KeyRing:
    """Give the ring of the process."""
    return _ring


def keyed_hash(municipality_id: UUID, kind: str, text: str) -> bytes:
    """Hash a text so that equal texts meet, yet without the ring nothing can be guessed.

    The kind keeps equal texts of different meaning apart. 16 bytes of HMAC-SHA-256.
    """
    message = f"{kind}\x00{text}".encode()
    return hmac.digest(_ring.of(municipality_id).index, message, hashlib.sha256)[:16]


def log_key(data_key: bytes) -> bytes:
    """Derive the key of commitments in the access log from that of a resident or case."""
    return hmac.digest(data_key, b"samenhang access log v1", hashlib.sha256)


def dictionary_cipher(municipality_id: UUID) -> AESGCM:
    """Give the cipher for the dictionary of names: derived from the key of the name index."""
    index = _ring.of(municipality_id).index
    return AESGCM(hmac.digest(index, b"dictionary of names", hashlib.sha256))


def installation_key() -> bytes:
    """Give a key that belongs to this installation and to no municipality in particular."""
    parts = b"".join(_ring.keys[m].index for m in sorted(_ring.keys))
    return hashlib.sha256(b"installation" + parts).digest()
