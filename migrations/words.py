"""Changes of which words a column may hold: what a migration adds, it takes away going down.

A migration says only the words it adds; which there were before, the database says.
"""

import re
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op


def listed(words: tuple[str, ...]) -> str:
    """Give words as SQL lists them."""
    return ", ".join(f"'{word}'" for word in words)


def known(table: str, rule: str) -> tuple[str, ...]:
    """Give the words that a rule of a table allows now."""
    if op.get_bind().dialect.name == "sqlite":
        asked = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name"
        made = str(op.get_bind().execute(sa.text(asked), {"name": table}).scalar_one())
        said = re.findall(_pattern(rule), made)[0]
    else:
        asked = "SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = :name"
        said = str(op.get_bind().execute(sa.text(asked), {"name": rule}).scalar_one())
    return tuple(re.findall(r"'([a-z-]+)'", said))


def allow(table: str, rule: str, words: tuple[str, ...], column: str = "kind") -> None:
    """Let the column of a rule hold these words, and no others."""
    check = f"CONSTRAINT {rule} CHECK ({column} IN ({listed(words)}))"
    if op.get_bind().dialect.name == "sqlite":
        _rewrite(table, lambda made: re.sub(_pattern(rule), check, made, count=1))
        return
    op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {rule}")
    op.execute(f"ALTER TABLE {table} ADD {check}")


def _rewrite(table: str, edit: Callable[[str], str]) -> None:
    """Write a rule of a table on SQLite anew; its rows, and what points at them, stay as they are.

    As SQLite's own manual does it where nothing on disk changes: https://sqlite.org/lang_altertable.html
    """
    connection = op.get_bind()
    named = {"name": table}
    said = sa.text("SELECT sql FROM sqlite_master WHERE type = 'table' AND name = :name")
    made = edit(str(connection.execute(said, named).scalar_one()))
    version = int(connection.exec_driver_sql("PRAGMA schema_version").scalar_one())
    connection.exec_driver_sql("PRAGMA writable_schema = ON")
    connection.execute(
        sa.text("UPDATE sqlite_master SET sql = :made WHERE type = 'table' AND name = :name"),
        named | {"made": made},
    )
    connection.exec_driver_sql(f"PRAGMA schema_version = {version + 1}")
    connection.exec_driver_sql("PRAGMA writable_schema = OFF")


def _pattern(rule: str) -> str:
    return rf"CONSTRAINT {rule} CHECK \(\"?[a-z]+\"? IN \(([^)]*)\)\)"
