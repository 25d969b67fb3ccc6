"""Numbers for the outside: a line of the log under a UUID that tells nothing of its place.

A counter would tell how much is done and where something is kept back. The number is put through
four rounds of a keyed Feistel network instead, so that only the installation can lead it back.
"""

from uuid import UUID

from caseapp.kernel import crypto

HALF = 61
MASK = (1 << HALF) - 1
LOW, MIDDLE = 62, 12


def outside(municipality_id: UUID, seq: int) -> UUID:
    """Give the UUID (version 4 in form) by which others know a line."""
    left, right = 0, seq
    for turn in range(4):
        left, right = right, left ^ _turned(municipality_id, turn, right)
    bits = left << HALF | right
    low, middle = bits & ((1 << LOW) - 1), bits >> LOW & ((1 << MIDDLE) - 1)
    high = bits >> (LOW + MIDDLE)
    return UUID(int=high << 80 | 4 << 76 | middle << 64 | 2 << 62 | low)


def inside(municipality_id: UUID, number: UUID) -> int | None:
    """Give the number of the line again; None for a UUID that is not of ours."""
    if number.version != 4:  # noqa: PLR2004 - the version we write
        return None
    whole = number.int
    low, middle = whole & ((1 << LOW) - 1), whole >> 64 & ((1 << MIDDLE) - 1)
    bits = whole >> 80 << (LOW + MIDDLE) | middle << LOW | low
    left, right = bits >> HALF, bits & MASK
    for turn in reversed(range(4)):
        left, right = right ^ _turned(municipality_id, turn, left), left
    return right if left == 0 else None


def _turned(municipality_id: UUID, turn: int, half: int) -> int:
    digest = crypto.keyed_hash(municipality_id, f"log-number-{turn}", str(half))
    return int.from_bytes(digest, "big") & MASK
