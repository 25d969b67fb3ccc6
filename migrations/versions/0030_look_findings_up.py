"""Look findings up by their kind, and by an agreement that runs.

With a hundred thousand open cases each of these read all findings of the municipality.

Revision: 0030
Follows: 0028
"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0028"
branch_labels = None
depends_on = None

OPEN = "ended_at IS NULL"
MADE = {
    "kind": (["municipality_id", "kind", "since"], OPEN),
    "agreed": (["municipality_id", "agreed_until"], f"{OPEN} AND agreed_until IS NOT NULL"),
}


def upgrade() -> None:
    """Go up."""
    for name, (columns, condition) in MADE.items():
        where = sa.text(condition)
        op.create_index(
            f"ix_findings_{name}",
            "findings",
            columns,
            sqlite_where=where,
            postgresql_where=where,
        )


def downgrade() -> None:
    """Go down again."""
    for name in MADE:
        op.drop_index(f"ix_findings_{name}", "findings")
