"""Keep measures of the municipality with their chain, and the care that was offered.

Revision: 0032
Follows: 0031
"""

import sqlalchemy as sa
from alembic import op

from migrations import finding_kinds, row_locks

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

ADDED = ("measure-due",)
KINDS = (
    "behavioural-order",
    "area-ban",
    "group-ban",
    "duty-to-report-in",
    "temporary-house-ban",
    "closure-public-order",
    "closure-drugs",
    "warning",
    "penalty-order",
)
STAGES = ("warning", "intention", "views", "decision", "check", "extension", "end")
ENDS = ("term-over", "withdrawn", "not-imposed", "annulled", "replaced")
CARE = (
    "social-work",
    "guidance",
    "mental-health",
    "addiction",
    "housing",
    "debts",
    "youth",
    "daytime",
    "other",
)


def _word(column: str, *, empty: bool = True) -> sa.Column[str]:
    return sa.Column(column, sa.String(length=40), nullable=empty)


def _sealed(column: str) -> sa.Column[bytes]:
    return sa.Column(column, sa.LargeBinary(), nullable=True)


def _day(column: str, *, empty: bool = True) -> sa.Column[object]:
    return sa.Column(column, sa.Date(), nullable=empty)


def _rules(table: str, *rules: tuple[str, str]) -> list[sa.CheckConstraint]:
    return [sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in rules]


def _refers(table: str, *to: tuple[str, str]) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
        )
        for column, other in (("municipality_id", "municipalities"), ("case_id", "cases"), *to)
    ]


def _heads() -> list[sa.Column[object]]:
    return [
        sa.Column(name, sa.Uuid(), nullable=False) for name in ("id", "municipality_id", "case_id")
    ]


def upgrade() -> None:
    """Go up."""
    _add_measures()
    _add_stages()
    _add_offers()
    for table in ("measures", "measure_stages", "care_offers"):
        row_locks.lock(table)
    finding_kinds.add(*ADDED)


def _add_measures() -> None:
    table, listed = "measures", finding_kinds.listed
    op.create_table(
        table,
        *_heads(),
        _word("kind", empty=False),
        sa.Column("resident_id", sa.Uuid(), nullable=True),
        _sealed("ground_sealed"),
        _word("stage"),
        _day("decided_on"),
        _day("from_on"),
        _day("until_on"),
        sa.Column("extensions", sa.Integer(), nullable=False),
        _day("next_on"),
        _day("views_until_on"),
        sa.Column("prepared_by_id", sa.Uuid(), nullable=False),
        sa.Column("prepared_at", sa.DateTime(timezone=True), nullable=False),
        _day("ended_on"),
        _word("end"),
        sa.Column("version", sa.Integer(), nullable=False),
        *_rules(
            table,
            ("runs_with_a_next_day", "(ended_on IS NULL) = (next_on IS NOT NULL)"),
            ("end_has_day", '(ended_on IS NULL) = ("end" IS NULL)'),
            ("term_goes_on", "until_on >= from_on"),
            ("begins_by_decision", "(from_on IS NULL) = (decided_on IS NULL)"),
            ("extensions_counted", "extensions >= 0"),
            ("measurekind", f"kind IN ({listed(KINDS)})"),
            ("stage", f"stage IN ({listed(STAGES)})"),
            ("measureend", f'"end" IN ({listed(ENDS)})'),
        ),
        *_refers(table, ("resident_id", "residents"), ("prepared_by_id", "users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measures")),
        sqlite_strict=True,
    )
    op.create_index("ix_measures_case", table, ["case_id", "ended_on"])


def _add_stages() -> None:
    table, listed = "measure_stages", finding_kinds.listed
    weighed = (
        "stage NOT IN ('decision', 'extension') OR (proportionality_sealed IS NOT NULL"
        " AND subsidiarity_sealed IS NOT NULL AND from_on IS NOT NULL)"
    )
    op.create_table(
        table,
        *_heads(),
        sa.Column("measure_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        _word("stage", empty=False),
        _day("on_day", empty=False),
        *(
            _sealed(f"{name}_sealed")
            for name in (
                "said",
                "proportionality",
                "subsidiarity",
                "household",
                "hurry",
                "without_care",
            )
        ),
        _day("from_on"),
        _day("until_on"),
        _word("result"),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        *_rules(
            table,
            ("weighed", weighed),
            ("check_has_result", "(stage = 'check') = (result IS NOT NULL)"),
            ("stage_term_goes_on", "until_on >= from_on"),
            ("stage_taken", f"stage IN ({listed(STAGES)})"),
            ("checkresult", f"result IN ({listed(('kept', 'breached', 'unclear'))})"),
        ),
        *_refers(table, ("measure_id", "measures"), ("recorded_by_id", "users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_measure_stages")),
        sa.UniqueConstraint(
            "measure_id", "number", name=op.f("uq_measure_stages_measure_id_number")
        ),
        sqlite_strict=True,
    )


def _add_offers() -> None:
    table, listed = "care_offers", finding_kinds.listed
    op.create_table(
        table,
        *_heads(),
        _word("kind", empty=False),
        _day("offered_on", empty=False),
        _sealed("note_sealed"),
        _word("answer"),
        _day("answered_on"),
        sa.Column("offered_by_id", sa.Uuid(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *_rules(
            table,
            ("answer_has_day", "(answer IS NULL) = (answered_on IS NULL)"),
            ("answered_after_offer", "answered_on >= offered_on"),
            ("carekind", f"kind IN ({listed(CARE)})"),
            ("careanswer", f"answer IN ({listed(('accepted', 'refused', 'stopped'))})"),
        ),
        *_refers(table, ("offered_by_id", "users")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_care_offers")),
        sqlite_strict=True,
    )
    op.create_index("ix_care_offers_case", table, ["case_id", "offered_on"])


def downgrade() -> None:
    """Go down."""
    finding_kinds.take_away(*ADDED)
    for table in ("care_offers", "measure_stages", "measures"):
        op.drop_table(table)
