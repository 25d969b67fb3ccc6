"""Keep measurements: how it is in an area of life on a day, and by what people see that.

What is measured on one track is locked for who does not work on it, as goals are; a measurement
does not change, whoever writes: one that was wrong is withdrawn, or another comes in its place.

Revision: 0040
Follows: 0039
"""

import sqlalchemy as sa
from alembic import op

from migrations import row_locks
from migrations.words import listed

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

TABLE = "plan_measurements"
TRACKS = ("care", "safety")
DOMAINS = (
    "finances",
    "work-and-education",
    "use-of-time",
    "housing",
    "home-relations",
    "mental-health",
    "physical-health",
    "substance-use",
    "basic-daily-life",
    "instrumental-daily-life",
    "social-network",
    "participation",
    "justice",
    "daily-life",
    "identity",
    "work-and-income",
    "debts",
    "care",
)
POINTS = {
    "municipality_id": "municipalities",
    "case_id": "cases",
    "own_domain_id": "own_domains",
    "made_by_id": "users",
    "corrects_id": TABLE,
    "withdrawn_by_id": "users",
}
RULES = {
    "one_to_five": "score BETWEEN 1 AND 5",
    "of_one_area": "(domain IS NULL) <> (own_domain_id IS NULL)",
    "withdrawn_for_a_reason": (
        "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)"
        " AND (withdrawn_at IS NULL) = (reason_sealed IS NULL)"
    ),
    "trackkind": f"track IN ({listed(TRACKS)})",
    "domain": f"domain IN ({listed(DOMAINS)})",
    "seenby": "seen_by IN ('by-us', 'by-resident')",
}
WITHDRAWAL = ("withdrawn_at", "withdrawn_by_id", "reason_sealed")
FIXED = (
    "id",
    "municipality_id",
    "case_id",
    "track",
    "domain",
    "own_domain_id",
    "score",
    "seen_by",
    "measured_on",
    "evidence_sealed",
    "made_at",
    "made_by_id",
    "corrects_id",
)
"""What was measured; only that it is withdrawn is added to it, once."""
SAID = "a measurement does not change"


def upgrade() -> None:
    """Go up."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        TABLE,
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("track", sa.String(length=40), nullable=True),
        sa.Column("domain", sa.String(length=40), nullable=True),
        sa.Column("own_domain_id", sa.Uuid(), nullable=True),
        sa.Column("score", sa.Integer(), nullable=True),
        sa.Column("seen_by", sa.String(length=40), nullable=False),
        sa.Column("measured_on", sa.Date(), nullable=False),
        sa.Column("evidence_sealed", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("corrects_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", moment, nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{TABLE}")),
        sa.UniqueConstraint("corrects_id", name=op.f(f"uq_{TABLE}_corrects_id")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{other}.id"], name=op.f(f"fk_{TABLE}_{column}_{other}")
            )
            for column, other in POINTS.items()
        ),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_{TABLE}_{name}"))
            for name, rule in RULES.items()
        ),
        sqlite_strict=True,
    )
    op.create_index(f"ix_{TABLE}_case", TABLE, ["case_id", "measured_on"])
    row_locks.lock(TABLE)
    row_locks.lock_tracks(TABLE)
    _fix()


def _fix() -> None:
    """Have the database refuse to change what was measured, and to take a withdrawal back."""
    on_sqlite = op.get_bind().dialect.name == "sqlite"
    differs = "IS NOT" if on_sqlite else "IS DISTINCT FROM"
    changed = " OR ".join(f"NEW.{one} {differs} OLD.{one}" for one in FIXED)
    again = " OR ".join(f"NEW.{one} {differs} OLD.{one}" for one in WITHDRAWAL)
    refused = f"{changed} OR (OLD.withdrawn_at IS NOT NULL AND ({again}))"
    if on_sqlite:
        refuses = f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        row = ""
    else:
        op.execute(
            "CREATE FUNCTION refuse_measurement_change() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN RAISE EXCEPTION '{SAID}'; END $$"
        )
        refuses = "EXECUTE FUNCTION refuse_measurement_change()"
        row = "FOR EACH ROW"
    for verb, when in (("update", f"WHEN ({refused})"), ("delete", "")):
        begun = f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb.upper()} ON {TABLE}"
        op.execute(f"{begun} {row} {when} {refuses}")


def downgrade() -> None:
    """Go down again: the measurements go."""
    op.drop_table(TABLE)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_measurement_change()")
