"""Say on which day somebody comes back, and from where; and that a track waits for the other one.

Revision: 0021
Follows: 0020
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

CHECK = "ck_findings_findingkind"
ADDED = ("return-ahead", "return-unseen", "track-waits-in-vain")
PLACES = ("detention", "clinic", "elsewhere")
BOTH = "(returns_on IS NULL) = (returns_from IS NULL)"


def upgrade() -> None:
    """Go up."""
    kind = "TEXT" if op.get_bind().dialect.name == "sqlite" else "VARCHAR(40)"
    rule = f"CONSTRAINT ck_case_subjects_returnfrom CHECK (returns_from IN ({_listed(PLACES)}))"
    op.add_column("case_subjects", sa.Column("returns_on", sa.Date(), nullable=True))
    whole = f"CONSTRAINT ck_case_subjects_return_is_whole CHECK ({BOTH})"
    op.execute(f"ALTER TABLE case_subjects ADD COLUMN returns_from {kind} {rule} {whole}")
    op.add_column(
        "tracks",
        sa.Column("waits_for_other", sa.Boolean(), server_default=sa.false(), nullable=False),
    )
    _allow((*_known(), *ADDED))


def downgrade() -> None:
    """Go down again: who comes back is told of no more."""
    gone = f"SELECT id FROM findings WHERE kind IN ({_listed(ADDED)})"
    op.execute(f"DELETE FROM finding_agreements WHERE finding_id IN ({gone})")
    op.execute(f"DELETE FROM findings WHERE kind IN ({_listed(ADDED)})")
    _allow(tuple(kind for kind in _known() if kind not in ADDED))
    op.drop_column("tracks", "waits_for_other")
    op.execute("ALTER TABLE case_subjects DROP COLUMN returns_from")
    op.drop_column("case_subjects", "returns_on")


def _known() -> tuple[str, ...]:
    """Give the kinds a finding may be of now."""
    if op.get_bind().dialect.name == "sqlite":
        asked = "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'findings'"
        rule = re.search(r"CHECK \(kind IN \(([^)]*)\)\)", _told(asked))
        found = rule.group(1) if rule is not None else ""
    else:
        found = _told(
            f"SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = '{CHECK}'"
        )
    return tuple(re.findall(r"'([a-z-]+)'", found))


def _told(asked: str) -> str:
    return str(op.get_bind().execute(sa.text(asked)).scalar_one())


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
