"""Keep what was learned of an escalation, and by which national criteria a case went up.

What a case came down by before is not asked to be looked back on.

Revision: 0048
Follows: 0047
"""

import sqlalchemy as sa
from alembic import op

from migrations import finding_kinds, row_locks
from migrations.tables import owned, points

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

TABLE, CHANGES = "evaluations", "phase_changes"
FOUND = "evaluation-due"
TEXTS = ("happened_sealed", "helped_sealed", "otherwise_sealed", "with_whom_sealed")


def upgrade() -> None:
    """Go up."""
    criteria = sa.Column("criteria", sa.String(length=120), server_default="", nullable=False)
    op.add_column(CHANGES, criteria)
    asks = sa.Column("asks_evaluation", sa.Boolean(), server_default=sa.false(), nullable=False)
    op.add_column(CHANGES, asks)
    op.create_table(
        TABLE,
        *owned(
            TABLE,
            sa.Column("case_id", sa.Uuid(), nullable=False),
            sa.Column("change_id", sa.Uuid(), nullable=False),
            *(sa.Column(name, sa.LargeBinary(), nullable=True) for name in TEXTS),
            sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
            sa.Column("made_by_id", sa.Uuid(), nullable=False),
        ),
        *points(TABLE, case_id="cases", change_id=CHANGES, made_by_id="users"),
        sa.UniqueConstraint("change_id", name=op.f("uq_evaluations_change_id")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_evaluations_case_id"), TABLE, ["case_id"])
    row_locks.lock(TABLE)
    finding_kinds.add(FOUND)


def downgrade() -> None:
    """Go down: what was learned is not known any more."""
    finding_kinds.take_away(FOUND)
    op.drop_table(TABLE)
    op.drop_column(CHANGES, "asks_evaluation")
    op.drop_column(CHANGES, "criteria")
