"""Keep what each track is for, read by who works on it.

Revision: 0046
Follows: 0045
"""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.add_column("tracks", sa.Column("goal_sealed", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    """Go down: what the tracks are for is not known any more."""
    op.drop_column("tracks", "goal_sealed")
