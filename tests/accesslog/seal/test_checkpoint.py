"""Signed heads in the words of C2SP: what they say, who signed, and nothing that only looks so."""

import base64

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from caseapp.accesslog.seal import checkpoint
from caseapp.accesslog.seal.checkpoint import COSIGNATURE, BrokenCheckpoint, Head, Verifier

KEY = Ed25519PrivateKey.from_private_bytes(b"\x01" * 32)
OTHER = Ed25519PrivateKey.from_private_bytes(b"\x02" * 32)
HEAD = Head("samenhang/test/2026-11", 7, b"\x05" * 32, ("time 2026-11-25T12:00:00.000000Z",))
NOTE = checkpoint.signed(HEAD, HEAD.origin, KEY)
VERIFIER = Verifier(HEAD.origin, KEY.public_key())


def test_a_head_is_a_text_an_empty_line_and_a_signature():
    lines = NOTE.split("\n")
    assert lines[:3] == [HEAD.origin, "7", base64.b64encode(HEAD.root).decode()]
    assert lines[4] == ""
    assert lines[5].startswith(f"\u2014 {HEAD.origin} ")
    assert NOTE.endswith("\n")


def test_what_was_signed_is_read_back():
    assert checkpoint.opened(NOTE, VERIFIER) == HEAD


def test_another_key_did_not_sign_it():
    with pytest.raises(BrokenCheckpoint, match="did not sign"):
        checkpoint.opened(NOTE, Verifier(HEAD.origin, OTHER.public_key()))


@pytest.mark.parametrize("old", ["7\n", HEAD.origin, "12:00:00"])
def test_a_text_that_was_changed_is_not_what_was_signed(old):
    changed = NOTE.replace(
        old, old.replace("7", "8").replace("12", "13").replace("test", "tset"), 1
    )
    assert changed != NOTE
    with pytest.raises(BrokenCheckpoint):
        checkpoint.opened(changed, VERIFIER)


@pytest.mark.parametrize(
    "note",
    [
        "",
        "a\n1\nAA==\n",
        "a\n1\n\n\u2014 a AAAA\n",
        "a\n1\nAA==\n\n\u2014 a AAAA\n",
        NOTE.replace("\n7\n", "\n07\n"),
        NOTE.replace("\n7\n", "\n-7\n"),
        NOTE.replace("\n7\n", "\n\u0667\n"),
        NOTE.replace("\n7\n", "\nseven\n"),
        NOTE.replace("samenhang", "\nsamenhang", 1),
        NOTE[:-1],
    ],
)
def test_what_is_no_checkpoint_is_refused(note):
    with pytest.raises(BrokenCheckpoint):
        checkpoint.read(note)


@pytest.mark.parametrize("line", ["- a AAAA", "\u2014 a !!!!"])
def test_a_line_that_is_no_signature_is_refused(line):
    with pytest.raises(BrokenCheckpoint, match="signature line"):
        checkpoint.opened(f"{NOTE}{line}\n", VERIFIER)


def test_a_key_is_handed_over_in_one_line_and_read_back():
    read = Verifier.read(VERIFIER.written())
    raw = [one.key.public_bytes(Encoding.Raw, PublicFormat.Raw) for one in (read, VERIFIER)]
    assert (read.name, raw[0]) == (VERIFIER.name, raw[1])


@pytest.mark.parametrize("written", ["", "a+b", "a+00000000+AQ==", "a+zz+!"])
def test_what_is_no_key_is_refused(written):
    with pytest.raises(BrokenCheckpoint):
        Verifier.read(written)


def test_a_key_under_another_name_is_refused():
    with pytest.raises(BrokenCheckpoint, match="go together"):
        Verifier.read(VERIFIER.written().replace("test", "best"))


def test_a_witness_says_when_it_saw_the_head():
    seen = NOTE + checkpoint.cosigned(NOTE, "witness.example", OTHER, 1_795_000_000)
    witness = Verifier("witness.example", OTHER.public_key(), COSIGNATURE)
    assert checkpoint.witnessed_at(seen, witness) == 1_795_000_000
    assert checkpoint.opened(seen, VERIFIER) == HEAD


def test_a_witness_that_never_saw_it_says_nothing():
    witness = Verifier("witness.example", OTHER.public_key(), COSIGNATURE)
    moved = NOTE + checkpoint.cosigned(NOTE.replace("7\n", "8\n", 1), witness.name, OTHER, 5)
    for note in (NOTE, moved):
        with pytest.raises(BrokenCheckpoint):
            checkpoint.witnessed_at(note, witness)
