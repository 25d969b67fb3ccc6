"""A small town in which things happen, by the real actions, in whatever order."""

from dataclasses import replace

from sqlalchemy import select

from caseapp import accesslog, watchdog
from caseapp.accounts import doors
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.kernel.errors import NotPermitted, RuleBroken
from caseapp.model.cases import Case
from caseapp.model.signals import Signal
from caseapp.model.watchdog import Finding
from caseapp.residents import search_rows
from tests.support.cast import Town, actor_for
from tests.support.world import Unwatched
from tests.watchdog.deeds_of_cases import DeedsOfCases
from tests.watchdog.deeds_of_meetings import DeedsOfMeetings
from tests.watchdog.deeds_of_people import DeedsOfPeople
from tests.watchdog.deeds_of_plans import DeedsOfPlans
from tests.watchdog.deeds_of_signals import DeedsOfSignals
from tests.watchdog.deeds_of_work import DeedsOfWork

ADDRESSES = (("7061AB", 12), ("7061AB", 14))


class Place(
    DeedsOfCases, DeedsOfMeetings, DeedsOfPeople, DeedsOfPlans, DeedsOfSignals, DeedsOfWork
):
    """The people, the residents, and what stands open with them."""

    def __init__(self, hands):
        self.hands = hands
        db.session().info["logbook"] = Unwatched()
        self.town = Town()
        self.people = [
            self.town.person(role)
            for role in (Role.SOCIAL_WORKER, Role.SAFETY_ADVISER, Role.TEAM_LEAD, Role.INTAKE)
        ]
        self.piet = self.town.person(Role.PROCESS_DIRECTOR)
        self.pia = self.town.person(Role.PROCESS_DIRECTOR)
        self.fay = self.town.person(Role.FUNCTIONAL_ADMINISTRATOR)
        self.residents = [self._lives_at(*address) for address in ADDRESSES]

    def _lives_at(self, postcode, number):
        made = self.town.resident(postcode=postcode, house_number=str(number))
        search_rows.write_anew(db.session(), made)
        db.session.commit()
        return made

    def open(self, what):
        """Give the cases or the signals of the town, the oldest first."""
        when = {Case: Case.opened_at, Signal: Signal.created_at}[what]
        query = select(what).where(what.municipality_id == self.town.id)
        return list(db.session.scalars(query.order_by(when, what.id)))

    def case(self, number):
        """Give one of the cases, if there are any."""
        known = self.open(Case)
        return known[number % len(known)] if known else None

    def signal(self, number):
        """Give one of the signals, if there are any; decided ones too."""
        known = self.open(Signal)
        return known[number % len(known)] if known else None

    def who(self, number):
        """Give one of the people."""
        return self.people[number % len(self.people)]

    def team(self, number):
        """Give one of the teams."""
        town = self.town
        return (town.care_team, town.safety_team, town.intake_team)[number % 3]

    def acts(self, user):
        """Give somebody as they act after signing in: kept out, or standing in, as it is today."""
        return replace(
            actor_for(user),
            kept_from=doors.kept_from(user.id),
            stands_in_for=doors.stands_in_for(user.id),
        )

    def do(self, name, number, other):
        """Try to do something; what the law or a rule forbids does not happen."""
        try:
            getattr(self, name)(number, other)
            db.session.commit()
        except (NotPermitted, RuleBroken):
            db.session.rollback()

    def look(self):
        """Let the worker go its round."""
        watchdog.examine(self.town.id)
        accesslog.logbook(db.session()).clear()

    def listed(self):
        """Give what is on the list now: its kind, and what it is about."""
        query = select(Finding.kind, Finding.subject_id)
        mine = query.where(Finding.municipality_id == self.town.id, watchdog.running(clock.now()))
        return {(str(row.kind), row.subject_id) for row in db.session.execute(mine)}


DEEDS = sorted(name for of in Place.__bases__ for name in vars(of) if not name.startswith("_"))
