"""Add answers to residents, their releases, and the register of what is not told yet.

Revision: 0005
Follows: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "confidentialities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column(
            "scope",
            sa.Enum(
                "safety",
                "all",
                name="confidentialscope",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "ground",
            sa.Enum(
                "uavg-41-1-c",
                "uavg-41-1-d",
                "uavg-41-1-h",
                "uavg-41-1-i",
                name="confidentialground",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("decision", sa.String(length=60), nullable=False),
        sa.Column("since", sa.Date(), nullable=False),
        sa.Column("until", sa.Date(), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(case_id IS NULL) <> (resident_id IS NULL)",
            name=op.f("ck_confidentialities_about_a_case_or_a_resident"),
        ),
        sa.CheckConstraint(
            "length(decision) <= 60", name=op.f("ck_confidentialities_decision_length")
        ),
        sa.CheckConstraint("until > since", name=op.f("ck_confidentialities_ends_after_start")),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_confidentialities_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_confidentialities_decided_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["users.id"], name=op.f("fk_confidentialities_ended_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_confidentialities_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_confidentialities_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_confidentialities")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("confidentialities", schema=None) as batch_op:
        batch_op.create_index("ix_confidentialities_case", ["case_id"], unique=False)
        batch_op.create_index("ix_confidentialities_resident", ["resident_id"], unique=False)

    op.create_table(
        "resident_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("content_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("involves_safety", sa.Boolean(), nullable=False),
        sa.Column("prepared_by_id", sa.Uuid(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_resident_answers_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["prepared_by_id"], ["users.id"], name=op.f("fk_resident_answers_prepared_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_resident_answers_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_resident_answers")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("resident_answers", schema=None) as batch_op:
        batch_op.create_index(
            batch_op.f("ix_resident_answers_resident_id"), ["resident_id"], unique=False
        )

    op.create_table(
        "answer_releases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("released_by_id", sa.Uuid(), nullable=False),
        sa.Column("released_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["resident_answers.id"],
            name=op.f("fk_answer_releases_answer_id_resident_answers"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_answer_releases_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["released_by_id"], ["users.id"], name=op.f("fk_answer_releases_released_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_answer_releases")),
        sa.UniqueConstraint("answer_id", name=op.f("uq_answer_releases_answer_id")),
        sqlite_strict=True,
    )


def downgrade() -> None:
    """Go down again."""
    op.drop_table("answer_releases")
    with op.batch_alter_table("resident_answers", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_resident_answers_resident_id"))

    op.drop_table("resident_answers")
    with op.batch_alter_table("confidentialities", schema=None) as batch_op:
        batch_op.drop_index("ix_confidentialities_resident")
        batch_op.drop_index("ix_confidentialities_case")

    op.drop_table("confidentialities")
