"""Keep what ended the attempts to reach somebody, and find whom nobody can find.

Revision: 0016
Follows: 0015
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
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
)
ADDED = ("unreached",)
RESULTS = (
    "no-reaction",
    "no-contact",
    "already-helped",
    "no-help-wanted",
    "referred-money",
    "referred-other",
    "unjustified",
    "not-resident",
    "deceased",
)


def upgrade() -> None:
    """Go up."""
    rule = f"CONSTRAINT ck_steps_endresult CHECK (end_result IN ({_listed(RESULTS)}))"
    kind = "TEXT" if op.get_bind().dialect.name == "sqlite" else "VARCHAR(40)"
    op.execute(f"ALTER TABLE steps ADD COLUMN end_result {kind} {rule}")
    _allow((*BEFORE, *ADDED))


def downgrade() -> None:
    """Go down again: of whom nobody could find is told no more."""
    gone = f"SELECT id FROM findings WHERE kind IN ({_listed(ADDED)})"
    op.execute(f"DELETE FROM finding_agreements WHERE finding_id IN ({gone})")
    op.execute(f"DELETE FROM findings WHERE kind IN ({_listed(ADDED)})")
    _allow(BEFORE)
    op.execute("ALTER TABLE steps DROP COLUMN end_result")


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
