"""Keep what ended the attempts to reach somebody, and find whom nobody can find.

Revision: 0016
Follows: 0015
"""

from alembic import op

from migrations import finding_kinds

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

ADDED = ("unreached",)
RESULTS = (
    "no-reaction",
    "no-contact",
    "already-helped",
    "no-help-wanted",
    "referred-money",
    "referred-other",
    "unjustified",
    "not-resident",
    "deceased",
)


def upgrade() -> None:
    """Go up."""
    rule = f"CONSTRAINT ck_steps_endresult CHECK (end_result IN ({finding_kinds.listed(RESULTS)}))"
    kind = "TEXT" if op.get_bind().dialect.name == "sqlite" else "VARCHAR(40)"
    op.execute(f"ALTER TABLE steps ADD COLUMN end_result {kind} {rule}")
    finding_kinds.add(*ADDED)


def downgrade() -> None:
    """Go down again: of whom nobody could find is told no more."""
    finding_kinds.take_away(*ADDED)
    op.execute("ALTER TABLE steps DROP COLUMN end_result")
