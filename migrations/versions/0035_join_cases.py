"""Keep as which case a closed one goes on, where two were joined.

Revision: 0035
Follows: 0034
"""

import sqlalchemy as sa
from alembic import op

from migrations import words
from migrations.making_anew import make_anew

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

RULE = ("closures", "ck_closures_closurereason")
ADDED = ("joined",)
REFERS = "CONSTRAINT fk_closures_into_id_cases REFERENCES cases (id)"
CHECKS = (
    "CONSTRAINT ck_closures_joined_into_one CHECK ((reason = 'joined') = (into_id IS NOT NULL))",
    "CONSTRAINT ck_closures_joined_into_another CHECK (into_id <> case_id)",
)
LAST = "CONSTRAINT ck_closures_reopening_has_all"


def _on_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def upgrade() -> None:
    """Go up."""
    words.allow(*RULE, (*words.known(*RULE), *ADDED), "reason")
    kind = "TEXT" if _on_sqlite() else "UUID"
    op.execute(f"ALTER TABLE closures ADD COLUMN into_id {kind} {REFERS}")
    if _on_sqlite():
        make_anew("closures", lambda made: made.replace(LAST, f"{', '.join(CHECKS)}, {LAST}", 1))
    else:
        for check in CHECKS:
            op.execute(f"ALTER TABLE closures ADD {check}")
    where = sa.text("into_id IS NOT NULL")
    op.create_index(
        "ix_closures_into", "closures", ["into_id"], sqlite_where=where, postgresql_where=where
    )


def downgrade() -> None:
    """Go down: of a joined case stays that it was closed, and not as which it went on."""
    op.drop_index("ix_closures_into", "closures")
    if _on_sqlite():
        make_anew("closures", lambda made: made.replace(f"{', '.join(CHECKS)}, ", "", 1))
    else:
        for check in CHECKS:
            op.execute(f"ALTER TABLE closures DROP {check.split(' CHECK', maxsplit=1)[0]}")
    op.execute("UPDATE closures SET reason = 'other' WHERE reason = 'joined'")
    op.execute("ALTER TABLE closures DROP COLUMN into_id")
    left = tuple(word for word in words.known(*RULE) if word not in ADDED)
    words.allow(*RULE, left, "reason")
