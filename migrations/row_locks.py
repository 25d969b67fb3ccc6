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


ON_TRACK = (
    "track IS NULL"
    " OR (SELECT current_setting('samenhang.voice', true)) IN ('unseen', 'builder')"
    " OR EXISTS (SELECT 1 FROM involvements i"
    " WHERE i.case_id = {table}.case_id AND i.ended_at IS NULL"
    " AND i.user_id = (SELECT nullif(current_setting('samenhang.person', true), '')::uuid)"
    " AND (i.part = 'director' OR i.track = {table}.track))"
    " OR EXISTS (SELECT 1 FROM involvements i JOIN leaves l ON l.user_id = i.user_id"
    " WHERE i.case_id = {table}.case_id AND i.ended_at IS NULL"
    " AND l.substitute_id = (SELECT nullif(current_setting('samenhang.person', true), '')::uuid)"
    " AND l.accepted_at IS NOT NULL AND l.ended_at IS NULL"
    " AND (i.part = 'director' OR i.track = {table}.track))"
    " OR EXISTS (SELECT 1 FROM emergency_accesses e"
    " WHERE e.case_id = {table}.case_id AND e.ended_at IS NULL AND e.tracks_opened_at IS NOT NULL"
    " AND e.user_id = (SELECT nullif(current_setting('samenhang.person', true), '')::uuid))"
)


def lock_tracks(table: str, also: str = "") -> None:
    """Show what is on a track in a new table only to who works on that track, as of 0013.

    And to whom a further condition names, beginning with OR.
    """
    if op.get_bind().dialect.name == "postgresql":
        told = ON_TRACK.replace("{table}", table) + also
        op.execute(f"CREATE POLICY track ON {table} AS RESTRICTIVE FOR SELECT USING ({told})")
