"""An installation as it runs in production, every process of which may be killed at any moment."""

import os
import random
import signal
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psycopg

from tests.support import databases, postgresql, serving
from tests.support.databases import POSTGRESQL
from tests.support.postgresql_server import Server, free_port

WORKERS = {"WEB_CONCURRENCY": "3", "WEB_THREADS": "4"}
REALLY = {"synchronous_commit": "on", "max_connections": "60"}
"""What was committed must be there after a kill; the other servers of a run need not be so good."""
SESSION = "postgres: postgres "
"""How the process of one connection is called."""
BLOWS = {
    "kill_worker": 8, "kill_master": 1, "kill_sealer": 2, "kill_connection": 3,
    "kill_database": 1, "fill_the_disk": 2, "lock_the_log": 1,
}  # fmt: skip
"""What happens, and how often."""
OF_A_SERVER = ("kill_connection", "kill_database")
SMALL, A_WHILE, LONGER, PATIENCE = 2**16, 0.7, 4, 60
"""Bytes a file may have on a full disk; seconds that lasts; seconds the log is locked; seconds
somebody waits until they have it to themselves, which is long on a busy machine."""


@dataclass
class Siege:
    """Where it is served, and its processes."""

    engine: str
    environment: dict[str, str]
    port: int
    folder: Path
    server: Server | None
    dice: random.Random
    web: subprocess.Popen[bytes] = field(init=False)
    sealer: subprocess.Popen[bytes] = field(init=False)
    killed: dict[str, int] = field(default_factory=dict)

    def begin(self) -> None:
        """Start everything."""
        self.sealer = serving.start(self.environment, self.folder / "sealer.log", *serving.SEALER)
        self._serve()

    def _serve(self) -> None:
        log = self.folder / "web.log"
        address = f"127.0.0.1:{self.port}"
        self.web = serving.start(self.environment, log, *serving.SERVER, address, "wsgi:app")
        serving.wait_for(self.port, log)

    def strike(self) -> None:
        """Kill something, and bring back what does not come back by itself."""
        names = [one for one in BLOWS if self.server is not None or one not in OF_A_SERVER]
        (blow,) = self.dice.choices(names, weights=[BLOWS[one] for one in names])
        getattr(self, blow)()
        self.killed[blow] = self.killed.get(blow, 0) + 1

    def kill_worker(self) -> None:
        """Kill a process that serves pages; its master starts another."""
        _kill(self.dice.choice(children(self.web.pid) or [0]))

    def kill_master(self) -> None:
        """Kill the master and, as a machine that goes down does, all it started."""
        workers = children(self.web.pid)
        for pid in (self.web.pid, *workers):
            _kill(pid)
        self.web.wait()
        while serving.answers(self.port):
            time.sleep(0.05)
        self._serve()

    def kill_sealer(self) -> None:
        """Kill the sealer of the log."""
        _kill(self.sealer.pid)
        self.sealer.wait()
        self.sealer = serving.start(self.environment, self.folder / "sealer.log", *serving.SEALER)

    def kill_connection(self) -> None:
        """Kill the process of one connection; PostgreSQL then ends all and recovers by itself."""
        assert self.server is not None
        with suppress(OSError, ValueError):
            _kill(self.dice.choice(connections(self.server) or [0]))

    def kill_database(self) -> None:
        """Kill PostgreSQL as a power switch does."""
        assert self.server is not None
        self.server.kill()

    def fill_the_disk(self) -> None:
        """Let no file of the database grow for a while, as on a full disk.

        PostgreSQL then cannot write what it must before a commit, and starts again by itself.
        """
        if self.server is not None:
            writers, most = connections(self.server), str(SMALL)
        else:
            writers = children(self.web.pid)
            most = str(max(SMALL, (self.folder / "siege.db-wal").stat().st_size))
        for pid in writers:
            _limit(pid, most)
        time.sleep(A_WHILE)
        for pid in writers:
            _limit(pid, "unlimited")

    def lock_the_log(self) -> None:
        """Have somebody keep the log to themselves, for longer than a page waits."""
        with self._somebody() as (run, lock):
            run(lock)
            time.sleep(LONGER)

    @contextmanager
    def _somebody(self) -> Iterator[tuple[Callable[[str], object], str]]:
        """Give a way to the database beside the application, and how one locks the log there."""
        if self.server is None:
            file, waits = self.folder / "siege.db", PATIENCE
            with closing(sqlite3.connect(file, waits, isolation_level=None)) as there:
                yield there.execute, "BEGIN IMMEDIATE"
        else:
            with psycopg.connect(self.server.url.replace("+psycopg", "")) as connection:
                yield connection.execute, "LOCK TABLE access_entries IN EXCLUSIVE MODE"

    def end(self) -> None:
        """Stop everything but the database."""
        for process in (self.web, self.sealer):
            process.terminate()
        for process in (self.web, self.sealer):
            process.wait()


def children(pid: int) -> list[int]:
    """Give the processes one started that are still there."""
    with suppress(OSError):
        told = Path(f"/proc/{pid}/task/{pid}/children").read_text("utf-8")
        return [int(one) for one in told.split()]
    return []


def connections(server: Server) -> list[int]:
    """Give the processes of a server that each serve one connection."""
    return [pid for pid in children(server.pid) if called(pid).startswith(SESSION)]


def called(pid: int) -> str:
    """Give what a process calls itself."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
    return ""


def _limit(pid: int, most: str) -> None:
    """Let a process make no file larger than this; only its own user may ask that."""
    with suppress(OSError, KeyError, subprocess.CalledProcessError):
        owner = Path(f"/proc/{pid}").stat()
        subprocess.run(  # noqa: S603 our own arguments
            ["/usr/bin/prlimit", "--pid", str(pid), f"--fsize={most}:"],
            user=owner.st_uid,
            group=owner.st_gid,
            check=True,
        )


def _kill(pid: int) -> None:
    if pid:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)


@contextmanager
def besieged(engine: str, seed: int, **more: str) -> Iterator[Siege]:
    """Fill a fictitious municipality on a database of its own and serve it."""
    folder = postgresql.run_folder() / f"siege_{engine}_{databases.worker()}"
    server = None
    if engine == POSTGRESQL:
        server = Server.make(int(os.environ[postgresql.OWNER]), **REALLY)
        url = server.url
    else:
        url = f"sqlite:///{folder}/siege.db"
    environment = serving.settings(folder, url, **WORKERS, **more)
    serving.flask(environment, "prepare")
    dice = random.Random(seed)  # noqa: S311 - chance, not secrets
    made = Siege(engine, environment, free_port(), folder, server, dice)
    made.begin()
    try:
        yield made
    finally:
        made.end()
        if server is not None:
            server.stop()
