"""Add the outbox, how people want to be told, and the work that comes back by the clock.

Revision: 0018
Follows: 0017
"""

import sqlalchemy as sa
from alembic import op

from migrations import row_locks

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

KINDS = (
    "flag-raised",
    "flag-unanswered",
    "emergency-opened",
    "handover-offered",
    "handover-back",
    "work-given",
    "watch-given",
    "colleague-left",
    "leave-asked",
    "leave-refused",
    "signal-given",
    "signal-waits",
    "signal-back",
    "review-question",
    "review-waits",
    "approval-asked",
    "approval-decided",
    "finding",
    "digest",
)
WAYS = ("at-once", "digest", "screen")
DUTIES = ("watchdog", "reviews", "statement", "sweep", "log-end", "digest")


def upgrade() -> None:
    """Go up."""
    op.create_table(
        "messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _one_of("messagekind", KINDS), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column("slot", sa.String(length=40), nullable=False),
        sa.Column("way", _one_of("way", WAYS), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lease_id", sa.Uuid(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("gave_up_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("trouble", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(slot) <= 40", name=op.f("ck_messages_slot_length")),
        sa.CheckConstraint("length(trouble) <= 80", name=op.f("ck_messages_trouble_length")),
        *_foreign("messages", "case_id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_messages")),
        sa.UniqueConstraint("user_id", "kind", "subject_id", "slot", name="uq_messages_once"),
        sqlite_strict=True,
    )
    due = sa.text("next_at IS NOT NULL")
    op.create_index(
        "ix_messages_next", "messages", ["next_at"], sqlite_where=due, postgresql_where=due
    )
    op.create_index("ix_messages_user", "messages", ["user_id", "made_at"])
    op.create_index("ix_messages_made", "messages", ["made_at"])
    op.create_table(
        "message_choices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("user_id", sa.Uuid(), nullable=False),
        sa.Column("kind", _one_of("chosen_kind", KINDS), nullable=False),
        sa.Column("way", _one_of("chosen_way", WAYS), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        *_foreign("message_choices"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message_choices")),
        sa.UniqueConstraint("user_id", "kind", name=op.f("uq_message_choices_user_id_kind")),
        sqlite_strict=True,
    )
    op.create_table(
        "schedule",
        sa.Column("name", _one_of("dutyname", DUTIES), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_id", sa.Uuid(), nullable=True),
        sa.Column("leased_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("trouble", sa.String(length=80), nullable=False),
        sa.CheckConstraint("length(trouble) <= 80", name=op.f("ck_schedule_trouble_length")),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_schedule")),
        sqlite_strict=True,
    )
    row_locks.lock("messages", "worker", "sweeper")
    row_locks.lock("message_choices")


def downgrade() -> None:
    """Go down."""
    for table in ("schedule", "message_choices", "messages"):
        op.drop_table(table)


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _foreign(table: str, *more: str) -> list[sa.ForeignKeyConstraint]:
    to = {"municipality_id": "municipalities", "user_id": "users", "case_id": "cases"}
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{to[column]}.id"], name=op.f(f"fk_{table}_{column}_{to[column]}")
        )
        for column in ("municipality_id", "user_id", *more)
    ]
