"""The outside witness: it follows a log that grows, and refuses one that was rewritten."""

import base64
import json
import threading
import urllib.error
import urllib.request
from http.server import ThreadingHTTPServer

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from caseapp.accesslog.seal import checkpoint, merkle
from caseapp.accesslog.seal.checkpoint import Head, Verifier
from tools import log_witness

LOG_KEY = Ed25519PrivateKey.from_private_bytes(b"\x09" * 32)
ORIGIN = "samenhang/0123/2026-11"
LEAVES = [merkle.leaf_hash(str(number).encode()) for number in range(20)]
FORK = [*LEAVES[:5], merkle.leaf_hash(b"another past"), *LEAVES[6:]]


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "witness"
    path.mkdir()
    (path / "name").write_text(log_witness.make_key(path, "witness.example"))
    public = base64.b64encode(LOG_KEY.public_key().public_bytes_raw()).decode()
    log_witness.trust(path, "samenhang/0123/", public)
    return path


@pytest.fixture
def witness(folder):
    return log_witness.Witness(folder)


def note(leaves, key=LOG_KEY, origin=ORIGIN):
    head = Head(origin, len(leaves), merkle.root(leaves), ("time 2026-11-25T12:00:00.000000Z",))
    return checkpoint.signed(head, origin, key)


def asked(leaves, old, **changes):
    proof = merkle.consistency_proof(leaves, old) if 0 < old <= len(leaves) else []
    lines = [f"old {old}", *(base64.b64encode(one).decode() for one in proof)]
    return "\n".join(lines) + "\n\n" + note(leaves, **changes)


def refused(witness, body):
    with pytest.raises(log_witness.Refused) as found:
        witness.add(body)
    return found.value.status


def test_a_log_that_grows_is_followed_and_each_head_is_signed_with_the_moment(witness, folder):
    verifier = Verifier.read((folder / "name").read_text())
    old = 0
    for size in (1, 5, 8, 13, 20, 20):
        line = witness.add(asked(LEAVES[:size], old))
        assert checkpoint.witnessed_at(note(LEAVES[:size]) + line, verifier) > 1_700_000_000
        old = size


def test_a_log_with_another_past_is_refused(witness):
    witness.add(asked(LEAVES[:8], 0))
    assert refused(witness, asked(FORK[:12], 8)) == 422
    assert refused(witness, asked(FORK[:8], 8)) == 409


def test_a_log_that_forgot_how_far_it_was_is_told(witness):
    witness.add(asked(LEAVES[:8], 0))
    with pytest.raises(log_witness.Refused) as found:
        witness.add(asked(LEAVES[:12], 5))
    assert (found.value.status, found.value.said) == (409, "8\n")


def test_a_log_does_not_shrink(witness):
    witness.add(asked(LEAVES[:8], 0))
    assert refused(witness, asked(LEAVES[:5], 8)) == 400


def test_another_key_or_another_log_is_refused(witness):
    other = Ed25519PrivateKey.from_private_bytes(b"\x08" * 32)
    assert refused(witness, asked(LEAVES[:3], 0, key=other)) == 403
    assert refused(witness, asked(LEAVES[:3], 0, origin="samenhang/9999/2026-11")) == 404


def test_a_signature_over_another_text_is_refused(witness):
    assert refused(witness, asked(LEAVES[:3], 0).replace("\n3\n", "\n4\n")) == 403


@pytest.mark.parametrize(
    "body",
    [
        "",
        "old\n\n" + note(LEAVES[:3]),
        "old x\n\n" + note(LEAVES[:3]),
        "new 0\n\n" + note(LEAVES[:3]),
        "old -1\n\n" + note(LEAVES[:3]),
        "old 0\n!!!\n\n" + note(LEAVES[:3]),
        "old 0\n" + "AAAA\n" * 64 + "\n" + note(LEAVES[:3]),
        "old 0\n\nnothing",
        "old 0\n\n" + note(LEAVES[:3]).replace("\n3\n", "\n03\n"),
        "old 0\n\n" + note(LEAVES[:3]).replace("samenhang/0123", "../0123"),
    ],
)
def test_what_cannot_be_read_is_refused(witness, body):
    assert refused(witness, body) == 400


@pytest.mark.parametrize("proof", [[], [b"\x00" * 32], [b"\x00" * 32] * 9])
def test_a_proof_that_proves_nothing_is_refused(witness, proof):
    witness.add(asked(LEAVES[:6], 0))
    lines = ["old 6", *(base64.b64encode(one).decode() for one in proof)]
    assert refused(witness, "\n".join(lines) + "\n\n" + note(LEAVES[:12])) == 422


def test_it_remembers_after_a_restart(folder):
    log_witness.Witness(folder).add(asked(LEAVES[:8], 0))
    assert refused(log_witness.Witness(folder), asked(FORK[:12], 8)) == 422


def test_a_witness_that_lost_what_it_saw_does_not_go_on(folder):
    log_witness.Witness(folder).add(asked(LEAVES[:8], 0))
    for file in folder.glob("*.head"):
        file.unlink()
    with pytest.raises(SystemExit, match="another name"):
        log_witness.Witness(folder)


def test_a_witness_has_one_key(folder):
    with pytest.raises(SystemExit, match="already"):
        log_witness.make_key(folder, "witness.example")
    assert (folder / "witness.json").stat().st_mode & 0o077 == 0
    assert json.loads((folder / "witness.json").read_text())["name"] == "witness.example"


@pytest.fixture
def served(witness):
    server = ThreadingHTTPServer(("127.0.0.1", 0), log_witness.handler(witness))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_address[1]}"
    server.shutdown()
    thread.join()
    server.server_close()


def posted(address, body):
    request = urllib.request.Request(address, body.encode(), method="POST")  # noqa: S310 - our own server
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310 - our own server
            return answer.status, answer.read().decode(), answer.headers["Content-Type"]
    except urllib.error.HTTPError as failed:
        with failed:
            return failed.code, failed.read().decode(), failed.headers["Content-Type"]


def test_it_answers_over_http_as_the_protocol_says(served):
    status, said, _ = posted(f"{served}/add-checkpoint", asked(LEAVES[:8], 0))
    assert (status, said.startswith("\u2014 witness.example ")) == (200, True)
    status, said, kind = posted(f"{served}/add-checkpoint", asked(LEAVES[:12], 5))
    assert (status, said, kind) == (409, "8\n", "text/x.tlog.size")
    assert posted(f"{served}/elsewhere", "old 0")[0] == 404
    assert posted(f"{served}/add-checkpoint", "x" * 30_000)[0] == 413
