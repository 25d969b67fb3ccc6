"""Lock the rows of each municipality on PostgreSQL, also for the owner of the tables.

A policy cannot be made on SQLite; there this changes nothing.

Revision: 0010
Follows: 0009
"""

from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LOCKED = """
acknowledgements acquaintances answer_releases api_tokens approvals breaches case_subjects cases
colleague_marks column_mappings confidentialities cover_statements data_keys departures drafts
emergency_accesses findings flags handovers household_members households import_runs imported_rows
involvements log_targets name_words organisations phase_changes relations resident_answers residents
review_draws reviews role_grants search_keys searches settings stated_purposes steps
team_memberships teams tracks user_sessions users
""".split()
VOICES = {
    "door": (
        "SELECT",
        "acquaintances api_tokens colleague_marks emergency_accesses role_grants"
        " team_memberships user_sessions users".split(),
    ),
    "sweeper": (
        "ALL",
        "data_keys drafts import_runs searches stated_purposes user_sessions".split(),
    ),
    "night": ("SELECT", "approvals data_keys log_targets users".split()),
    "builder": ("ALL", LOCKED),
}
MINE = (
    "municipality_id = (SELECT nullif(current_setting('samenhang.municipality', true), '')::uuid)"
)
SPOKEN = "(SELECT current_setting('samenhang.voice', true)) = '{}'"


def upgrade() -> None:
    """Go up."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for table in LOCKED:
        op.execute(f"CREATE POLICY municipality ON {table} FOR ALL USING ({MINE})")
        op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    for voice, (command, tables) in VOICES.items():
        for table in tables:
            using = SPOKEN.format(voice)
            op.execute(f"CREATE POLICY {voice} ON {table} FOR {command} USING ({using})")


def downgrade() -> None:
    """Go down."""
    if op.get_bind().dialect.name != "postgresql":
        return
    for voice, (_command, tables) in VOICES.items():
        for table in tables:
            op.execute(f"DROP POLICY {voice} ON {table}")
    for table in LOCKED:
        op.execute(f"DROP POLICY municipality ON {table}")
        op.execute(f"ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")
        op.execute(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
