"""How migrations run: on the application's own engine, the same scripts on both databases."""

from alembic import context
from alembic.autogenerate.api import AutogenContext
from flask import current_app
from sqlalchemy import Connection, LargeBinary

from caseapp.model import lock, sqlite_guard
from caseapp.model.base import Base, UtcDateTime

config = context.config
target = current_app.extensions["migrate"].db


def render(kind: str, item: object, _context: AutogenContext) -> str | bool:
    """Write our own column types as the plain ones they are: a migration outlives the model."""
    if kind == "type" and isinstance(item, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, LargeBinary):
        return "sa.LargeBinary()"
    return False


def run(connection: Connection) -> None:
    """Bring the database to the asked revision in one transaction."""
    on_sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        render_item=render,
        compare_type=not on_sqlite,
    )
    with sqlite_guard.unguarded(connection), context.begin_transaction():
        lock.say(connection, lock.Speaker(voice=lock.Voice.BUILDER))
        context.run_migrations()


given = config.attributes.get("connection")
if given is not None:
    run(given)
else:
    with target.engine.connect() as opened:
        run(opened)
        opened.commit()
