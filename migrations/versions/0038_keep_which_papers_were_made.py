"""Keep which papers were made of a case, for whom and on which ground; never what they said.

Revision: 0038
Follows: 0037
"""

import sqlalchemy as sa
from alembic import op

from migrations import row_locks
from migrations.words import listed

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

TABLE = "case_papers"
WORDS = {
    "paperkind": ("kind", ("briefing", "referral", "plan")),
    "trackkind": ("track", ("care", "safety")),
    "reach": ("reach", ("inside", "outside")),
    "shareground": (
        "ground",
        ("public-task", "legal-duty", "vital-interest", "consent", "police-act"),
    ),
}
RULES = {
    "counts_from_one": "number >= 1",
    "track_of_plan": "track IS NULL OR kind = 'plan'",
    "no_police_data": "ground <> 'police-act'",
    **{rule: f"{column} IN ({listed(words)})" for rule, (column, words) in WORDS.items()},
}
REFERS = (("municipality_id", "municipalities"), ("case_id", "cases"), ("made_by_id", "users"))
TEXTS = ("recipient", "function", "organisation", "purpose")
VERBS = ("update", "delete")
SAID = "that a paper was made does not change"


def upgrade() -> None:
    """Go up."""
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        *(
            sa.Column(name, sa.String(length=40), nullable=name == "track")
            for name in ("kind", "track", "reach", "ground")
        ),
        *(sa.Column(f"{name}_sealed", sa.LargeBinary(), nullable=True) for name in TEXTS),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_{TABLE}_{name}"))
            for name, rule in RULES.items()
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_{TABLE}_{column}_{table}")
            )
            for column, table in REFERS
        ),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("case_id", "number", name=op.f(f"uq_{TABLE}_case_id_number")),
        sqlite_strict=True,
    )
    row_locks.lock(TABLE)
    _fix()


def _fix() -> None:
    """Have the database refuse to change, or remove, that a paper was made."""
    if op.get_bind().dialect.name == "sqlite":
        refuses = f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    else:
        op.execute(
            "CREATE FUNCTION refuse_paper_change() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN RAISE EXCEPTION '{SAID}'; END $$"
        )
        refuses = "FOR EACH ROW EXECUTE FUNCTION refuse_paper_change()"
    for verb in VERBS:
        op.execute(f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb.upper()} ON {TABLE} {refuses}")


def downgrade() -> None:
    """Go down: which papers were made is not known any more."""
    op.drop_table(TABLE)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_paper_change()")
