"""Keep whose a goal, an action or a measurement is, and for which of several people a copy is.

In a case about one person all of it is theirs, and stays so when others come. In one about several
nobody said whose it is, and it is on no copy for one of them until somebody does.

Revision: 0050
Follows: 0049
"""

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

SOMEBODYS = ("plan_goals", "plan_actions", "plan_measurements")
RECEIVERS = "'self', 'legal-representative', 'authorised'"
OLD = (
    "case_id", "number", "domain_set", "own_words_sealed", "parties_sealed", "signs_sealed",
    "safety_sealed", "to_call_sealed", "confirmed_at", "own_set_id",
)  # fmt: skip
"""What a version that was confirmed says, as of 0039."""
SAID = "a confirmed version of a plan does not change"
MEASURED = (
    "id", "municipality_id", "case_id", "track", "domain", "own_domain_id", "score", "seen_by",
    "measured_on", "evidence_sealed", "made_at", "made_by_id", "corrects_id",
)  # fmt: skip
"""What was measured, as of 0040."""
WITHDRAWAL = ("withdrawn_at", "withdrawn_by_id", "reason_sealed")
MEASURED_SAID = "a measurement does not change"


def _on_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def upgrade() -> None:
    """Go up."""
    for table in SOMEBODYS:
        _add_whose(table)
    _refer("case_papers")
    rules = {
        "copy_has_receiver": "(resident_id IS NULL) = (receiver IS NULL)",
        "receiver": f"receiver IN ({RECEIVERS})",
        "copy_of_plan": "resident_id IS NULL OR kind = 'plan'",
    }
    _add("case_papers", "receiver", "TEXT", "VARCHAR(40)", rules)
    op.add_column("plans", sa.Column("members_sealed", sa.LargeBinary(), nullable=True))
    _add("plans", "is_joint", "INTEGER DEFAULT 0 NOT NULL", "BOOLEAN DEFAULT false NOT NULL", {})
    _fix_versions(*OLD, "members_sealed", "is_joint")
    _fix_measurements(*MEASURED, "resident_id", "of_all")


def _add_whose(table: str) -> None:
    _refer(table)
    rules = {"of_one_or_all": "resident_id IS NULL OR of_all = false"}
    kinds = ("INTEGER DEFAULT 0 NOT NULL", "BOOLEAN DEFAULT false NOT NULL")
    _add(table, "of_all", *kinds, rules)
    people = f"FROM case_subjects s WHERE s.case_id = {table}.case_id"
    op.execute(
        f"UPDATE {table} SET resident_id = (SELECT s.resident_id {people})"
        f" WHERE (SELECT count(*) {people}) = 1"
    )


def _refer(table: str) -> None:
    kind = "TEXT" if _on_sqlite() else "UUID"
    name = f"fk_{table}_resident_id_residents"
    op.execute(
        f"ALTER TABLE {table} ADD COLUMN resident_id {kind} CONSTRAINT {name}"
        " REFERENCES residents (id)"
    )


def _add(table: str, column: str, here: str, there: str, rules: dict[str, str]) -> None:
    """Add a column with the rules that go with it again."""
    kept = " ".join(f"CONSTRAINT ck_{table}_{name} CHECK ({rule})" for name, rule in rules.items())
    op.execute(f"ALTER TABLE {table} ADD COLUMN {column} {here if _on_sqlite() else there} {kept}")


def _differ(names: tuple[str, ...]) -> str:
    differs = "IS NOT" if _on_sqlite() else "IS DISTINCT FROM"
    return " OR ".join(f"NEW.{one} {differs} OLD.{one}" for one in names)


def _fix_versions(*fixed: str) -> None:
    """Have the database refuse to change a version that was confirmed, in all it says now."""
    when = f"OLD.confirmed_at IS NOT NULL AND ({_differ(fixed)})"
    _refuse("plans", when, SAID, "refuse_plan_change", "plans_no_change")


def _fix_measurements(*fixed: str) -> None:
    again = f"OLD.withdrawn_at IS NOT NULL AND ({_differ(WITHDRAWAL)})"
    when = f"{_differ(fixed)} OR ({again})"
    name = "plan_measurements_no_update"
    _refuse("plan_measurements", when, MEASURED_SAID, "refuse_measurement_change", name)


def _refuse(table: str, when: str, said: str, function: str, name: str) -> None:
    """Put a trigger in the place of the one by that name."""
    _let_change(table, name)
    if _on_sqlite():
        does = f"WHEN {when} BEGIN SELECT RAISE(ABORT, '{said}'); END"
    else:
        does = f"FOR EACH ROW WHEN ({when}) EXECUTE FUNCTION {function}()"
    op.execute(f"CREATE TRIGGER {name} BEFORE UPDATE ON {table} {does}")


def _let_change(table: str, name: str) -> None:
    op.execute(f"DROP TRIGGER IF EXISTS {name}" + ("" if _on_sqlite() else f" ON {table}"))


def downgrade() -> None:
    """Go down again: whose it is is not known any more, nor for whom a copy was."""
    _let_change("plans", "plans_no_change")
    _let_change("plan_measurements", "plan_measurements_no_update")
    for table, columns in (
        ("plans", ("is_joint", "members_sealed")),
        ("case_papers", ("receiver", "resident_id")),
        *((table, ("of_all", "resident_id")) for table in SOMEBODYS),
    ):
        for column in columns:
            op.execute(f"ALTER TABLE {table} DROP COLUMN {column}")
    _fix_versions(*OLD)
    _fix_measurements(*MEASURED)
