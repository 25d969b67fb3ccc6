"""Keep who said that a track is not needed, and who of the other track confirmed it.

What was stopped before needs no confirmation: nobody knows any more who said it.

Revision: 0043
Follows: 0042
"""

import sqlalchemy as sa
from alembic import op

from migrations.making_anew import make_anew

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None

PEOPLE = ("said_by_id", "confirmed_by_id")
RULE = "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)"
CHECK = f"CONSTRAINT ck_tracks_confirmed_by_somebody CHECK ({RULE})"


def _points() -> list[str]:
    return [
        f"CONSTRAINT fk_tracks_{one}_users FOREIGN KEY({one}) REFERENCES users (id)"
        for one in PEOPLE
    ]


def upgrade() -> None:
    """Go up."""
    for one in PEOPLE:
        op.add_column("tracks", sa.Column(one, sa.Uuid(), nullable=True))
    moment = sa.DateTime(timezone=True)
    op.add_column("tracks", sa.Column("confirmed_at", moment, nullable=True))
    rules = [*_points(), CHECK]
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA defer_foreign_keys = ON")
        make_anew("tracks", lambda made: _with(made, rules))
        return
    for rule in rules:
        op.execute(f"ALTER TABLE tracks ADD {rule}")


def _with(made: str, rules: list[str]) -> str:
    body, _, tail = made.rpartition(")")
    return ", ".join((body, *rules)) + ")" + tail


def downgrade() -> None:
    """Go down again."""
    if op.get_bind().dialect.name == "sqlite":
        op.execute("PRAGMA defer_foreign_keys = ON")
        make_anew("tracks", _without)
    else:
        op.execute("ALTER TABLE tracks DROP CONSTRAINT ck_tracks_confirmed_by_somebody")
    for one in ("confirmed_at", *PEOPLE):
        op.drop_column("tracks", one)


def _without(made: str) -> str:
    kept, _, _rules = made.partition(", CONSTRAINT fk_tracks_said_by_id_users")
    return kept + ")" + made.rpartition(")")[2]
