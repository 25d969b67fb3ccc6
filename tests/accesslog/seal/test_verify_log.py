"""The verifier of one file: it accepts what is good, finds every piece of the museum, and says what
it did not check."""

import base64
import contextlib
import subprocess
import sys
from pathlib import Path

import pytest
import time_machine
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from caseapp.accesslog.seal import checkpoint
from tests.accesslog.seal import ledger, museum
from tests.support.databases import ENGINES, SQLITE
from tools import verify_log

VERIFIER = Path(verify_log.__file__)


@pytest.fixture(scope="module", params=ENGINES)
def log(request):
    with ledger.kept(request.param, "verifying") as kept, time_machine.travel(ledger.AFTER):
        kept.sealer().run_until_idle()
        kept.look(3)
        kept.sealer().run_until_idle()
        yield kept


@pytest.fixture(scope="module")
def good():
    with ledger.kept(SQLITE, "museum") as kept, time_machine.travel(ledger.AFTER):
        kept.sealer().run_until_idle()
        return kept.export(), kept.key


def told(tmp_path, capsys, lines, *options):
    path = tmp_path / "export"
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8")
    status = verify_log.main([str(path), *options])
    return status, capsys.readouterr().out


def public(key):
    return base64.b64encode(key.public_key().public_bytes_raw()).decode()


def test_a_good_log_fits_and_the_verifier_says_what_it_did_not_check(log, tmp_path, capsys):
    status, out = told(tmp_path, capsys, log.export())
    assert status == 0
    assert out.startswith("FITS: 18 entries, 4 trees")
    for said in ("--key", "--head", "not closed yet", "commitments", "truthfully"):
        assert said in out


def test_with_the_key_from_elsewhere_there_is_one_thing_less_not_checked(log, tmp_path, capsys):
    status, out = told(tmp_path, capsys, log.export(), "--key", public(log.key))
    assert (status, "--key" in out) == (0, False)


def test_it_runs_by_itself_with_nothing_but_the_standard_library(log, tmp_path):
    path = tmp_path / "export"
    path.write_text("".join(f"{line}\n" for line in log.export()), "utf-8")
    alone = [sys.executable, "-I", "-S", str(VERIFIER), str(path)]
    done = subprocess.run(alone, capture_output=True, text=True, check=False, cwd=tmp_path)  # noqa: S603
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("FITS: 18 entries")


def test_there_are_at_least_forty_pieces():
    assert len(museum.MUSEUM) >= 40


@pytest.mark.parametrize("name", museum.MUSEUM)
def test_every_broken_log_is_found(good, tmp_path, capsys, name):
    lines, _key = good
    broken = museum.MUSEUM[name](list(lines))
    assert broken != lines
    status, out = told(tmp_path, capsys, broken)
    assert status == 1
    assert out.startswith("DOES NOT FIT: line ")


def test_it_says_the_first_line_that_does_not_fit(good, tmp_path, capsys):
    lines = list(good[0])
    at = museum.places(lines, "leaf")[6]
    lines[at] = "leaf\tgone"
    _status, out = told(tmp_path, capsys, lines)
    assert out.startswith(f"DOES NOT FIT: line {at + 1}: ")


def test_bytes_that_are_no_text_do_not_fit(good, tmp_path, capsys):
    path = tmp_path / "export"
    path.write_bytes("\n".join(good[0]).encode().replace(b"case:shown", b"case:\xff", 1))
    assert verify_log.main([str(path)]) == 1


def test_a_file_that_is_not_there_is_told_apart(tmp_path, capsys):
    assert verify_log.main([str(tmp_path / "nothing")]) == 2


def rewritten(lines: list[str], key: Ed25519PrivateKey) -> list[str]:
    """What whoever owns database and sealer can do: take an entry out, and sign all anew."""
    shorter = museum.without(lines, museum.places(lines, "leaf")[0])
    keyed = [f"key\t{public(key)}" if one.startswith("key") else one for one in shorter]
    return museum.counted(museum.signed_anew(keyed, key))


def test_a_log_that_was_rewritten_and_signed_anew_fits_by_itself(good, tmp_path, capsys):
    """This is why heads are kept elsewhere; the verifier says that it did not check it."""
    status, out = told(tmp_path, capsys, rewritten(good[0], good[1]))
    assert status == 0
    assert "give a kept head with --head" in out


def test_a_head_that_was_kept_elsewhere_shows_that_the_log_was_rewritten(good, tmp_path, capsys):
    lines, key = good
    kept = tmp_path / "head"
    kept.write_text(
        base64.b64decode(lines[museum.places(lines, "head")[0]].split("\t")[1]).decode()
    )
    assert told(tmp_path, capsys, lines, "--head", str(kept))[0] == 0
    status, out = told(tmp_path, capsys, rewritten(lines, key), "--head", str(kept))
    assert (status, "kept elsewhere" in out) == (1, True)


def test_the_key_from_elsewhere_shows_that_another_signed(good, tmp_path, capsys):
    lines, key = good
    forged = rewritten(lines, museum.FORGER)
    assert told(tmp_path, capsys, forged)[0] == 0
    status, out = told(tmp_path, capsys, forged, "--key", public(key))
    assert (status, "not the one you gave" in out) == (1, True)


def test_a_witness_shows_up_to_where_it_saw_the_log(good, tmp_path, capsys):
    lines, witness = list(good[0]), museum.FORGER
    at = museum.places(lines, "head")[0]
    note = base64.b64decode(lines[at].split("\t")[1]).decode()
    seen = note + checkpoint.cosigned(note, "witness.example", witness, 1_795_000_000)
    lines[at] = museum.written(seen)
    name = checkpoint.Verifier("witness.example", witness.public_key(), checkpoint.COSIGNATURE)
    status, out = told(tmp_path, capsys, lines, "--witness", name.written())
    assert status == 0
    assert "Witnessed: " in out
    assert "Witnessed: " not in told(tmp_path, capsys, good[0], "--witness", name.written())[1]


@pytest.mark.parametrize("spoken", [b"", b"a text", b"\x00" * 1000])
def test_signatures_are_judged_the_same_without_the_library(spoken):
    key = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)
    public_key, signature = key.public_key().public_bytes_raw(), key.sign(spoken)
    assert verify_log._slow_verify(public_key, signature, spoken)
    assert not verify_log._slow_verify(public_key, signature, spoken + b"x")
    assert not verify_log._slow_verify(public_key, signature[:-1], spoken)
    assert not verify_log._slow_verify(public_key, signature[:32] + b"\xff" * 32, spoken)
    changed = bytes([signature[0] ^ 1]) + signature[1:]
    with contextlib.suppress(verify_log.Misfit):  # not a point of the curve: as good as refused
        assert not verify_log._slow_verify(public_key, changed, spoken)
