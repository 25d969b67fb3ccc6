"""Add closures and watches, who said themselves that a track is done, and findings about a watch.

Revision: 0014
Follows: 0013
"""

import sqlalchemy as sa
from alembic import op

from migrations import finding_kinds, row_locks

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

ADDED = ("watch-undecided", "watcher-gone", "watcher-away")
STANDING, RUNNING = sa.text("reopened_at IS NULL"), sa.text("ended_at IS NULL")


def upgrade() -> None:
    """Go up."""
    _closures()
    _watches()
    op.add_column(
        "tracks", sa.Column("is_agreed", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    for table in ("closures", "watches"):
        row_locks.lock(table)
    finding_kinds.add(*ADDED)


def downgrade() -> None:
    """Go down again: what was found of a watch goes with the watch."""
    finding_kinds.take_away(*ADDED)
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
