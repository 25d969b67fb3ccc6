"""Add leaves, and the findings about somebody who is on leave while nobody stands in.

Revision: 0011
Follows: 0010
"""

import sqlalchemy as sa
from alembic import op

from migrations import finding_kinds, row_locks

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

ADDED = ("owner-away", "director-away")
STANDING = sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Go up."""
    ends = sa.Enum(
        "refused",
        "withdrawn",
        "replaced",
        name="leaveend",
        native_enum=False,
        create_constraint=True,
        length=40,
    )
    op.create_table(
        "leaves",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("substitute_id", sa.Uuid(), nullable=True),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked_by_id", sa.Uuid(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("replaces_id", sa.Uuid(), nullable=True),
        sa.Column("end", ends, nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("first_on <= last_on", name=op.f("ck_leaves_days_in_order")),
        sa.CheckConstraint("substitute_id <> user_id", name=op.f("ck_leaves_somebody_else")),
        sa.CheckConstraint(
            '("end" IS NULL) = (ended_at IS NULL)', name=op.f("ck_leaves_end_has_moment")
        ),
        sa.CheckConstraint(
            "accepted_at IS NULL OR substitute_id IS NOT NULL",
            name=op.f("ck_leaves_somebody_accepted"),
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_leaves_{column}_{table}")
            )
            for column, table in (
                ("municipality_id", "municipalities"),
                ("user_id", "users"),
                ("substitute_id", "users"),
                ("asked_by_id", "users"),
                ("replaces_id", "leaves"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_leaves")),
        sqlite_strict=True,
    )
    for name, columns, unique in (
        ("ix_leaves_user", ["user_id", "last_on"], False),
        ("ix_leaves_substitute", ["substitute_id", "last_on"], False),
        ("uq_leaves_one_replacement", ["replaces_id"], True),
    ):
        op.create_index(
            name,
            "leaves",
            columns,
            unique=unique,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        )
    row_locks.lock("leaves", reading=("door",))
    finding_kinds.add(*ADDED)


def downgrade() -> None:
    """Go down again: what was found of leave goes with the leave."""
    finding_kinds.take_away(*ADDED)
    op.drop_table("leaves")
