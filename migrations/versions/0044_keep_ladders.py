"""Keep which escalation ladders a municipality agreed on: versions, of which one holds.

What a version says does not change, whoever writes: another takes its place.

Revision: 0044
Follows: 0043
"""

import sqlalchemy as sa
from alembic import op

from migrations import row_locks
from migrations.tables import checks, owned, points
from migrations.words import allow, known

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None

TABLE = "ladders"
SAID = "what a ladder says does not change"
SAYS = ("id", "municipality_id", "number", "name", "phases", "reason", "made_at", "made_by_id")
KINDS = ("approvals", "ck_approvals_approvalkind")
ADDED = "adopt-ladder"


def upgrade() -> None:
    """Go up."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        TABLE,
        *owned(
            TABLE,
            sa.Column("number", sa.Integer(), nullable=False),
            sa.Column("name", sa.String(length=60), nullable=False),
            sa.Column("phases", sa.String(length=2000), nullable=False),
            sa.Column("reason", sa.String(length=500), nullable=False),
            sa.Column("made_at", moment, nullable=False),
            sa.Column("made_by_id", sa.Uuid(), nullable=False),
            sa.Column("adopted_at", moment, nullable=True),
            sa.Column("ended_at", moment, nullable=True),
        ),
        *points(TABLE, made_by_id="users"),
        *checks(
            TABLE,
            counts_from_one="number >= 1",
            ends_what_held="ended_at IS NULL OR adopted_at IS NOT NULL",
        ),
        sa.UniqueConstraint(
            "municipality_id", "number", name=op.f("uq_ladders_municipality_id_number")
        ),
        sqlite_strict=True,
    )
    in_force = sa.text("adopted_at IS NOT NULL AND ended_at IS NULL")
    op.create_index(
        "uq_ladders_one_in_force",
        TABLE,
        ["municipality_id"],
        unique=True,
        sqlite_where=in_force,
        postgresql_where=in_force,
    )
    row_locks.lock(TABLE, reading=("door",))
    _fix()
    allow(*KINDS, words=(*known(*KINDS), ADDED))


def _fix() -> None:
    """Have the database refuse to change what a version says, and to remove one."""
    columns = ", ".join(SAYS)
    if op.get_bind().dialect.name == "sqlite":
        refuses = f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    else:
        op.execute(
            "CREATE FUNCTION refuse_ladder_change() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN RAISE EXCEPTION '{SAID}'; END $$"
        )
        refuses = "FOR EACH ROW EXECUTE FUNCTION refuse_ladder_change()"
    op.execute(f"CREATE TRIGGER ladders_no_change BEFORE UPDATE OF {columns} ON {TABLE} {refuses}")
    op.execute(f"CREATE TRIGGER ladders_no_delete BEFORE DELETE ON {TABLE} {refuses}")


def downgrade() -> None:
    """Go down: every municipality goes by the usual ladder, and requests for another lapse."""
    op.execute(f"DELETE FROM approvals WHERE kind = '{ADDED}'")
    allow(*KINDS, words=tuple(one for one in known(*KINDS) if one != ADDED))
    op.drop_table(TABLE)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_ladder_change()")
