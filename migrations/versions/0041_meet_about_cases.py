"""Keep meetings about cases: the agenda, who is invited to what, and what came of it.

What was concluded about a case does not change any more, nor who was there for it; and no meeting
is closed with a case on it about which nothing was concluded. The database sees to all three. Its
decisions are actions of the plan, which so no longer need a goal.

Revision: 0041
Follows: 0040
"""

import sqlalchemy as sa
from alembic import op

from migrations import finding_kinds, row_locks, words
from migrations.making_anew import make_anew
from migrations.tables import checks, owned, points
from migrations.words import listed

revision = "0041"
down_revision = "0040"
branch_labels = None
depends_on = None

KINDS = (
    "triage",
    "multidisciplinary",
    "integrated",
    "signals",
    "subversion",
    "triangle",
    "own",
)
TRACKS = ("care", "safety")
OUTCOMES = ("decided", "postponed", "withdrawn")
CONTENTS = ("common", "sensitive", "special-category", "criminal", "police-data")
GROUNDS = ("public-task", "legal-duty", "vital-interest", "consent", "police-act")
NEEDS = ("question", "strip", "track")
STEMS = "goal_id IS NOT NULL OR agenda_item_id IS NOT NULL"
POSTPONED = "outcome IS NULL OR (outcome = 'postponed') = (moved_to_id IS NOT NULL)"
NOT_HELD = "outcome IS NULL OR outcome = 'decided' OR reason_sealed IS NOT NULL"
INVITED = (
    " OR EXISTS (SELECT 1 FROM invitations v"
    " WHERE v.item_id = agenda_items.id AND v.withdrawn_at IS NULL"
    " AND v.user_id = (SELECT nullif(current_setting('samenhang.person', true), '')::uuid))"
)
FOUND = "item-undecided"
TOLD = ("meeting-given", "meeting-invited")
MESSAGES = (
    ("messages", "ck_messages_messagekind"),
    ("message_choices", "ck_message_choices_chosen_kind"),
)
CONCLUDED = "SELECT 1 FROM agenda_items a WHERE a.concluded_at IS NOT NULL AND a.id ="
CLOSED = "SELECT 1 FROM meetings m WHERE m.closed_at IS NOT NULL AND m.id ="
OPEN = "SELECT 1 FROM agenda_items a WHERE a.concluded_at IS NULL AND a.meeting_id ="
REFUSALS = {
    "agenda_items_no_change": (
        "agenda_items",
        "UPDATE",
        "OLD.concluded_at IS NOT NULL",
        "what was concluded does not change",
    ),
    "agenda_items_no_delete": (
        "agenda_items",
        "DELETE",
        "OLD.concluded_at IS NOT NULL",
        "what was concluded does not go",
    ),
    "agenda_items_no_late": (
        "agenda_items",
        "INSERT",
        f"EXISTS ({CLOSED} NEW.meeting_id)",
        "the meeting is closed",
    ),
    "invitations_no_change": (
        "invitations",
        "UPDATE",
        f"EXISTS ({CONCLUDED} OLD.item_id)",
        "who was there does not change",
    ),
    "invitations_no_delete": (
        "invitations",
        "DELETE",
        f"EXISTS ({CONCLUDED} OLD.item_id)",
        "who was there does not go",
    ),
    "invitations_no_late": (
        "invitations",
        "INSERT",
        f"EXISTS ({CONCLUDED} NEW.item_id)",
        "it was concluded before",
    ),
    "meetings_no_early_close": (
        "meetings",
        "UPDATE",
        f"NEW.closed_at IS NOT NULL AND EXISTS ({OPEN} NEW.id)",
        "nothing was concluded about a case on it",
    ),
}
"""Triggers by name: on what, before what, when, and what they say."""


def _on_sqlite() -> bool:
    return bool(op.get_bind().dialect.name == "sqlite")


def upgrade() -> None:
    """Go up."""
    moment = sa.DateTime(timezone=True)
    _add_meetings(moment)
    _add_items(moment)
    _add_invitations(moment)
    for table in ("own_meeting_kinds", "meetings", "agenda_items", "invitations"):
        row_locks.lock(table)
    row_locks.lock_tracks("agenda_items", INVITED)
    _free_actions()
    for name, (table, verb, when, said) in REFUSALS.items():
        _refuse(name, table, verb, when, said)
    for table, rule in MESSAGES:
        words.allow(table, rule, (*words.known(table, rule), *TOLD))
    finding_kinds.add(FOUND)


def _add_meetings(moment: sa.DateTime) -> None:
    op.create_table(
        "own_meeting_kinds",
        *owned(
            "own_meeting_kinds",
            sa.Column("name", sa.String(length=80), nullable=False),
            sa.Column("is_internal", sa.Boolean(), nullable=False),
            sa.Column("ended_at", moment, nullable=True),
        ),
        *points("own_meeting_kinds"),
        sa.UniqueConstraint(
            "municipality_id", "name", name=op.f("uq_own_meeting_kinds_municipality_id_name")
        ),
        sqlite_strict=True,
    )
    op.create_table(
        "meetings",
        *owned(
            "meetings",
            sa.Column("kind", sa.String(length=40), nullable=False),
            sa.Column("own_kind_id", sa.Uuid(), nullable=True),
            sa.Column("on_day", sa.Date(), nullable=False),
            sa.Column("begins", sa.String(length=5), nullable=False),
            sa.Column("place", sa.String(length=120), nullable=False),
            sa.Column("cut_off_on", sa.Date(), nullable=False),
            sa.Column("chair_id", sa.Uuid(), nullable=False),
            sa.Column("called_at", moment, nullable=False),
            sa.Column("called_by_id", sa.Uuid(), nullable=False),
            sa.Column("closed_at", moment, nullable=True),
            sa.Column("closed_by_id", sa.Uuid(), nullable=True),
            sa.Column("version", sa.Integer(), nullable=False),
        ),
        *points(
            "meetings",
            own_kind_id="own_meeting_kinds",
            chair_id="users",
            called_by_id="users",
            closed_by_id="users",
        ),
        *checks(
            "meetings",
            meetingkind=f"kind IN ({listed(KINDS)})",
            own_kind_named="(kind = 'own') = (own_kind_id IS NOT NULL)",
            cut_off_before="cut_off_on <= on_day",
            closed_by_somebody="(closed_at IS NULL) = (closed_by_id IS NULL)",
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_meetings_day", "meetings", ["municipality_id", "on_day"])


def _add_items(moment: sa.DateTime) -> None:
    op.create_table(
        "agenda_items",
        *owned(
            "agenda_items",
            sa.Column("meeting_id", sa.Uuid(), nullable=False),
            sa.Column("case_id", sa.Uuid(), nullable=False),
            sa.Column("track", sa.String(length=40), nullable=True),
            sa.Column("purpose_sealed", sa.LargeBinary(), nullable=True),
            sa.Column("put_at", moment, nullable=False),
            sa.Column("put_by_id", sa.Uuid(), nullable=False),
            sa.Column("outcome", sa.String(length=40), nullable=True),
            sa.Column("shared_sealed", sa.LargeBinary(), nullable=True),
            sa.Column("content", sa.String(length=40), nullable=True),
            sa.Column("reason_sealed", sa.LargeBinary(), nullable=True),
            sa.Column("moved_to_id", sa.Uuid(), nullable=True),
            sa.Column("concluded_at", moment, nullable=True),
            sa.Column("concluded_by_id", sa.Uuid(), nullable=True),
            sa.Column("version", sa.Integer(), nullable=False),
        ),
        *points(
            "agenda_items",
            meeting_id="meetings",
            case_id="cases",
            put_by_id="users",
            moved_to_id="meetings",
            concluded_by_id="users",
        ),
        *checks(
            "agenda_items",
            trackkind=f"track IN ({listed(TRACKS)})",
            itemoutcome=f"outcome IN ({listed(OUTCOMES)})",
            contentclass=f"content IN ({listed(CONTENTS)})",
            outcome_has_moment="(outcome IS NULL) = (concluded_at IS NULL)",
            concluded_by_somebody="(concluded_at IS NULL) = (concluded_by_id IS NULL)",
            postponed_to_a_meeting=POSTPONED,
            not_held_for_a_reason=NOT_HELD,
        ),
        sqlite_strict=True,
    )
    op.create_index("ix_agenda_items_meeting", "agenda_items", ["meeting_id"])
    op.create_index("ix_agenda_items_case", "agenda_items", ["case_id", "concluded_at"])


def _add_invitations(moment: sa.DateTime) -> None:
    op.create_table(
        "invitations",
        *owned(
            "invitations",
            sa.Column("item_id", sa.Uuid(), nullable=False),
            sa.Column("case_id", sa.Uuid(), nullable=False),
            sa.Column("user_id", sa.Uuid(), nullable=True),
            sa.Column("organisation_id", sa.Uuid(), nullable=True),
            sa.Column("name_sealed", sa.LargeBinary(), nullable=True),
            sa.Column("ground", sa.String(length=40), nullable=False),
            sa.Column("need", sa.String(length=40), nullable=False),
            sa.Column("why_sealed", sa.LargeBinary(), nullable=True),
            sa.Column("presence", sa.String(length=40), nullable=True),
            sa.Column("invited_at", moment, nullable=False),
            sa.Column("invited_by_id", sa.Uuid(), nullable=False),
            sa.Column("withdrawn_at", moment, nullable=True),
            sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        ),
        *points(
            "invitations",
            item_id="agenda_items",
            case_id="cases",
            user_id="users",
            organisation_id="organisations",
            invited_by_id="users",
            withdrawn_by_id="users",
        ),
        *checks(
            "invitations",
            shareground=f"ground IN ({listed(GROUNDS)})",
            need=f"need IN ({listed(NEEDS)})",
            presence="presence IN ('present', 'absent')",
            somebody="(user_id IS NULL) = (organisation_id IS NOT NULL)",
            outsider_has_name="(user_id IS NULL) = (name_sealed IS NOT NULL)",
            withdrawn_by_somebody="(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)",
        ),
        sqlite_strict=True,
    )
    for name in ("item", "user", "case"):
        op.create_index(f"ix_invitations_{name}", "invitations", [f"{name}_id"])


def _free_actions() -> None:
    """Let an action stem from a meeting, and not from a goal."""
    op.add_column("plan_actions", sa.Column("agenda_item_id", sa.Uuid(), nullable=True))
    op.add_column("plan_actions", sa.Column("executor_sealed", sa.LargeBinary(), nullable=True))
    points = (
        "CONSTRAINT fk_plan_actions_agenda_item_id_agenda_items"
        " FOREIGN KEY(agenda_item_id) REFERENCES agenda_items (id)"
    )
    stems = f"CONSTRAINT ck_plan_actions_stems_from CHECK ({STEMS})"
    if _on_sqlite():
        make_anew("plan_actions", lambda made: _freed(made, points, stems))
    else:
        op.alter_column("plan_actions", "goal_id", nullable=True)
        for rule in (points, stems):
            op.execute(f"ALTER TABLE plan_actions ADD {rule}")
    op.create_index("ix_plan_actions_item", "plan_actions", ["agenda_item_id"])


GOAL = "goal_id TEXT NOT NULL"


def _freed(made: str, *rules: str) -> str:
    body, _, tail = made.replace(GOAL, GOAL.removesuffix(" NOT NULL")).rpartition(")")
    return ", ".join((body, *rules)) + ")" + tail


def _refuse(name: str, table: str, verb: str, when: str, said: str) -> None:
    if _on_sqlite():
        op.execute(
            f"CREATE TRIGGER {name} BEFORE {verb} ON {table} WHEN {when}"
            f" BEGIN SELECT RAISE(ABORT, '{said}'); END"
        )
        return
    # It asks of every row, whoever writes: what somebody may not read counts too. The voice is
    # raised in the body: who owns the tables may not fix a setting to a function.
    row = "OLD" if verb == "DELETE" else "NEW"
    op.execute(
        f"CREATE FUNCTION refuse_{name}() RETURNS trigger LANGUAGE plpgsql AS $$"
        " DECLARE spoke text := current_setting('samenhang.voice', true); refused boolean;"
        " BEGIN PERFORM set_config('samenhang.voice', 'unseen', true);"
        f" refused := ({when});"
        " PERFORM set_config('samenhang.voice', coalesce(spoke, ''), true);"
        f" IF refused THEN RAISE EXCEPTION '{said}'; END IF; RETURN {row}; END $$"
    )
    op.execute(
        f"CREATE TRIGGER {name} BEFORE {verb} ON {table} FOR EACH ROW"
        f" EXECUTE FUNCTION refuse_{name}()"
    )


def downgrade() -> None:
    """Go down again: the meetings go, and with them what was decided there without a goal."""
    finding_kinds.take_away(FOUND)
    for table, rule in MESSAGES:
        op.execute(f"DELETE FROM {table} WHERE kind IN ({listed(TOLD)})")
        left = tuple(word for word in words.known(table, rule) if word not in TOLD)
        words.allow(table, rule, left)
    op.execute("DELETE FROM plan_actions WHERE goal_id IS NULL")
    op.drop_index("ix_plan_actions_item", "plan_actions")
    if _on_sqlite():
        make_anew("plan_actions", _bound)
        op.execute("ALTER TABLE plan_actions DROP COLUMN agenda_item_id")
    else:
        op.execute("ALTER TABLE plan_actions DROP CONSTRAINT ck_plan_actions_stems_from")
        op.drop_column("plan_actions", "agenda_item_id")
        op.alter_column("plan_actions", "goal_id", nullable=False)
    op.drop_column("plan_actions", "executor_sealed")
    if not _on_sqlite():
        op.execute("DROP POLICY track ON agenda_items")
    for table in ("invitations", "agenda_items", "meetings", "own_meeting_kinds"):
        op.drop_table(table)
    if not _on_sqlite():
        for name in REFUSALS:
            op.execute(f"DROP FUNCTION refuse_{name}()")


def _bound(made: str) -> str:
    """Take what was added out of the statement again, and ask for a goal."""
    kept, _, _rules = made.partition(", CONSTRAINT fk_plan_actions_agenda_item_id_agenda_items")
    tail = made.rpartition(")")[2]
    return kept.replace(GOAL.removesuffix(" NOT NULL"), GOAL) + ")" + tail
