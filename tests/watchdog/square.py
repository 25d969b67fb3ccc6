"""A town with a case on which everything is covered, as far as threads may share it."""

from datetime import timedelta

from caseapp import accounts, cases, closures, handovers, leaves, signals
from caseapp.escalation import descents
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Role
from caseapp.model.case_words import Part, Phenomenon, TrackKind, TrackState
from caseapp.model.cases import Case
from caseapp.model.closures import ClosureReason, ReopeningGround
from caseapp.model.handovers import HandoverOf
from caseapp.model.journal import Source
from caseapp.model.organisations import Municipality, Team
from caseapp.model.signals import Urgency
from tests.support.cast import Town, actor_for

DAY = timedelta(days=1)
CARE, SAFETY = TrackKind.CARE, TrackKind.SAFETY
STORY = {"reason": ClosureReason.OTHER, "why": "Klaar.", "ending": "Goed.", "is_informed": True,
         "note": "Let op de buren."}  # fmt: skip


class Square:
    """A town with a case, as far as threads may share it: ids, and who acts."""

    def __init__(self):
        town = Town()
        people = {
            "noor": town.person(Role.SOCIAL_WORKER),
            "dora": town.person(Role.SOCIAL_WORKER),
            "sem": town.person(Role.SAFETY_ADVISER),
            "sara": town.person(Role.SAFETY_ADVISER),
            "lida": town.person(Role.TEAM_LEAD),
            "fay": town.person(Role.FUNCTIONAL_ADMINISTRATOR),
        }
        self.town, self.id, self.people = town, town.id, people
        self.actors = {name: actor_for(user) for name, user in people.items()}
        self.ids = {name: user.id for name, user in people.items()}
        self.teams = {TrackKind.CARE: town.care_team.id, TrackKind.SAFETY: town.safety_team.id}
        resident = town.resident()
        self.resident_id = resident.id
        made = town.case(
            resident, care=people["noor"], safety=people["sem"], director=people["lida"]
        )
        self.case_id = made.id

    def case(self):
        return db.session.get_one(Case, self.case_id)

    def user(self, name):
        return accounts.user(self.ids[name])

    def team(self, kind):
        return db.session.get_one(Team, self.teams[kind])

    def goes(self, name):
        """Somebody goes for good, unless something is open with them."""
        return lambda: accounts.deactivate(self.actors["fay"], self.user(name))

    def away(self, name):
        """Somebody goes on leave, unless something is open with them."""
        days = {"first_on": clock.today(), "last_on": clock.today() + DAY}
        return lambda: leaves.ask(self.actors[name], self.user(name), **days)

    def staffs(self, name, part=Part.OWNER, track=CARE):
        facts = {"part": part, "track": track}
        return lambda: cases.staff_case(
            self.actors["lida"], self.case(), user=self.user(name), **facts
        )

    def offers(self, name="dora"):
        made = handovers.offer(
            self.actors["noor"], self.case(), of=HandoverOf.CARE, user=self.user(name), note="Dit."
        )
        db.session.commit()
        return made.id

    def descends(self, name="dora"):
        """It is proposed that the case comes down to somebody, and a second person agreed."""
        piet = self.town.person(Role.PROCESS_DIRECTOR)
        case = self.case()
        case.phase = 2
        db.session.commit()
        day, receiver = clock.today() + 9 * DAY, self.user(name)
        made = descents.propose(
            actor_for(piet), case, reason="Rust.", receiver=receiver, aftercare_on=day
        )
        descents.agree(self.actors["lida"], made)
        db.session.commit()
        return made.id

    def reports(self, name="noor", side=SAFETY, **facts):
        made = signals.record_signal(
            self.actors[name],
            db.session.get_one(Municipality, self.id),
            team=self.team(side),
            phenomenon=Phenomenon.NUISANCE,
            source=Source.NEIGHBOUR,
            urgency=Urgency.USUAL,
            received_on=clock.today(),
            body="Er wordt geschreeuwd.",
            place="Dorpsstraat",
            **facts,
        )
        db.session.flush()
        return made.id

    def finishes(self):
        for name, kind in (("noor", CARE), ("sem", SAFETY)):
            how = {"state": TrackState.DONE, "reason": "Klaar.", "next_on": None}
            cases.arrange_track(self.actors[name], self.case().track(kind), **how)
        db.session.commit()

    def closes(self, **how):
        return closures.close(self.actors["lida"], self.case(), **(STORY | how))

    def watch_offered_to(self, name):
        """The lead closed it and keeps the watch, which is offered to somebody."""
        self.finishes()
        self.closes(watcher=self.user(name), until_on=clock.today() + 9 * DAY)
        db.session.commit()
        return handovers.waiting_watch_of(self.case()).id

    def watched_by(self, name):
        offer = self.watch_offered_to(name)
        handovers.accept(self.actors[name], handovers.handover(offer))
        db.session.commit()
        return closures.running_watch_of(self.case()).id

    def reopens(self):
        return closures.reopen(
            self.actors["lida"],
            self.case(),
            ground=ReopeningGround.RELAPSE,
            why="Het gaat weer mis.",
            next_on=clock.today() + DAY,
            tracks={CARE: self.team(CARE)},
        )
