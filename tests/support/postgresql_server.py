"""A PostgreSQL server of the tests: made in a folder of its own, started, and gone with the run."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Self

BINARIES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin")
ACCOUNT = "postgres"

# Speed instead of safety: these data are thrown away. The time zone is deliberately not UTC.
SETTINGS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_connections": "200",
    "shared_buffers": "64MB",
    "timezone": "Europe/Amsterdam",
    "listen_addresses": "127.0.0.1",
}
STARTS, PATIENCE = 50, 0.2
"""How often, and after how many seconds, a server that was killed is started again."""

WATCH = """(
while kill -0 "$1" 2>/dev/null; do sleep 1; done
read -r server <"$2/data/postmaster.pid" && kill -QUIT "$server"
while kill -0 "$server" 2>/dev/null; do sleep 0.2; done
rm -rf "$2"
) &"""


def binary(name: str) -> str | None:
    """Where a program of PostgreSQL is, or None."""
    folders = (str(found) for pattern in BINARIES for found in sorted(Path("/").glob(pattern[1:])))
    return shutil.which(name, path=os.pathsep.join([*folders, os.environ.get("PATH", "")]))


def account_exists() -> bool:
    return any(entry.pw_name == ACCOUNT for entry in pwd.getpwall())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@dataclass(frozen=True)
class Server:
    """One server, as a user who is not root: PostgreSQL refuses to be run by that."""

    home: Path
    port: int
    settings: dict[str, str]

    @classmethod
    def make(cls, owner: int, **changes: str) -> Self:
        """Make and start a server that goes away with the process that owns it.

        Raises `subprocess.CalledProcessError` when it does not start; its output is shown.
        """
        home = Path(tempfile.mkdtemp(prefix="samenhang-pg-", dir="/tmp"))
        if os.geteuid() == 0:
            shutil.chown(home, ACCOUNT, pwd.getpwnam(ACCOUNT).pw_gid)
        _run("initdb", "-D", f"{home}/data", "-A", "trust", "-U", ACCOUNT, "-N", "-E", "UTF8",
             "--locale=C.UTF-8")  # fmt: skip
        _watch(owner, home)
        made = cls(home, free_port(), SETTINGS | changes)
        made.start()
        return made

    @property
    def url(self) -> str:
        return f"postgresql+psycopg://{ACCOUNT}@127.0.0.1:{self.port}/postgres"

    @property
    def pid(self) -> int:
        """The process that listens, of which every other is a child."""
        return int((self.home / "data" / "postmaster.pid").read_text("utf-8").split()[0])

    def start(self) -> None:
        options = " ".join(f"-c {key}={value}" for key, value in self.settings.items())
        _run("pg_ctl", "-D", f"{self.home}/data", "-l", f"{self.home}/log", "-w", "-t", "60",
             "-o", f"-p {self.port} -k {self.home} {options}", "start")  # fmt: skip

    def stop(self) -> None:
        """Stop at once; what was made of it goes with the run."""
        _run("pg_ctl", "-D", f"{self.home}/data", "-m", "immediate", "-w", "stop")

    def kill(self) -> None:
        """Kill the server as a power switch does, and start it once its processes are gone."""
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        for _ in range(STARTS):
            time.sleep(PATIENCE)
            with suppress(subprocess.CalledProcessError):
                self.start()
                return
        message = f"PostgreSQL did not come back: {(self.home / 'log').read_text('utf-8')[-2000:]}"
        raise AssertionError(message)


def _run(program: str, *arguments: str) -> None:
    account = ACCOUNT if os.geteuid() == 0 else None
    result = subprocess.run(  # noqa: S603 our own arguments
        [str(binary(program)), *arguments],
        user=account,
        group=account and pwd.getpwnam(account).pw_gid,
        extra_groups=[] if account else None,
        cwd="/",
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if result.returncode:
        sys.stderr.write(result.stdout)
        result.check_returncode()


def _watch(owner: int, home: Path) -> None:
    """Leave a process behind that stops the server when its owner is gone."""
    subprocess.run(  # noqa: S603 our own arguments
        ["/bin/sh", "-c", WATCH, "watch", str(owner), str(home)],
        cwd="/",
        start_new_session=True,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
