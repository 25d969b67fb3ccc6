"""Signed heads as C2SP checkpoints: a text that says how large the tree is and what its root is.

The text ends with a line per signature. Ours is Ed25519 over the text; an outside witness adds a
cosignature with the moment it saw the head (C2SP tlog-checkpoint, signed-note, tlog-cosignature).
Pure: it knows bytes and no database.
"""

import base64
import binascii
import hashlib
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519, COSIGNATURE = b"\x01", b"\x04"
ID_BYTES = 4
DASH = "\u2014 "
MOMENT_BYTES = 8


class BrokenCheckpoint(ValueError):
    """A text that is no checkpoint, or whose signature does not fit; the message says which."""


@dataclass(frozen=True, slots=True)
class Head:
    """What a checkpoint says: this tree, so many leaves, this root; further lines, such as when."""

    origin: str
    size: int
    root: bytes
    also: tuple[str, ...] = ()

    def text(self) -> str:
        """Write the part that is signed."""
        lines = [self.origin, str(self.size), base64.b64encode(self.root).decode(), *self.also]
        return "".join(f"{line}\n" for line in lines)


@dataclass(frozen=True, slots=True)
class Verifier:
    """A name and a public key that go together."""

    name: str
    key: Ed25519PublicKey
    kind: bytes = ED25519

    @property
    def key_id(self) -> bytes:
        """Give the four bytes by which a signature line names its key."""
        spoken = self.name.encode() + b"\n" + self.kind + self.key.public_bytes_raw()
        return hashlib.sha256(spoken).digest()[:ID_BYTES]

    def written(self) -> str:
        """Write the key as `name+id+base64`, to hand to whoever verifies."""
        public = base64.b64encode(self.kind + self.key.public_bytes_raw()).decode()
        return f"{self.name}+{self.key_id.hex()}+{public}"

    @classmethod
    def read(cls, written: str) -> "Verifier":
        """Read such a key; raises BrokenCheckpoint if it does not hold together."""
        try:
            name, key_id, encoded = written.split("+", 2)
            public = base64.b64decode(encoded, validate=True)
            found = cls(name, Ed25519PublicKey.from_public_bytes(public[1:]), public[:1])
        except (ValueError, binascii.Error) as broken:
            raise BrokenCheckpoint("this is no verifier key") from broken
        if found.key_id.hex() != key_id:
            raise BrokenCheckpoint("the name and the key do not go together")
        return found


def signed(head: Head, name: str, key: Ed25519PrivateKey) -> str:
    """Give the checkpoint of a head, signed."""
    text = head.text()
    return f"{text}\n{_line(Verifier(name, key.public_key()), key.sign(text.encode()))}"


def cosigned(note: str, name: str, key: Ed25519PrivateKey, moment: int) -> str:
    """Give the line by which a witness says when it saw this head (seconds since 1970)."""
    text = parted(note)[0]
    signature = key.sign(f"cosignature/v1\ntime {moment}\n{text}".encode())
    verifier = Verifier(name, key.public_key(), COSIGNATURE)
    return _line(verifier, moment.to_bytes(MOMENT_BYTES) + signature)


def _line(verifier: Verifier, signature: bytes) -> str:
    encoded = base64.b64encode(verifier.key_id + signature).decode()
    return f"{DASH}{verifier.name} {encoded}\n"


def parted(note: str) -> tuple[str, list[str]]:
    """Part a note in its text and its signature lines; raises BrokenCheckpoint."""
    text, blank, signatures = note.rpartition("\n\n")
    lines = signatures.split("\n")
    if not blank or lines[-1] or len(lines) < 2:  # noqa: PLR2004 - a line, and what follows its end
        raise BrokenCheckpoint("a checkpoint is a text, an empty line and signatures")
    return text + "\n", lines[:-1]


def read(note: str) -> Head:
    """Read what a checkpoint says, whoever signed it; raises BrokenCheckpoint."""
    lines = parted(note)[0].split("\n")[:-1]
    try:
        origin, size, encoded, *also = lines
        root = base64.b64decode(encoded, validate=True)
    except (ValueError, binascii.Error) as broken:
        raise BrokenCheckpoint("a checkpoint names its tree, its size and its root") from broken
    plain = size.isascii() and size.isdigit() and str(int(size)) == size
    if not origin or not plain or len(root) != hashlib.sha256().digest_size or "" in also:
        raise BrokenCheckpoint("a checkpoint names its tree, its size and its root")
    return Head(origin, int(size), root, tuple(also))


def opened(note: str, verifier: Verifier) -> Head:
    """Read a checkpoint that this key signed; raises BrokenCheckpoint if it did not."""
    text = parted(note)[0]
    _signature(note, verifier, text.encode())
    return read(note)


def witnessed_at(note: str, witness: Verifier) -> int:
    """Give when a witness saw this head, in seconds since 1970; raises BrokenCheckpoint."""
    text = parted(note)[0]
    for moment, signature in _cosignatures(note, witness):
        spoken = f"cosignature/v1\ntime {moment}\n{text}".encode()
        if _fits(witness.key, signature, spoken):
            return moment
    raise BrokenCheckpoint(f"{witness.name} did not sign this")


def _cosignatures(note: str, witness: Verifier) -> list[tuple[int, bytes]]:
    found = _signatures(note, witness)
    return [(int.from_bytes(one[:MOMENT_BYTES]), one[MOMENT_BYTES:]) for one in found]


def _signature(note: str, verifier: Verifier, spoken: bytes) -> None:
    if not any(_fits(verifier.key, one, spoken) for one in _signatures(note, verifier)):
        raise BrokenCheckpoint(f"{verifier.name} did not sign this")


def _fits(key: Ed25519PublicKey, signature: bytes, spoken: bytes) -> bool:
    try:
        key.verify(signature, spoken)
    except InvalidSignature:
        return False
    return True


def _signatures(note: str, verifier: Verifier) -> list[bytes]:
    """Give the signatures in a note that name this key."""
    found = []
    for line in parted(note)[1]:
        dash, _, rest = line.partition(" ")
        name, _, encoded = rest.partition(" ")
        try:
            whole = base64.b64decode(encoded, validate=True)
        except binascii.Error as broken:
            raise BrokenCheckpoint("a signature line is a dash, a name and base64") from broken
        if dash + " " != DASH:
            raise BrokenCheckpoint("a signature line is a dash, a name and base64")
        if name == verifier.name and whole[:ID_BYTES] == verifier.key_id:
            found.append(whole[ID_BYTES:])
    return found
