"""Offer the watch over a closed case, as a track or the direction of a case is offered.

Revision: 0034
Follows: 0033
"""

from alembic import op

from migrations import words

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

RULE = ("handovers", "ck_handovers_handoverof")
ADDED = ("watch",)


def upgrade() -> None:
    """Go up."""
    words.allow(*RULE, (*words.known(*RULE), *ADDED), "of")


def downgrade() -> None:
    """Go down: what was offered of watches goes; whose a watch is stays."""
    op.execute(f"DELETE FROM handovers WHERE of IN ({words.listed(ADDED)})")
    left = tuple(word for word in words.known(*RULE) if word not in ADDED)
    words.allow(*RULE, left, "of")
