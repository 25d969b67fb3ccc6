"""Tell who must answer a proposal to come down, and who made it what came of it.

Revision: 0027
Follows: 0026
"""

from alembic import op

from migrations import words

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

ADDED = ("descent-asked", "descent-back")
RULES = (
    ("messages", "ck_messages_messagekind"),
    ("message_choices", "ck_message_choices_chosen_kind"),
)


def upgrade() -> None:
    """Go up."""
    for table, rule in RULES:
        words.allow(table, rule, (*words.known(table, rule), *ADDED))


def downgrade() -> None:
    """Go down: what was told of it goes."""
    for table, rule in RULES:
        op.execute(f"DELETE FROM {table} WHERE kind IN ({words.listed(ADDED)})")
        left = tuple(word for word in words.known(table, rule) if word not in ADDED)
        words.allow(table, rule, left)
