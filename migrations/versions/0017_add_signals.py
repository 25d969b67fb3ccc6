"""Add signals, and what is found of them.

Revision: 0017
Follows: 0016
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
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
    "watch-undecided",
    "watcher-gone",
    "watcher-away",
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
    "unreached",
)
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
    if op.get_bind().dialect.name == "postgresql":
        _lock()
    _allow((*BEFORE, *ADDED))


def downgrade() -> None:
    """Go down again: what was found of signals goes with them."""
    gone = f"SELECT id FROM findings WHERE kind IN ({_listed(ADDED)})"
    op.execute(f"DELETE FROM finding_agreements WHERE finding_id IN ({gone})")
    op.execute(f"DELETE FROM findings WHERE kind IN ({_listed(ADDED)})")
    _allow(BEFORE)
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


def _lock() -> None:
    """Show the rows of one's own municipality only."""
    mine = (
        "municipality_id ="
        " (SELECT nullif(current_setting('samenhang.municipality', true), '')::uuid)"
    )
    building = "(SELECT current_setting('samenhang.voice', true)) = 'builder'"
    op.execute(f"CREATE POLICY municipality ON signals FOR ALL USING ({mine})")
    op.execute("ALTER TABLE signals ENABLE ROW LEVEL SECURITY")
    op.execute("ALTER TABLE signals FORCE ROW LEVEL SECURITY")
    op.execute(f"CREATE POLICY builder ON signals FOR ALL USING ({building})")


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
    """SQLite changes no rule of a table: copy the rows into one that has it, with its indexes.

    What was agreed points at the findings, and stands aside meanwhile.
    """
    known = op.get_bind().execute(
        sa.text("SELECT type, sql FROM sqlite_master WHERE tbl_name = 'findings' AND sql <> ''")
    )
    rows = [tuple(row) for row in known]
    table = next(sql for kind, sql in rows if kind == "table")
    made = re.sub(r"CHECK \(kind IN \([^)]*\)\)", rule, table, count=1)
    op.execute(re.sub(r"^CREATE TABLE \"?findings\"?", "CREATE TABLE findings_anew", made))
    op.execute("CREATE TEMPORARY TABLE kept AS SELECT * FROM finding_agreements")
    op.execute("DELETE FROM finding_agreements")
    op.execute("INSERT INTO findings_anew SELECT * FROM findings")
    op.execute("DROP TABLE findings")
    op.execute("ALTER TABLE findings_anew RENAME TO findings")
    for kind, sql in rows:
        if kind == "index":
            op.execute(sql)
    op.execute("INSERT INTO finding_agreements SELECT * FROM kept")
    op.execute("DROP TABLE kept")
