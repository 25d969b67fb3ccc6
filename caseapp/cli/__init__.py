"""What is done from the command line: `flask --app wsgi ...`; the same policy, the same log."""

from flask import Flask

from caseapp.cli import (
    cases,
    documents,
    grants,
    health,
    installation,
    keys,
    reviews,
    seal,
    users,
    watchdog,
)
from caseapp.cli import log as log_sending
from caseapp.cli import tokens as api_tokens


def register(app: Flask) -> None:
    """Add the commands."""
    installation.register(app)
    documents.register(app)
    health.register(app)
    keys.register(app)
    users.register(app)
    cases.register(app)
    seal.register(app)
    reviews.register(app)
    watchdog.register(app)
    api_tokens.register(app)
    log_sending.register(app)
    grants.register(app)
