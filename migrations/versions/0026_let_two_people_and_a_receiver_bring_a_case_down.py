"""Keep what is proposed to come down, and more of each decision about the phase of a case.

Revision: 0026
Follows: 0025
"""

import sqlalchemy as sa
from alembic import op

from migrations import finding_kinds, row_locks
from migrations.making_anew import make_anew

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

ADDED = ("phase-overstayed", "descent-unanswered", "descended-unreceived")
ENDS = ("done", "refused", "withdrawn", "overtaken")
SEALED = ("conditions_sealed", "duties_sealed", "informed_sealed")
MOVES = "CONSTRAINT ck_phase_changes_moves CHECK (from_phase <> to_phase)"
TWO = (
    "CONSTRAINT ck_phase_changes_down_by_two_people "
    "CHECK (to_phase >= from_phase OR descent_id IS NOT NULL OR is_from_before)"
)
FOREIGN = "fk_phase_changes_descent_id_descents"


def _on_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def upgrade() -> None:
    """Go up: what came down before did so as it was decided then, and is marked."""
    _add_descents()
    for column in SEALED:
        op.add_column("phase_changes", sa.Column(column, sa.LargeBinary(), nullable=True))
    text = "TEXT" if _on_sqlite() else "VARCHAR(660)"
    rule = "CONSTRAINT ck_phase_changes_step_ids_length CHECK (length(step_ids) <= 660)"
    op.execute(f"ALTER TABLE phase_changes ADD COLUMN step_ids {text} NOT NULL DEFAULT '' {rule}")
    kind = "TEXT" if _on_sqlite() else "UUID"
    refers = f"CONSTRAINT {FOREIGN} REFERENCES descents (id)"
    op.execute(f"ALTER TABLE phase_changes ADD COLUMN descent_id {kind} {refers}")
    op.add_column(
        "phase_changes",
        sa.Column("is_from_before", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    before = "true" if not _on_sqlite() else "1"
    op.execute(f"UPDATE phase_changes SET is_from_before = {before} WHERE to_phase < from_phase")
    _rule(MOVES, TWO)
    finding_kinds.add(*ADDED)


def _add_descents() -> None:
    op.create_table(
        "descents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("from_phase", sa.Integer(), nullable=False),
        sa.Column("to_phase", sa.Integer(), nullable=False),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("aftercare_on", sa.Date(), nullable=False),
        sa.Column("requested_by_id", sa.Uuid(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("receiver_id", sa.Uuid(), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("agreed_by_id", sa.Uuid(), nullable=True),
        sa.Column("agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end", sa.String(length=40), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("refusal_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_descents_{name}"))
            for name, rule in (
                ("goes_down", "to_phase < from_phase AND to_phase >= 1"),
                ("two_people", "agreed_by_id <> requested_by_id"),
                ("received_by_another", "receiver_id <> requested_by_id"),
                ("agreed_by_somebody", "(agreed_at IS NULL) = (agreed_by_id IS NULL)"),
                ("end_has_moment", '("end" IS NULL) = (ended_at IS NULL)'),
                (
                    "done_by_both",
                    "\"end\" <> 'done' OR (agreed_at IS NOT NULL AND accepted_at IS NOT NULL)",
                ),
                ("descentend", f'"end" IN ({finding_kinds.listed(ENDS)})'),
            )
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_descents_{column}_{table}")
            )
            for column, table in (
                ("municipality_id", "municipalities"),
                ("case_id", "cases"),
                ("requested_by_id", "users"),
                ("receiver_id", "users"),
                ("agreed_by_id", "users"),
                ("ended_by_id", "users"),
            )
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_descents")),
        sqlite_strict=True,
    )
    waiting = sa.text("ended_at IS NULL")
    op.create_index(
        "uq_descents_one_waiting",
        "descents",
        ["case_id"],
        unique=True,
        sqlite_where=waiting,
        postgresql_where=waiting,
    )
    op.create_index("ix_descents_case", "descents", ["case_id", "ended_at"])
    op.create_index("ix_descents_receiver", "descents", ["receiver_id", "ended_at"])
    row_locks.lock("descents")


def _rule(old: str, new: str) -> None:
    """Put one rule of the table in the place of another."""
    if _on_sqlite():
        make_anew("phase_changes", lambda made: made.replace(old, new))
        return
    op.execute(f"ALTER TABLE phase_changes DROP {old.split(' CHECK', maxsplit=1)[0]}")
    op.execute(f"ALTER TABLE phase_changes ADD {new}")


def downgrade() -> None:
    """Go down again: that a case stayed is not kept, nor how it came down."""
    finding_kinds.take_away(*ADDED)
    op.execute("DELETE FROM phase_changes WHERE from_phase = to_phase")
    op.execute("UPDATE phase_changes SET descent_id = NULL")
    _rule(TWO, MOVES)
    for column in ("descent_id", "is_from_before", "step_ids", *SEALED):
        op.execute(f"ALTER TABLE phase_changes DROP COLUMN {column}")
    op.drop_table("descents")
