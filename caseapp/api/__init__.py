"""What other systems may ask: the same law and the same log as on the screens."""

from flask import Flask

from caseapp.api import processed_objects


def register(app: Flask) -> None:
    """Add the addresses."""
    app.register_blueprint(processed_objects.bp)
