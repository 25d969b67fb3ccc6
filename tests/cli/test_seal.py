"""The sealer as an operator starts it: its key, sealing, checking, handing out."""

import base64
import os
import stat
import subprocess
import sys
import time

import pytest
from sqlalchemy.exc import OperationalError

from caseapp.accesslog.seal import keyfile
from caseapp.cli import seal
from caseapp.kernel import clock
from tests.accesslog.seal import ledger
from tests.support.databases import ENGINES, SQLITE, forging
from tools import verify_log


@pytest.fixture(params=ENGINES)
def log(request, tmp_path):
    with ledger.kept(request.param, "sealcli") as kept:
        object.__setattr__(kept.app.config["SAMENHANG"], "sealer_key", tmp_path / "sealer.pem")
        yield kept


def run(log, *arguments):
    return log.app.test_cli_runner().invoke(args=["seal", *arguments])


def test_the_key_is_made_once_and_only_its_owner_can_read_it(log, tmp_path):
    made = run(log, "key")
    assert made.exit_code == 0
    assert len(base64.b64decode(made.output)) == 32
    assert stat.S_IMODE((tmp_path / "sealer.pem").stat().st_mode) == 0o600
    again = run(log, "key")
    assert (again.exit_code, "is there already" in again.output) == (1, True)


def test_a_key_that_others_can_read_is_not_used(log, tmp_path):
    run(log, "key")
    (tmp_path / "sealer.pem").chmod(0o640)
    refused = run(log, "run", "--once")
    assert (refused.exit_code, "Others may read" in refused.output) == (1, True)


def test_in_production_the_sealer_makes_no_key_by_itself(log):
    object.__setattr__(log.app.config["SAMENHANG"], "production", True)
    refused = run(log, "run", "--once")
    assert (refused.exit_code, "make one with" in refused.output) == (1, True)


def test_a_file_with_another_key_is_refused(tmp_path):
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
    from cryptography.hazmat.primitives.serialization import (
        Encoding,
        NoEncryption,
        PrivateFormat,
    )

    path = tmp_path / "other.pem"
    other = X25519PrivateKey.generate()
    path.write_bytes(other.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    path.chmod(0o600)
    with pytest.raises(keyfile.UnsafeKey, match="another kind"):
        keyfile.load(path)


def test_what_was_written_is_sealed_checked_and_handed_to_an_outsider(log, tmp_path, capsys):
    assert run(log, "run", "--once").output == "15 entries were sealed.\n"
    checked = run(log, "check")
    assert checked.exit_code == 0
    assert "15 entries, 4 trees" in checked.output
    prefix = log.rows("SELECT prefix FROM municipalities")[0][0]
    written = run(log, "export", prefix, str(tmp_path / "export"))
    assert "no resident" in written.output
    assert verify_log.main([str(tmp_path / "export")]) == 0


def test_a_check_that_finds_something_fails_and_says_where(log):
    run(log, "run", "--once")
    with forging(log.engine) as connection:
        if log.engine.dialect.name == SQLITE:
            connection.exec_driver_sql("DROP TRIGGER log_leaves_no_delete")
        else:
            connection.exec_driver_sql("SET LOCAL session_replication_role = replica")
        connection.exec_driver_sql("DELETE FROM log_leaves WHERE entry_seq = 2")
    found = run(log, "check")
    assert found.exit_code == 1
    assert "DOES NOT FIT: number in samenhang/" in found.output


def test_a_municipality_nobody_knows_has_no_log(log, tmp_path):
    refused = run(log, "export", "ZZZ", str(tmp_path / "export"))
    assert (refused.exit_code, "No municipality" in refused.output) == (1, True)


class Broken:
    """A sealer whose database is away."""

    engine = None

    def __init__(self, engine):
        self.engine = engine

    def run_until_idle(self):
        raise OperationalError("SELECT", {}, Exception("away"))


def test_while_the_database_is_away_the_sealer_waits_longer_and_goes_on(log):
    away = Broken(log.engine)
    opened, pause = seal._look(away, clock.today(), seal.PAUSE)
    assert (opened, pause) == (clock.today(), 2 * seal.PAUSE)
    assert seal._look(away, opened, seal.LONGEST_PAUSE)[1] == seal.LONGEST_PAUSE
    assert seal._look(log.sealer(), opened, 8.0) == (clock.today(), seal.PAUSE)


@pytest.mark.slow
def test_the_sealer_runs_beside_the_server_and_stops_with_it(tmp_path):
    """Started as bin/run does it: it seals what comes, and ends when its parent ends."""
    instance = {**os.environ, "SAMENHANG_INSTANCE": str(tmp_path)}
    flask = [sys.executable, "-m", "flask", "--app", "wsgi"]
    subprocess.run(  # noqa: S603 - our own command
        [*flask, "db", "upgrade"], env=instance, check=True, capture_output=True
    )
    parent = subprocess.Popen(  # noqa: S603 - our own command
        ["/bin/bash", "-c", f"{' '.join(flask)} seal run --with-parent & echo $!; sleep 60"],
        env=instance, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    sealer = int(parent.stdout.readline())
    deadline = time.monotonic() + 30
    while not (tmp_path / "sealer.pem").exists() and time.monotonic() < deadline:
        time.sleep(0.2)
    assert (tmp_path / "sealer.pem").exists()
    parent.kill()
    parent.wait()
    parent.stdout.close()
    while time.monotonic() < deadline and os.path.exists(f"/proc/{sealer}"):  # noqa: PTH110
        time.sleep(0.2)
    assert not os.path.exists(f"/proc/{sealer}")  # noqa: PTH110
