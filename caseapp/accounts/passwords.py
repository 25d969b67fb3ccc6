"""Passwords: argon2id with the low-memory profile of RFC 9106, renewed when the profile changes."""

import secrets
import threading

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from argon2.profiles import RFC_9106_LOW_MEMORY

from caseapp.kernel.identifiers import ALPHABET

MINIMUM_LENGTH = 15
MAXIMUM_BYTES = 1024
AT_ONCE = 2
"""Hashes at the same time: each takes 64 MiB, and a burst of sign-ins may not take the machine."""

_hasher = PasswordHasher.from_parameters(RFC_9106_LOW_MEMORY)
_turns = threading.BoundedSemaphore(AT_ONCE)
_nobody: list[str] = []


def hashed(password: str) -> str:
    """Hash a password exactly as it was typed: never trimmed, never cut off."""
    with _turns:
        return _hasher.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Tell whether a password is right; takes as long for somebody who does not exist."""
    if not _nobody:
        _nobody.append(hashed(secrets.token_hex()))
    try:
        with _turns:
            _hasher.verify(stored or _nobody[0], password)
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def is_outdated(stored: str) -> bool:
    """Tell whether the hash was made under an older profile, and should be made anew."""
    return _hasher.check_needs_rehash(stored)


def drawn() -> str:
    """Draw a first password for somebody: 100 random bits, in groups that survive the telephone."""
    while True:
        groups = ("".join(secrets.choice(ALPHABET) for _ in range(5)) for _ in range(4))
        password = "-".join(groups)
        if problem(password) is None:
            return password


def problem(password: str) -> str | None:
    """Say what is wrong with a new password, as a message id; None when it will do."""
    if len(password) < MINIMUM_LENGTH:
        return "too-short"
    if len(password.encode()) > MAXIMUM_BYTES:
        return "too-long"
    if len(set(password)) < MINIMUM_LENGTH // 3:
        return "too-simple"
    return None
