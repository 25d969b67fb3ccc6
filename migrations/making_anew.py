"""Changes of the rules of a table on SQLite, which changes no rule: the rows go into a new one."""

import re
from collections.abc import Callable

import sqlalchemy as sa
from alembic import op


def make_anew(table: str, edit: Callable[[str], str]) -> None:
    """Copy the rows into a table made by the edited statement, with its indexes and triggers."""
    known = op.get_bind().execute(
        sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = :table AND sql <> ''"),
        {"table": table},
    )
    rows = [tuple(row) for row in known]
    made = edit(next(sql for kind, sql in rows if kind == "table"))
    op.execute(re.sub(rf'^CREATE TABLE "?{table}"?', f"CREATE TABLE {table}_anew", made))
    op.execute(f"INSERT INTO {table}_anew SELECT * FROM {table}")
    op.execute(f"DROP TABLE {table}")
    op.execute(f"ALTER TABLE {table}_anew RENAME TO {table}")
    for kind, sql in rows:
        if kind in ("index", "trigger"):
            op.execute(sql)
