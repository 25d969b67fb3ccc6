"""A throw-away PostgreSQL server for the tests.

One server serves the whole run, with all its workers; each worker makes its own databases on it,
copied from a migrated template. It starts when the first test asks for it (about two seconds) and
goes away with the run, however the run ends: a small watcher stops it when its owner is gone.

TEST_DATABASE_URL names a server of one's own instead, on which databases may be created.
"""

import fcntl
import os
import pwd
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

RUN = "SAMENHANG_TEST_RUN"
OWNER = "SAMENHANG_TEST_OWNER"
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

WATCH = """(
while kill -0 "$1" 2>/dev/null; do sleep 1; done
read -r server <"$2/data/postmaster.pid" && kill -QUIT "$server"
while kill -0 "$server" 2>/dev/null; do sleep 0.2; done
rm -rf "$2"
) &"""


def begin_run() -> None:
    """Make the folder a run shares with its workers. Called once, by the process that owns it."""
    os.environ[RUN] = tempfile.mkdtemp(prefix="samenhang-run-")
    os.environ[OWNER] = str(os.getpid())


def end_run() -> None:
    """Remove the folder, and the databases from a server that stays; the watcher sees to ours."""
    if os.environ.get("TEST_DATABASE_URL"):
        with psycopg.connect(_plain(start_postgresql()), autocommit=True) as connection:
            found = connection.execute(
                "SELECT datname FROM pg_database WHERE starts_with(datname, %s)", [prefix()]
            ).fetchall()
        for (name,) in found:
            drop_database(name)
    shutil.rmtree(os.environ.pop(RUN), ignore_errors=True)


def prefix() -> str:
    """How the databases of this run begin: two runs may share the server of TEST_DATABASE_URL."""
    return "samenhang_" + run_folder().name.rpartition("-")[2].lower()


def run_folder() -> Path:
    return Path(os.environ[RUN])


@contextmanager
def one_at_a_time(name: str) -> Iterator[None]:
    """Let the workers of a run do something one after another."""
    with (run_folder() / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def why_unavailable() -> str | None:
    """Why PostgreSQL cannot be tested here, or None when it can."""
    if os.environ.get("TEST_DATABASE_URL"):
        return None
    if _binary("initdb") is None:
        return "no PostgreSQL server found (apt install postgresql, or set TEST_DATABASE_URL)"
    if os.geteuid() == 0 and not _account_exists():
        return f"PostgreSQL refuses to run as root and there is no user {ACCOUNT}"
    return None


def start_postgresql() -> str:
    """The address of the server of this run, which is started if it was not yet.

    Raises `subprocess.CalledProcessError` when the server does not start; its output is shown.
    """
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return given
    address = run_folder() / "postgresql.url"
    with one_at_a_time("postgresql"):
        if not address.exists():
            address.write_text(_start_server(), "utf-8")
    return address.read_text("utf-8")


def create_database(name: str, template: str | None = None) -> str:
    """Make a database, empty or copied from a template, replacing one of that name; its address."""
    server = start_postgresql()
    with psycopg.connect(_plain(server), autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )
        create = sql.SQL("CREATE DATABASE {} TEMPLATE {} STRATEGY file_copy").format(
            sql.Identifier(name), sql.Identifier(template or "template0")
        )
        connection.execute(create)
    url = make_url(server).set(drivername="postgresql+psycopg", database=name)
    return url.render_as_string(hide_password=False)


def drop_database(name: str) -> None:
    """Remove a database, also when somebody still has it open."""
    with psycopg.connect(_plain(start_postgresql()), autocommit=True) as connection:
        connection.execute(
            sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name))
        )


def _plain(url: str) -> str:
    """The address as psycopg itself wants it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def _binary(name: str) -> str | None:
    folders = (str(found) for pattern in BINARIES for found in sorted(Path("/").glob(pattern[1:])))
    return shutil.which(name, path=os.pathsep.join([*folders, os.environ.get("PATH", "")]))


def _account_exists() -> bool:
    return any(entry.pw_name == ACCOUNT for entry in pwd.getpwall())


def _start_server() -> str:
    home = Path(tempfile.mkdtemp(prefix="samenhang-pg-", dir="/tmp"))
    account = ACCOUNT if os.geteuid() == 0 else None
    if account:
        shutil.chown(home, account, pwd.getpwnam(account).pw_gid)
    _run(account, "initdb", "-D", f"{home}/data", "-A", "trust", "-U", ACCOUNT, "-N", "-E", "UTF8",
         "--locale=C.UTF-8")  # fmt: skip
    port = free_port()
    options = " ".join(f"-c {key}={value}" for key, value in SETTINGS.items())
    _watch(home)
    _run(account, "pg_ctl", "-D", f"{home}/data", "-l", f"{home}/log", "-w", "-t", "60",
         "-o", f"-p {port} -k {home} {options}", "start")  # fmt: skip
    return f"postgresql+psycopg://{ACCOUNT}@127.0.0.1:{port}/postgres"


def _run(account: str | None, program: str, *arguments: str) -> None:
    result = subprocess.run(  # noqa: S603 our own arguments
        [str(_binary(program)), *arguments],
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


def _watch(home: Path) -> None:
    """Leave a process behind that stops the server when the owner of the run is gone."""
    subprocess.run(  # noqa: S603 our own arguments
        ["/bin/sh", "-c", WATCH, "watch", os.environ[OWNER], str(home)],
        cwd="/",
        start_new_session=True,
        check=True,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
