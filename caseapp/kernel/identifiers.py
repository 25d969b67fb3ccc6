"""Names for things that tell nothing: random ids and readable case references."""

import re
import secrets
from uuid import UUID

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, so that a reference survives the telephone."""

REFERENCE = re.compile(r"[A-Z]{2,4}-[0-9A-HJKMNP-TV-Z]{4}-[0-9A-HJKMNP-TV-Z]{4}")
_CONFUSED = str.maketrans({"I": "1", "L": "1", "O": "0", "U": "V"})
_RANDOM_CHARACTERS = 7


def new_id() -> UUID:
    """Make an id of 122 random bits, in the form of a UUID version 4."""
    return UUID(bytes=secrets.token_bytes(16), version=4)


def check_character(prefix: str, body: str) -> str:
    """Give the character that catches one wrong or two swapped characters in a reference."""
    total = 0
    for position, character in enumerate(prefix + body, start=1):
        total += position * (
            ord(character) if character not in ALPHABET else ALPHABET.index(character)
        )
    return ALPHABET[total % 31]


def new_reference(prefix: str) -> str:
    """Make a case reference such as OIJ-7K3M-9Q2X: readable, random, and no counter."""
    body = "".join(secrets.choice(ALPHABET) for _ in range(_RANDOM_CHARACTERS))
    whole = body + check_character(prefix, body)
    return f"{prefix}-{whole[:4]}-{whole[4:]}"


def read_reference(text: str) -> str | None:
    """Read a reference as a person typed it; None when it cannot be one."""
    compact = re.sub(r"[\s-]", "", text.upper())
    prefix, body = compact[:-8], compact[-8:].translate(_CONFUSED)
    written = f"{prefix}-{body[:4]}-{body[4:]}"
    if not REFERENCE.fullmatch(written) or check_character(prefix, body[:-1]) != body[-1]:
        return None
    return written
