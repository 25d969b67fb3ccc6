"""Who there is in the town of the course of a case, by name, and a clock that ticks."""

from datetime import timedelta
from itertools import count

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.accounts import User
from tests.support.cast import actor_for

MONDAY = 0
PROCESS, LEADS, ON_CALL = ("piet", "petra"), ("lida", "leo"), ("olga", "otto")
WORKERS = ("dora", "noor", "sem", "vera", *LEADS, *PROCESS, *ON_CALL)
ADMINISTRATORS = ("fay", "gert")
EVERYBODY = (*WORKERS, *ADMINISTRATORS)


class Crew:
    """The people, by name; a social worker is on the care side, an adviser on the other."""

    def __init__(self, town):
        hired = {
            "dora": town.person(Role.SOCIAL_WORKER),
            "noor": town.person(Role.SOCIAL_WORKER),
            "sem": town.person(Role.SAFETY_ADVISER),
            "vera": town.person(Role.SOCIAL_WORKER),
            "lida": town.person(Role.TEAM_LEAD),
            "leo": town.person(Role.TEAM_LEAD, team=town.safety_team),
            "piet": town.person(Role.PROCESS_DIRECTOR),
            "petra": town.person(Role.PROCESS_DIRECTOR),
            "olga": town.person(Role.SAFETY_ADVISER, team=town.intake_team),
            "otto": town.person(Role.SAFETY_ADVISER, team=town.intake_team),
            "fay": town.person(Role.FUNCTIONAL_ADMINISTRATOR),
            "gert": town.person(Role.FUNCTIONAL_ADMINISTRATOR),
        }
        self.town = town
        self.ids = {name: user.id for name, user in hired.items()}
        self.names = {user_id: name for name, user_id in self.ids.items()}
        self.actors = {name: actor_for(user) for name, user in hired.items()}

    def user(self, name):
        return db.session.get(User, self.ids[name]) if name is not None else None


class Ticking:
    """A clock on which no two moments are the same, and that goes on for nobody's slowness."""

    def __init__(self, start):
        self.start, self.ticks = start, count(1)

    def __call__(self):
        return self.start + timedelta(microseconds=next(self.ticks))


def next_monday(now):
    """Give the first moment of next week: what happens on which day is up to the course."""
    today = clock.local(now).date()
    return clock.midnight(today + timedelta(days=7 - today.weekday()))
