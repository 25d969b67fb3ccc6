"""Changes of which kinds a finding may be: what migrations add to it, they take away going down."""

import sqlalchemy as sa
from alembic import op

from migrations import words
from migrations.words import listed

__all__ = ["add", "listed", "take_away"]
CHECK = "ck_findings_findingkind"
AGREED = "finding_agreements"
"""What points at findings, from 0015 on."""


def add(*kinds: str) -> None:
    """Let a finding be of these kinds too."""
    words.allow("findings", CHECK, (*words.known("findings", CHECK), *kinds))


def take_away(*kinds: str) -> None:
    """Let no finding be of these kinds: those that are go, and what was agreed of them."""
    which = f"kind IN ({listed(kinds)})"
    if _agreements_are_there():
        gone = f"SELECT id FROM findings WHERE {which}"
        op.execute(f"DELETE FROM {AGREED} WHERE finding_id IN ({gone})")
    op.execute(f"DELETE FROM findings WHERE {which}")
    words.allow(
        "findings",
        CHECK,
        tuple(kind for kind in words.known("findings", CHECK) if kind not in kinds),
    )


def _agreements_are_there() -> bool:
    return bool(sa.inspect(op.get_bind()).has_table(AGREED))
