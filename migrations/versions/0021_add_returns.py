"""Say on which day somebody comes back, and from where; and that a track waits for the other one.

Revision: 0021
Follows: 0020
"""

import sqlalchemy as sa
from alembic import op

from migrations import finding_kinds

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

ADDED = ("return-ahead", "return-unseen", "track-waits-in-vain")
PLACES = ("detention", "clinic", "elsewhere")
BOTH = "(returns_on IS NULL) = (returns_from IS NULL)"


def upgrade() -> None:
    """Go up."""
    kind = "TEXT" if op.get_bind().dialect.name == "sqlite" else "VARCHAR(40)"
    places = finding_kinds.listed(PLACES)
    rule = f"CONSTRAINT ck_case_subjects_returnfrom CHECK (returns_from IN ({places}))"
    op.add_column("case_subjects", sa.Column("returns_on", sa.Date(), nullable=True))
    whole = f"CONSTRAINT ck_case_subjects_return_is_whole CHECK ({BOTH})"
    op.execute(f"ALTER TABLE case_subjects ADD COLUMN returns_from {kind} {rule} {whole}")
    op.add_column(
        "tracks",
        sa.Column("waits_for_other", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    finding_kinds.add(*ADDED)


def downgrade() -> None:
    """Go down again: who comes back is told of no more."""
    finding_kinds.take_away(*ADDED)
    op.drop_column("tracks", "waits_for_other")
    op.execute("ALTER TABLE case_subjects DROP COLUMN returns_from")
    op.drop_column("case_subjects", "returns_on")
