"""What a token looks like: `csk_`, 32 random bytes, and a check that catches a slip of the hand.

The prefix lets a scanner find one that was left in a repository; the check lets a mistyped one be
refused without asking the database.
"""

import re
import zlib

from caseapp.kernel import bearing

PREFIX = "csk_"
SHAPE = re.compile(rf"{PREFIX}({bearing.SHAPE.pattern})([0-9a-f]{{8}})")


def drawn() -> str:
    """Draw a new token."""
    body = bearing.new_secret()
    return f"{PREFIX}{body}{_check(body)}"


def is_whole(token: str) -> bool:
    """Tell whether it can be a token at all."""
    found = SHAPE.fullmatch(token)
    return found is not None and _check(found[1]) == found[2]


def _check(body: str) -> str:
    return f"{zlib.crc32(body.encode()):08x}"
