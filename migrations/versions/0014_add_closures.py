"""Add closures and watches, who said themselves that a track is done, and findings about a watch.

Revision: 0014
Follows: 0013
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

CHECK = "ck_findings_findingkind"
BEFORE = (
    "nothing-runs",
    "track-nobodys",
    "owner-gone",
    "director-gone",
    "owner-away",
    "director-away",
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
ADDED = ("watch-undecided", "watcher-gone", "watcher-away")
STANDING, RUNNING = sa.text("reopened_at IS NULL"), sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Go up."""
    _closures()
    _watches()
    op.add_column(
        "tracks", sa.Column("is_agreed", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    if op.get_bind().dialect.name == "postgresql":
        for table in ("closures", "watches"):
            _lock(table)
    _allow((*BEFORE, *ADDED))


def downgrade() -> None:
    """Go down again: what was found of a watch goes with the watch."""
    op.execute(f"DELETE FROM findings WHERE kind IN ({_listed(ADDED)})")
    _allow(BEFORE)
    op.drop_column("tracks", "is_agreed")
    op.drop_table("watches")
    op.drop_table("closures")


def _closures() -> None:
    reasons = (
        "goals-reached",
        "handed-on",
        "no-help-wanted",
        "not-reached",
        "moved-away",
        "deceased",
        "unfounded",
        "other",
    )
    grounds = ("new-signal", "relapse", "asked-by-resident", "closed-wrongly", "other")
    op.create_table(
        "closures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", _one_of("closurereason", *reasons), nullable=False),
        sa.Column("why_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("ending_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("is_informed", sa.Boolean(), nullable=True),
        sa.Column("uninformed_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("unwatched_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reopened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_by_id", sa.Uuid(), nullable=True),
        sa.Column("ground", _one_of("reopeningground", *grounds), nullable=True),
        sa.Column("reopened_why_sealed", sa.LargeBinary(), nullable=True),
        sa.CheckConstraint(
            "(reopened_at IS NULL) = (reopened_by_id IS NULL)"
            " AND (reopened_at IS NULL) = (ground IS NULL)",
            name=op.f("ck_closures_reopening_has_all"),
        ),
        *_keys("closures", case_id="cases", closed_by_id="users", reopened_by_id="users"),
        sqlite_strict=True,
    )
    op.create_index("ix_closures_case", "closures", ["case_id", "closed_at"])
    _one("uq_closures_one_standing", "closures", STANDING)


def _watches() -> None:
    op.create_table(
        "watches",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("watcher_id", sa.Uuid(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("extended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("extension_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("end", _one_of("watchend", "stopped", "reopened"), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            '("end" IS NULL) = (ended_at IS NULL)', name=op.f("ck_watches_end_has_moment")
        ),
        sa.CheckConstraint(
            "(ended_at IS NULL) = (ended_by_id IS NULL)", name=op.f("ck_watches_end_has_person")
        ),
        *_keys("watches", case_id="cases", watcher_id="users", ended_by_id="users"),
        sqlite_strict=True,
    )
    op.create_index(
        "ix_watches_watcher",
        "watches",
        ["watcher_id", "until_on"],
        sqlite_where=RUNNING,
        postgresql_where=RUNNING,
    )
    _one("uq_watches_one_running", "watches", RUNNING)


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _keys(table: str, **columns: str) -> list[sa.Constraint]:
    """Give the keys of a table of a municipality: its own, and those to others."""
    others = {"municipality_id": "municipalities", **columns}
    return [
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
            )
            for column, other in others.items()
        ),
    ]


def _one(name: str, table: str, where: sa.TextClause) -> None:
    """Allow a case one row for which this holds."""
    op.create_index(
        name, table, ["case_id"], unique=True, sqlite_where=where, postgresql_where=where
    )


def _lock(table: str) -> None:
    """Show the rows of one's own municipality only."""
    mine = (
        "municipality_id ="
        " (SELECT nullif(current_setting('samenhang.municipality', true), '')::uuid)"
    )
    building = "(SELECT current_setting('samenhang.voice', true)) = 'builder'"
    op.execute(f"CREATE POLICY municipality ON {table} FOR ALL USING ({mine})")
    op.execute(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")
    op.execute(f"ALTER TABLE {table} FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY builder ON {table} FOR ALL USING ({building})")


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
