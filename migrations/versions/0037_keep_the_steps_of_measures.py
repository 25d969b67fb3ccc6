"""Have the database refuse to change, or remove, a step of a measure that was taken.

Revision: 0037
Follows: 0036
"""

from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

TABLE = "measure_stages"
VERBS = ("update", "delete")
SAID = "a step of a measure does not change"


def _on_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def upgrade() -> None:
    """Go up."""
    if not _on_sqlite():
        op.execute(
            "CREATE FUNCTION refuse_step_change() RETURNS trigger LANGUAGE plpgsql AS $$"
            f" BEGIN RAISE EXCEPTION '{SAID}'; END $$"
        )
    refuses = (
        f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
        if _on_sqlite()
        else ("FOR EACH ROW EXECUTE FUNCTION refuse_step_change()")
    )
    for verb in VERBS:
        op.execute(f"CREATE TRIGGER {TABLE}_no_{verb} BEFORE {verb.upper()} ON {TABLE} {refuses}")


def downgrade() -> None:
    """Go down again."""
    on = "" if _on_sqlite() else f" ON {TABLE}"
    for verb in VERBS:
        op.execute(f"DROP TRIGGER {TABLE}_no_{verb}{on}")
    if not _on_sqlite():
        op.execute("DROP FUNCTION refuse_step_change()")
