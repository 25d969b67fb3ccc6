"""Let a municipality have sets of areas of life of its own, and plans go by them.

A plan goes by a set that everybody knows or by an own one, and a goal is in an area of either: the
database holds that it is one of the two. Names only, so of no resident.

Revision: 0039
Follows: 0038
"""

import re

import sqlalchemy as sa
from alembic import op

from migrations import row_locks
from migrations.making_anew import make_anew

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

TABLES = ("own_domain_sets", "own_domains")
CHOICES = {
    "plans": ("domain_set", "own_set_id", "own_domain_sets", "by_one_set", "zrm-13"),
    "plan_goals": ("domain", "own_domain_id", "own_domains", "of_one_area", "participation"),
}
"""Of each table: what was compulsory, what may be there instead, what that points to, the rule, and
what takes its place going down."""
POINTING = {"plan_goals": "plan_actions"}
"""What points at a table that is made anew; it stands aside meanwhile."""
TEXTS = ("own_words", "parties", "signs", "safety", "to_call")
FIXED = ("case_id", "number", "domain_set", *(f"{name}_sealed" for name in TEXTS), "confirmed_at")
"""What a version that was confirmed says, as of 0036."""
SAID = "a confirmed version of a plan does not change"


def _on_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def upgrade() -> None:
    """Go up."""
    _add_sets()
    for table in TABLES:
        row_locks.lock(table)
    _let_versions_change()
    kind = "TEXT" if _on_sqlite() else "UUID"
    for table, (known, own, to, rule, _instead) in CHOICES.items():
        refers = f"CONSTRAINT fk_{table}_{own}_{to} REFERENCES {to} (id)"
        op.execute(f"ALTER TABLE {table} ADD COLUMN {own} {kind} {refers}")
        check = f"CONSTRAINT ck_{table}_{rule} CHECK (({known} IS NULL) <> ({own} IS NULL))"
        if _on_sqlite():
            _anew(table, lambda made, known=known, check=check: _freed(made, known, check))
            continue
        op.execute(f"ALTER TABLE {table} ALTER COLUMN {known} DROP NOT NULL")
        op.execute(f"ALTER TABLE {table} ADD {check}")
    _fix_versions(*FIXED, "own_set_id")


def _add_sets() -> None:
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "own_domain_sets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("made_at", moment, nullable=False),
        sa.Column("made_by_id", sa.Uuid(), nullable=False),
        sa.Column("retired_at", moment, nullable=True),
        sa.Column("retired_by_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_domain_sets")),
        *_points(
            "own_domain_sets",
            municipality_id="municipalities",
            made_by_id="users",
            retired_by_id="users",
        ),
        sa.UniqueConstraint(
            "municipality_id", "name", name=op.f("uq_own_domain_sets_municipality_id_name")
        ),
        sa.CheckConstraint(
            "(retired_at IS NULL) = (retired_by_id IS NULL)",
            name=op.f("ck_own_domain_sets_retired_by_somebody"),
        ),
        sa.CheckConstraint("length(name) <= 80", name=op.f("ck_own_domain_sets_name_length")),
        sqlite_strict=True,
    )
    op.create_table(
        "own_domains",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_id", sa.Uuid(), nullable=False),
        sa.Column("set_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_own_domains")),
        *_points("own_domains", municipality_id="municipalities", set_id="own_domain_sets"),
        sa.UniqueConstraint("set_id", "position", name=op.f("uq_own_domains_set_id_position")),
        sa.CheckConstraint("length(name) <= 80", name=op.f("ck_own_domains_name_length")),
        sqlite_strict=True,
    )


def _points(table: str, **to: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint(
            [column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}")
        )
        for column, other in to.items()
    ]


def _freed(made: str, known: str, check: str) -> str:
    """Let a column be empty, and add the rule that says when."""
    freed = re.sub(rf"(\b{known} [A-Z]+(?:\(\d+\))?) NOT NULL", r"\1", made, count=1)
    return re.sub(r"(CONSTRAINT ck_)", rf"{check}, \1", freed, count=1)


def _bound(made: str, known: str, rule: str) -> str:
    """Let a column be compulsory again, and leave the rule out."""
    without = re.sub(rf"CONSTRAINT {rule} CHECK \(.*? <> .*?\)\), ", "", made, count=1)
    return re.sub(rf"(\b{known} [A-Z]+(?:\(\d+\))?),", r"\1 NOT NULL,", without, count=1)


def _anew(table: str, edit) -> None:  # type: ignore[no-untyped-def]
    aside = POINTING.get(table)
    if aside:
        op.execute(f"CREATE TEMPORARY TABLE kept AS SELECT * FROM {aside}")
        op.execute(f"DELETE FROM {aside}")
    make_anew(table, edit)
    if aside:
        op.execute(f"INSERT INTO {aside} SELECT * FROM kept")
        op.execute("DROP TABLE kept")


def _let_versions_change() -> None:
    """Take away what refuses to change a confirmed version, to change the table."""
    op.execute("DROP TRIGGER plans_no_change" + ("" if _on_sqlite() else " ON plans"))


def _fix_versions(*fixed: str) -> None:
    """Have the database refuse again to change a version that was confirmed."""
    differs = "IS NOT" if _on_sqlite() else "IS DISTINCT FROM"
    changed = " OR ".join(f"NEW.{one} {differs} OLD.{one}" for one in fixed)
    begun = "CREATE TRIGGER plans_no_change BEFORE UPDATE ON plans"
    if _on_sqlite():
        op.execute(
            f"{begun} WHEN OLD.confirmed_at IS NOT NULL AND ({changed})"
            f" BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        )
        return
    op.execute(
        f"{begun} FOR EACH ROW WHEN (OLD.confirmed_at IS NOT NULL AND ({changed}))"
        " EXECUTE FUNCTION refuse_plan_change()"
    )


def downgrade() -> None:
    """Go down again: what went by an own set goes by one that everybody knows."""
    _let_versions_change()
    for table, (known, own, _to, rule, instead) in reversed(CHOICES.items()):
        changes = f"{known} = '{instead}', {own} = NULL"
        op.execute(f"UPDATE {table} SET {changes} WHERE {own} IS NOT NULL")
        name = f"ck_{table}_{rule}"
        if _on_sqlite():
            _anew(table, lambda made, known=known, name=name: _bound(made, known, name))
        else:
            op.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            op.execute(f"ALTER TABLE {table} ALTER COLUMN {known} SET NOT NULL")
        op.execute(f"ALTER TABLE {table} DROP COLUMN {own}")
    _fix_versions(*FIXED)
    for table in reversed(TABLES):
        op.drop_table(table)
