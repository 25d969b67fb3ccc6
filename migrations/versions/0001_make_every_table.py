"""Make every table, and refuse any change to what was written in the access log.

Revision: 0001
Follows: nothing
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

LOG = ("access_entries", "processings")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "access_entries",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("session_id", sa.Uuid(), nullable=True),
        sa.Column("request_id", sa.String(length=32), nullable=False),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column(
            "result",
            sa.Enum(
                "done",
                "refused",
                "invalid",
                "conflict",
                name="result",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("permission", sa.String(length=60), nullable=True),
        sa.Column("relation", sa.String(length=60), nullable=True),
        sa.Column("purpose", sa.String(length=60), nullable=True),
        sa.Column("subject_kind", sa.String(length=40), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("details", sa.String(length=1000), nullable=False),
        sa.CheckConstraint(
            "length(details) <= 1000", name=op.f("ck_access_entries_details_length")
        ),
        sa.CheckConstraint("length(event) <= 60", name=op.f("ck_access_entries_event_length")),
        sa.CheckConstraint(
            "length(permission) <= 60", name=op.f("ck_access_entries_permission_length")
        ),
        sa.CheckConstraint("length(purpose) <= 60", name=op.f("ck_access_entries_purpose_length")),
        sa.CheckConstraint(
            "length(relation) <= 60", name=op.f("ck_access_entries_relation_length")
        ),
        sa.CheckConstraint(
            "length(request_id) <= 32", name=op.f("ck_access_entries_request_id_length")
        ),
        sa.CheckConstraint(
            "length(subject_kind) <= 40", name=op.f("ck_access_entries_subject_kind_length")
        ),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_access_entries")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_access_entries_actor",
        "access_entries",
        ["municipality_id", "user_id", "at"],
        unique=False,
    )
    op.create_index(
        "ix_access_entries_at", "access_entries", ["municipality_id", "at"], unique=False
    )
    op.create_index("ix_access_entries_case", "access_entries", ["case_id", "at"], unique=False)
    op.create_index(
        "ix_access_entries_refused",
        "access_entries",
        ["municipality_id", "at"],
        unique=False,
        sqlite_where=sa.text("result = 'refused'"),
        postgresql_where=sa.text("result = 'refused'"),
    )
    op.create_table(
        "municipalities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("prefix", sa.String(length=4), nullable=False),
        sa.Column("theme", sa.String(length=40), nullable=False),
        sa.Column("is_fictitious", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(name) <= 120", name=op.f("ck_municipalities_name_length")),
        sa.CheckConstraint("length(prefix) <= 4", name=op.f("ck_municipalities_prefix_length")),
        sa.CheckConstraint("length(theme) <= 40", name=op.f("ck_municipalities_theme_length")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipalities")),
        sa.UniqueConstraint("name", name=op.f("uq_municipalities_name")),
        sa.UniqueConstraint("prefix", name=op.f("uq_municipalities_prefix")),
        sqlite_strict=True,
    )
    op.create_table(
        "processings",
        sa.Column(
            "seq",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column(
            "entry_seq", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False
        ),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=True),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=True),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("length(event) <= 60", name=op.f("ck_processings_event_length")),
        sa.CheckConstraint("length(purpose) <= 60", name=op.f("ck_processings_purpose_length")),
        sa.PrimaryKeyConstraint("seq", name=op.f("pk_processings")),
        sqlite_strict=True,
    )
    op.create_index("ix_processings_case", "processings", ["case_id", "at"], unique=False)
    op.create_index("ix_processings_entry", "processings", ["entry_seq"], unique=False)
    op.create_index("ix_processings_resident", "processings", ["resident_id", "at"], unique=False)
    op.create_index("ix_processings_user", "processings", ["user_id", "at"], unique=False)
    op.create_table(
        "sign_in_attempts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempts")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_sign_in_attempts_key_at", "sign_in_attempts", ["key_hash", "at"], unique=False
    )
    op.create_table(
        "column_mappings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("signature", sa.String(length=64), nullable=False),
        sa.Column("mapping", sa.String(length=8000), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length(mapping) <= 8000", name=op.f("ck_column_mappings_mapping_length")
        ),
        sa.CheckConstraint(
            "length(signature) <= 64", name=op.f("ck_column_mappings_signature_length")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_column_mappings_municipality_id_municipalities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_column_mappings")),
        sa.UniqueConstraint(
            "municipality_id",
            "signature",
            name=op.f("uq_column_mappings_municipality_id_signature"),
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "data_keys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("wrapping_version", sa.Integer(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_data_keys_municipality_id_municipalities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_keys")),
        sqlite_strict=True,
    )
    op.create_table(
        "households",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_households_municipality_id_municipalities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_households")),
        sqlite_strict=True,
    )
    op.create_table(
        "name_words",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column(
            "id",
            sa.BigInteger().with_variant(sa.Integer(), "sqlite"),
            sa.Identity(always=False),
            nullable=False,
        ),
        sa.Column(
            "kind",
            sa.Enum(
                "surname",
                "given",
                name="wordkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("word_hash", sa.LargeBinary(), nullable=False),
        sa.Column("word_sealed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_name_words_municipality_id_municipalities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_name_words")),
        sa.UniqueConstraint(
            "municipality_id", "word_hash", name=op.f("uq_name_words_municipality_id_word_hash")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_name_words_since", "name_words", ["municipality_id", "id"], unique=False)
    op.create_table(
        "organisations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "municipality",
                "police",
                "housing",
                "care",
                "justice",
                "education",
                "other",
                name="organisationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(name) <= 160", name=op.f("ck_organisations_name_length")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_organisations_municipality_id_municipalities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisations")),
        sa.UniqueConstraint(
            "municipality_id", "name", name=op.f("uq_organisations_municipality_id_name")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "teams",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "care",
                "safety",
                "intake",
                "other",
                name="teamkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(name) <= 120", name=op.f("ck_teams_name_length")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_teams_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_teams_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_teams")),
        sa.UniqueConstraint("municipality_id", "name", name=op.f("uq_teams_municipality_id_name")),
        sqlite_strict=True,
    )
    op.create_table(
        "users",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=160), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("function", sa.String(length=120), nullable=False),
        sa.Column("password_hash", sa.String(length=300), nullable=True),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=True),
        sa.Column("deactivated_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("length(email) <= 254", name=op.f("ck_users_email_length")),
        sa.CheckConstraint("length(function) <= 120", name=op.f("ck_users_function_length")),
        sa.CheckConstraint("length(language) <= 5", name=op.f("ck_users_language_length")),
        sa.CheckConstraint("length(name) <= 160", name=op.f("ck_users_name_length")),
        sa.CheckConstraint(
            "length(password_hash) <= 300", name=op.f("ck_users_password_hash_length")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_users_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_users_organisation_id_organisations"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_users")),
        sa.UniqueConstraint("email", name=op.f("uq_users_email")),
        sqlite_strict=True,
    )
    op.create_table(
        "cases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.String(length=16), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("title_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("summary_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("address_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "phenomenon",
            sa.Enum(
                "nuisance",
                "residential-nuisance",
                "youth-nuisance",
                "drug-nuisance",
                "misunderstood-behaviour",
                "neglect",
                "hoarding-pollution",
                "addiction",
                "domestic-violence",
                "child-abuse",
                "stalking",
                "radicalisation",
                "repeat-offender",
                "recidivism",
                "early-signalling",
                "debt-problems",
                "homelessness",
                "subversive-crime",
                "human-trafficking",
                "labour-exploitation",
                "cybercrime",
                "other",
                name="phenomenon",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "subject_kind",
            sa.Enum(
                "person",
                "household",
                "group",
                "address",
                name="subjectkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "intake",
                "active",
                "watch",
                "closed",
                name="casestate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("phase", sa.Integer(), nullable=False),
        sa.Column("phase_since", sa.Date(), nullable=False),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("previous_case_id", sa.Uuid(), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_by_id", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'closed') = (closed_at IS NOT NULL)", name=op.f("ck_cases_closed_has_moment")
        ),
        sa.CheckConstraint("length(reference) <= 16", name=op.f("ck_cases_reference_length")),
        sa.CheckConstraint("phase BETWEEN 1 AND 4", name=op.f("ck_cases_phase_on_ladder")),
        sa.ForeignKeyConstraint(
            ["key_id"], ["data_keys.id"], name=op.f("fk_cases_key_id_data_keys")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_cases_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["opened_by_id"], ["users.id"], name=op.f("fk_cases_opened_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["previous_case_id"], ["cases.id"], name=op.f("fk_cases_previous_case_id_cases")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
        sa.UniqueConstraint("key_id", name=op.f("uq_cases_key_id")),
        sa.UniqueConstraint("reference", name=op.f("uq_cases_reference")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_cases_list", "cases", ["municipality_id", "state", "next_on", "id"], unique=False
    )
    op.create_index(
        "ix_cases_phase", "cases", ["municipality_id", "phase", "phase_since"], unique=False
    )
    op.create_table(
        "drafts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("path", sa.String(length=200), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("fields_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(path) <= 200", name=op.f("ck_drafts_path_length")),
        sa.ForeignKeyConstraint(
            ["key_id"], ["data_keys.id"], name=op.f("fk_drafts_key_id_data_keys")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_drafts_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_drafts_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_drafts")),
        sa.UniqueConstraint("user_id", "path", name=op.f("uq_drafts_user_id_path")),
        sqlite_strict=True,
    )
    op.create_table(
        "form_receipts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key_hash", sa.LargeBinary(), nullable=False),
        sa.Column("location", sa.String(length=300), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "length(location) <= 300", name=op.f("ck_form_receipts_location_length")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_form_receipts_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_form_receipts")),
        sa.UniqueConstraint("user_id", "key_hash", name=op.f("uq_form_receipts_user_id_key_hash")),
        sqlite_strict=True,
    )
    op.create_table(
        "import_runs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("file_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("file_name_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("choices_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("report_sealed", sa.LargeBinary(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "uploaded",
                "done",
                "discarded",
                name="importstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["key_id"], ["data_keys.id"], name=op.f("fk_import_runs_key_id_data_keys")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_import_runs_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_import_runs_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import_runs")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_import_runs_user_id"), "import_runs", ["user_id"], unique=False)
    op.create_table(
        "residents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("surname_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("prefix_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("first_names_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("initials_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("birth_date_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("bsn_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("street_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("house_number_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("postcode_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("city_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("phone_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("email_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("bsn_hash", sa.LargeBinary(), nullable=True),
        sa.Column("registered_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["key_id"], ["data_keys.id"], name=op.f("fk_residents_key_id_data_keys")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_residents_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["registered_by_id"], ["users.id"], name=op.f("fk_residents_registered_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_residents")),
        sa.UniqueConstraint("key_id", name=op.f("uq_residents_key_id")),
        sa.UniqueConstraint(
            "municipality_id", "bsn_hash", name=op.f("uq_residents_municipality_id_bsn_hash")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "role_grants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "social-worker",
                "safety-adviser",
                "intake",
                "process-director",
                "team-lead",
                "privacy-officer",
                "data-protection-officer",
                "ciso",
                "functional-administrator",
                "mayor",
                "chain-partner",
                name="role",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["granted_by_id"], ["users.id"], name=op.f("fk_role_grants_granted_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_role_grants_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_role_grants_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
        sqlite_strict=True,
    )
    op.create_index(
        "uq_role_grants_one_active",
        "role_grants",
        ["user_id", "role"],
        unique=True,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "searches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("terms_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["key_id"], ["data_keys.id"], name=op.f("fk_searches_key_id_data_keys")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_searches_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(["user_id"], ["users.id"], name=op.f("fk_searches_user_id_users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_searches")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_searches_user_id"), "searches", ["user_id"], unique=False)
    op.create_table(
        "stated_purposes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("subject_kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=60), nullable=False),
        sa.Column("stated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("length(purpose) <= 60", name=op.f("ck_stated_purposes_purpose_length")),
        sa.CheckConstraint(
            "length(subject_kind) <= 40", name=op.f("ck_stated_purposes_subject_kind_length")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_stated_purposes_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_stated_purposes_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_stated_purposes")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_stated_purposes_user",
        "stated_purposes",
        ["user_id", "subject_id", "until"],
        unique=False,
    )
    op.create_table(
        "team_memberships",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("is_lead", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_team_memberships_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["team_id"], ["teams.id"], name=op.f("fk_team_memberships_team_id_teams")
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_team_memberships_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_team_memberships")),
        sa.UniqueConstraint("user_id", "team_id", name=op.f("uq_team_memberships_user_id_team_id")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_team_memberships_team_id"), "team_memberships", ["team_id"], unique=False
    )
    op.create_table(
        "user_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_user_sessions_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_user_sessions_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_user_sessions")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_user_sessions_token_hash")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_user_sessions_user_id"), "user_sessions", ["user_id"], unique=False)
    op.create_table(
        "case_subjects",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_case_subjects_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_case_subjects_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_case_subjects_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_subjects")),
        sa.UniqueConstraint(
            "case_id", "resident_id", name=op.f("uq_case_subjects_case_id_resident_id")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_case_subjects_resident_id"), "case_subjects", ["resident_id"], unique=False
    )
    op.create_table(
        "flags",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("raised_by_id", sa.Uuid(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("facts_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(answered_at IS NULL) = (answered_by_id IS NULL)",
            name=op.f("ck_flags_answer_has_author"),
        ),
        sa.ForeignKeyConstraint(
            ["answered_by_id"], ["users.id"], name=op.f("fk_flags_answered_by_id_users")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_flags_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_flags_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["raised_by_id"], ["users.id"], name=op.f("fk_flags_raised_by_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_flags")),
        sqlite_strict=True,
    )
    op.create_index("ix_flags_case", "flags", ["case_id"], unique=False)
    op.create_index(
        "ix_flags_open", "flags", ["municipality_id", "answer_by", "answered_at"], unique=False
    )
    op.create_table(
        "household_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.Column("started_on_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("source_sealed", sa.LargeBinary(), nullable=True),
        sa.ForeignKeyConstraint(
            ["household_id"],
            ["households.id"],
            name=op.f("fk_household_members_household_id_households"),
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_household_members_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"],
            ["residents.id"],
            name=op.f("fk_household_members_resident_id_residents"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_household_members")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_household_members_household_id"),
        "household_members",
        ["household_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_household_members_resident_id"), "household_members", ["resident_id"], unique=False
    )
    op.create_table(
        "imported_rows",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("run_id", sa.Uuid(), nullable=False),
        sa.Column("fingerprint", sa.LargeBinary(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_imported_rows_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_imported_rows_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["run_id"], ["import_runs.id"], name=op.f("fk_imported_rows_run_id_import_runs")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_imported_rows")),
        sa.UniqueConstraint(
            "municipality_id",
            "fingerprint",
            name=op.f("uq_imported_rows_municipality_id_fingerprint"),
        ),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_imported_rows_run_id"), "imported_rows", ["run_id"], unique=False)
    op.create_table(
        "involvements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column(
            "part",
            sa.Enum(
                "director",
                "owner",
                "member",
                "partner",
                name="part",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
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
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(part IN ('owner', 'member')) = (track IS NOT NULL)",
            name=op.f("ck_involvements_part_track"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_involvements_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_involvements_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_involvements_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_involvements")),
        sqlite_strict=True,
    )
    op.create_index("ix_involvements_case", "involvements", ["case_id"], unique=False)
    op.create_index(
        "ix_involvements_user",
        "involvements",
        ["user_id", "case_id"],
        unique=False,
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_index(
        "uq_involvements_one_director",
        "involvements",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("part = 'director' AND ended_at IS NULL"),
        postgresql_where=sa.text("part = 'director' AND ended_at IS NULL"),
    )
    op.create_index(
        "uq_involvements_one_owner",
        "involvements",
        ["case_id", "track"],
        unique=True,
        sqlite_where=sa.text("part = 'owner' AND ended_at IS NULL"),
        postgresql_where=sa.text("part = 'owner' AND ended_at IS NULL"),
    )
    op.create_table(
        "phase_changes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("from_phase", sa.Integer(), nullable=False),
        sa.Column("to_phase", sa.Integer(), nullable=False),
        sa.Column("triggers", sa.String(length=120), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("tried_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("from_phase <> to_phase", name=op.f("ck_phase_changes_moves")),
        sa.CheckConstraint(
            "length(triggers) <= 120", name=op.f("ck_phase_changes_triggers_length")
        ),
        sa.CheckConstraint(
            "to_phase BETWEEN 1 AND 4 AND from_phase BETWEEN 1 AND 4",
            name=op.f("ck_phase_changes_ladder"),
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["cases.id"], name=op.f("fk_phase_changes_case_id_cases")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by_id"], ["users.id"], name=op.f("fk_phase_changes_decided_by_id_users")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_phase_changes_municipality_id_municipalities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_changes")),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_phase_changes_case", "phase_changes", ["case_id", "changed_at"], unique=False
    )
    op.create_table(
        "relations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("from_id", sa.Uuid(), nullable=False),
        sa.Column("to_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "parent",
                "child",
                "partner",
                "former-partner",
                "sibling",
                "grandparent",
                "legal-representative",
                "guardian",
                "caregiver",
                "neighbour",
                "support-person",
                "other",
                name="relationkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("started_on_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("source_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("from_id <> to_id", name=op.f("ck_relations_not_oneself")),
        sa.ForeignKeyConstraint(
            ["from_id"], ["residents.id"], name=op.f("fk_relations_from_id_residents")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_relations_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["to_id"], ["residents.id"], name=op.f("fk_relations_to_id_residents")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_relations")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_relations_from_id"), "relations", ["from_id"], unique=False)
    op.create_index(op.f("ix_relations_to_id"), "relations", ["to_id"], unique=False)
    op.create_index(
        "uq_relations_one_running",
        "relations",
        ["from_id", "to_id", "kind"],
        unique=True,
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.create_table(
        "search_keys",
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("search_key", sa.LargeBinary(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_search_keys_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["resident_id"], ["residents.id"], name=op.f("fk_search_keys_resident_id_residents")
        ),
        sa.PrimaryKeyConstraint(
            "municipality_id", "search_key", "resident_id", name=op.f("pk_search_keys")
        ),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_search_keys_resident_id"), "search_keys", ["resident_id"], unique=False
    )
    op.create_table(
        "steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
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
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "phone-call",
                "home-visit",
                "office-visit",
                "message",
                "attempt",
                "consultation",
                "agreement",
                "observation",
                "report-received",
                "decision",
                "other",
                name="stepkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "outcome",
            sa.Enum(
                "reached",
                "not-reached",
                "agreed",
                "refused",
                "no-result",
                "forwarded",
                "none",
                name="outcome",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "source",
            sa.Enum(
                "own",
                "resident",
                "household-member",
                "neighbour",
                "police",
                "housing",
                "school",
                "general-practitioner",
                "mental-health",
                "other",
                name="source",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "nature",
            sa.Enum(
                "fact",
                "opinion",
                "statement",
                name="nature",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("happened_on", sa.Date(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["author_id"], ["users.id"], name=op.f("fk_steps_author_id_users")),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_steps_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["steps.id"], name=op.f("fk_steps_corrects_id_steps")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_steps_municipality_id_municipalities"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_steps")),
        sa.UniqueConstraint("corrects_id", name=op.f("uq_steps_corrects_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_steps_timeline", "steps", ["case_id", "track", "happened_on"], unique=False)
    op.create_table(
        "tracks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "care",
                "safety",
                name="trackkind",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column(
            "state",
            sa.Enum(
                "needed",
                "not-needed",
                "done",
                name="trackstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("state_reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("team_id", sa.Uuid(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["cases.id"], name=op.f("fk_tracks_case_id_cases")),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_tracks_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(["team_id"], ["teams.id"], name=op.f("fk_tracks_team_id_teams")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tracks")),
        sa.UniqueConstraint("case_id", "kind", name=op.f("uq_tracks_case_id_kind")),
        sqlite_strict=True,
    )
    op.create_index(op.f("ix_tracks_next_on"), "tracks", ["next_on"], unique=False)
    op.create_index(op.f("ix_tracks_team_id"), "tracks", ["team_id"], unique=False)
    op.create_table(
        "acknowledgements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("flag_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["flag_id"], ["flags.id"], name=op.f("fk_acknowledgements_flag_id_flags")
        ),
        sa.ForeignKeyConstraint(
            ["municipality_id"],
            ["municipalities.id"],
            name=op.f("fk_acknowledgements_municipality_id_municipalities"),
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name=op.f("fk_acknowledgements_user_id_users")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_acknowledgements")),
        sqlite_strict=True,
    )
    op.create_index(
        op.f("ix_acknowledgements_user_id"), "acknowledgements", ["user_id"], unique=False
    )
    op.create_index(
        "uq_acknowledgements_flag_user", "acknowledgements", ["flag_id", "user_id"], unique=True
    )
    for table in LOG:
        _append_only(table)


def downgrade() -> None:
    """Go down again; the log goes with the tables."""
    for table in LOG:
        _changeable(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION append_only()")
    op.drop_index("uq_acknowledgements_flag_user", table_name="acknowledgements")
    op.drop_index(op.f("ix_acknowledgements_user_id"), table_name="acknowledgements")
    op.drop_table("acknowledgements")
    op.drop_index(op.f("ix_tracks_team_id"), table_name="tracks")
    op.drop_index(op.f("ix_tracks_next_on"), table_name="tracks")
    op.drop_table("tracks")
    op.drop_index("ix_steps_timeline", table_name="steps")
    op.drop_table("steps")
    op.drop_index(op.f("ix_search_keys_resident_id"), table_name="search_keys")
    op.drop_table("search_keys")
    op.drop_index(
        "uq_relations_one_running",
        table_name="relations",
        sqlite_where=sa.text("ended_on IS NULL"),
        postgresql_where=sa.text("ended_on IS NULL"),
    )
    op.drop_index(op.f("ix_relations_to_id"), table_name="relations")
    op.drop_index(op.f("ix_relations_from_id"), table_name="relations")
    op.drop_table("relations")
    op.drop_index("ix_phase_changes_case", table_name="phase_changes")
    op.drop_table("phase_changes")
    op.drop_index(
        "uq_involvements_one_owner",
        table_name="involvements",
        sqlite_where=sa.text("part = 'owner' AND ended_at IS NULL"),
        postgresql_where=sa.text("part = 'owner' AND ended_at IS NULL"),
    )
    op.drop_index(
        "uq_involvements_one_director",
        table_name="involvements",
        sqlite_where=sa.text("part = 'director' AND ended_at IS NULL"),
        postgresql_where=sa.text("part = 'director' AND ended_at IS NULL"),
    )
    op.drop_index(
        "ix_involvements_user",
        table_name="involvements",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_index("ix_involvements_case", table_name="involvements")
    op.drop_table("involvements")
    op.drop_index(op.f("ix_imported_rows_run_id"), table_name="imported_rows")
    op.drop_table("imported_rows")
    op.drop_index(op.f("ix_household_members_resident_id"), table_name="household_members")
    op.drop_index(op.f("ix_household_members_household_id"), table_name="household_members")
    op.drop_table("household_members")
    op.drop_index("ix_flags_open", table_name="flags")
    op.drop_index("ix_flags_case", table_name="flags")
    op.drop_table("flags")
    op.drop_index(op.f("ix_case_subjects_resident_id"), table_name="case_subjects")
    op.drop_table("case_subjects")
    op.drop_index(op.f("ix_user_sessions_user_id"), table_name="user_sessions")
    op.drop_table("user_sessions")
    op.drop_index(op.f("ix_team_memberships_team_id"), table_name="team_memberships")
    op.drop_table("team_memberships")
    op.drop_index("ix_stated_purposes_user", table_name="stated_purposes")
    op.drop_table("stated_purposes")
    op.drop_index(op.f("ix_searches_user_id"), table_name="searches")
    op.drop_table("searches")
    op.drop_index(
        "uq_role_grants_one_active",
        table_name="role_grants",
        sqlite_where=sa.text("ended_at IS NULL"),
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.drop_table("role_grants")
    op.drop_table("residents")
    op.drop_index(op.f("ix_import_runs_user_id"), table_name="import_runs")
    op.drop_table("import_runs")
    op.drop_table("form_receipts")
    op.drop_table("drafts")
    op.drop_index("ix_cases_phase", table_name="cases")
    op.drop_index("ix_cases_list", table_name="cases")
    op.drop_table("cases")
    op.drop_table("users")
    op.drop_table("teams")
    op.drop_table("organisations")
    op.drop_index("ix_name_words_since", table_name="name_words")
    op.drop_table("name_words")
    op.drop_table("households")
    op.drop_table("data_keys")
    op.drop_table("column_mappings")
    op.drop_index("ix_sign_in_attempts_key_at", table_name="sign_in_attempts")
    op.drop_table("sign_in_attempts")
    op.drop_index("ix_processings_user", table_name="processings")
    op.drop_index("ix_processings_resident", table_name="processings")
    op.drop_index("ix_processings_entry", table_name="processings")
    op.drop_index("ix_processings_case", table_name="processings")
    op.drop_table("processings")
    op.drop_table("municipalities")
    op.drop_index(
        "ix_access_entries_refused",
        table_name="access_entries",
        sqlite_where=sa.text("result = 'refused'"),
        postgresql_where=sa.text("result = 'refused'"),
    )
    op.drop_index("ix_access_entries_case", table_name="access_entries")
    op.drop_index("ix_access_entries_at", table_name="access_entries")
    op.drop_index("ix_access_entries_actor", table_name="access_entries")
    op.drop_table("access_entries")


def _append_only(table: str) -> None:
    """Let rows be added and never changed or removed, also from a bare SQL prompt.

    On SQLite a replacing insert deletes without a delete trigger; that only the next number is
    taken stops it, for what would be replaced has a number that is taken.
    """
    if op.get_bind().dialect.name == "sqlite":
        for verb in ("update", "delete"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{verb} BEFORE {verb.upper()} ON {table} "
                "BEGIN SELECT RAISE(ABORT, 'append-only'); END"
            )
        op.execute(
            f"CREATE TRIGGER {table}_next BEFORE INSERT ON {table} "
            f"WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM {table}) "
            "BEGIN SELECT RAISE(ABORT, 'seq must be the next number'); END"
        )
        return
    op.execute(
        """
        CREATE OR REPLACE FUNCTION append_only() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN RAISE EXCEPTION 'append-only' USING ERRCODE = '42501'; END $$
        """
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_change BEFORE UPDATE OR DELETE ON {table} "
        "FOR EACH ROW EXECUTE FUNCTION append_only()"
    )
    op.execute(
        f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION append_only()"
    )


def _changeable(table: str) -> None:
    if op.get_bind().dialect.name == "sqlite":
        for name in ("no_update", "no_delete", "next"):
            op.execute(f"DROP TRIGGER {table}_{name}")
        return
    for name in ("no_change", "no_truncate"):
        op.execute(f"DROP TRIGGER {table}_{name} ON {table}")
