"""Make the tables of approvals, acquaintances, emergency access and reviews; shield cases.

Revision: 0003
Follows: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "approvals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "shield-case",
                "unshield-case",
                "lift-acquaintance",
                "open-emergency",
                "release-answer",
                "destroy-log",
                name="approvalkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("payload", sa.String(length=2000), nullable=False),
        sa.Column("payload_hash", sa.LargeBinary(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(decided_at IS NULL) = (granted IS NULL)",
            name=op.f("ck_approvals_decision_has_moment"),
        ),
        sa.CheckConstraint(
            "decided_by_id <> requested_by_id", name=op.f("ck_approvals_two_people")
        ),
        sa.CheckConstraint("length(payload) <= 2000", name=op.f("ck_approvals_payload_length")),
        sa.CheckConstraint(
            "length(subject_kind) <= 40", name=op.f("ck_approvals_subject_kind_length")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_approvals_decided_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["key_id"], ["data_keys.id"], name=op.f("fk_approvals_key_id_data_keys")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_approvals_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["requested_by_id"], ["users.id"], name=op.f("fk_approvals_requested_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("approvals") as batch_op:
        batch_op.create_index(
            "ix_approvals_waiting", ["municipality_id", "decided_at", "until"], unique=False
        )

    op.create_table(
        "colleague_marks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "name",
                "birth-date",
                "address",
                name="markkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_colleague_marks_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_colleague_marks_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_colleague_marks")),
        sa.UniqueConstraint("user_id", "mark", name=op.f("uq_colleague_marks_user_id_mark")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("colleague_marks") as batch_op:
        batch_op.create_index(batch_op.f("ix_colleague_marks_mark"), ["mark"], unique=False)

    op.create_table(
        "acquaintances",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(resident_id IS NULL) <> (case_id IS NULL)", name=op.f("ck_acquaintances_of_one_thing")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_acquaintances_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_acquaintances_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_acquaintances_resident_id_residents")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_acquaintances_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acquaintances")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("acquaintances") as batch_op:
        batch_op.create_index(
            "ix_acquaintances_user",
            ["user_id"],
            unique=False,
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )

    op.create_table(
        "emergency_accesses",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "acute-danger",
                "child-at-risk",
                "on-call",
                "court-deadline",
                name="emergencyreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tracks_opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("explanation_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("explained_by_id", sa.Uuid(), nullable=True),
        sa.Column("explained_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "until > opened_at", name=op.f("ck_emergency_accesses_ends_after_start")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_emergency_accesses_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["explained_by_id"],
            ["users.id"],
            name=op.f("fk_emergency_accesses_explained_by_id_users"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_emergency_accesses_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_emergency_accesses_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_emergency_accesses")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("emergency_accesses") as batch_op:
        batch_op.create_index("ix_emergency_accesses_case", ["case_id", "opened_at"], unique=False)
        batch_op.create_index("ix_emergency_accesses_user", ["user_id", "until"], unique=False)

    op.create_table(
        "reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "alert",
                "sample",
                "emergency",
                "shielded",
                name="reviewkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("emergency_id", sa.Uuid(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("days", sa.Integer(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("facts", sa.String(length=4000), nullable=False),
        sa.Column("drawn_from", sa.String(length=200), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("asked_by_id", sa.Uuid(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=True),
        sa.Column(
            "answer",
            sa.Enum(
                "work",
                "replaced-colleague",
                "mistake",
                "not-mine",
                "other",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("answer_text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column(
            "verdict",
            sa.Enum(
                "lawful",
                "unlawful",
                "unclear",
                name="verdict",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("verdict_text_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("verdict_by_id", sa.Uuid(), nullable=True),
        sa.Column("verdict_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reread", sa.Boolean(), nullable=False),
        sa.Column(
            "second",
            sa.Enum(
                "lawful",
                "unlawful",
                "unclear",
                name="second",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column("second_by_id", sa.Uuid(), nullable=True),
        sa.Column("second_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(verdict IS NULL) = (verdict_at IS NULL)", name=op.f("ck_reviews_verdict_has_moment")
        ),
        sa.CheckConstraint("length(drawn_from) <= 200", name=op.f("ck_reviews_drawn_from_length")),
        sa.CheckConstraint("length(facts) <= 4000", name=op.f("ck_reviews_facts_length")),
        sa.CheckConstraint(
            "length(subject_kind) <= 40", name=op.f("ck_reviews_subject_kind_length")
        ),
        sa.CheckConstraint(
            "second_by_id <> user_id", name=op.f("ck_reviews_nobody_rereads_themselves")
        ),
        sa.CheckConstraint(
            "second_by_id <> verdict_by_id", name=op.f("ck_reviews_second_is_another")
        ),
        sa.CheckConstraint(
            "verdict_by_id <> user_id", name=op.f("ck_reviews_nobody_judges_themselves")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by_id"], ["users.id"], name=op.f("fk_reviews_asked_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["emergency_id"],
            ["emergency_accesses.id"],
            name=op.f("fk_reviews_emergency_id_emergency_accesses"),
        ),
        sa.ForeignKeyConstraint(
            ["key_id"], ["data_keys.id"], name=op.f("fk_reviews_key_id_data_keys")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_reviews_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["second_by_id"], ["users.id"], name=op.f("fk_reviews_second_by_id_users")
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_reviews_user_id_users")),
        sa.ForeignKeyConstraint(
            ["verdict_by_id"], ["users.id"], name=op.f("fk_reviews_verdict_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reviews")),
        sqlite_strict=True,
    )
    with op.batch_alter_table("reviews") as batch_op:
        batch_op.create_index(
            "ix_reviews_open", ["municipality_id", "verdict_at", "due_on"], unique=False
        )
        batch_op.create_index(
            "uq_reviews_once",
            ["municipality_id", "kind", "user_id", "subject_id", "day"],
            unique=True,
        )

    op.create_table(
        "breaches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("review_id", sa.Uuid(), nullable=False),
        sa.Column("known_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("report_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("officer_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("risk_weighed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supervisor_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("supervisor_not_needed", sa.Boolean(), nullable=False),
        sa.Column("resident_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("resident_not_needed", sa.Boolean(), nullable=False),
        sa.Column("measures_taken_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_breaches_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["review_id"], ["reviews.id"], name=op.f("fk_breaches_review_id_reviews")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_breaches")),
        sa.UniqueConstraint("review_id", name=op.f("uq_breaches_review_id")),
        sqlite_strict=True,
    )
    op.create_table(
        "review_draws",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "alert",
                "sample",
                "emergency",
                "shielded",
                name="reviewkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("drawn_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("looks", sa.Integer(), nullable=False),
        sa.Column("reviews", sa.Integer(), nullable=False),
        sa.Column("seed", sa.String(length=200), nullable=False),
        sa.CheckConstraint("length(seed) <= 200", name=op.f("ck_review_draws_seed_length")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_review_draws_municipality_id_municipalities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_review_draws")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_review_draws_once", "review_draws", ["municipality_id", "kind", "day"], unique=True
    )
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
    op.create_table(
        "departures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_by_id", sa.Uuid(), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_departures_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_departures_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["seen_by_id"], ["users.id"], name=op.f("fk_departures_seen_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_departures_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_departures")),
        sqlite_strict=True,
    )
    op.create_index("ix_departures_case", "departures", ["case_id"])
    op.add_column(
        "cases", sa.Column("is_shielded", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.create_index(
        "ix_cases_open",
        "cases",
        ["municipality_id", sa.text("coalesce(next_on, '1900-01-01')"), "id"],
        sqlite_where=sa.text("state <> 'closed'"),
        postgresql_where=sa.text("state <> 'closed'"),
    )
    op.create_index(
        "ix_cases_shielded",
        "cases",
        ["id"],
        sqlite_where=sa.text("is_shielded = 1"),
        postgresql_where=sa.text("is_shielded"),
    )
    op.create_index("ix_cases_previous", "cases", ["previous_case_id"])


def downgrade() -> None:
    """Go down again."""
    op.drop_index("ix_cases_previous", table_name="cases")
    op.drop_index("ix_cases_shielded", table_name="cases")
    op.drop_index("ix_cases_open", table_name="cases")
    op.execute("ALTER TABLE cases DROP COLUMN is_shielded")
    op.drop_index("ix_departures_case", table_name="departures")
    op.drop_table("departures")
    op.drop_table("review_settings")
    op.drop_index("uq_review_draws_once", table_name="review_draws")
    op.drop_table("review_draws")

    op.drop_table("breaches")
    with op.batch_alter_table("reviews") as batch_op:
        batch_op.drop_index("uq_reviews_once")
        batch_op.drop_index("ix_reviews_open")

    op.drop_table("reviews")
    with op.batch_alter_table("emergency_accesses") as batch_op:
        batch_op.drop_index("ix_emergency_accesses_user")
        batch_op.drop_index("ix_emergency_accesses_case")

    op.drop_table("emergency_accesses")
    with op.batch_alter_table("acquaintances") as batch_op:
        batch_op.drop_index(
            "ix_acquaintances_user",
            sqlite_where=sa.text("lifted_at IS NULL"),
            postgresql_where=sa.text("lifted_at IS NULL"),
        )

    op.drop_table("acquaintances")
    with op.batch_alter_table("colleague_marks") as batch_op:
        batch_op.drop_index(batch_op.f("ix_colleague_marks_mark"))

    op.drop_table("colleague_marks")
    with op.batch_alter_table("approvals") as batch_op:
        batch_op.drop_index("ix_approvals_waiting")

    op.drop_table("approvals")
