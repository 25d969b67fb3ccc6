"""The lock on the rows of a new table (decision 14): one's own municipality only, on PostgreSQL."""

from alembic import op

MINE = (
    "municipality_id = (SELECT nullif(current_setting('samenhang.municipality', true), '')::uuid)"
)


def lock(table: str, *voices: str, reading: tuple[str, ...] = ()) -> None:
    """Show the rows of one's own municipality; these voices see all, and some may only read.

    Whoever builds the database always may. On SQLite there is no such lock.
    """
    if op.get_bind().dialect.name != "postgresql":
        return
    op.execute(f"CREATE POLICY municipality ON {table} FOR ALL USING ({MINE})")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for command, speakers in (("ALL", (*voices, "builder")), ("SELECT", reading)):
        for voice in speakers:
            speaks = f"(SELECT current_setting('samenhang.voice', true)) = '{voice}'"
            op.execute(f"CREATE POLICY {voice} ON {table} FOR {command} USING ({speaks})")
