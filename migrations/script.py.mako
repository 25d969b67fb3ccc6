"""${message}

Revision: ${up_revision}
Follows: ${down_revision | comma,n}

Safe migrations: add a column as nullable, fill it, then demand it; never rename in one step; give
every constraint a name; write both directions and try both with data, on both databases.
"""

import sqlalchemy as sa
from alembic import op
${imports if imports else ""}
revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    """Go up."""
    ${upgrades if upgrades else "pass"}


def downgrade() -> None:
    """Go down again."""
    ${downgrades if downgrades else "pass"}
