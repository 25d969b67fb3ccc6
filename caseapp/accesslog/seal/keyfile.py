"""The private key the sealer signs with: a file that only the sealer's own user may read."""

import os
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

PRIVATE = 0o600
OTHERS = 0o077


class UnsafeKey(Exception):
    """The key file cannot be used; the message says why and what to do."""


def load(path: Path) -> Ed25519PrivateKey:
    """Read the key; raises UnsafeKey when it is not there, not ours, or others may read it."""
    if not path.exists():
        raise UnsafeKey(f"There is no sealer key at {path}: make one with `flask seal key`.")
    if path.stat().st_mode & OTHERS:
        raise UnsafeKey(f"Others may read {path}: chmod 600 it, and think of it as leaked.")
    found = load_pem_private_key(path.read_bytes(), password=None)
    if not isinstance(found, Ed25519PrivateKey):
        raise UnsafeKey(f"{path} holds a key of another kind than Ed25519.")
    return found


def make(path: Path) -> Ed25519PrivateKey:
    """Draw a key and keep it; raises UnsafeKey when one is there already: it is never replaced."""
    key = Ed25519PrivateKey.generate()
    written = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, PRIVATE)
    except FileExistsError as there:
        raise UnsafeKey(f"{path} is there already: a new key begins with a new file.") from there
    with os.fdopen(descriptor, "wb") as file:
        file.write(written)
    return key
