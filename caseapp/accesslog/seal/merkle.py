"""The Merkle tree of RFC 9162, section 2.1: hashes, roots, and proofs that need no trust. Pure.

A leaf and a node are hashed with another first byte, so that neither can pass for the other.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

HASH_BYTES = 32
LEAF, NODE = b"\x00", b"\x01"
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(content: bytes) -> bytes:
    """Give the hash of what a leaf says."""
    return hashlib.sha256(LEAF + content).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """Give the hash of two neighbours."""
    return hashlib.sha256(NODE + left + right).digest()


@dataclass
class Frontier:
    """All of a tree that must be kept to go on with it: the roots of its perfect subtrees.

    At a million leaves that is at most 20 hashes: sealing never reads the past again.
    """

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)
    """Largest subtree first; there is one for each one-bit of the size."""

    def append(self, leaf: bytes) -> None:
        """Add the hash of one more leaf."""
        grown, rest = leaf, self.size
        while rest & 1:
            grown = node_hash(self.peaks.pop(), grown)
            rest >>= 1
        self.peaks.append(grown)
        self.size += 1

    def extend(self, leaves: Iterable[bytes]) -> None:
        """Add the hashes of more leaves, in their order."""
        for leaf in leaves:
            self.append(leaf)

    def root(self) -> bytes:
        """Give the root of the tree as it is now."""
        if not self.peaks:
            return EMPTY_ROOT
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = node_hash(peak, root)
        return root

    def to_bytes(self) -> bytes:
        """Write down the peaks, to go on later."""
        return b"".join(self.peaks)

    @classmethod
    def from_bytes(cls, size: int, written: bytes) -> "Frontier":
        """Go on with a tree of this size; raises ValueError if the peaks are not of that size."""
        peaks = [written[at : at + HASH_BYTES] for at in range(0, len(written), HASH_BYTES)]
        if len(written) % HASH_BYTES or len(peaks) != size.bit_count():
            raise ValueError("these peaks are of a tree of another size")
        return cls(size, peaks)


def root(leaves: Iterable[bytes]) -> bytes:
    """Give the root over leaf hashes."""
    frontier = Frontier()
    frontier.extend(leaves)
    return frontier.root()


def inclusion_proof(leaves: Sequence[bytes], index: int) -> list[bytes]:
    """Give the hashes that lead from one leaf to the root (RFC 9162, 2.1.3.1)."""
    if not 0 <= index < len(leaves):
        raise IndexError("there is no such leaf")
    if len(leaves) == 1:
        return []
    split = _split(len(leaves))
    if index < split:
        return [*inclusion_proof(leaves[:split], index), root(leaves[split:])]
    return [*inclusion_proof(leaves[split:], index - split), root(leaves[:split])]


def consistency_proof(leaves: Sequence[bytes], earlier: int) -> list[bytes]:
    """Give the hashes that prove a tree only grew since it had `earlier` leaves (2.1.4.1)."""
    if not 0 < earlier <= len(leaves):
        raise IndexError("the tree never had that size")
    return _subproof(leaves, earlier, whole=True)


def _subproof(leaves: Sequence[bytes], earlier: int, *, whole: bool) -> list[bytes]:
    if earlier == len(leaves):
        return [] if whole else [root(leaves)]
    split = _split(len(leaves))
    if earlier <= split:
        return [*_subproof(leaves[:split], earlier, whole=whole), root(leaves[split:])]
    return [*_subproof(leaves[split:], earlier - split, whole=False), root(leaves[:split])]


def _split(size: int) -> int:
    """Give the largest power of two smaller than the size."""
    return 1 << ((size - 1).bit_length() - 1)


def is_included(leaf: bytes, index: int, size: int, proof: Sequence[bytes], top: bytes) -> bool:
    """Tell whether a proof leads from this leaf to this root (RFC 9162, 2.1.3.2)."""
    if not 0 <= index < size:
        return False
    at, last, found = index, size - 1, leaf
    for step in proof:
        if last == 0:
            return False
        if at & 1 or at == last:
            found = node_hash(step, found)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            found = node_hash(found, step)
        at, last = at >> 1, last >> 1
    return last == 0 and found == top


def only_grew(
    earlier: int, size: int, proof: Sequence[bytes], earlier_top: bytes, top: bytes
) -> bool:
    """Tell whether a proof shows that the later tree begins with the earlier (2.1.4.2)."""
    if earlier == size:
        return not proof and earlier_top == top
    if not 0 < earlier < size:
        return False
    steps = [earlier_top, *proof] if earlier & (earlier - 1) == 0 else list(proof)
    tops = _climbed(earlier - 1, size - 1, steps)
    return tops == (earlier_top, top)


def _climbed(at: int, last: int, steps: Sequence[bytes]) -> tuple[bytes, bytes] | None:
    """Give both roots that a proof leads to; nothing if it is too short or too long."""
    while at & 1:
        at, last = at >> 1, last >> 1
    if not steps:
        return None
    old = new = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            old, new = node_hash(step, old), node_hash(step, new)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            new = node_hash(new, step)
        at, last = at >> 1, last >> 1
    return (old, new) if last == 0 else None
