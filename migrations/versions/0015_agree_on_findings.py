"""Add agreements that a finding may stand for a while.

Revision: 0015
Follows: 0014
"""

import sqlalchemy as sa
from alembic import op

from migrations import row_locks

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("findings", sa.Column("agreed_until", sa.DateTime(timezone=True), nullable=True))
    op.create_table(
        "finding_agreements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("finding_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_finding_agreements_{column}_{table}")
            )
            for column, table in (
                ("municipality_id", "municipalities"),
                ("finding_id", "findings"),
                ("case_id", "cases"),
                ("made_by_id", "users"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_finding_agreements")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_finding_agreements_finding", "finding_agreements", ["finding_id", "made_at"]
    )
    row_locks.lock("finding_agreements")


def downgrade() -> None:
    """Go down."""
    op.drop_table("finding_agreements")
    op.drop_column("findings", "agreed_until")
