"""Keeps signed heads outside: with a witness, and with a time-stamping authority.

A head that only this installation knows proves nothing against whoever owns the installation. This
is the only module that speaks to a witness or an authority; both are off until they are set.
"""

import base64
import hashlib
import http.client
from dataclasses import dataclass
from urllib.parse import urlsplit

import rfc3161_client
from cryptography import x509
from sqlalchemy import Connection, Engine, select

from caseapp.accesslog.seal import checkpoint, merkle, trees
from caseapp.accesslog.seal.checkpoint import BrokenCheckpoint, Verifier
from caseapp.accesslog.seal.trees import HEADS, TREES, Tree
from caseapp.kernel import clock
from caseapp.model.seals import AnchorKind

SECONDS = 20
MOST_BYTES = 100_000
CONFLICT = 409


class NotKept(Exception):
    """A head could not be kept outside; the message says why. The log itself is as it was."""


@dataclass(frozen=True, slots=True)
class Witness:
    """Where a witness listens, and the key it signs with."""

    address: str
    verifier: Verifier

    def keep(self, connection: Connection, tree: Tree) -> None:
        """Let the witness sign the newest head of a tree; raises NotKept when it refuses."""
        known = trees.anchored(connection, tree, AnchorKind.WITNESS, self.verifier.name)
        note = _newest_note(connection, tree)
        if known == tree.frontier.size:
            return
        status, said = self._asked(connection, tree, note, known)
        if status == CONFLICT and said.strip().isdigit() and int(said) <= tree.frontier.size:
            status, said = self._asked(connection, tree, note, int(said))
        if status != http.client.OK:
            raise NotKept(f"{self.verifier.name} refused {tree.origin}: {status} {said.strip()}")
        try:
            checkpoint.witnessed_at(note + said, self.verifier)
        except BrokenCheckpoint as broken:
            raise NotKept(f"{self.verifier.name} signed something else: {broken}") from broken
        trees.keep(
            connection,
            tree.id,
            tree.frontier.size,
            AnchorKind.WITNESS,
            kept_by=self.verifier.name,
            proof=said.encode(),
            at=clock.now(),
        )

    def _asked(self, connection: Connection, tree: Tree, note: str, known: int) -> tuple[int, str]:
        size = tree.frontier.size
        leaves = trees.hashes(connection, tree, size) if 0 < known < size else []
        proof = merkle.consistency_proof(leaves, known) if leaves else []
        lines = [f"old {known}", *(base64.b64encode(one).decode() for one in proof)]
        body = "\n".join(lines) + "\n\n" + note
        status, answer = _posted(f"{self.address}/add-checkpoint", body.encode(), "text/plain")
        return status, answer.decode("utf-8", "replace")


@dataclass(frozen=True, slots=True)
class Authority:
    """Where a time-stamping authority listens (RFC 3161), and the root it is known by."""

    address: str
    root: x509.Certificate

    def keep(self, connection: Connection, tree: Tree) -> None:
        """Let the authority stamp the newest head of a tree; raises NotKept when it fails."""
        name = urlsplit(self.address).hostname or self.address
        if trees.anchored(connection, tree, AnchorKind.TIME_STAMP, name) == tree.frontier.size:
            return
        note = _newest_note(connection, tree).encode()
        request = rfc3161_client.TimestampRequestBuilder().data(note).build()
        kind = "application/timestamp-query"
        status, answer = _posted(self.address, request.as_bytes(), kind)
        if status != http.client.OK:
            raise NotKept(f"{name} answered {status}")
        try:
            self.verify(answer, note)
        except (ValueError, rfc3161_client.VerificationError) as broken:
            raise NotKept(f"{name} stamped something else: {broken}") from broken
        trees.keep(
            connection,
            tree.id,
            tree.frontier.size,
            AnchorKind.TIME_STAMP,
            kept_by=name,
            proof=answer,
            at=clock.now(),
        )

    def verify(self, answer: bytes, note: bytes) -> None:
        """Check that a stamp is of this head.

        Raises rfc3161_client.VerificationError, or ValueError for what is no stamp at all.
        """
        stamp = rfc3161_client.decode_timestamp_response(answer)
        verifier = rfc3161_client.VerifierBuilder().add_root_certificate(self.root).build()
        verifier.verify(stamp, hashlib.sha512(note).digest())


Outside = Witness | Authority


def keep_all(engine: Engine, outside: list[Outside]) -> list[str]:
    """Keep the newest head of every tree outside; gives what did not succeed, a line each."""
    problems = []
    for keeper in outside:
        with engine.connect() as connection:
            origins = connection.execute(select(TREES.c.municipality_id, TREES.c.month)).all()
        for municipality_id, month in origins:
            try:
                with engine.begin() as connection:
                    tree = trees.begun(connection, municipality_id, month)
                    if tree.frontier.size:
                        keeper.keep(connection, tree)
            except NotKept as failed:
                problems.append(str(failed))
    return problems


def _newest_note(connection: Connection, tree: Tree) -> str:
    query = select(HEADS.c.note).where(
        HEADS.c.tree_id == tree.id, HEADS.c.size == tree.frontier.size
    )
    note: str = connection.execute(query).scalar_one()
    return note


def _posted(address: str, body: bytes, kind: str) -> tuple[int, bytes]:
    """Post to an address out of the settings; raises NotKept when nobody answers."""
    parted = urlsplit(address)
    maker = {"https": http.client.HTTPSConnection, "http": http.client.HTTPConnection}
    if parted.scheme not in maker or parted.hostname is None:
        raise NotKept(f"{address} is no address")
    line = maker[parted.scheme](parted.hostname, parted.port, timeout=SECONDS)
    try:
        line.request("POST", parted.path or "/", body, {"Content-Type": kind})
        answer = line.getresponse()
        return answer.status, answer.read(MOST_BYTES)
    except (OSError, http.client.HTTPException) as away:
        raise NotKept(f"{parted.hostname} does not answer: {type(away).__name__}") from away
    finally:
        line.close()
