"""A fictitious municipality that is really served: gunicorn and the sealer, in processes apart.

What the browser meets is what `bin/run` starts: the same settings, the same filling, the same
headers. The filling takes seconds, so it is done once per engine and run; every worker of the run
serves a copy of its own.
"""

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import create_engine, select, update

from caseapp.kernel import clock
from caseapp.model.accounts import User, UserSession
from tests.support import databases, postgresql

ROOT = Path(__file__).parent.parent.parent
DOMAIN = "oudeijsselrand.example"
PASSWORD = "samen-oude-ijsselrand-2026"
PATIENCE = 30


@dataclass(frozen=True)
class Town:
    """Where the municipality is served, and where its data are."""

    address: str
    database: str
    engine: str

    def let_sessions_idle(self, email: str) -> None:
        """Have somebody's sessions lie unused for longer than they may, as a long lunch does."""
        engine = create_engine(self.database)
        person = select(User.id).where(User.email == email).scalar_subquery()
        lunch = clock.now() - timedelta(hours=1)
        with engine.begin() as connection:
            changed = connection.execute(
                update(UserSession).where(UserSession.user_id == person).values(seen_at=lunch)
            )
            assert changed.rowcount
        engine.dispose()


def _settings(engine: str, url: str) -> dict[str, str]:
    """Give the environment of every process of a municipality: its keys go with its data."""
    home = postgresql.run_folder() / f"browser_{engine}"
    home.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    here = {"SAMENHANG_INSTANCE": str(home), "DATABASE_URL": url}
    return kept | here | {"WEB_CONCURRENCY": "1", "WEB_THREADS": "4"}


def _fill(url: str) -> None:
    engine = databases.SQLITE if url.startswith("sqlite") else databases.POSTGRESQL
    for command in (["prepare"], ["seal", "run", "--once"]):
        done = subprocess.run(  # noqa: S603 our own arguments
            [sys.executable, "-m", "flask", "--app", "wsgi", *command],
            cwd=ROOT,
            env=_settings(engine, url),
            check=False,
            text=True,
            capture_output=True,
        )
        assert done.returncode == 0, done.stderr


@contextmanager
def _running(settings: dict[str, str], name: str, *arguments: str) -> Iterator[Path]:
    """Have a program of Python run until the block ends; gives the file it writes to."""
    log = postgresql.run_folder() / f"{name}_{databases.worker()}.log"
    with log.open("w") as out:
        process = subprocess.Popen(  # noqa: S603 our own arguments
            [sys.executable, "-m", *arguments],
            cwd=ROOT,
            env=settings,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
        )
        try:
            yield log
        finally:
            process.terminate()
            process.wait()


def _wait_for(port: int, log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    raise AssertionError(f"The server did not start: {log.read_text()}")


@contextmanager
def served(engine: str) -> Iterator[Town]:
    """Serve a filled municipality on an engine until the block ends."""
    url = databases.migrated(engine, "browser", _fill)
    port, settings = postgresql.free_port(), _settings(engine, url)
    with ExitStack() as running:
        log = running.enter_context(
            _running(settings, f"server_{engine}", "gunicorn", "--config",
                     "deploy/gunicorn.conf.py", "--bind", f"127.0.0.1:{port}", "wsgi:app")
        )  # fmt: skip
        running.enter_context(
            _running(settings, f"sealer_{engine}", "flask", "--app", "wsgi", "seal", "run")
        )
        _wait_for(port, log)
        yield Town(f"http://127.0.0.1:{port}", url, engine)
