"""Lock the steps of a track on PostgreSQL for who does not work on it.

A policy cannot be made on SQLite; there this changes nothing.

Revision: 0013
Follows: 0012
"""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ON_TRACK = (
    "track IS NULL"
    " OR (SELECT current_setting('samenhang.voice', true)) IN ('unseen', 'builder')"
    " OR EXISTS (SELECT 1 FROM involvements i"
    " WHERE i.case_id = steps.case_id AND i.ended_at IS NULL"
    " AND i.user_id = (SELECT nullif(current_setting('samenhang.person', true), '')::uuid)"
    " AND (i.part = 'director' OR i.track = steps.track))"
    " OR EXISTS (SELECT 1 FROM involvements i JOIN leaves l ON l.user_id = i.user_id"
    " WHERE i.case_id = steps.case_id AND i.ended_at IS NULL"
    " AND l.substitute_id = (SELECT nullif(current_setting('samenhang.person', true), '')::uuid)"
    " AND l.accepted_at IS NOT NULL AND l.ended_at IS NULL"
    " AND (i.part = 'director' OR i.track = steps.track))"
    " OR EXISTS (SELECT 1 FROM emergency_accesses e"
    " WHERE e.case_id = steps.case_id AND e.ended_at IS NULL AND e.tracks_opened_at IS NOT NULL"
    " AND e.user_id = (SELECT nullif(current_setting('samenhang.person', true), '')::uuid))"
)


def upgrade() -> None:
    """Go up."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute(f"CREATE POLICY track ON steps AS RESTRICTIVE FOR SELECT USING ({ON_TRACK})")


def downgrade() -> None:
    """Go down."""
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP POLICY track ON steps")
