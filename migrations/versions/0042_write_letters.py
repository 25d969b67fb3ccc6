"""Keep the municipality's own templates of letters, and which letters were made of a case.

Revision: 0042
Follows: 0041
"""

import sqlalchemy as sa
from alembic import op

from migrations import row_locks
from migrations.tables import points

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None

VERBS = ("update", "delete")
SAID = "that a letter was made does not change"


def upgrade() -> None:
    """Go up."""
    moment = sa.DateTime(timezone=True)
    _add_templates(moment)
    _add_letters(moment)
    for table in ("letter_templates", "letters"):
        row_locks.lock(table)
    _fix_letters()


def _add_templates(moment: sa.DateTime) -> None:
    op.create_table(
        "letter_templates",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("file_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("added_at", moment, nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=False),
        sa.Column("retired_at", moment, nullable=True),
        sa.Column("retired_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "(retired_at IS NULL) = (retired_by_id IS NULL)",
            name=op.f("ck_letter_templates_retired_by"),
        ),
        *points("letter_templates", key_id="data_keys", added_by_id="users", retired_by_id="users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_templates")),
        sqlite_strict=True,
    )
    in_use = sa.text("retired_at IS NULL")
    op.create_index(
        "uq_letter_templates_name_in_use",
        "letter_templates",
        ["municipality_id", "name"],
        unique=True,
        sqlite_where=in_use,
        postgresql_where=in_use,
    )


def _add_letters(moment: sa.DateTime) -> None:
    op.create_table(
        "letters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("template_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_letters_counts_from_one")),
        *points("letters", case_id="cases", template_id="letter_templates", made_by_id="users"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letters")),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_letters_case_id_number")),
        sqlite_strict=True,
    )


def _fix_letters() -> None:
    """Have the database refuse to change, or remove, that a letter was made."""
    if op.get_bind().dialect.name == "sqlite":
        refuses = f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    else:
        op.execute(
            "CREATE FUNCTION refuse_letter_change() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN RAISE EXCEPTION '{SAID}'; END $$"
        )
        refuses = "FOR EACH ROW EXECUTE FUNCTION refuse_letter_change()"
    for verb in VERBS:
        op.execute(f"CREATE TRIGGER letters_no_{verb} BEFORE {verb.upper()} ON letters {refuses}")


def downgrade() -> None:
    """Go down: which letters were made is not known any more, and their templates go."""
    op.drop_table("letters")
    op.drop_table("letter_templates")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_letter_change()")
