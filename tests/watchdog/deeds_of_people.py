"""What happens to the people: they go, come back, are away, change teams, and know somebody."""

from datetime import timedelta

from sqlalchemy import select

from caseapp import accounts, acquaintances, cases, leaves
from caseapp.approvals import payload as payloads
from caseapp.extensions import db
from caseapp.flows import approved
from caseapp.kernel import clock
from caseapp.model.acquaintances import Acquaintance
from caseapp.model.approvals import Approval
from caseapp.model.leaves import Leave

DAY = timedelta(days=1)


class DeedsOfPeople:
    """Each deed picks what it does by two numbers; what cannot be done does not happen."""

    def leaves(self, number, other):
        accounts.deactivate(self.acts(self.fay), self.who(number), at_once=other % 2 == 0)

    def goes_away(self, number, other):
        who, today = self.who(number), clock.today()
        leaves.ask(
            self.acts(who),
            who,
            first_on=today + (other % 4) * DAY,
            last_on=today + (other % 4 + number % 9) * DAY,
            substitute=self.who(number + other) if other % 5 else None,
        )

    def stands_in(self, number, other):
        query = select(Leave).where(Leave.municipality_id == self.town.id)
        known = db.session.scalars(query.where(Leave.ended_at.is_(None))).all()
        if known:
            leave = known[number % len(known)]
            if other % 4 == 0:
                leaves.withdraw(self.acts(leave.user), leave)
            elif other % 4 == 1 and leave.substitute is not None:
                leaves.refuse(self.acts(leave.substitute), leave)
            elif leave.substitute is not None:
                leaves.accept(self.acts(leave.substitute), leave)

    def returns(self, number, _other):
        self.who(number).deactivated_at = None

    def moves_team(self, number, other):
        user = self.who(number)
        teams = (self.town.care_team, self.town.safety_team, self.town.intake_team)
        accounts.arrange(
            self.acts(self.fay),
            user,
            function=user.function,
            roles=user.roles,
            team_ids=[teams[other % 3].id] if other % 4 else [],
        )

    def knows(self, number, other):
        """Somebody says "I know this person", of a resident or of one case."""
        actor, case = self.acts(self.who(number)), self.case(other)
        if other % 2:
            acquaintances.step_aside_from_resident(actor, self.residents[number % 2])
        elif case is not None:
            acquaintances.step_aside_from_case(actor, case)

    def lives_there(self, number, other):
        """Somebody says where they live: it may be where a resident lives, or where they did."""
        postcode, house = [("7061AB", "12"), ("7061AB", "14"), ("", "")][other % 3]
        acquaintances.set_own_marks(
            self.acts(self.who(number)),
            self.town.municipality,
            first_names="",
            surname="",
            born=None,
            postcode=postcode,
            house_number=house,
        )

    def asks_to_lift(self, number, _other):
        user = self.who(number)
        mine = select(Acquaintance).where(Acquaintance.user_id == user.id)
        declared = db.session.scalars(mine.where(Acquaintance.lifted_at.is_(None))).first()
        if declared is not None:
            acquaintances.ask_lift(self.acts(user), declared, reason="Een vergissing.")

    def asks_to_shield(self, number, _other):
        case = self.case(number)
        if case is not None and case.director is not None:
            cases.ask_shield(self.acts(case.director), case, reason="Een bekende naam.")

    def agrees(self, number, other):
        """A second person says yes or no to what was asked, however long ago that was."""
        query = select(Approval).where(Approval.municipality_id == self.town.id)
        waiting = db.session.scalars(query.where(Approval.decided_at.is_(None))).all()
        if waiting:
            asked = waiting[number % len(waiting)]
            shown = payloads.hashed(asked.kind, asked.subject_id, asked.payload).hex()
            second = self.people[2] if other % 2 else self.piet
            approved.decide(self.acts(second), asked, shown=shown, granted=other % 5 > 0)
