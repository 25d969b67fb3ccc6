"""The doctor: whether this installation is fit to run, and what is missing."""

from pathlib import Path

import click
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import Connection, inspect, select, text

from caseapp.cli import worker_health
from caseapp.extensions import db
from caseapp.kernel import crypto
from caseapp.model import append_only, lock_policies, roles
from caseapp.model.organisations import Municipality

OTHERS = 0o077
"""The rights of everybody but the owner of a file."""


def register(app: Flask) -> None:
    """Add the command."""
    app.cli.add_command(doctor)


@click.command("doctor")
@with_appcontext
def doctor() -> None:
    """Say whether this installation is fit to run, and what is missing."""
    found = problems() or troubles()
    for problem in found:
        click.echo(problem, err=True)
    if found:
        raise SystemExit(1)
    click.echo("Everything is in order.")


def problems() -> list[str]:
    """Say what is wrong with the database, the log in it and the key ring: nothing serves so."""
    folder = Path(current_app.extensions["migrate"].directory)
    with db.engine.connect() as connection:
        here = MigrationContext.configure(connection).get_current_heads()
        if set(here) != set(ScriptDirectory(str(folder)).get_heads()):
            return ["The database is not migrated; run `flask db upgrade`."]
        return [*_of_log(connection), *_of_lock(connection), *_of_keys(connection)]


def troubles() -> list[str]:
    """Say what goes wrong beside the pages, which are served all the same: the worker, the mail."""
    with db.engine.connect() as connection:
        return list(worker_health.of_worker(connection))


def _of_log(connection: Connection) -> list[str]:
    found = [
        f"The table {name} is not append-only: a trigger is gone or off."
        for name in append_only.changeable(connection)
    ]
    if connection.dialect.name == "postgresql" and current_app.config["SAMENHANG"].production:
        for name in append_only.TABLES:
            found += _rights(connection, name)
        found += _of_role(connection)
    return found


def _of_lock(connection: Connection) -> list[str]:
    """On PostgreSQL every table about people keeps municipalities apart by itself."""
    if connection.dialect.name != "postgresql":
        return []
    return [
        f"The rows of {name} are not locked: others than who may could see them."
        for name in lock_policies.missing(connection)
    ]


def _rights(connection: Connection, name: str) -> list[str]:
    """On PostgreSQL the application works as somebody who cannot touch the past of the log."""
    asked = text("SELECT has_table_privilege(:name, 'UPDATE, DELETE, TRUNCATE, TRIGGER')")
    if connection.execute(asked, {"name": name}).scalar_one():
        return [f"The application may change or empty {name}: run `flask db grants`."]
    return []


def _of_role(connection: Connection) -> list[str]:
    """The application can make nothing of its own in the database, and is nobody else in it."""
    found = []
    asked = text(
        "SELECT has_database_privilege(current_database(), 'CREATE, TEMP')"
        " OR has_schema_privilege('public', 'CREATE')"
    )
    if connection.execute(asked).scalar_one():
        found.append("The application may make tables: run `flask db grants`.")
    myself = connection.execute(text("SELECT current_user")).scalar_one()
    if roles.powerful(connection, [myself]):
        found.append("The application has a role of the database with powers: give it its own.")
    return found


def _of_keys(connection: Connection) -> list[str]:
    found, ring = [], crypto.ring()
    if inspect(connection).has_table(Municipality.__tablename__):
        missing = set(connection.execute(select(Municipality.id)).scalars()) - set(ring.keys)
        if missing:
            found.append(f"The key ring lacks the keys of {len(missing)} municipality(ies).")
    if ring.path is not None and ring.path.exists() and ring.path.stat().st_mode & OTHERS:
        found.append(f"Others than its owner can read the key ring; run `chmod 600 {ring.path}`.")
    return found
