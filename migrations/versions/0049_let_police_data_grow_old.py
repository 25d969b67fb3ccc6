"""Keep from which days police data is only searched for, only stored, and due to be destroyed.

Revision: 0049
Follows: 0048
"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None

MONTHS = {"searched_from": 12, "restricted_from": 60, "destroy_from": 120}
INDEX = "ix_steps_restricted"


def upgrade() -> None:
    """Go up; what was written as police data before goes by the usual terms."""
    for name, months in MONTHS.items():
        op.add_column("steps", sa.Column(name, sa.Date(), nullable=True))
        day = (
            f"date(happened_on, '+{months} months')"
            if op.get_bind().dialect.name == "sqlite"
            else f"(happened_on + interval '{months} months')::date"
        )
        op.execute(f"UPDATE steps SET {name} = {day} WHERE content = 'police-data'")
    stored = sa.text("restricted_from IS NOT NULL")
    op.create_index(
        INDEX,
        "steps",
        ["municipality_id", "restricted_from"],
        sqlite_where=stored,
        postgresql_where=stored,
    )


def downgrade() -> None:
    """Go down: police data of any age is read as any step."""
    op.drop_index(INDEX, "steps")
    for name in MONTHS:
        op.drop_column("steps", name)
