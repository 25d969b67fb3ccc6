"""Keep the plan of a case in versions, its goals, and who does what before when.

What may stand on one track is locked for who does not work on it, as steps are; a version that was
confirmed does not change, whoever writes.

Revision: 0036
Follows: 0035
"""

import sqlalchemy as sa
from alembic import op

from migrations import finding_kinds, row_locks
from migrations.tables import checks, owned, points
from migrations.words import listed

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

ADDED = ("action-passed",)
SETS = ("zrm-13", "zrm-11", "five-basics")
DOMAINS = (
    "finances",
    "work-and-education",
    "use-of-time",
    "housing",
    "home-relations",
    "mental-health",
    "physical-health",
    "substance-use",
    "basic-daily-life",
    "instrumental-daily-life",
    "social-network",
    "participation",
    "justice",
    "daily-life",
    "identity",
    "work-and-income",
    "debts",
    "care",
)
INTERVENTIONS = (
    "care.home-support",
    "care.day-activity",
    "care.treatment",
    "care.addiction-care",
    "care.assertive-outreach",
    "care.debt-help",
    "care.shelter",
    "care.mandatory-care",
    "administrative.warning",
    "administrative.behavioural-order",
    "administrative.area-ban",
    "administrative.house-ban",
    "administrative.closure",
    "administrative.penalty",
    "civil.budget-management",
    "civil.guardianship",
    "civil.landlord-agreement",
    "civil.eviction",
    "civil.child-supervision",
    "criminal.report-to-police",
    "criminal.probation",
    "criminal.conditions",
    "criminal.persistent-offenders",
    "criminal.after-detention",
)
TRACKS = ("care", "safety")
TEXTS = ("own_words", "parties", "signs", "safety", "to_call")
FIXED = ("case_id", "number", "domain_set", *(f"{name}_sealed" for name in TEXTS))
"""What a version that was confirmed says; only that another took its place is added to it."""
TABLES = ("plans", "plan_goals", "plan_actions")


def upgrade() -> None:
    """Go up."""
    moment = sa.DateTime(timezone=True)
    _add_plans(moment)
    _add_goals()
    _add_actions(moment)
    for table in TABLES:
        row_locks.lock(table)
    for table in TABLES[1:]:
        row_locks.lock_tracks(table)
    _fix_versions()
    finding_kinds.add(*ADDED)


def _add_plans(moment: sa.DateTime) -> None:
    op.create_table(
        "plans",
        *owned(
            "plans",
            sa.Column("case_id", sa.Uuid(), nullable=False),
            sa.Column("number", sa.Integer(), nullable=False),
            sa.Column("domain_set", sa.String(length=40), nullable=False),
            *(sa.Column(f"{name}_sealed", sa.LargeBinary(), nullable=True) for name in TEXTS),
            sa.Column("made_at", moment, nullable=False),
            sa.Column("made_by_id", sa.Uuid(), nullable=False),
            sa.Column("changed_at", moment, nullable=False),
            sa.Column("confirmed_at", moment, nullable=True),
            sa.Column("confirmed_by_id", sa.Uuid(), nullable=True),
            sa.Column("replaced_at", moment, nullable=True),
            sa.Column("version", sa.Integer(), nullable=False),
        ),
        *points("plans", case_id="cases", made_by_id="users", confirmed_by_id="users"),
        *checks(
            "plans",
            counts_from_one="number >= 1",
            confirmed_by_somebody="(confirmed_at IS NULL) = (confirmed_by_id IS NULL)",
            replaced_once_confirmed="replaced_at IS NULL OR confirmed_at IS NOT NULL",
            domainset=f"domain_set IN ({listed(SETS)})",
        ),
        sa.UniqueConstraint("case_id", "number", name=op.f("uq_plans_case_id_number")),
        sqlite_strict=True,
    )
    for name, condition in (
        ("active", "confirmed_at IS NOT NULL AND replaced_at IS NULL"),
        ("draft", "confirmed_at IS NULL"),
    ):
        op.create_index(
            f"uq_plans_one_{name}",
            "plans",
            ["case_id"],
            unique=True,
            sqlite_where=sa.text(condition),
            postgresql_where=sa.text(condition),
        )


def _add_goals() -> None:
    op.create_table(
        "plan_goals",
        *owned(
            "plan_goals",
            sa.Column("case_id", sa.Uuid(), nullable=False),
            sa.Column("origin_id", sa.Uuid(), nullable=False),
            sa.Column("track", sa.String(length=40), nullable=True),
            sa.Column("domain", sa.String(length=40), nullable=False),
            sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
            sa.Column("from_number", sa.Integer(), nullable=False),
            sa.Column("until_number", sa.Integer(), nullable=True),
        ),
        *points("plan_goals", case_id="cases"),
        *checks(
            "plan_goals",
            ends_after_start="until_number >= from_number",
            trackkind=f"track IN ({listed(TRACKS)})",
            domain=f"domain IN ({listed(DOMAINS)})",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_plan_goals_case", "plan_goals", ["case_id"])


def _add_actions(moment: sa.DateTime) -> None:
    op.create_table(
        "plan_actions",
        *owned(
            "plan_actions",
            sa.Column("case_id", sa.Uuid(), nullable=False),
            sa.Column("goal_id", sa.Uuid(), nullable=False),
            sa.Column("track", sa.String(length=40), nullable=True),
            sa.Column("text_sealed", sa.LargeBinary(), nullable=True),
            sa.Column("intervention", sa.String(length=40), nullable=True),
            sa.Column("owner_id", sa.Uuid(), nullable=True),
            sa.Column("planned_on", sa.Date(), nullable=False),
            sa.Column("due_on", sa.Date(), nullable=False),
            sa.Column("from_number", sa.Integer(), nullable=False),
            sa.Column("made_at", moment, nullable=False),
            sa.Column("made_by_id", sa.Uuid(), nullable=False),
            sa.Column("end", sa.String(length=40), nullable=True),
            sa.Column("ended_at", moment, nullable=True),
            sa.Column("ended_by_id", sa.Uuid(), nullable=True),
            sa.Column("outcome_sealed", sa.LargeBinary(), nullable=True),
            sa.Column("version", sa.Integer(), nullable=False),
        ),
        *points(
            "plan_actions",
            case_id="cases",
            goal_id="plan_goals",
            owner_id="users",
            made_by_id="users",
            ended_by_id="users",
        ),
        *checks(
            "plan_actions",
            end_has_moment='("end" IS NULL) = (ended_at IS NULL)',
            ended_by_somebody="(ended_at IS NULL) = (ended_by_id IS NULL)",
            stopped_for_a_reason="\"end\" <> 'stopped' OR outcome_sealed IS NOT NULL",
            trackkind=f"track IN ({listed(TRACKS)})",
            intervention=f"intervention IN ({listed(INTERVENTIONS)})",
            actionend="\"end\" IN ('done', 'stopped')",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_plan_actions_case", "plan_actions", ["case_id", "ended_at"])


def _fix_versions() -> None:
    """Have the database refuse to change a version that was confirmed."""
    said = "a confirmed version of a plan does not change"
    if op.get_bind().dialect.name == "sqlite":
        changed = " OR ".join(f"NEW.{one} IS NOT OLD.{one}" for one in (*FIXED, "confirmed_at"))
        op.execute(
            "CREATE TRIGGER plans_no_change BEFORE UPDATE ON plans"
            f" WHEN OLD.confirmed_at IS NOT NULL AND ({changed})"
            f" BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
        return
    changed = " OR ".join(
        f"NEW.{one} IS DISTINCT FROM OLD.{one}" for one in (*FIXED, "confirmed_at")
    )
    op.execute(
        "CREATE FUNCTION refuse_plan_change() RETURNS trigger LANGUAGE plpgsql AS $$"
        f" BEGIN RAISE EXCEPTION '{said}'; END $$"
    )
    op.execute(
        "CREATE TRIGGER plans_no_change BEFORE UPDATE ON plans FOR EACH ROW"
        f" WHEN (OLD.confirmed_at IS NOT NULL AND ({changed}))"
        " EXECUTE FUNCTION refuse_plan_change()"
    )


def downgrade() -> None:
    """Go down again: the plans go, and what was found of them."""
    finding_kinds.take_away(*ADDED)
    for table in reversed(TABLES):
        op.drop_table(table)
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_plan_change()")
