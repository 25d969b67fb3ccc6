"""What a token looks like: `csk_`, 32 random bytes, and a check that catches a slip of the hand.

The prefix lets a scanner find one that was left in a repository; the check lets a mistyped one be
refused without asking the database.
"""

import base64
import hashlib
import re
import secrets
import zlib

PREFIX = "csk_"
BYTES = 32
SHAPE = re.compile(r"csk_([A-Za-z0-9_-]{43})([0-9a-f]{8})")


def drawn() -> str:
    """Draw a new token."""
    body = base64.urlsafe_b64encode(secrets.token_bytes(BYTES)).decode().rstrip("=")
    return f"{PREFIX}{body}{_check(body)}"


def is_whole(token: str) -> bool:
    """Tell whether it can be a token at all."""
    found = SHAPE.fullmatch(token)
    return found is not None and _check(found[1]) == found[2]


def digest(token: str) -> bytes:
    """Give what is stored of a token: it has 256 random bits, so a plain hash is enough."""
    return hashlib.sha256(token.encode()).digest()


def _check(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08x}"
