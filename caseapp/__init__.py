"""Samenhang: casework in care and safety, where nobody falls between the cracks."""

from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask

from caseapp import api, cli, web, worker
from caseapp.extensions import babel, csrf, db, login, migrate
from caseapp.kernel import crypto
from caseapp.model import sqlite_guard
from caseapp.web import templating

if TYPE_CHECKING:
    from config import Config

ROOT = Path(__file__).parent.parent


def create_app(config: "Config") -> Flask:
    """Put the application together from its settings."""
    app = Flask(__name__, template_folder=str(ROOT / "templates"))
    templating.use(app)
    app.config.from_mapping(config.flask())
    crypto.use(crypto.KeyRing.load(config.key_ring))
    for extension in (db, login):
        extension.init_app(app)
    with app.app_context():
        sqlite_guard.guard(db.engine)
    migrate.init_app(app, db, directory=str(ROOT / "migrations"))
    babel.init_app(app, locale_selector=web.chosen_language)
    web.register(app)
    api.register(app)
    csrf.init_app(app)  # after the doorstep: that reads the bytes before anybody parses them
    cli.register(app)
    worker.register(app)
    return app
