"""Keep findings, statements of the night, handovers, and every chosen number as a setting.

The numbers of the review become settings too.

Revision: 0008
Follows: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "cover_statements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("open_count", sa.Integer(), nullable=False),
        sa.Column("covered_count", sa.Integer(), nullable=False),
        sa.Column("uncovered_count", sa.Integer(), nullable=False),
        sa.Column("new_count", sa.Integer(), nullable=False),
        sa.Column("mended_count", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint(
            "open_count = covered_count + uncovered_count", name=op.f("ck_cover_statements_adds_up")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_cover_statements_municipality_id_municipalities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cover_statements")),
        sa.UniqueConstraint(
            "municipality_id", "day", name=op.f("uq_cover_statements_municipality_id_day")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "settings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=500), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("set_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("length(name) <= 60", name=op.f("ck_settings_name_length")),
        sa.CheckConstraint("length(reason) <= 500", name=op.f("ck_settings_reason_length")),
        sa.CheckConstraint("length(scope) <= 60", name=op.f("ck_settings_scope_length")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_settings_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["set_by_id"], ["users.id"], name=op.f("fk_settings_set_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_settings")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("settings", schema=None) as batch_op:
        batch_op.create_index(
            "uq_settings_one_in_force",
            ["municipality_id", "name", "scope"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "findings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "nothing-runs",
                "track-nobodys",
                "owner-gone",
                "director-gone",
                "no-next-date",
                "date-passed",
                "flag-unanswered",
                "handover-unanswered",
                "no-director",
                "track-unowned",
                "owner-left-team",
                "review-missing",
                "review-passed",
                "no-contact",
                "stagnation",
                "closed-with-open",
                "returned",
                "repeated",
                "turns-adult",
                "team-without-lead",
                "queue-without-staff",
                "emergency-unjudged",
                "approval-undecided",
                "breach-unreported",
                name="findingkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column(
            "track",
            sa.Enum(
                "care",
                "safety",
                name="trackkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("second_team_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_on", sa.Date(), nullable=True),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until > since", name=op.f("ck_findings_ends_after_start")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_findings_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_findings_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["second_team_id"], ["teams.id"], name=op.f("fk_findings_second_team_id_teams")
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_findings_team_id_teams")),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_findings_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_findings")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("findings", schema=None) as batch_op:
        batch_op.create_index(
            "ix_findings_case",
            ["case_id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index("ix_findings_ended", ["municipality_id", "ended_at"], unique=False)
        batch_op.create_index(
            "ix_findings_municipality",
            ["municipality_id", "since"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "ix_findings_second_team",
            ["second_team_id", "since"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "ix_findings_team",
            ["team_id", "since"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "ix_findings_user",
            ["user_id", "since"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_findings_one_open",
            ["subject_id", "kind"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.create_table(
        "handovers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column(
            "of",
            sa.Enum(
                "care",
                "safety",
                "direction",
                name="handoverof",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_user_id", sa.Uuid(), nullable=True),
        sa.Column("to_team_id", sa.Uuid(), nullable=True),
        sa.Column("offered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "end",
            sa.Enum(
                "accepted",
                "refused",
                "withdrawn",
                "returned",
                name="handoverend",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("proposal_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            '("end" IS NULL) = (ended_at IS NULL)', name=op.f("ck_handovers_end_has_moment")
        ),
        sa.CheckConstraint(
            "(to_user_id IS NULL) <> (to_team_id IS NULL)", name=op.f("ck_handovers_to_one")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_handovers_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["ended_by_id"], ["users.id"], name=op.f("fk_handovers_ended_by_id_users")
        ),
        sa.ForeignKeyConstraint(["from_id"], ["users.id"], name=op.f("fk_handovers_from_id_users")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_handovers_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["to_team_id"], ["teams.id"], name=op.f("fk_handovers_to_team_id_teams")
        ),
        sa.ForeignKeyConstraint(
            ["to_user_id"], ["users.id"], name=op.f("fk_handovers_to_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_handovers")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("handovers", schema=None) as batch_op:
        batch_op.create_index("ix_handovers_case", ["case_id"], unique=False)
        batch_op.create_index("ix_handovers_from", ["from_id", "ended_at"], unique=False)
        batch_op.create_index(
            "ix_handovers_to_team",
            ["to_team_id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "ix_handovers_to_user",
            ["to_user_id"],
            unique=False,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )
        batch_op.create_index(
            "uq_handovers_one_waiting",
            ["case_id", "of"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    op.execute(
        "INSERT INTO settings (id, municipality_id, name, scope, number, reason, set_at) "
        "SELECT id, municipality_id, 'review.' || name, '', number, '', set_at FROM review_settings"
    )
    op.drop_table("review_settings")


def downgrade() -> None:
    """Go down again."""
    op.create_table(
        "review_settings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=60), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(name) <= 60", name=op.f("ck_review_settings_name_length")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_review_settings_municipality_id_municipalities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_settings")),
        sa.UniqueConstraint(
            "municipality_id", "name", name=op.f("uq_review_settings_municipality_id_name")
        ),
        sqlite_strict=True,
    )
    op.execute(
        "INSERT INTO review_settings (id, municipality_id, name, number, set_at) "
        "SELECT id, municipality_id, substr(name, 8), number, set_at FROM settings "
        "WHERE name LIKE 'review.%' AND ended_at IS NULL"
    )
    op.drop_table("handovers")
    op.drop_table("findings")
    op.drop_table("settings")
    op.drop_table("cover_statements")
