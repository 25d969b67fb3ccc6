"""Add where a municipality keeps its own log, and how far it has been told of ours.

Revision: 0007
Follows: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "log_targets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "vng",
                "ldv",
                name="targetkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("register_url", sa.String(length=500), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("token_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gave_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(length=200), nullable=False),
        sa.CheckConstraint(
            "length(register_url) <= 500", name=op.f("ck_log_targets_register_url_length")
        ),
        sa.CheckConstraint("length(trouble) <= 200", name=op.f("ck_log_targets_trouble_length")),
        sa.CheckConstraint("length(url) <= 500", name=op.f("ck_log_targets_url_length")),
        sa.ForeignKeyConstraint(
            ["key_id"], ["data_keys.id"], name=op.f("fk_log_targets_key_id_data_keys")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_log_targets_municipality_id_municipalities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_log_targets")),
        sa.UniqueConstraint(
            "municipality_id", "kind", name=op.f("uq_log_targets_municipality_id_kind")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "log_cursors",
        sa.Column("target_id", sa.Uuid(), nullable=False),
        sa.Column("tree_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.ForeignKeyConstraint(
            ["target_id"], ["log_targets.id"], name=op.f("fk_log_cursors_target_id_log_targets")
        ),
        sa.ForeignKeyConstraint(
            ["tree_id"], ["log_trees.id"], name=op.f("fk_log_cursors_tree_id_log_trees")
        ),
        sa.PrimaryKeyConstraint("target_id", "tree_id", name=op.f("pk_log_cursors")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Go down again."""
    op.drop_table("log_cursors")
    op.drop_table("log_targets")
