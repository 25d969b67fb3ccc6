#!/usr/bin/env python3
"""Witnesses the access logs of others: remembers how far each is, and refuses a rewritten one.

    python3 log_witness.py serve FOLDER [--port 8700] [--host 127.0.0.1]
    python3 log_witness.py key FOLDER NAME          draws the witness's own key, once; prints it
    python3 log_witness.py trust FOLDER PREFIX KEY  lets a log in: its names begin with PREFIX

For another department or organisation than the one that keeps the log. One file; needs Python 3.11
and the `cryptography` library. It speaks the C2SP protocol tlog-witness: a log sends its newest
signed head with a proof that it only grew since the last one, and gets a signature with the moment.

It keeps one file for each tree in FOLDER. A witness that lost them must not go on under the same
name, for it could be told another past: it then refuses to start.
"""

import argparse
import base64
import binascii
import hashlib
import http.server
import json
import os
import re
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

DASH = "\u2014"
ORIGIN = re.compile(r"[a-zA-Z0-9][a-zA-Z0-9./_-]{0,190}")
MOST_BYTES = 20_000
MOST_HASHES = 63


class Refused(Exception):
    """An answer other than a signature: the status, and what is said with it."""

    def __init__(self, status: int, said: str) -> None:
        self.status, self.said = status, said
        super().__init__(said)


def refuse(status: int, said: str) -> None:
    """Raise Refused."""
    raise Refused(status, said)


@dataclass(frozen=True)
class Head:
    """A signed head that was sent."""

    text: str
    origin: str
    size: int
    root: bytes
    signatures: tuple[tuple[str, bytes], ...]


def read_head(note: str) -> Head:
    """Read a signed head; refuses what is none."""
    text, blank, rest = note.rpartition("\n\n")
    try:
        origin, size, root, *_also = text.split("\n")
        parted = [line.split(" ") for line in rest.split("\n")[:-1]]
        signatures = [(name, base64.b64decode(code, validate=True)) for _, name, code in parted]
        found = Head(
            text + "\n", origin, int(size), base64.b64decode(root, validate=True), tuple(signatures)
        )
    except (ValueError, binascii.Error) as broken:
        raise Refused(400, "this is no signed head") from broken
    proper = blank and rest.endswith("\n") and all(dash == DASH for dash, *_ in parted)
    if not proper or size != str(found.size) or not ORIGIN.fullmatch(origin):
        raise Refused(400, "this is no signed head")
    return found


def node(left: bytes, right: bytes) -> bytes:
    """Hash two neighbours (RFC 9162)."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def only_grew(old: int, old_root: bytes, head: Head, proof: list[bytes]) -> bool:
    """Tell whether a proof shows that the tree begins with the one of size `old` (RFC 9162)."""
    if old in (0, head.size):
        return not proof and (old == 0 or old_root == head.root)
    steps = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    return climbed(old - 1, head.size - 1, steps) == (old_root, head.root)


def climbed(at: int, last: int, steps: list[bytes]) -> tuple[bytes, bytes] | None:
    """Give both roots that a proof leads to (2.1.4.2); nothing if it is too short or too long."""
    while at & 1:
        at, last = at >> 1, last >> 1
    if not steps:
        return None
    before = after = steps[0]
    for step in steps[1:]:
        if last == 0:
            return None
        if at & 1 or at == last:
            before, after = node(step, before), node(step, after)
            while not at & 1 and at:
                at, last = at >> 1, last >> 1
        else:
            after = node(after, step)
        at, last = at >> 1, last >> 1
    return (before, after) if last == 0 else None


class Witness:
    """What a witness knows, and what it signs with."""

    def __init__(self, folder: Path) -> None:
        known = json.loads((folder / "witness.json").read_text("utf-8"))
        self.folder, self.name = folder, str(known["name"])
        self.key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(known["key"]))
        self.trusted = {
            prefix: Ed25519PublicKey.from_public_bytes(base64.b64decode(key))
            for prefix, key in known["trusted"].items()
        }
        self.one_at_a_time = threading.Lock()
        lost = [one for one in known["seen"] if not self._file(one).exists()]
        if lost:
            raise SystemExit(
                f"What was seen of {len(lost)} logs is lost: begin under another name."
            )

    def _file(self, origin: str) -> Path:
        return self.folder / f"{hashlib.sha256(origin.encode()).hexdigest()}.head"

    def add(self, asked: str) -> str:
        """Take a head with its proof, and give the signature line; raises Refused."""
        first, _, note = asked.partition("\n\n")
        lines = first.split("\n")
        try:
            word, size = lines[0].split(" ")
            old, proof = int(size), [base64.b64decode(one, validate=True) for one in lines[1:]]
        except (ValueError, binascii.Error) as broken:
            raise Refused(400, "begin with: old SIZE, and a hash on each line") from broken
        if word != "old" or old < 0 or len(proof) > MOST_HASHES:
            raise Refused(400, "begin with: old SIZE, and a hash on each line")
        head = read_head(note)
        self._refuse_strangers(head)
        with self.one_at_a_time:
            return self._follow(head, old, proof)

    def _refuse_strangers(self, head: Head) -> None:
        prefix = next((one for one in self.trusted if head.origin.startswith(one)), None)
        if prefix is None:
            raise Refused(404, "this log is not known here")
        key = self.trusted[prefix]
        spoken = head.origin.encode() + b"\n\x01" + key.public_bytes_raw()
        key_id = hashlib.sha256(spoken).digest()[:4]
        for name, code in head.signatures:
            if name == head.origin and code[:4] == key_id:
                try:
                    key.verify(code[4:], head.text.encode())
                except InvalidSignature:
                    continue
                return
        raise Refused(403, "this head was not signed by the log")

    def _follow(self, head: Head, old: int, proof: list[bytes]) -> str:
        file = self._file(head.origin)
        size, root = 0, b""
        if file.exists():
            seen = json.loads(file.read_text("utf-8"))
            size, root = int(seen["size"]), base64.b64decode(seen["root"])
        if old > head.size:
            raise Refused(400, "a tree does not shrink")
        if old != size:
            raise Refused(409, f"{size}\n")
        if old == head.size and root and root != head.root:
            raise Refused(409, f"{size}\n")
        if not only_grew(old, root, head, proof):
            raise Refused(422, "the proof does not show that the log only grew")
        self._remember(head)
        moment = int(time.time())  # noqa: TID251 - this file runs without the application
        spoken = f"cosignature/v1\ntime {moment}\n{head.text}".encode()
        public = self.key.public_key().public_bytes_raw()
        key_id = hashlib.sha256(self.name.encode() + b"\n\x04" + public).digest()[:4]
        code = key_id + moment.to_bytes(8) + self.key.sign(spoken)
        return f"{DASH} {self.name} {base64.b64encode(code).decode()}\n"

    def _remember(self, head: Head) -> None:
        """Write down how far the log is, before anything is signed."""
        file = self._file(head.origin)
        is_new = not file.exists()
        seen = {
            "origin": head.origin,
            "size": head.size,
            "root": base64.b64encode(head.root).decode(),
        }
        write(file, json.dumps(seen))
        if is_new:
            path = self.folder / "witness.json"
            known = json.loads(path.read_text("utf-8"))
            known["seen"].append(head.origin)
            write(path, json.dumps(known, indent=1))


def write(path: Path, text: str) -> None:
    """Write a file so that a crash leaves the old one or the new one; only we may read it."""
    draft = path.with_suffix(".new")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def handler(witness: Witness) -> type[http.server.BaseHTTPRequestHandler]:
    """Give what answers the requests of logs."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            answer, status = self._answer()
            body = answer.encode()
            self.send_response(status)
            kind = "text/x.tlog.size" if status == 409 else "text/plain; charset=utf-8"  # noqa: PLR2004
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _answer(self) -> tuple[str, int]:
            length = int(self.headers.get("Content-Length", "0"))
            try:
                if self.path != "/add-checkpoint":
                    refuse(404, "ask /add-checkpoint")
                if not 0 < length <= MOST_BYTES:
                    refuse(413, "too long")
                return witness.add(self.rfile.read(length).decode()), 200
            except UnicodeDecodeError:
                return "this is no text", 400
            except Refused as refused:
                return refused.said, refused.status

        def log_message(self, *_: object) -> None:
            """Keep quiet: what was seen stands in the folder."""

    return Handler


def make_key(folder: Path, name: str) -> str:
    """Draw the key of a witness, and give it as others verify with it: name+id+base64."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "witness.json"
    if path.exists():
        raise SystemExit("This witness has its key already.")
    key = Ed25519PrivateKey.generate()
    private = base64.b64encode(key.private_bytes_raw()).decode()
    write(path, json.dumps({"name": name, "key": private, "trusted": {}, "seen": []}, indent=1))
    public = b"\x04" + key.public_key().public_bytes_raw()
    key_id = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
    return f"{name}+{key_id.hex()}+{base64.b64encode(public).decode()}"


def trust(folder: Path, prefix: str, key: str) -> None:
    """Let a log in, by how its names begin and its public key."""
    Ed25519PublicKey.from_public_bytes(base64.b64decode(key, validate=True))
    path = folder / "witness.json"
    known = json.loads(path.read_text("utf-8"))
    known["trusted"][prefix] = key
    write(path, json.dumps(known, indent=1))


def main(arguments: list[str]) -> int:
    """Do what was asked."""
    asked = argparse.ArgumentParser(usage=__doc__)
    commands = asked.add_subparsers(dest="command", required=True)
    served, keyed, trusted = (commands.add_parser(name) for name in ("serve", "key", "trust"))
    for command in (served, keyed, trusted):
        command.add_argument("folder", type=Path)
    served.add_argument("--port", type=int, default=8700)
    served.add_argument("--host", default="127.0.0.1")
    keyed.add_argument("name")
    trusted.add_argument("prefix")
    trusted.add_argument("key")
    given = asked.parse_args(arguments)
    if given.command == "key":
        print(make_key(given.folder, given.name))
    elif given.command == "trust":
        trust(given.folder, given.prefix, given.key)
    else:
        answering = handler(Witness(given.folder))
        http.server.ThreadingHTTPServer((given.host, given.port), answering).serve_forever()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
