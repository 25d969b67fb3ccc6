"""The rows of one municipality as they lie in the tables, and who could do anything by them.

Raw SQL and plain loops; nothing here is asked of the product. It is the ground under the oracles.
"""

from datetime import UTC, date, datetime
from uuid import UUID

from sqlalchemy import text

from caseapp.extensions import db

DOES_CASEWORK = {"social-worker", "safety-adviser", "intake", "process-director", "team-lead"}
TRADES = {"social-worker": "care", "safety-adviser": "safety"}
TABLES = (
    "cases", "tracks", "involvements", "flags", "steps", "team_memberships", "role_grants",
    "handovers", "watches", "signals", "acquaintances", "colleague_marks", "search_keys",
    "case_subjects", "household_members", "measures", "plan_actions", "meetings", "agenda_items",
    "phase_changes", "evaluations",
)  # fmt: skip


def _rows(table, municipality):
    query = text(f"SELECT * FROM {table} WHERE municipality_id = :id")
    identity = municipality.hex if db.engine.dialect.name == "sqlite" else municipality
    found = db.session.execute(query, {"id": identity}, execution_options={"unseen": "count"})
    return [dict(row) for row in found.mappings()]


def as_id(value):
    return value if isinstance(value, UUID) or value is None else UUID(value)


def as_day(value):
    return date.fromisoformat(value) if isinstance(value, str) else value


def as_moment(value):
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value


class Books:
    """All rows of one municipality that say something of cover."""

    def __init__(self, municipality, today):
        self.today = today
        for table in TABLES:
            setattr(self, table, _rows(table, municipality))
        self.users = {as_id(one["id"]): one for one in _rows("users", municipality)}
        self.leaves = [one for one in _rows("leaves", municipality) if one["ended_at"] is None]
        self._kept = {}

    def roles(self, user):
        mine = (one for one in self.role_grants if as_id(one["user_id"]) == user)
        return {one["role"] for one in mine if one["ended_at"] is None}

    def works(self, user):
        """Tell whether somebody can sign in and does casework."""
        active = self.users[user]["deactivated_at"] is None
        return active and bool(self.roles(user) & DOES_CASEWORK)

    def can_open(self, user, thing):
        """Tell whether somebody works here and is kept from nothing of this case or resident."""
        return self.works(user) and thing not in self.kept_from(user)

    def members(self, team):
        return [as_id(one["user_id"]) for one in self.team_memberships if one["team_id"] == team]

    def about(self, case):
        """Give the residents a case is about."""
        mine = (one for one in self.case_subjects if one["case_id"] == case["id"])
        return {as_id(one["resident_id"]) for one in mine}

    def holder(self, case, part, track=None):
        for one in self.involvements:
            same = one["case_id"] == case["id"] and one["part"] == part and one["track"] == track
            if same and one["ended_at"] is None:
                return as_id(one["user_id"])
        return None

    def leaves_today(self, user):
        return [
            one
            for one in self.leaves
            if as_id(one["user_id"]) == user
            and as_day(one["first_on"]) <= self.today <= as_day(one["last_on"])
        ]

    def fits(self, user, side):
        """Tell whether somebody has no trade, or that of this side."""
        trades = {TRADES[role] for role in self.roles(user) if role in TRADES}
        return side is None or not trades or side in trades

    def left_alone(self, user, thing, side, *, shielded):
        """Tell whether somebody is away and nobody who can do it said to stand in."""
        away = self.leaves_today(user)
        return bool(away) and not any(
            not shielded
            and one["accepted_at"] is not None
            and self.can_open(as_id(one["substitute_id"]), thing)
            and self.fits(as_id(one["substitute_id"]), side)
            and not self.leaves_today(as_id(one["substitute_id"]))
            for one in away
        )

    def kept_from(self, user):
        """Give the residents, cases and signals of which somebody may see nothing."""
        if user not in self._kept:
            self._kept[user] = self._kept_from(user)
        return self._kept[user]

    def _kept_from(self, user):
        said = [
            one
            for one in self.acquaintances
            if as_id(one["user_id"]) == user and one["lifted_at"] is None
        ]
        known = {as_id(one["resident_id"]) for one in said} - {None} | self._own(user)
        named = {as_id(one["case_id"]) for one in said} - {None}
        of_known = {as_id(one["id"]) for one in self.cases if self.about(one) & known}
        home = self._marks(user, "address")
        at_home = {
            as_id(one["id"])
            for one in self.signals
            if one["resident_id"] is None and one["address_key"] in home
        }
        return known | named | of_known | at_home

    def _marks(self, user, kind):
        mine = (one for one in self.colleague_marks if as_id(one["user_id"]) == user)
        return {one["mark"] for one in mine if one["kind"] == kind}

    def _under(self, marks):
        """Give the residents who are found under one of these."""
        found = (one for one in self.search_keys if one["search_key"] in marks)
        return {as_id(one["resident_id"]) for one in found}

    def _own(self, user):
        """Give who they are or live with."""
        named, born = self._under(self._marks(user, "name")), self._marks(user, "birth-date")
        own = named & self._under(born) | self._under(self._marks(user, "address"))
        now = [one for one in self.household_members if one["ended_on"] is None]
        homes = {one["household_id"] for one in now if as_id(one["resident_id"]) in own}
        return own | {as_id(one["resident_id"]) for one in now if one["household_id"] in homes}
