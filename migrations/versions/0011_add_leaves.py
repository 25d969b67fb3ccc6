"""Add leaves, and the findings about somebody who is on leave while nobody stands in.

Revision: 0011
Follows: 0010
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

CHECK = "ck_findings_findingkind"
BEFORE = (
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
)
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
    if op.get_bind().dialect.name == "postgresql":
        _lock()
    _allow((*BEFORE, *ADDED))


def downgrade() -> None:
    """Go down again: what was found of leave goes with the leave."""
    op.execute(f"DELETE FROM findings WHERE kind IN ({_listed(ADDED)})")
    _allow(BEFORE)
    op.drop_table("leaves")


def _lock() -> None:
    """Show the rows of one's own municipality only; who asks for whom one stands in reads them."""
    mine = (
        "municipality_id ="
        " (SELECT nullif(current_setting('samenhang.municipality', true), '')::uuid)"
    )
    spoken = "(SELECT current_setting('samenhang.voice', true)) = '{}'"
    op.execute(f"CREATE POLICY municipality ON leaves FOR ALL USING ({mine})")
    op.execute("ALTER TABLE leaves ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE leaves FORCE ROW LEVEL SECURITY")
    for voice, command in (("door", "SELECT"), ("builder", "ALL")):
        op.execute(f"CREATE POLICY {voice} ON leaves FOR {command} USING ({spoken.format(voice)})")


def _allow(kinds: tuple[str, ...]) -> None:
    """Let a finding be one of these kinds."""
    rule = f"CHECK (kind IN ({_listed(kinds)}))"
    if op.get_bind().dialect.name == "sqlite":
        _make_anew_on_sqlite(rule)
        return
    op.execute(f"ALTER TABLE findings DROP CONSTRAINT {CHECK}")
    op.execute(f"ALTER TABLE findings ADD CONSTRAINT {CHECK} {rule}")


def _listed(kinds: tuple[str, ...]) -> str:
    return ", ".join(f"'{kind}'" for kind in kinds)


def _make_anew_on_sqlite(rule: str) -> None:
    """SQLite changes no rule of a table: copy the rows into one that has it, with its indexes."""
    known = op.get_bind().execute(
        sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = 'findings' AND sql <> ''")
    )
    rows = [tuple(row) for row in known]
    table = next(sql for kind, sql in rows if kind == "table")
    made = re.sub(r"CHECK \(kind IN \([^)]*\)\)", rule, table, count=1)
    op.execute(re.sub(r"^CREATE TABLE \"?findings\"?", "CREATE TABLE findings_anew", made))
    op.execute("INSERT INTO findings_anew SELECT * FROM findings")
    op.execute("DROP TABLE findings")
    op.execute("ALTER TABLE findings_anew RENAME TO findings")
    for kind, sql in rows:
        if kind == "index":
            op.execute(sql)
