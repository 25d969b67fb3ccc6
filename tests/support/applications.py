"""Applications to test, on either database."""

import contextvars
from datetime import timedelta
from functools import cache
from pathlib import Path
from uuid import uuid4

import alembic.command
from alembic.config import Config as Alembic
from flask import Flask, g, has_app_context
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import Engine, create_engine, delete

from caseapp import create_app
from caseapp.extensions import db
from caseapp.kernel import bearing, clock, crypto
from caseapp.model.accounts import User, UserSession
from config import Config
from tests.support import bound_role, databases, postgresql

MIGRATIONS = Path(__file__).parent.parent.parent / "migrations"
SCOPE: contextvars.ContextVar[str] = contextvars.ContextVar("scope", default="test")
"""Whose session `db.session` is: the test's own, or that of one request."""

SECRET = "a secret that only the tests know, 32 long"


def migrate(url: str) -> None:
    """Bring an empty database to the newest revision."""
    app = create_app(config_for(url))
    with app.app_context():
        engine = db.engine
        try:
            _upgrade(engine)
        finally:
            engine.dispose()


def _upgrade(engine: Engine) -> None:
    config = Alembic(str(MIGRATIONS / "alembic.ini"))
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine.connect() as connection:
        config.attributes["connection"] = connection
        alembic.command.upgrade(config, "head")
        connection.commit()
        bound_role.give_rights(connection)


def config_for(url: str, **changes: object) -> Config:
    """Give the settings of an application under test."""
    folder = postgresql.run_folder()
    settings: dict[str, object] = {
        "database_url": url.replace("postgresql://", "postgresql+psycopg://"),
        "secret_key": SECRET,
        "key_ring": folder / f"{databases.worker()}-keys.json",
        "sealer_key": folder / f"{databases.worker()}-sealer.pem",
        "testing": True,
        "lock_seconds": 60,  # how busy the machine is says nothing about what is tested on it
    }
    return Config(**{**settings, **changes})  # type: ignore[arg-type]


def application(engine: str, name: str, **changes: object) -> Flask:
    """Give an application with a migrated database of its own."""
    app = create_app(config_for(databases.migrated(engine, name, migrate), **changes))
    crypto.ring().path = None
    app.test_client_class = Visitor
    app.jinja_env.bytecode_cache = _compiled()
    return app


@cache
def _compiled() -> FileSystemBytecodeCache:
    """Give where the templates of this run are kept once one of its applications compiled them."""
    folder = postgresql.run_folder() / "templates"
    folder.mkdir(exist_ok=True)
    return FileSystemBytecodeCache(str(folder))


def plain_engine(app: Flask) -> Engine:
    """Give the same database through an engine that knows nothing of the application."""
    return create_engine(app.config["SQLALCHEMY_DATABASE_URI"])


class Visitor(FlaskClient):
    """A browser: it sends the token of the form it was given, as every browser would."""

    def sign_in(self, user: User) -> None:
        """Start a session for somebody without the slow part, the password; again, anew."""
        token = f"token of {user.id}"
        now = clock.now()
        earlier = UserSession.token_hash == bearing.digest(token)
        db.session.execute(delete(UserSession).where(earlier))
        db.session.add(
            UserSession(
                municipality_id=user.municipality_id,
                token_hash=bearing.digest(token),
                user_id=user.id,
                started_at=now,
                seen_at=now + timedelta(seconds=1),
            )
        )
        db.session.commit()
        with self.session_transaction() as cookie:
            cookie["_user_id"] = token

    def open(self, *args: object, **kwargs: object):
        """Send the token with every form; `forged=True` leaves it out.

        What the last request knew is forgotten first: within a test both share one `g`.
        """
        for name in list(g) if has_app_context() else ():
            g.pop(name)
        forged = kwargs.pop("forged", False)
        if kwargs.get("method") == "POST" and not forged and "json" not in kwargs:
            fields = dict(kwargs.get("data") or {})
            fields.setdefault("csrf_token", self._token())
            kwargs["data"] = fields
        response = contextvars.Context().run(self._as_on_a_server, *args, **kwargs)
        db.session.expire_all()
        return response

    def _as_on_a_server(self, *args: object, **kwargs: object):
        SCOPE.set(uuid4().hex)
        return super().open(*args, **kwargs)

    def _token(self) -> str:
        with self.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", "0" * 40)
        return URLSafeTimedSerializer(SECRET, salt="wtf-csrf-token").dumps(raw)
