"""A case on which nothing is wrong, and ways to change it past the application."""

from datetime import timedelta

from sqlalchemy import update

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accounts import User
from caseapp.model.case_words import CaseState, Phenomenon, TrackKind, TrackState
from caseapp.model.cases import Case, Involvement, Track
from caseapp.model.closures import Watch
from caseapp.model.journal import Source
from caseapp.model.leaves import Leave
from caseapp.model.reviews import Review, ReviewKind
from caseapp.model.sealed import DataKey
from caseapp.model.signals import Signal, Urgency

DAY = timedelta(days=1)
CARE = TrackKind.CARE


class Scene:
    """A case on which nothing is wrong: Lida leads the team, owns the care track and directs."""

    def __init__(self, town):
        self.town, self.today, self.now = town, clock.today(), clock.now()
        self.lida = town.person(Role.TEAM_LEAD)
        self.noor, self.dora = (town.person(Role.SOCIAL_WORKER) for _ in range(2))
        self.sem = town.person(Role.SAFETY_ADVISER)
        town.person(Role.TEAM_LEAD, team=town.safety_team)
        town.person(Role.TEAM_LEAD, team=town.intake_team)
        self.viewer = self.lida

    def case(self, **who):
        who = {"care": self.lida, "safety": self.sem, "director": self.lida} | who
        self.made = self.town.case(**who)
        self.care = self.made.track(CARE)
        return self.made

    def signal(self, **facts):
        known = {
            "municipality_id": self.town.id, "key": DataKey.draw(self.town.id),
            "phenomenon": Phenomenon.NUISANCE, "source": Source.NEIGHBOUR,
            "urgency": Urgency.USUAL, "received_on": self.today, "wants_answer": False,
            "recorded_by_id": self.sem.id, "team_id": self.town.care_team.id,
            "next_on": self.today + DAY, "body": "Er wordt geschreeuwd.", "place": "Dorpsstraat",
        }  # fmt: skip
        return self.add(Signal(**(known | facts)))

    def add(self, row):
        db.session.add(row)
        db.session.commit()
        return row

    def change(self, table, where, **values):
        """Change rows past the application."""
        query = update(table).where(where).values(**values)
        db.session.execute(query, execution_options={"synchronize_session": False})
        db.session.commit()

    def change_case(self, **values):
        self.change(Case, Case.id == self.made.id, **values)

    def change_tracks(self, **values):
        self.change(Track, Track.case_id == self.made.id, **values)

    def end_part(self, part, when=None):
        mine = (Involvement.case_id == self.made.id) & (Involvement.part == part)
        care = Involvement.track.is_distinct_from(TrackKind.SAFETY)
        self.change(Involvement, mine & care, ended_at=when or self.now)

    def go(self, user, when):
        self.change(User, User.id == user.id, deactivated_at=when)

    def away(self, user):
        days = {"first_on": self.today, "last_on": self.today + 5 * DAY}
        asked = {"asked_at": self.now, "asked_by_id": user.id}
        self.add(Leave(municipality_id=self.town.id, user_id=user.id, **days, **asked))

    def watched(self, watcher, until=9):
        self.case(state=CaseState.CLOSED)
        self.change_tracks(next_on=None, state=TrackState.DONE)
        facts = {"started_at": self.now, "until_on": self.today + until * DAY}
        case = {"case_id": self.made.id, "case": self.made}
        watch = Watch(municipality_id=self.town.id, watcher_id=watcher.id, **case, **facts)
        self.add(watch)

    def reviewed(self):
        """Something on the desk of the privacy officer."""
        self.viewer = self.town.person(Role.PRIVACY_OFFICER)
        facts = {"subject_kind": "cases", "subject_id": self.case().id, "day": self.today}
        due = {"opened_at": self.now, "due_on": self.today - 2 * DAY}
        who = {"municipality_id": self.town.id, "user_id": self.noor.id}
        key = DataKey.draw(self.town.id)
        return self.add(Review(kind=ReviewKind.EMERGENCY, key=key, **who, **facts, **due))
