"""Who is not covered, written a second time: plain loops over whole tables, read as raw SQL.

From the text of the promise, not from the product: nothing here asks the watchdog, and it knows
nothing of findings. It begins at the residents' cases and subtracts what is covered.
"""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text

from caseapp.extensions import db

DOES_CASEWORK = {
    "social-worker",
    "safety-adviser",
    "intake",
    "process-director",
    "team-lead",
}
CONTACT = {1: 90, 2: 42, 3: 14, 4: 7}
STAGNATION = {1: 120, 2: 60, 3: 21, 4: 10}
SPOKEN = {"phone-call", "home-visit", "office-visit", "message"}


def _rows(table, municipality):
    query = text(f"SELECT * FROM {table} WHERE municipality_id = :id")
    identity = municipality.hex if db.engine.dialect.name == "sqlite" else municipality
    found = db.session.execute(query, {"id": identity}, execution_options={"unseen": "count"})
    return [dict(row) for row in found.mappings()]


def _id(value):
    return value if isinstance(value, UUID) else UUID(value)


def _day(value):
    return date.fromisoformat(value) if isinstance(value, str) else value


def _moment(value):
    if isinstance(value, str):
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    return value


class Books:
    """All rows of one municipality that say something of cover."""

    def __init__(self, municipality):
        self.cases = _rows("cases", municipality)
        self.tracks = _rows("tracks", municipality)
        self.parts = _rows("involvements", municipality)
        self.flags = _rows("flags", municipality)
        self.steps = _rows("steps", municipality)
        self.teams = _rows("teams", municipality)
        self.members = _rows("team_memberships", municipality)
        self.users = {_id(one["id"]): one for one in _rows("users", municipality)}
        self.grants = _rows("role_grants", municipality)
        self.offers = _rows("handovers", municipality)
        self.watches = _rows("watches", municipality)
        self.leaves = [one for one in _rows("leaves", municipality) if one["ended_at"] is None]

    def works(self, user):
        roles = {
            grant["role"]
            for grant in self.grants
            if _id(grant["user_id"]) == user and grant["ended_at"] is None
        }
        return self.users[user]["deactivated_at"] is None and bool(roles & DOES_CASEWORK)

    def roles(self, user):
        mine = (one for one in self.grants if _id(one["user_id"]) == user)
        return {one["role"] for one in mine if one["ended_at"] is None}

    def leaves_on(self, user, today):
        return [
            one
            for one in self.leaves
            if _id(one["user_id"]) == user
            and _day(one["first_on"]) <= today <= _day(one["last_on"])
        ]

    def left_alone(self, user, case, track, today):
        """Tell whether somebody is away and nobody who can do it said to stand in."""
        away = self.leaves_on(user, today)
        return bool(away) and not any(self.covers(one, case, track, today) for one in away)

    def covers(self, leave, case, track, today):
        if leave["accepted_at"] is None or case["is_shielded"]:
            return False
        substitute = _id(leave["substitute_id"])
        trades = {
            kind
            for role, kind in (("social-worker", "care"), ("safety-adviser", "safety"))
            if role in self.roles(substitute)
        }
        fits = track is None or not trades or track in trades
        return self.works(substitute) and fits and not self.leaves_on(substitute, today)

    def staffed(self, team):
        return team is not None and any(
            _id(one["team_id"]) == _id(team) and self.works(_id(one["user_id"]))
            for one in self.members
        )

    def holder(self, case, part, track=None):
        for one in self.parts:
            same = one["case_id"] == case["id"] and one["part"] == part and one["track"] == track
            if same and one["ended_at"] is None:
                return _id(one["user_id"])
        return None


def uncovered(municipality, now, today):
    """Give (kind, id) of all that is without a responsible person, a queue or a date to come."""
    books, found = Books(municipality), set()
    for case in books.cases:
        if case["state"] == "closed":
            found |= _watched(books, case, today)
            continue
        mine = [track for track in books.tracks if track["case_id"] == case["id"]]
        needed = [track for track in mine if track["state"] == "needed"]
        if not needed:
            found.add(("nothing-runs", _id(case["id"])))
        director = books.holder(case, "director")
        if director is not None and not books.works(director):
            found.add(("director-gone", _id(case["id"])))
        elif director is not None and books.left_alone(director, case, None, today):
            found.add(("director-away", _id(case["id"])))
        for track in needed:
            found |= _of_track(books, case, track, today)
        found |= _promised(books, case, now)
    return found


def _watched(books, case, today):
    """Over a closed case somebody who works here keeps watch, until a day that is to come."""
    found = set()
    for watch in books.watches:
        if watch["case_id"] != case["id"] or watch["ended_at"] is not None:
            continue
        watcher, identity = _id(watch["watcher_id"]), _id(watch["id"])
        if not books.works(watcher):
            found.add(("watcher-gone", identity))
        elif books.left_alone(watcher, case, None, today):
            found.add(("watcher-away", identity))
        if _day(watch["until_on"]) <= today:
            found.add(("watch-undecided", identity))
    return found


def _promised(books, case, now):
    found = set()
    for flag in books.flags:
        open_flag = flag["case_id"] == case["id"] and flag["answered_at"] is None
        if open_flag and _moment(flag["answer_by"]) <= now:
            found.add(("flag-unanswered", _id(flag["id"])))
    for offer in books.offers:
        mine_too = offer["case_id"] == case["id"]
        came_back = offer["end"] == "returned" and offer["seen_at"] is None
        unanswered = offer["ended_at"] is None or came_back
        if mine_too and unanswered and _moment(offer["answer_by"]) <= now:
            found.add(("handover-unanswered", _id(offer["id"])))
    return found


def _of_track(books, case, track, today):
    found, identity = set(), _id(track["id"])
    owner = books.holder(case, "owner", track["kind"])
    if owner is None:
        if not books.staffed(track["team_id"]):
            found.add(("track-nobodys", identity))
    elif not books.works(owner):
        found.add(("owner-gone", identity))
    elif books.left_alone(owner, case, track["kind"], today):
        found.add(("owner-away", identity))
    if track["next_on"] is None:
        found.add(("no-next-date", identity))
    elif _day(track["next_on"]) < today:
        found.add(("date-passed", identity))
    return found


def silent(municipality, today):
    """Give the care tracks on which nobody was spoken, and the cases on which nothing happened."""
    books, found = Books(municipality), set()
    for case in books.cases:
        if case["state"] == "closed":
            continue
        steps = [step for step in books.steps if step["case_id"] == case["id"]]
        begun = _moment(case["opened_at"]).astimezone(ZoneInfo("Europe/Amsterdam")).date()
        last = max((_day(step["happened_on"]) for step in steps), default=begun)
        if today - last > timedelta(days=STAGNATION[case["phase"]]):
            found.add(("stagnation", _id(case["id"])))
        spoken = [
            _day(step["happened_on"])
            for step in steps
            if step["kind"] in SPOKEN
            and step["outcome"] != "not-reached"
            and step["track"] in {None, "care"}
        ]
        for track in books.tracks:
            of_care = track["case_id"] == case["id"] and track["kind"] == "care"
            if of_care and track["state"] == "needed":
                quiet = today - max(spoken, default=begun)
                if quiet > timedelta(days=CONTACT[case["phase"]]):
                    found.add(("no-contact", _id(track["id"])))
    return found
