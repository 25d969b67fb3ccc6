"""A PostgreSQL database as a municipality has it: an owner, and roles with rights beside it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import psycopg
from psycopg import sql
from sqlalchemy.engine import make_url

from caseapp import create_app
from caseapp.extensions import db
from caseapp.kernel import crypto
from tests.support import applications, databases, postgresql

NAMES = ("owner", "application", "auditor", "sealer")
PASSWORD = "only-the-tests-know"


@dataclass
class Installation:
    """A migrated database with its roles."""

    name: str
    server: str
    roles: dict[str, str]

    def url(self, role: str) -> str:
        address = make_url(self.server).set(
            drivername="postgresql+psycopg",
            database=self.name,
            username=self.roles[role],
            password=PASSWORD,
        )
        return address.render_as_string(hide_password=False)

    def app(self, role: str, **changes: object):
        """The application, signed in to the database as this role."""
        ring = postgresql.run_folder() / f"{self.name}-keys.json"
        app = create_app(applications.config_for(self.url(role), key_ring=ring, **changes))
        app.test_client_class = applications.Visitor
        return app

    def command(self, role: str, *arguments: str, **changes: object):
        """Run a command as this role; gives what it said and how it ended."""
        kept = crypto.ring()
        app = self.app(role, **changes)
        with app.app_context():
            try:
                return app.test_cli_runner().invoke(args=list(arguments))
            finally:
                db.session.remove()
                db.engine.dispose()
                crypto.use(kept)

    def grants(self, role: str = "owner"):
        given = [f"--{name}={self.roles[name]}" for name in NAMES[1:]]
        return self.command(role, "db", "grants", *given)

    def admin(self, statement: str) -> None:
        """Do something as who runs the server."""
        server = make_url(self.server).set(drivername="postgresql", database=self.name)
        address = server.render_as_string(hide_password=False)
        with psycopg.connect(address, autocommit=True) as connection:
            connection.execute(statement)  # type: ignore[call-overload]


@contextmanager
def installation(name: str) -> Iterator[Installation]:
    """Make the roles, a database of the owner, and its tables; the rights are not given yet."""
    name = f"{postgresql.prefix()}_{databases.worker()}_{name}"
    server = postgresql.start_postgresql()
    made = Installation(name, server, {role: f"{name}_{role}" for role in NAMES})
    address = make_url(server).set(drivername="postgresql").render_as_string(hide_password=False)
    with psycopg.connect(address, autocommit=True) as connection:
        for role in made.roles.values():
            make = sql.SQL("CREATE ROLE {} LOGIN PASSWORD {}")
            connection.execute(make.format(sql.Identifier(role), sql.Literal(PASSWORD)))
        make = sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE template0 ENCODING 'UTF8'")
        connection.execute(make.format(sql.Identifier(name), sql.Identifier(made.roles["owner"])))
    try:
        applications.migrate(made.url("owner"))
        yield made
    finally:
        postgresql.drop_database(name)
        with psycopg.connect(address, autocommit=True) as connection:
            for role in made.roles.values():
                connection.execute(sql.SQL("DROP ROLE {}").format(sql.Identifier(role)))


def refusal(url: str, statement: str) -> str | None:
    """The code with which a statement is refused, or None where it is done; it is undone."""
    plain = url.replace("postgresql+psycopg://", "postgresql://")
    with psycopg.connect(plain) as prompt:
        try:
            prompt.execute(statement)  # type: ignore[call-overload]
        except psycopg.Error as refused:
            return refused.sqlstate
        finally:
            prompt.rollback()
    return None
