"""By what findings are looked up: the indexes of their table."""

from typing import Any

from sqlalchemy import Index, text

OPEN = text("ended_at IS NULL")
AGREED = text("ended_at IS NULL AND agreed_until IS NOT NULL")
OF_OPEN: dict[str, tuple[str, ...]] = {
    "municipality": ("municipality_id", "since"),
    "team": ("team_id", "since"),
    "second_team": ("second_team_id", "since"),
    "user": ("user_id", "since"),
    "case": ("case_id",),
    "kind": ("municipality_id", "kind", "since"),
}


def indexes() -> tuple[Index, ...]:
    """Give the indexes of findings; of one thing and kind there is one open finding."""
    return (
        _where("uq_findings_one_open", OPEN, "subject_id", "kind", unique=True),
        *(_where(f"ix_findings_{name}", OPEN, *columns) for name, columns in OF_OPEN.items()),
        _where("ix_findings_agreed", AGREED, "municipality_id", "agreed_until"),
        Index("ix_findings_ended", "municipality_id", "ended_at"),
    )


def _where(name: str, condition: Any, *columns: Any, unique: bool = False) -> Index:
    return Index(name, *columns, unique=unique, sqlite_where=condition, postgresql_where=condition)
