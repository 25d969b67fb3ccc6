"""Add the secret addresses under which calendars ask for somebody's own dates.

Revision: 0019
Follows: 0018
"""

import sqlalchemy as sa
from alembic import op

from migrations import row_locks

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "calendar_feeds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_calendar_feeds_{column}_{table}")
            )
            for column, table in (("municipality_id", "municipalities"), ("user_id", "users"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calendar_feeds")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_calendar_feeds_secret_hash")),
        sqlite_strict=True,
    )
    in_force = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_calendar_feeds_one_in_force",
        "calendar_feeds",
        ["user_id"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )
    row_locks.lock("calendar_feeds", reading=("door",))


def downgrade() -> None:
    """Go down."""
    op.drop_table("calendar_feeds")
