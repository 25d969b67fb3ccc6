"""Changes of which kinds a finding may be: what migrations add to it, they take away going down.

A migration that adds kinds says only those; which there were before, the database says.
"""

import re

import sqlalchemy as sa
from alembic import op

from migrations.making_anew import make_anew

CHECK = "ck_findings_findingkind"
RULE = r"CHECK \(kind IN \(([^)]*)\)\)"
AGREED = "finding_agreements"
"""What points at findings, from 0015 on."""


def listed(words: tuple[str, ...]) -> str:
    """Give words as SQL lists them."""
    return ", ".join(f"'{word}'" for word in words)


def add(*kinds: str) -> None:
    """Let a finding be of these kinds too."""
    _allow((*_known(), *kinds))


def take_away(*kinds: str) -> None:
    """Let no finding be of these kinds: those that are go, and what was agreed of them."""
    which = f"kind IN ({listed(kinds)})"
    if _agreements_are_there():
        gone = f"SELECT id FROM findings WHERE {which}"
        op.execute(f"DELETE FROM {AGREED} WHERE finding_id IN ({gone})")
    op.execute(f"DELETE FROM findings WHERE {which}")
    _allow(tuple(kind for kind in _known() if kind not in kinds))


def _on_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def _agreements_are_there() -> bool:
    return bool(sa.inspect(op.get_bind()).has_table(AGREED))


def _known() -> tuple[str, ...]:
    """Give the kinds a finding may be of now."""
    asked = (
        "SELECT sql FROM sqlite_master WHERE type = 'table' AND name = 'findings'"
        if _on_sqlite()
        else f"SELECT pg_get_constraintdef(oid) FROM pg_constraint WHERE conname = '{CHECK}'"
    )
    rule = str(op.get_bind().execute(sa.text(asked)).scalar_one())
    if _on_sqlite():
        rule = re.findall(RULE, rule)[0]
    return tuple(re.findall(r"'([a-z-]+)'", rule))


def _allow(kinds: tuple[str, ...]) -> None:
    rule = f"CHECK (kind IN ({listed(kinds)}))"
    if _on_sqlite():
        _make_anew_on_sqlite(rule)
        return
    op.execute(f"ALTER TABLE findings DROP CONSTRAINT {CHECK}")
    op.execute(f"ALTER TABLE findings ADD CONSTRAINT {CHECK} {rule}")


def _make_anew_on_sqlite(rule: str) -> None:
    """Let what was agreed, which points at the findings, stand aside meanwhile."""
    aside = _agreements_are_there()
    if aside:
        op.execute(f"CREATE TEMPORARY TABLE kept AS SELECT * FROM {AGREED}")
        op.execute(f"DELETE FROM {AGREED}")
    make_anew("findings", lambda made: re.sub(RULE, rule, made, count=1))
    if aside:
        op.execute(f"INSERT INTO {AGREED} SELECT * FROM kept")
        op.execute("DROP TABLE kept")
