"""The databases the other tests run on are themselves what they should be."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.exc import DatabaseError

from tests.support import databases


@contextmanager
def connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def prepare(url: str) -> None:
    with connected(url) as connection:
        connection.execute(text("CREATE TABLE probe (word TEXT NOT NULL)"))
        connection.execute(text("INSERT INTO probe VALUES ('gemigreerd')"))


def words(url: str) -> list[str]:
    with connected(url) as connection:
        return list(connection.scalars(text("SELECT word FROM probe")))


@pytest.fixture(params=databases.ENGINES)
def engine(request: pytest.FixtureRequest) -> str:
    return request.param


def test_a_migrated_database_holds_what_the_migration_made(engine):
    assert words(databases.migrated(engine, "first", prepare)) == ["gemigreerd"]


def test_two_databases_of_one_run_do_not_see_each_other(engine):
    first = databases.migrated(engine, "first", prepare)
    second = databases.migrated(engine, "second", prepare)
    with connected(first) as connection:
        connection.execute(text("INSERT INTO probe VALUES ('alleen hier')"))
    assert words(first) == ["gemigreerd", "alleen hier"]
    assert words(second) == ["gemigreerd"]


def test_a_database_is_new_each_time_it_is_asked_for(engine):
    with connected(databases.migrated(engine, "again", prepare)) as connection:
        connection.execute(text("DELETE FROM probe"))
    assert words(databases.migrated(engine, "again", prepare)) == ["gemigreerd"]


def test_an_empty_database_holds_nothing(engine):
    with pytest.raises(DatabaseError):
        words(databases.empty(engine, "empty"))


def test_the_migration_runs_once_whatever_the_number_of_databases(engine):
    runs: list[str] = []

    def counted(url: str) -> None:
        runs.append(url)
        prepare(url)

    for name in ("first", "second", "third"):
        databases.migrated(engine, name, counted)
    assert len(runs) == 1
