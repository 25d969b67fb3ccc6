"""Keep on which day a resident asked who looked: from then the term of the law runs.

Revision: 0025
Follows: 0021
"""

import sqlalchemy as sa
from alembic import op

from migrations import finding_kinds

revision = "0025"
down_revision = "0021"
branch_labels = None
depends_on = None

ADDED = ("request-unanswered",)


def upgrade() -> None:
    """Go up."""
    op.add_column("resident_answers", sa.Column("asked_on", sa.Date(), nullable=True))
    finding_kinds.add(*ADDED)


def downgrade() -> None:
    """Go down again: an answer has no term any more."""
    finding_kinds.take_away(*ADDED)
    op.drop_column("resident_answers", "asked_on")
