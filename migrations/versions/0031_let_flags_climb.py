"""Keep where a flag is on the ladder of people, whom it reached there, and who is on call.

Revision: 0031
Follows: 0030
"""

import sqlalchemy as sa
from alembic import op

from migrations import row_locks
from migrations.words import listed

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

RUNGS = ("owner", "director", "process-director", "team-lead", "on-call")
ONCE = "ended_at IS NULL"


def _word(rule: str) -> str:
    kind = "TEXT" if op.get_bind().dialect.name == "sqlite" else "VARCHAR(40)"
    return f"rung {kind} CONSTRAINT {rule} CHECK (rung IN ({listed(RUNGS)}))"


def _moment(name: str, rule: str, condition: str) -> str:
    kind = "TEXT" if op.get_bind().dialect.name == "sqlite" else "TIMESTAMP WITH TIME ZONE"
    return f"{name} {kind} CONSTRAINT {rule} CHECK ({condition})"


def upgrade() -> None:
    """Go up: a flag that waits begins to climb when its term is over."""
    op.execute(f"ALTER TABLE flags ADD COLUMN {_word('ck_flags_rung')}")
    rule = "answered_at IS NULL OR climbs_at IS NULL"
    climbs = _moment("climbs_at", "ck_flags_answered_climbs_no_more", rule)
    op.execute(f"ALTER TABLE flags ADD COLUMN {climbs}")
    rung = _word("ck_acknowledgements_reached_on_rung")
    op.execute(f"ALTER TABLE acknowledgements ADD COLUMN {rung}")
    rule = "(rung IS NULL) = (reached_at IS NULL)"
    reached = _moment("reached_at", "ck_acknowledgements_reached_has_moment", rule)
    op.execute(f"ALTER TABLE acknowledgements ADD COLUMN {reached}")
    _add_on_call()


def _add_on_call() -> None:
    op.create_table(
        "on_call_places",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("put_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("put_by_id", sa.Uuid(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("place BETWEEN 1 AND 6", name=op.f("ck_on_call_places_place_on_list")),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_on_call_places_{column}_{table}")
            )
            for column, table in (
                ("municipality_id", "municipalities"),
                ("user_id", "users"),
                ("put_by_id", "users"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_on_call_places")),
        sqlite_strict=True,
    )
    for name, columns in (("place", ["municipality_id", "place"]), ("user", ["user_id"])):
        op.create_index(
            f"uq_on_call_places_{name}",
            "on_call_places",
            columns,
            unique=True,
            sqlite_where=sa.text(ONCE),
            postgresql_where=sa.text(ONCE),
        )
    row_locks.lock("on_call_places")


def downgrade() -> None:
    """Go down: nobody knows any more whom a flag reached."""
    op.drop_table("on_call_places")
    for table, columns in (
        ("acknowledgements", ("reached_at", "rung")),
        ("flags", ("climbs_at", "rung")),
    ):
        for column in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
