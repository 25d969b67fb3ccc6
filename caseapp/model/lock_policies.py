"""The second lock itself: which rows PostgreSQL gives to whom, as policies on the tables.

Coarser than the law in `caseapp.policy`, and never narrower: no row of another municipality, ever,
and nothing on a track on which somebody does not work. What else may be read is for the law to
say. A table of a noun that belongs to a municipality is locked by itself; `UNLOCKED` names those
that are not, and why.
"""

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, text

from caseapp.model.base import Base
from caseapp.model.lock import Voice

UNLOCKED = {
    "access_entries": "the log: one tree over all of it, which its sealer and auditor read whole",
    "processings": "the log, likewise",
    "log_trees": "seals of the log; about nobody",
    "log_checks": "checks of the log; about nobody",
    "log_holds": "a hold on the log that somebody does not see would not hold",
    "log_destructions": "ends of months; about nobody, and read by the triggers of the log",
}
"""Tables of a municipality without the lock, and why: the roles of `caseapp.model.roles` and the
triggers guard them, and they hold no name and no text."""

MINE = (
    "municipality_id = (SELECT nullif(current_setting('samenhang.municipality', true), '')::uuid)"
)
"""Asked once a statement, not once a row. Nothing set is no municipality, and so is nothing left
of a setting: PostgreSQL gives an empty text for one that was set before on this connection."""


ON_TRACK = (
    "track IS NULL"
    " OR (SELECT current_setting('samenhang.voice', true)) IN ('unseen', 'builder')"
    " OR EXISTS (SELECT 1 FROM involvements i"
    " WHERE i.case_id = steps.case_id AND i.ended_at IS NULL"
    " AND i.user_id = (SELECT nullif(current_setting('samenhang.person', true), '')::uuid)"
    " AND (i.part = 'director' OR i.track = steps.track))"
    " OR EXISTS (SELECT 1 FROM involvements i JOIN leaves l ON l.user_id = i.user_id"
    " WHERE i.case_id = steps.case_id AND i.ended_at IS NULL"
    " AND l.substitute_id = (SELECT nullif(current_setting('samenhang.person', true), '')::uuid)"
    " AND l.accepted_at IS NOT NULL AND l.ended_at IS NULL"
    " AND (i.part = 'director' OR i.track = steps.track))"
    " OR EXISTS (SELECT 1 FROM emergency_accesses e"
    " WHERE e.case_id = steps.case_id AND e.ended_at IS NULL AND e.tracks_opened_at IS NOT NULL"
    " AND e.user_id = (SELECT nullif(current_setting('samenhang.person', true), '')::uuid))"
)
"""Coarser than the law: it asks no role, day or shield; an emergency or a leave runs until somebody
ends it."""
ON_TRACKS = frozenset({"steps", "plan_goals", "plan_actions", "plan_measurements", "agenda_items"})
"""What may stand on one track: on it nobody else reads."""
ALSO = {
    "agenda_items": (
        " OR EXISTS (SELECT 1 FROM invitations v"
        " WHERE v.item_id = agenda_items.id AND v.withdrawn_at IS NULL"
        " AND v.user_id = (SELECT nullif(current_setting('samenhang.person', true), '')::uuid))"
    ),
}
"""Who reads one row on a track beside: who was asked to the table for it."""


def on_track(table: str) -> str:
    """Give the condition for what may stand on a track, in one of these tables."""
    return ON_TRACK.replace("steps.", f"{table}.") + ALSO.get(table, "")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a voice opens: which tables, and whether to change rows or only to read them."""

    tables: frozenset[str]
    command: str = "ALL"


DOOR = frozenset(
    {
        "users",
        "user_sessions",
        "role_grants",
        "team_memberships",
        "acquaintances",
        "colleague_marks",
        "emergency_accesses",
        "leaves",
        "api_tokens",
        "calendar_feeds",
        "ladders",
    }
)
SWEEPER = frozenset(
    {
        "searches",
        "drafts",
        "user_sessions",
        "stated_purposes",
        "import_runs",
        "data_keys",
        "messages",
    }
)
WORKER = frozenset({"messages"})
NIGHT = frozenset({"log_targets", "data_keys", "approvals", "users"})


def locked() -> list[str]:
    """Give the tables that carry the lock."""
    return sorted(
        name
        for name, table in Base.metadata.tables.items()
        if "municipality_id" in table.c and name not in UNLOCKED
    )


def openings() -> dict[Voice, Opening]:
    """Give what each voice opens."""
    return {
        Voice.DOOR: Opening(DOOR, "SELECT"),
        Voice.SWEEPER: Opening(SWEEPER),
        Voice.NIGHT: Opening(NIGHT, "SELECT"),
        Voice.WORKER: Opening(WORKER),
        Voice.UNSEEN: Opening(frozenset()),
        Voice.BUILDER: Opening(frozenset(locked())),
    }


def spoken(voice: str) -> str:
    """Give the condition that somebody speaks with this voice."""
    return f"(SELECT current_setting('samenhang.voice', true)) = '{voice}'"


def policies(table: str) -> dict[str, str]:
    """Give the policies of a table by name, as the rest of the statement that makes each."""
    made = {"municipality": f"FOR ALL USING ({MINE})"}
    for voice, opening in openings().items():
        if table in opening.tables:
            made[voice.value] = f"FOR {opening.command} USING ({spoken(voice.value)})"
    if table in ON_TRACKS:
        made["track"] = f"AS RESTRICTIVE FOR SELECT USING ({on_track(table)})"
    return made


ASKED = text(
    "SELECT c.relname, c.relrowsecurity AND c.relforcerowsecurity AS locked, p.polname,"
    " p.polpermissive, p.polcmd::text, pg_get_expr(p.polqual, p.polrelid) AS told"
    " FROM pg_class c LEFT JOIN pg_policy p ON p.polrelid = c.oid"
    " WHERE c.relnamespace = 'public'::regnamespace AND c.relname = ANY(:names)"
)
ESSENCE = re.compile(r"samenhang\.\w+|'\w+'|\b(?:or|and|exists|is null|true)\b", re.IGNORECASE)
"""What a condition hangs on, however a version of PostgreSQL writes the rest of it down."""
Told = tuple[bool, str, tuple[str, ...]]


def missing(connection: Connection) -> Iterator[str]:
    """Give each table whose lock is not there, is off, lets its owner through, or asks less."""
    found: dict[str, dict[str, Told]] = defaultdict(dict)
    for row in connection.execute(ASKED, {"names": locked()}):
        if row.locked and row.polname is not None:
            found[row.relname][row.polname] = (row.polpermissive, row.polcmd, _essence(row.told))
    for name in locked():
        if found[name] != {policy: _wanted(told) for policy, told in policies(name).items()}:
            yield name


def _wanted(told: str) -> Told:
    command = "r" if "FOR SELECT" in told else "*"
    return "AS RESTRICTIVE" not in told, command, _essence(told.partition("USING")[2])


def _essence(condition: str) -> tuple[str, ...]:
    return tuple(word.lower() for word in ESSENCE.findall(condition))
