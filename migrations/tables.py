"""Parts that the tables of a municipality have in common, for the migrations that make them."""

import sqlalchemy as sa
from alembic import op


def owned(table: str, *more: sa.Column[object]) -> list[sa.Column[object]]:
    """Give the columns of a table: its id, its municipality, and those of its own."""
    return [
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        *more,
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    ]  # type: ignore[list-item]


def points(table: str, **to: str) -> list[sa.ForeignKeyConstraint]:
    """Give to which tables columns point, and the municipality."""
    known = {"municipality_id": "municipalities", **to}
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
        )
        for column, other in known.items()
    ]


def checks(table: str, **rules: str) -> list[sa.CheckConstraint]:
    """Give the rules that the database itself holds a table to, by name."""
    return [
        sa.CheckConstraint(rule, name=op.f(f"ck_{table}_{name}")) for name, rule in rules.items()
    ]
