"""Add signals, and what is found of them.

Revision: 0017
Follows: 0016
"""

import sqlalchemy as sa
from alembic import op

from migrations import finding_kinds, row_locks

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

ADDED = (
    "signal-nobodys",
    "signal-date-passed",
    "signal-not-accepted",
    "signal-on-closed",
    "signals-repeated",
)
PHENOMENA = (
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
)
SOURCES = (
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
)
OPEN = sa.text("ended_at IS NULL")
OTHERS = {
    "municipality_id": "municipalities",
    "key_id": "data_keys",
    "resident_id": "residents",
    "answered_by_id": "users",
    "recorded_by_id": "users",
    "team_id": "teams",
    "user_id": "users",
    "to_team_id": "teams",
    "previous_case_id": "cases",
    "ended_by_id": "users",
    "case_id": "cases",
}
RULES = {
    "end_has_moment": '("end" IS NULL) = (ended_at IS NULL)',
    "end_has_person": "(ended_at IS NULL) = (ended_by_id IS NULL)",
    "open_has_date": "ended_at IS NOT NULL OR next_on IS NOT NULL",
    "forward_has_term": "(to_team_id IS NULL) = (answer_by IS NULL)",
    "forward_is_open": "to_team_id IS NULL OR ended_at IS NULL",
}


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "signals",
        *_columns(),
        *(
            sa.CheckConstraint(rule, name=op.f(f"ck_signals_{name}"))
            for name, rule in RULES.items()
        ),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{other}.id"], name=op.f(f"fk_signals_{column}_{other}")
            )
            for column, other in OTHERS.items()
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signals")),
        sa.UniqueConstraint("key_id", name=op.f("uq_signals_key_id")),
        sqlite_strict=True,
    )
    op.create_index("ix_signals_resident", "signals", ["resident_id", "received_on"])
    op.create_index(
        "ix_signals_address", "signals", ["municipality_id", "address_key", "received_on"]
    )
    op.create_index("ix_signals_case", "signals", ["case_id"])
    _open_index("queue", "municipality_id", "team_id", "next_on")
    _open_index("user", "user_id")
    _open_index("forwarded", "to_team_id")
    row_locks.lock("signals")
    finding_kinds.add(*ADDED)


def downgrade() -> None:
    """Go down again: what was found of signals goes with them."""
    finding_kinds.take_away(*ADDED)
    op.drop_table("signals")


def _columns() -> list[sa.Column[object]]:
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("key_id", sa.Uuid(), nullable=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        sa.Column("address_key", sa.LargeBinary(), nullable=True),
        sa.Column("place_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("side", _one_of("trackkind", "care", "safety"), nullable=True),
        sa.Column("phenomenon", _one_of("phenomenon", *PHENOMENA), nullable=False),
        sa.Column("source", _one_of("source", *SOURCES), nullable=False),
        sa.Column("urgency", _one_of("urgency", "today", "soon", "usual"), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("body_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("reporter_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("wants_answer", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("team_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=True),
        sa.Column("next_on", sa.Date(), nullable=True),
        sa.Column("to_team_id", sa.Uuid(), nullable=True),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=True),
        sa.Column("note_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("previous_case_id", sa.Uuid(), nullable=True),
        sa.Column(
            "end",
            _one_of("signalend", "new-case", "joined", "passed-on", "no-action"),
            nullable=True,
        ),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
    ]


def _one_of(name: str, *values: str) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _open_index(name: str, *columns: str) -> None:
    op.create_index(
        f"ix_signals_{name}", "signals", list(columns), sqlite_where=OPEN, postgresql_where=OPEN
    )
