"""A throw-away PostgreSQL server for the tests.

One server serves the whole run, with all its workers; each worker makes its own databases on it,
copied from a migrated template. It starts when the first test asks for it (about two seconds) and
goes away with the run, however the run ends: a small watcher stops it when its owner is gone.

TEST_DATABASE_URL names a server of one's own instead, on which databases may be created.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from tests.support.postgresql_server import ACCOUNT, Server, account_exists, binary

RUN = "SAMENHANG_TEST_RUN"
OWNER = "SAMENHANG_TEST_OWNER"


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
    if binary("initdb") is None:
        return "no PostgreSQL server found (apt install postgresql, or set TEST_DATABASE_URL)"
    if os.geteuid() == 0 and not account_exists():
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
            address.write_text(Server.make(int(os.environ[OWNER])).url, "utf-8")
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
