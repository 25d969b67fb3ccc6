"""Keep what was copied from a track to the strip, on whose decision and until when.

Revision: 0033
Follows: 0032
"""

import sqlalchemy as sa
from alembic import op

from migrations import row_locks
from migrations.words import listed

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

WORDS = {
    "shared_from": ("from_track", ("care", "safety")),
    "contentclass": (
        "content",
        ("common", "sensitive", "special-category", "criminal", "police-data"),
    ),
    "shareground": (
        "ground",
        ("public-task", "legal-duty", "vital-interest", "consent", "police-act"),
    ),
}
RULES = {
    "withdrawn_by": "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)",
    "police_act_for_police": "(content = 'police-data') = (ground = 'police-act')",
    **{rule: f"{column} IN ({listed(words)})" for rule, (column, words) in WORDS.items()},
}
REFERS = (
    ("municipality_id", "municipalities"),
    ("case_id", "cases"),
    ("step_id", "steps"),
    ("shared_by_id", "users"),
    ("withdrawn_by_id", "users"),
)


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "shares",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("step_id", sa.Uuid(), nullable=False),
        sa.Column("from_track", sa.String(length=40), nullable=False),
        sa.Column("content", sa.String(length=40), nullable=False),
        sa.Column("ground", sa.String(length=40), nullable=False),
        sa.Column("excerpt_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("purpose_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("shared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("shared_by_id", sa.Uuid(), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_shares_{name}")) for name, rule in RULES.items()),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_shares_{column}_{table}")
            )
            for column, table in REFERS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_shares")),
        sqlite_strict=True,
    )
    op.create_index("ix_shares_case", "shares", ["case_id", "until_on"])
    row_locks.lock("shares")


def downgrade() -> None:
    """Go down: what was shared is on no strip any more."""
    op.drop_table("shares")
