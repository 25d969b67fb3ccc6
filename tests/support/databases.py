"""The databases of a test run: SQLite and PostgreSQL, migrated once and then copied.

Knows nothing of what is stored. Whoever calls gives `prepare`, which takes the address of an empty
database and migrates it; it runs once per engine and run, whatever the number of workers.
"""

import os
import shutil
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine

from caseapp.model import sqlite_guard
from tests.support import postgresql

SQLITE = "sqlite"
POSTGRESQL = "postgresql"
Prepare = Callable[[str], None]

# For `@pytest.fixture(params=ENGINES)`: what asks for that fixture runs on both.
ENGINES = [
    pytest.param(SQLITE, id=SQLITE),
    pytest.param(POSTGRESQL, id=POSTGRESQL, marks=pytest.mark.postgresql),
]


def worker() -> str:
    """The name of this worker of the run: gw0, gw1, ... or `main` without workers."""
    return os.environ.get("PYTEST_XDIST_WORKER", "main")


def migrated(engine: str, name: str, prepare: Prepare) -> str:
    """The address of a database of one's own, called `name`, as the migrations leave it."""
    if engine == POSTGRESQL:
        template = _postgresql_template(prepare)
        return postgresql.create_database(f"{postgresql.prefix()}_{worker()}_{name}", template)
    copy = postgresql.run_folder() / f"{worker()}_{name}.db"
    _forget(copy)
    shutil.copyfile(_sqlite_template(prepare), copy)
    return f"sqlite:///{copy}"


def empty(engine: str, name: str) -> str:
    """The address of a database of one's own in which there is nothing yet."""
    if engine == POSTGRESQL:
        return postgresql.create_database(f"{postgresql.prefix()}_{worker()}_{name}")
    path = postgresql.run_folder() / f"{worker()}_{name}.db"
    _forget(path)
    return f"sqlite:///{path}"


def database_urls(name: str, prepare: Prepare) -> dict[str, str]:
    """A migrated database on every engine this machine has, by engine."""
    engines = [SQLITE] if postgresql.why_unavailable() else [SQLITE, POSTGRESQL]
    return {engine: migrated(engine, name, prepare) for engine in engines}


@contextmanager
def forging(engine: Engine) -> Iterator[Connection]:
    """A transaction of somebody who owns the database, and does what the application cannot."""
    with engine.begin() as connection, sqlite_guard.unguarded(connection):
        yield connection


def _template(prepare: Prepare) -> str:
    """Each preparation has a template of its own."""
    named = f"{prepare.__module__}.{prepare.__qualname__}"
    return f"template_{zlib.crc32(named.encode()):08x}"


def _postgresql_template(prepare: Prepare) -> str:
    name = f"{postgresql.prefix()}_{_template(prepare)}"
    done = postgresql.run_folder() / f"postgresql_{_template(prepare)}.done"
    with postgresql.one_at_a_time(done.stem):
        if not done.exists():
            prepare(postgresql.create_database(name))
            done.touch()
    return name


def _sqlite_template(prepare: Prepare) -> Path:
    path = postgresql.run_folder() / f"{_template(prepare)}.db"
    done = postgresql.run_folder() / f"sqlite_{_template(prepare)}.done"
    with postgresql.one_at_a_time(done.stem):
        if not done.exists():
            _forget(path)
            prepare(f"sqlite:///{path}")
            done.touch()
    return path


def _forget(path: Path) -> None:
    for suffix in ("", "-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
