"""What other systems may ask: the same law and the same log as on the screens."""

from flask import Flask

from caseapp.api import problems, processed_objects


def register(app: Flask) -> None:
    """Add the addresses; what goes wrong at them is told last, after all else is done."""
    app.after_request_funcs.setdefault(None, []).insert(0, problems.for_programs)
    app.register_blueprint(processed_objects.bp)
