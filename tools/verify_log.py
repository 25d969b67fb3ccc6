#!/usr/bin/env python3
"""Verifies an export of the Samenhang access log: one file, no other code, no network.

    python3 verify_log.py EXPORT [--key BASE64] [--head FILE] [--witness KEY]

Needs Python 3.11 and nothing else (with the `cryptography` library signatures go faster).
It writes every hash anew, builds every tree anew (RFC 9162), and compares the roots with the signed
heads. It says the first line that does not fit, and what it did NOT check. Exit status: 0 all
fits, 1 something does not fit, 2 the file cannot be read.

  --key      the public key of the municipality, which you got from elsewhere (may be repeated)
  --head     a signed head that was kept elsewhere: the log must begin with it (may be repeated)
  --witness  the key of a witness, as name+id+base64: says up to where it saw the log
"""

import argparse
import base64
import hashlib
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

FIELDS = 18
DASH = "\u2014"
HEX = re.compile(r"[0-9a-f]*")
ORIGIN = re.compile(r"samenhang/([0-9a-f]{32}|installation)/(months|\d{4}-\d{2})")
MOMENT = "%Y-%m-%dT%H:%M:%S.%fZ"


class Misfit(Exception):
    """Something that does not fit; the message says what."""


# Ed25519 (RFC 8032), for where the cryptography library is not.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
Point = tuple[int, int, int, int]


def _add(a: Point, b: Point) -> Point:
    e, f = (a[1] - a[0]) * (b[1] - b[0]) % P, (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    x, y, z, t = f - e, h - g, h + g, f + e
    return x * y % P, z * t % P, y * z % P, x * t % P


def _times(number: int, point: Point) -> Point:
    result: Point = (0, 1, 1, 0)
    while number:
        if number & 1:
            result = _add(result, point)
        point, number = _add(point, point), number >> 1
    return result


def _point(encoded: bytes) -> Point:
    number = int.from_bytes(encoded, "little")
    y, sign = number & ((1 << 255) - 1), number >> 255
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if y >= P or (x * x - square) % P or (x == 0 and sign):
        raise Misfit("a key or signature is not a point of the curve")
    x = P - x if x & 1 != sign else x
    return x, y, 1, x * y % P


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = _point(BASE_Y.to_bytes(32, "little"))


def _slow_verify(key: bytes, signature: bytes, spoken: bytes) -> bool:
    if len(signature) != 64 or int.from_bytes(signature[32:], "little") >= ORDER:  # noqa: PLR2004 - RFC 8032
        return False
    challenge = int.from_bytes(hashlib.sha512(signature[:32] + key + spoken).digest(), "little")
    left = _times(int.from_bytes(signature[32:], "little"), BASE)
    right = _add(_point(signature[:32]), _times(challenge % ORDER, _point(key)))
    return all((left[i] * right[2] - right[i] * left[2]) % P == 0 for i in (0, 1))


def _verifier() -> Callable[[bytes, bytes, bytes], bool]:
    try:
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415 - may be absent
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
            Ed25519PublicKey,
        )
    except ImportError:
        return _slow_verify

    def verify(key: bytes, signature: bytes, spoken: bytes) -> bool:
        try:
            Ed25519PublicKey.from_public_bytes(key).verify(signature, spoken)
        except (InvalidSignature, ValueError):
            return False
        return True

    return verify


verify_signature = _verifier()


# The Merkle tree (RFC 9162, section 2.1)


@dataclass
class Growing:
    """A tree that grows leaf by leaf: the roots of its perfect subtrees."""

    size: int = 0
    peaks: list[bytes] = field(default_factory=list)

    def append(self, leaf: bytes) -> None:
        """Hash one more leaf in."""
        grown, rest = hashlib.sha256(b"\x00" + leaf).digest(), self.size
        while rest & 1:
            grown = hashlib.sha256(b"\x01" + self.peaks.pop() + grown).digest()
            rest >>= 1
        self.peaks.append(grown)
        self.size += 1

    def root(self) -> bytes:
        """Give the root as it is now."""
        if not self.peaks:
            return hashlib.sha256(b"").digest()
        root = self.peaks[-1]
        for peak in reversed(self.peaks[:-1]):
            root = hashlib.sha256(b"\x01" + peak + root).digest()
        return root


# Signed heads (C2SP checkpoints)


@dataclass(frozen=True)
class Head:
    """What a signed head says, and the lines that sign it."""

    text: str
    origin: str
    size: int
    root: bytes
    time: str
    signatures: tuple[tuple[str, bytes], ...]


def read_head(note: str) -> Head:
    """Read a signed head; raises Misfit when it is none."""
    text, blank, rest = note.rpartition("\n\n")
    lines, signed = text.split("\n"), rest.split("\n")
    try:
        origin, size, root, time = lines
        parted = [line.split(" ") for line in signed[:-1]]
        signatures = [(name, base64.b64decode(code, validate=True)) for _, name, code in parted]
        found = Head(
            text + "\n", origin, int(size), base64.b64decode(root, validate=True),
            time.removeprefix("time "), tuple(signatures),
        )  # fmt: skip
        datetime.strptime(found.time, MOMENT)  # noqa: DTZ007 - only whether it is one
    except ValueError as broken:
        raise Misfit("a signed head cannot be read") from broken
    plain = size == str(found.size) and time.startswith("time ") and not signed[-1]
    if not blank or not plain or any(dash != DASH for dash, _, _ in parted):
        raise Misfit("a signed head cannot be read")
    return found


def _key_id(name: str, kind: bytes, key: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + kind + key).digest()[:4]


def is_signed(head: Head, keys: list[bytes]) -> bool:
    """Tell whether one of these keys signed the head in the name of its tree."""
    return any(
        name == head.origin
        and code[:4] == _key_id(head.origin, b"\x01", key)
        and verify_signature(key, code[4:], head.text.encode())
        for key in keys
        for name, code in head.signatures
    )


def is_witnessed(head: Head, witness: str) -> bool:
    """Tell whether a witness saw this head (C2SP cosignature)."""
    name, key_id, encoded = witness.split("+", 2)
    key = base64.b64decode(encoded)[1:]
    for signer, code in head.signatures:
        if signer == name and code[:4].hex() == key_id:
            moment = int.from_bytes(code[4:12], "big")
            spoken = f"cosignature/v1\ntime {moment}\n{head.text}".encode()
            if verify_signature(key, code[12:], spoken):
                return True
    return False


# The export


@dataclass
class Tree:
    """One tree of the export, as it is being built anew."""

    origin: str
    growing: Growing = field(default_factory=Growing)
    head: Head | None = None
    heads: int = 0
    tops: dict[int, bytes] = field(default_factory=dict)
    """The roots at the sizes of heads that were kept elsewhere."""


@dataclass
class Export:
    """What was read so far, and what is compared with it."""

    keys: list[bytes] = field(default_factory=list)
    pinned: list[bytes] = field(default_factory=list)
    kept: list[Head] = field(default_factory=list)
    witness: str = ""
    trees: dict[str, Tree] = field(default_factory=dict)
    numbers: set[str] = field(default_factory=set)
    closed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    seen_by_witness: dict[str, int] = field(default_factory=dict)
    entries: int = 0
    absent: int = 0
    beyond: list[str] = field(default_factory=list)
    """Months that are not in the file and of which an earlier head was kept elsewhere."""
    tree: Tree | None = None
    ended: bool = False

    def present(self) -> Tree:
        """Give the tree that is being read; raises Misfit before the first."""
        if self.tree is None:
            raise Misfit("a leaf or head stands before the first tree")
        return self.tree

    def take_key(self, rest: str) -> None:
        """Take a public key of the sealer."""
        key = base64.b64decode(rest, validate=True)
        if len(key) != 32:  # noqa: PLR2004 - Ed25519
            raise Misfit("this is no Ed25519 key")
        if self.pinned and key not in self.pinned:
            raise Misfit("this key is not the one you gave: somebody else may have signed")
        self.keys.append(key)

    def take_tree(self, rest: str) -> None:
        """Begin another tree."""
        named = ORIGIN.fullmatch(rest)
        if named is None or rest in self.trees:
            raise Misfit("a tree has a name of its own")
        if self.tree is not None:
            self._leave(self.tree)
            before = ORIGIN.fullmatch(self.tree.origin)
            if before is None or before[1] != named[1] or before[2] >= named[2]:
                raise Misfit("the trees are not those of one municipality in the order of months")
        self.tree = self.trees[rest] = Tree(rest)

    def take_leaf(self, said: str) -> None:
        """Take a leaf: an entry, or in the chain a closed month."""
        tree = self.present()
        if tree.origin.endswith("/months"):
            self._take_month(said)
        else:
            self._take_entry(tree, said)
        tree.growing.append(said.encode())
        wanted = {head.size for head in self.kept if head.origin == tree.origin}
        if tree.growing.size in wanted:
            tree.tops[tree.growing.size] = tree.growing.root()

    def _take_entry(self, tree: Tree, said: str) -> None:
        if said == "gone":
            raise Misfit("an entry that was sealed is no longer in the log")
        fields = said.split("\t")
        if len(fields) != FIELDS or fields[0] != "1":
            raise Misfit("this leaf has another format than 1")
        number, keeper = fields[1], tree.origin.split("/")[1]
        if number in self.numbers:
            raise Misfit(f"entry {number} was sealed twice")
        if (fields[4] or "installation") != keeper:
            raise Misfit("this entry belongs to another municipality")
        if not all(HEX.fullmatch(fields[at]) for at in (3, 4, 5, 6, 15)):
            raise Misfit("an id in this leaf is no id")
        self.numbers.add(number)
        self.entries += 1

    def _take_month(self, said: str) -> None:
        parted = said.split("\t")
        if len(parted) != 5 or parted[0] != "1" or parted[1] in self.closed:  # noqa: PLR2004 - as written
            raise Misfit("a closed month is a name, a month, a size and a root, and comes once")
        _, origin, month, size, root = parted
        if self.closed and origin <= max(self.closed):
            raise Misfit("the months were not closed in their order")
        self.closed[origin] = (month, size, root)
        tree = self.trees.get(origin)
        if tree is None:
            self.absent += 1
        elif (size, root) != (str(tree.growing.size), tree.growing.root().hex()):
            raise Misfit(f"{origin} was closed with another size or root than it has")

    def take_head(self, rest: str) -> None:
        """Take a signed head, which must be of the tree as it is at this place."""
        tree, head = self.present(), read_head(base64.b64decode(rest, validate=True).decode())
        if head.origin != tree.origin or (tree.head and head.size <= tree.head.size):
            raise Misfit("this head is of another tree, or stands out of order")
        if not is_signed(head, self.keys):
            raise Misfit("this head was not signed by the sealer")
        if head.size != tree.growing.size:
            raise Misfit(f"a head of {head.size} leaves stands at leaf {tree.growing.size}: cut?")
        if head.root != tree.growing.root():
            raise Misfit("the root that was signed is not the root of these leaves")
        if tree.head and head.time < tree.head.time:
            raise Misfit("this head was signed before the one it follows")
        tree.head, tree.heads = head, tree.heads + 1
        if self.witness and is_witnessed(head, self.witness):
            self.seen_by_witness[tree.origin] = head.size

    def take_end(self, rest: str, told: int) -> None:
        """Take the end of the file."""
        if rest != str(told - 1):
            raise Misfit(f"the file says it has {rest} lines and has {told - 1}")
        if self.tree is None:
            raise Misfit("there is no log in this file")
        self._leave(self.tree)
        self._compare_kept()
        self.ended = True

    def _leave(self, tree: Tree) -> None:
        if tree.head is None or tree.head.size != tree.growing.size:
            raise Misfit(f"{tree.origin} has leaves that no head was signed for")

    def _compare_kept(self) -> None:
        for head in self.kept:
            tree = self.trees.get(head.origin)
            if tree is None and head.origin in self.closed:
                self._compare_absent(head)
                continue
            if tree is None or tree.tops.get(head.size) != head.root:
                raise Misfit(f"the head of {head.size} kept elsewhere is not of {head.origin} here")

    def _compare_absent(self, head: Head) -> None:
        """Compare a kept head with a month of which only the size and root at its end are told."""
        _, size, root = self.closed[head.origin]
        if head.size > int(size) or (head.size == int(size) and head.root.hex() != root):
            raise Misfit(f"the head of {head.size} kept elsewhere is not of {head.origin} here")
        if head.size < int(size):
            self.beyond.append(head.origin)


def read(lines: Iterator[tuple[int, str]], export: Export) -> None:
    """Read a whole export; raises Misfit at the first line that does not fit."""
    number = 0
    for number, line in lines:
        if export.ended:
            raise Misfit("there is something behind the end")
        if number == 1:
            if line != "samenhang-log\t1":
                raise Misfit("this is not an export of the log, or of another format")
        else:
            take(export, number, line)
    if not export.ended:
        raise Misfit(f"the file ends after line {number} without its last line: it was cut")


def take(export: Export, number: int, line: str) -> None:
    """Take one line, of whatever kind it is."""
    kind, _, rest = line.partition("\t")
    takers: dict[str, Callable[[str], None]] = {
        "leaf": export.take_leaf,
        "head": export.take_head,
        "tree": export.take_tree,
        "key": export.take_key,
        "end": lambda said: export.take_end(said, number),
    }
    if kind not in takers:
        raise Misfit("there is no such kind of line")
    try:
        takers[kind](rest)
    except (ValueError, UnicodeError) as broken:
        raise Misfit("this line cannot be read") from broken


def not_checked(export: Export) -> list[str]:
    """Say what this verifier did not look at, or could not."""
    found = []
    if not export.pinned:
        found.append("that the key in the file is the municipality's: give it with --key")
    if not export.kept:
        found.append("that nothing was cut off and signed anew: give a kept head with --head")
    if export.absent:
        found.append(f"{export.absent} closed months that are not in this file")
    found += [
        f"that the kept head is of {origin}: its entries are gone" for origin in export.beyond
    ]
    unclosed = [t for t in export.trees if not t.endswith("/months") and t not in export.closed]
    found += [f"that {origin} is whole: it was not closed yet" for origin in unclosed]
    found.append("whom entries are about: they hold commitments, which only a key opens")
    found.append("that what people did was written down truthfully, and in time")
    return found


def numbered(path: Path) -> Iterator[tuple[int, str]]:
    """Give the lines of a file with their numbers, without line ends."""
    with path.open("rb") as file:
        for number, line in enumerate(file, start=1):
            try:
                yield number, line.removesuffix(b"\n").decode()
            except UnicodeError:
                yield number, "not text"


def main(arguments: list[str]) -> int:
    """Verify a file, and tell; gives the exit status."""
    asked = argparse.ArgumentParser(usage=__doc__)
    asked.add_argument("export", type=Path)
    asked.add_argument("--key", action="append", default=[])
    asked.add_argument("--head", action="append", default=[], type=Path)
    asked.add_argument("--witness", default="")
    given = asked.parse_args(arguments)
    at = 0

    def following() -> Iterator[tuple[int, str]]:
        nonlocal at
        for number, line in numbered(given.export):
            at = number
            yield number, line

    try:
        pinned = [base64.b64decode(key) for key in given.key]
        kept = [read_head(path.read_text("utf-8")) for path in given.head]
        export = Export(pinned=pinned, kept=kept, witness=given.witness)
        read(following(), export)
    except OSError as unreadable:
        print(f"CANNOT BE READ: {unreadable}")
        return 2
    except Misfit as misfit:
        print(f"DOES NOT FIT: line {at}: {misfit}")
        return 1
    tell(export)
    return 0


def tell(export: Export) -> None:
    """Say what was found, and what was not looked at."""
    heads = sum(tree.heads for tree in export.trees.values())
    print(f"FITS: {export.entries} entries, {len(export.trees)} trees, {heads} signed heads.")
    for origin, size in export.seen_by_witness.items():
        print(f"Witnessed: {origin} up to {size}.")
    print("Not checked:")
    for line in not_checked(export):
        print(f"  - {line}")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
