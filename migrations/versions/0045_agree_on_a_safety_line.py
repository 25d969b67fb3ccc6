"""Keep the safety line that both tracks of a case agreed on, and who agreed with which text.

Revision: 0045
Follows: 0044
"""

import sqlalchemy as sa
from alembic import op

from migrations import row_locks
from migrations.tables import checks, owned, points

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None

TABLE = "safety_lines"


def upgrade() -> None:
    """Go up."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        TABLE,
        *owned(
            TABLE,
            sa.Column("case_id", sa.Uuid(), nullable=False),
            sa.Column("number", sa.Integer(), nullable=False),
            sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
            sa.Column("set_at", moment, nullable=False),
            sa.Column("set_by_id", sa.Uuid(), nullable=False),
            sa.Column("care_at", moment, nullable=True),
            sa.Column("care_by_id", sa.Uuid(), nullable=True),
            sa.Column("safety_at", moment, nullable=True),
            sa.Column("safety_by_id", sa.Uuid(), nullable=True),
        ),
        *points(
            TABLE, case_id="cases", set_by_id="users", care_by_id="users", safety_by_id="users"
        ),
        *checks(
            TABLE,
            counts_from_one="number >= 1",
            care_by_somebody="(care_at IS NULL) = (care_by_id IS NULL)",
            safety_by_somebody="(safety_at IS NULL) = (safety_by_id IS NULL)",
        ),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_safety_lines_case_id_number")),
        sqlite_strict=True,
    )
    row_locks.lock(TABLE)


def downgrade() -> None:
    """Go down: what was agreed is not known any more."""
    op.drop_table(TABLE)
