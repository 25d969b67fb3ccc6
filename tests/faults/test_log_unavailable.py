"""If the log cannot be written nothing is shown, and nothing is half done, whenever it breaks."""

from collections.abc import Iterator
from typing import Any, Self

import pytest
from sqlalchemy import Connection, event, select, text
from sqlalchemy.exc import OperationalError

from caseapp.extensions import db
from caseapp.kernel import crypto
from caseapp.model import sqlite_guard
from caseapp.model.base import Base
from tests.support import bound_role, papers, routes, world
from tests.support.databases import ENGINES
from tests.support.world import World

LOG = ("access_entries", "processings")
UNCHANGED = ("steps", "tracks", "cases", "form_receipts", "drafts")
NOT_OF_THE_REQUEST = ("SAVEPOINT", "RELEASE", "ROLLBACK", "SET LOCAL ROLE")
"""Statements by which a test takes everything back, and becomes the application."""
MOST = 60
"""More statements than any of these requests sends."""


@pytest.fixture(scope="module", params=ENGINES)
def built(request: pytest.FixtureRequest) -> Iterator[World]:
    made = world.build(request.param, "logaway")
    for name in ("carer", "intake", "officer", "mayor"):
        made.client(name)
    yield made
    with made.app.app_context():
        db.engine.dispose()


@pytest.fixture
def town(built: World) -> World:
    crypto.use(built.ring)
    return built


def refuse_inserts(connection: Connection, table: str) -> None:
    """Plant a trigger that lets nobody add to a table; it goes with the transaction."""
    if connection.dialect.name == "sqlite":
        with sqlite_guard.unguarded(connection):
            connection.exec_driver_sql(
                f"CREATE TRIGGER full_disk BEFORE INSERT ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'disk full'); END"
            )
        return
    connection.exec_driver_sql(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'disk full' USING ERRCODE = '53100'; END $$"
    )
    connection.exec_driver_sql(
        f"CREATE TRIGGER full_disk BEFORE INSERT ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION full_disk()"
    )


def counts(connection: Connection) -> dict[str, list[str]]:
    return {
        name: sorted(
            str(tuple(row))
            for row in connection.execute(
                select(Base.metadata.tables[name]), execution_options={"unseen": "count"}
            )
        )
        for name in UNCHANGED
    }


def paths(built: World, name: str) -> list[str]:
    found = []
    for door in routes.doors(built.app, "GET"):
        labels = door.sample.subjects(built)
        mine = [one for one in labels if routes.may_open(built, name, door.sample, one)]
        if door.sample.permission and mine:
            found.append(
                routes.address(built.app, door.endpoint, door.sample.values(built, mine[0]))
            )
    return found


@pytest.mark.parametrize("name", ["carer", "intake", "officer", "mayor"])
@pytest.mark.parametrize("table", LOG)
def test_no_page_tells_anything_when_the_log_takes_no_lines(town, table, name):
    for path in paths(town, name):
        with world.undone(town.app) as connection:
            refuse_inserts(connection, table)
            answer = town.client(name).get(path)
        if (
            answer.status_code == 303
        ):  # sent on to say why first: an address, and nothing of anybody
            continue
        words = {
            secret.kind
            for secret in town.told_by(papers.written(answer).replace(path, "")).values()
            if secret.subjects or answer.status_code == 503  # about nobody there is no line
        }
        assert answer.status_code == 503 or (table == "processings" and answer.status_code < 400)
        nameless = {"colleague", "email", "own-text"}
        nameless |= {"reference"} if answer.status_code == 200 else set()
        assert words - nameless == set(), path
        if answer.status_code == 503:
            assert answer.headers["Retry-After"] == "30"


@pytest.mark.parametrize("table", LOG)
def test_nothing_is_done_that_cannot_be_written_down(town, table):
    path = f"/cases/{town.things['case']['main'].reference}/steps"
    fields = routes.ROUTES["steps.create"].fields(town, "main")
    with world.undone(town.app) as connection:
        refuse_inserts(connection, table)
        before = counts(connection)
        town.client("carer").come_back()
        assert town.client("carer").send(path, fields).status_code == 503
        assert counts(connection) == before


def test_who_cannot_be_signed_out_now_is_not_half_signed_out_and_may_press_again(town):
    client = town.client("carer")
    with world.undone(town.app) as connection:
        client.come_back()
        with connection.begin_nested() as broken:
            refuse_inserts(connection, "access_entries")
            assert client.send("/sign-out").status_code == 503
            broken.rollback()
        assert client.get("/").status_code == 200
        assert client.send("/sign-out").location == "/signed-out"
    client.come_back()


def take_the_right(connection: Connection, table: str) -> None:
    """Have whoever asks from here on change nothing, or of one table: as far as each can."""
    if connection.dialect.name == "sqlite":
        _read_only(connection, "ON")
    else:
        role = bound_role.ROLES.application
        connection.exec_driver_sql(f"REVOKE INSERT ON {table} FROM {role}")


def give_it_back(connection: Connection) -> None:
    if connection.dialect.name == "sqlite":
        _read_only(connection, "OFF")


def _read_only(connection: Connection, state: str) -> None:
    with sqlite_guard.unguarded(connection):
        connection.exec_driver_sql(f"PRAGMA query_only = {state}")


@pytest.mark.parametrize("table", LOG)
def test_nothing_is_told_when_the_right_to_write_the_log_was_taken_away(town, table):
    path = f"/cases/{town.things['case']['main'].reference}"
    with world.undone(town.app) as connection:
        take_the_right(connection, table)
        try:
            answer = town.client("carer").get(path)
        finally:
            give_it_back(connection)
    assert answer.status_code == 503
    assert set(town.told_by(answer.text)) == set()
    with world.undone(town.app):
        assert town.client("carer").get(path).status_code == 200


class Break:
    """Has the database fail at the n-th statement of a request."""

    def __init__(self, engine: Any, at: int) -> None:
        self.engine, self.at, self.seen = engine, at, 0

    def __call__(self, _c: Any, _cursor: Any, sql: str, *_rest: Any) -> None:
        if sql.upper().startswith(NOT_OF_THE_REQUEST):
            return
        self.seen += 1
        if self.seen == self.at:
            raise OperationalError(sql, {}, Exception("gone"))

    def __enter__(self) -> Self:
        event.listen(self.engine, "before_cursor_execute", self)
        return self

    def __exit__(self, *_error: object) -> None:
        event.remove(self.engine, "before_cursor_execute", self)


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_whichever_statement_fails_nothing_is_told_and_nothing_is_half_done(town, method):
    case, client = town.things["case"]["main"], town.client("carer")
    path = f"/cases/{case.reference}" + ("/steps" if method == "POST" else "")
    fields = routes.ROUTES["steps.create"].fields(town, "main")
    with town.app.app_context():
        engine = db.engine
    for at in range(1, MOST):
        with world.undone(town.app) as connection:
            before = counts(connection)
            client.come_back()
            with Break(engine, at) as broken:
                answer = client.get(path) if method == "GET" else client.send(path, fields)
            if broken.seen < at:
                break
            assert answer.status_code == 503, at  # a look that failed may stand in the log
            assert set(town.told_by(answer.text)) == set()
            assert counts(connection) == before, at
    assert answer.status_code == (200 if method == "GET" else 303)
    assert at > 8


def test_a_page_that_is_sent_although_the_log_failed_is_found(town, monkeypatch):
    """Planted: whoever finishes the request swallows the error."""
    from caseapp.web import errors

    monkeypatch.setattr(errors, "unavailable", lambda: ("De casus van " + secret, 200, {}))
    secret = next(iter(town.secrets))
    with world.undone(town.app) as connection:
        refuse_inserts(connection, "access_entries")
        answer = town.client("carer").get("/cases")
    assert town.told_by(answer.text)


def test_the_trigger_is_gone_with_its_transaction(town):
    with world.undone(town.app) as connection:
        refuse_inserts(connection, "access_entries")
    with world.undone(town.app) as connection:
        assert town.client("carer").get("/cases").status_code == 200
        lines = text("SELECT count(*) FROM access_entries")
        assert connection.execute(lines).scalar_one() > 0
