"""Keep from which days police data is only searched for, only stored, and due to be destroyed.

Who accounts for police data reads, on PostgreSQL too, what is only stored.

Revision: 0049
Follows: 0048
"""

import sqlalchemy as sa
from alembic import op

from migrations import row_locks

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

MONTHS = {"searched_from": 12, "restricted_from": 60, "destroy_from": 120}
INDEX = "ix_steps_restricted"
OFFICE = (
    " OR (steps.content = 'police-data' AND EXISTS (SELECT 1 FROM role_grants g"
    " WHERE g.role = 'privacy-officer' AND g.ended_at IS NULL"
    " AND g.user_id = (SELECT nullif(current_setting('samenhang.person', true), '')::uuid)))"
)


def upgrade() -> None:
    """Go up; what was written as police data before goes by the usual terms."""
    for name, months in MONTHS.items():
        op.add_column("steps", sa.Column(name, sa.Date(), nullable=True))
        day = (
            f"date(happened_on, '+{months} months')"
            if op.get_bind().dialect.name == "sqlite"
            else f"(happened_on + interval '{months} months')::date"
        )
        op.execute(f"UPDATE steps SET {name} = {day} WHERE content = 'police-data'")
    stored = sa.text("restricted_from IS NOT NULL")
    op.create_index(
        INDEX,
        "steps",
        ["municipality_id", "restricted_from"],
        sqlite_where=stored,
        postgresql_where=stored,
    )
    _lock(OFFICE)


def downgrade() -> None:
    """Go down: police data of any age is read as any step."""
    _lock("")
    op.drop_index(INDEX, "steps")
    for name in MONTHS:
        op.drop_column("steps", name)


def _lock(also: str) -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP POLICY track ON steps")
        row_locks.lock_tracks("steps", also)
