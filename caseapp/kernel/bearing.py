"""Secrets that open something to whoever bears them: drawn once, shown once, stored as a digest."""

import hashlib
import re
import secrets

BYTES = 32
SHAPE = re.compile(r"[A-Za-z0-9_-]{43}")
"""What 32 bytes look like in an address or a header."""


def new_secret() -> str:
    """Draw a secret of 256 random bits."""
    return secrets.token_urlsafe(BYTES)


def digest(secret: str) -> bytes:
    """Give what is stored of a secret: it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(secret.encode()).digest()
