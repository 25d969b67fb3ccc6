"""Let the texts of police data go when its day has come and two people agreed, and nothing else.

Until now only the application kept a step from changing. The database does from here on, whoever
writes: a step changes by becoming police data, and by losing its texts under an agreement that
names it.

Revision: 0051
Follows: 0050
"""

import sqlalchemy as sa
from alembic import op

from migrations import row_locks
from migrations.tables import owned, points
from migrations.words import allow, known, listed

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

TABLE = "police_destructions"
KINDS = ("approvals", "ck_approvals_approvalkind")
ADDED = "destroy-police-data"
SAID = "a step does not change"
SHARED = "words that were shared do not change"
ASKED = "what two people are asked does not change"
AGES = ("content", "searched_from", "restricted_from", "destroy_from")
"""What changes when a step turns out to hold police data."""
GOES = (
    "body_sealed", "reason_sealed", "kind", "outcome", "end_result", "source", "nature",
    "destruction_id",
)  # fmt: skip
"""What changes when a step is destroyed; to what, a rule of the table says."""
SAYS_NOTHING = (
    "destruction_id IS NULL OR (content = 'police-data' AND body_sealed IS NULL"
    " AND reason_sealed IS NULL AND end_result IS NULL AND kind = 'other' AND outcome = 'none'"
    " AND source = 'own' AND nature = 'fact')"
)
WORDS = ("excerpt_sealed", "purpose_sealed")
TODAY = {
    "postgresql": "(now() AT TIME ZONE 'Europe/Amsterdam')::date",
    # SQLite knows no zones: summer time runs between two last Sundays, from and to 01:00 UTC.
    "sqlite": (
        "date('now', CASE WHEN datetime('now') >= datetime(strftime('%Y-03-25', 'now'),"
        " 'weekday 0', '+1 hour') AND datetime('now') < datetime(strftime('%Y-10-25', 'now'),"
        " 'weekday 0', '+1 hour') THEN '+2 hours' ELSE '+1 hour' END)"
    ),
}
"""The day in the Netherlands by the clock of the database itself."""
AGREED = (
    "EXISTS (SELECT 1 FROM police_destructions d JOIN approvals a ON a.id = d.approval_id"
    " WHERE d.step_id = OLD.id AND a.id = NEW.destruction_id"
    f" AND a.kind = '{ADDED}' AND a.municipality_id = OLD.municipality_id"
    " AND a.granted AND a.decided_by_id <> a.requested_by_id)"
)
MAY_BE_ASKED = (
    "EXISTS (SELECT 1 FROM approvals a WHERE a.id = NEW.approval_id"
    f" AND a.kind = '{ADDED}' AND a.decided_at IS NULL"
    " AND a.municipality_id = NEW.municipality_id)"
    " AND EXISTS (SELECT 1 FROM steps s WHERE s.id = NEW.step_id"
    " AND s.municipality_id = NEW.municipality_id AND s.content = 'police-data'"
    " AND s.destroy_from <= {today} AND s.destruction_id IS NULL)"
)
"""While nobody decided yet: what was agreed to cannot grow afterwards."""
FUNCTIONS = ("keep_steps", "keep_shared_words", "keep_asked_destructions")


def _on_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def upgrade() -> None:
    """Go up."""
    _age_earlier_texts()
    allow(*KINDS, words=(*known(*KINDS), ADDED))
    op.create_table(
        TABLE,
        *owned(
            TABLE,
            sa.Column("approval_id", sa.Uuid(), nullable=False),
            sa.Column("step_id", sa.Uuid(), nullable=False),
        ),
        *points(TABLE, approval_id="approvals", step_id="steps"),
        sa.UniqueConstraint(
            "approval_id", "step_id", name=op.f("uq_police_destructions_approval_id_step_id")
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_police_destructions_step", TABLE, ["step_id"])
    row_locks.lock(TABLE)
    op.execute(
        f"ALTER TABLE steps ADD COLUMN destruction_id {'TEXT' if _on_sqlite() else 'UUID'}"
        " CONSTRAINT fk_steps_destruction_id_approvals REFERENCES approvals (id)"
        f" CONSTRAINT ck_steps_destroyed_says_nothing CHECK ({SAYS_NOTHING})"
    )
    if _on_sqlite():
        _guard_on_sqlite()
    else:
        _guard_on_postgresql()


def _age_earlier_texts() -> None:
    """Let texts that were corrected into police data before 0049 go by the days of the last one."""
    texts = (
        "WITH RECURSIVE texts (id, searched_from, restricted_from, destroy_from) AS ("
        "SELECT corrects_id, searched_from, restricted_from, destroy_from FROM steps"
        " WHERE content = 'police-data' AND corrects_id IS NOT NULL UNION "
        "SELECT s.corrects_id, t.searched_from, t.restricted_from, t.destroy_from"
        " FROM texts t JOIN steps s ON s.id = t.id WHERE s.corrects_id IS NOT NULL) "
    )
    days = ", ".join(
        f"{day} = (SELECT min(t.{day}) FROM texts t WHERE t.id = steps.id)" for day in AGES[1:]
    )
    aged = sa.text(
        f"{texts} UPDATE steps SET content = 'police-data', {days}"
        " WHERE content <> 'police-data' AND id IN (SELECT id FROM texts)"
    )
    op.get_bind().execute(aged.execution_options(unseen="policy"))


def _guard_on_sqlite() -> None:
    columns = [one["name"] for one in sa.inspect(op.get_bind()).get_columns("steps")]

    def as_before(*but: str) -> str:
        return " AND ".join(f"NEW.{name} IS OLD.{name}" for name in columns if name not in but)

    aged = f"OLD.content <> 'police-data' AND NEW.destroy_from IS NOT NULL AND {as_before(*AGES)}"
    gone = (
        "OLD.destruction_id IS NULL AND OLD.content = 'police-data'"
        f" AND OLD.destroy_from <= {TODAY['sqlite']} AND {as_before(*GOES)} AND {AGREED}"
    )
    shared = " OR ".join(f"NEW.{name} IS NOT OLD.{name}" for name in WORDS)
    emptied = " AND ".join(f"NEW.{name} IS NULL" for name in WORDS)
    for name, does, said in (
        (
            "steps_no_change BEFORE UPDATE ON steps",
            (
                f"NOT ({as_before()}) AND NOT (NEW.content = 'police-data' AND ({aged}))"
                f" AND NOT (NEW.destruction_id IS NOT NULL AND {gone})"
            ),
            SAID,
        ),
        ("steps_no_delete BEFORE DELETE ON steps", "1", SAID),
        (
            "steps_only_new BEFORE INSERT ON steps",
            "NEW.destruction_id IS NOT NULL OR EXISTS (SELECT 1 FROM steps WHERE id = NEW.id)",
            SAID,
        ),
        (
            "shares_no_change BEFORE UPDATE ON shares",
            (
                f"(NEW.step_id IS NOT OLD.step_id OR {shared}) AND NOT (NEW.step_id IS OLD.step_id"
                f" AND {emptied} AND EXISTS (SELECT 1 FROM steps s WHERE s.id = OLD.step_id"
                " AND s.destruction_id IS NOT NULL))"
            ),
            SHARED,
        ),
        (f"{TABLE}_no_change BEFORE UPDATE ON {TABLE}", "1", ASKED),
        (f"{TABLE}_no_delete BEFORE DELETE ON {TABLE}", "1", ASKED),
        (
            f"{TABLE}_only_due BEFORE INSERT ON {TABLE}",
            (
                f"NOT ({MAY_BE_ASKED.format(today=TODAY['sqlite'])})"
                f" OR EXISTS (SELECT 1 FROM {TABLE} WHERE id = NEW.id)"
            ),
            ASKED,
        ),
    ):
        op.execute(f"CREATE TRIGGER {name} WHEN {does} BEGIN SELECT RAISE(ABORT, '{said}'); END")


def _guard_on_postgresql() -> None:
    aged, gone = (f"ARRAY[{listed(names)}]" for names in (AGES, GOES))
    emptied = " AND ".join(f"NEW.{name} IS NULL" for name in WORDS)
    shared = " AND ".join(f"NEW.{name} IS NOT DISTINCT FROM OLD.{name}" for name in WORDS)
    bodies = {
        "keep_steps": f"""
          IF TG_OP = 'UPDATE' THEN
            IF to_jsonb(NEW) = to_jsonb(OLD) THEN RETURN NEW; END IF;
            IF OLD.content <> 'police-data' AND NEW.content = 'police-data'
              AND NEW.destroy_from IS NOT NULL
              AND to_jsonb(NEW) - {aged} = to_jsonb(OLD) - {aged} THEN RETURN NEW; END IF;
            IF OLD.destruction_id IS NULL AND NEW.destruction_id IS NOT NULL
              AND OLD.content = 'police-data' AND OLD.destroy_from <= {TODAY["postgresql"]}
              AND to_jsonb(NEW) - {gone} = to_jsonb(OLD) - {gone}
              AND {AGREED} THEN RETURN NEW; END IF;
          END IF;
          RAISE EXCEPTION '{SAID}';""",
        "keep_shared_words": f"""
          IF NEW.step_id = OLD.step_id AND (({shared}) OR ({emptied} AND EXISTS (
            SELECT 1 FROM steps s WHERE s.id = OLD.step_id AND s.destruction_id IS NOT NULL)))
            THEN RETURN NEW; END IF;
          RAISE EXCEPTION '{SHARED}';""",
        "keep_asked_destructions": f"""
          IF TG_OP = 'INSERT' THEN
            IF {MAY_BE_ASKED.format(today=TODAY["postgresql"])} THEN RETURN NEW; END IF;
          END IF;
          RAISE EXCEPTION '{ASKED}';""",
    }
    for name, body in bodies.items():
        op.execute(
            f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} END $$"
        )
    for trigger, function in (
        ("steps_no_change BEFORE UPDATE OR DELETE ON steps FOR EACH ROW", "keep_steps"),
        (
            (
                "steps_only_new BEFORE INSERT ON steps FOR EACH ROW"
                " WHEN (NEW.destruction_id IS NOT NULL)"
            ),
            "keep_steps",
        ),
        ("shares_no_change BEFORE UPDATE ON shares FOR EACH ROW", "keep_shared_words"),
        (
            f"{TABLE}_only_due BEFORE INSERT OR UPDATE OR DELETE ON {TABLE} FOR EACH ROW",
            "keep_asked_destructions",
        ),
    ):
        op.execute(f"CREATE TRIGGER {trigger} EXECUTE FUNCTION {function}()")


def downgrade() -> None:
    """Go down: what was destroyed stays so, and who agreed on it is not known any more."""
    if _on_sqlite():
        for name in ("no_change", "no_delete", "only_new"):
            op.execute(f"DROP TRIGGER steps_{name}")
        op.execute("DROP TRIGGER shares_no_change")
    else:
        op.execute("DROP TRIGGER steps_no_change ON steps")
        op.execute("DROP TRIGGER steps_only_new ON steps")
        op.execute("DROP TRIGGER shares_no_change ON shares")
    op.drop_table(TABLE)  # with its triggers, which read the column
    op.execute("ALTER TABLE steps DROP COLUMN destruction_id")
    if not _on_sqlite():
        for name in FUNCTIONS:
            op.execute(f"DROP FUNCTION {name}()")
    op.execute(f"DELETE FROM approvals WHERE kind = '{ADDED}'")
    allow(*KINDS, words=tuple(one for one in known(*KINDS) if one != ADDED))
