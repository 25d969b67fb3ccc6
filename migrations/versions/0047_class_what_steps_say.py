"""Keep of what class the content of a step is.

What was written before says nothing of it: it is sensitive, as what is written of people in trouble
nearly always is. Whoever knows better corrects it.

Revision: 0047
Follows: 0046
"""

from alembic import op

from migrations.words import listed

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

CLASSES = ("common", "sensitive", "special-category", "criminal", "police-data")
RULES = {
    "contentclass": f"content IN ({listed(CLASSES)})",
    "police_on_track": "content <> 'police-data' OR track IS NOT NULL",
}


def upgrade() -> None:
    """Go up."""
    kind = "TEXT" if op.get_bind().dialect.name == "sqlite" else "VARCHAR(40)"
    rules = " ".join(f"CONSTRAINT ck_steps_{name} CHECK ({rule})" for name, rule in RULES.items())
    op.execute(f"ALTER TABLE steps ADD COLUMN content {kind} NOT NULL DEFAULT 'sensitive' {rules}")


def downgrade() -> None:
    """Go down: of what class it is, is not known any more."""
    op.execute("ALTER TABLE steps DROP COLUMN content")
