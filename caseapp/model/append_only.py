"""Whether the database still refuses to change the log: the triggers that must be there, and on.

The migrations make them. They are named here once more, for who looks whether they are still what
they were: the doctor, at every start.
"""

from sqlalchemy import Connection, text

from caseapp.model.roles import LOG, SEALS

TABLES = (*LOG, *SEALS, "log_anchors", "log_checks")
"""To these rows are added; none is changed or removed outside the end of a month."""
ON_SQLITE = ("no_update", "no_delete", "next")
ON_POSTGRESQL = ("no_change", "no_truncate")
LETS_A_MONTH_GO = {"access_entries": ("no_delete",), "processings": ("no_delete",)}
"""What on PostgreSQL stands beside those, since a month of the log can end."""

_SQLITE = text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = :table")
# Each part of a parted table counts: whoever owns it can shut the triggers of one month off.
_POSTGRESQL = text(
    """
    SELECT coalesce(part.id::text, :table) FROM (
      SELECT to_regclass(:table) AS id
      UNION SELECT relid FROM pg_partition_tree(to_regclass(:table))
    ) part
    WHERE NOT EXISTS (
      SELECT 1 FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
      WHERE t.tgrelid = part.id AND t.tgenabled IN ('O', 'A')
      AND t.tgname IN (:trigger, c.relname || :ending)
    )
    """
)


def changeable(connection: Connection) -> list[str]:
    """Name the tables, or the parts of one, that no longer refuse what is done to their past."""
    if connection.dialect.name == "sqlite":
        return [table for table in TABLES if not _complete_on_sqlite(connection, table)]
    found = [name for table in TABLES for name in _open_on_postgresql(connection, table)]
    return list(dict.fromkeys(found))


def _complete_on_sqlite(connection: Connection, table: str) -> bool:
    there = set(connection.execute(_SQLITE, {"table": table}).scalars())
    return there >= {f"{table}_{what}" for what in ON_SQLITE}


def _open_on_postgresql(connection: Connection, table: str) -> list[str]:
    found: list[str] = []
    for what in (*ON_POSTGRESQL, *LETS_A_MONTH_GO.get(table, ())):
        asked = {"table": table, "trigger": f"{table}_{what}", "ending": f"_{what}"}
        found += connection.execute(_POSTGRESQL, asked).scalars()
    return found
