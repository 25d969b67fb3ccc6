"""Add the days on which a municipality is closed.

Revision: 0012
Follows: 0011
"""

import sqlalchemy as sa
from alembic import op

from migrations import row_locks

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "closing_days",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_closing_days_{column}_{table}")
            )
            for column, table in (("municipality_id", "municipalities"), ("set_by_id", "users"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closing_days")),
        sa.UniqueConstraint(
            "municipality_id", "day", name=op.f("uq_closing_days_municipality_id_day")
        ),
        sqlite_strict=True,
    )
    row_locks.lock("closing_days")


def downgrade() -> None:
    """Go down."""
    op.drop_table("closing_days")
