"""Find what is rare in a long log by an index, and not by passing all of it.

Among millions of entries tens of thousands were refused, of which a page asks those of one person;
among as many leaves some tens are of closed months, which the sealer asks each time it comes.

Revision: 0028
Follows: 0027
"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

REFUSED, CLOSED = sa.text("result = 'refused'"), sa.text("closed_tree_id IS NOT NULL")
INDEXES = {
    "ix_access_entries_refused_subject": "subject_id",
    "ix_access_entries_refused_case": "case_id",
    "ix_access_entries_refused_user": "user_id",
}


def upgrade() -> None:
    """Go up."""
    for name, column in INDEXES.items():
        _partial(name, "access_entries", [column, "at"], REFUSED)
    _partial("ix_log_leaves_closed", "log_leaves", ["closed_tree_id"], CLOSED)


def downgrade() -> None:
    """Go down."""
    op.drop_index("ix_log_leaves_closed", table_name="log_leaves")
    for name in INDEXES:
        op.drop_index(name, table_name="access_entries")


def _partial(name: str, table: str, columns: list[str], only: sa.TextClause) -> None:
    op.create_index(name, table, columns, sqlite_where=only, postgresql_where=only)
