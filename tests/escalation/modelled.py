"""What is allowed with the escalation of a case, written down a second time and without the code.

Nothing here asks the product: the phases, the terms and the line of people are typed again.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from caseapp.kernel import clock, deadlines

LAW = "the law"
STAY = {2: 183, 3: 92, 4: 28}
EVALUATION_DAYS, DESCENT_DAYS, LONGEST = 28, 5, timedelta(days=183)
AVE = {
    1: "AVE 1: gewoon",
    2: "AVE 2: er is een vraag of probleem",
    3: "AVE 3: problemen op meer gebieden",
    4: "AVE 4: escalatie",
}
DOWN_OF_THIS_LADDER = "descent-of-another-ladder"


@dataclass(eq=False)
class Office:
    """The people of a municipality by what they are, and the ladders that held, the last first."""

    process: list
    leads: list
    working: list
    gone: set = field(default_factory=set)
    called: list = field(default_factory=list)
    ladders: list = field(default_factory=lambda: [AVE])

    @property
    def ladder(self):
        return self.ladders[0]

    def here(self, people):
        return [one for one in people if one is not None and one not in self.gone]

    def name(self, phase):
        """How a phase is called today: as it was last called, if the ladder has it no more."""
        return next(one[phase] for one in [*self.ladders, AVE] if phase in one)

    def below(self, phase):
        return max(one for one in self.ladder if one < phase)


@dataclass(eq=False)
class Proposal:
    """A proposal to come down, and who said what to it."""

    start: int
    to: int
    by: object
    receiver: object
    day: date
    answer_by: datetime
    agreed_by: object = None
    accepted: bool = False
    end: str | None = None
    id: object = None

    @property
    def waits(self):
        return self.end is None


@dataclass(eq=False)
class Known:
    """One case: who has it, what was decided about it, and what waits."""

    id: object
    phase: int
    since: date
    director: object
    owners: list
    office: Office
    is_open: bool = True
    decided: list = field(default_factory=list)
    """Each as (from, to, the day to look again, whether an evaluation is asked)."""
    called: list = field(default_factory=list)
    """What both phases of each decision were called on its day."""
    decided_on: date | None = None
    asked_on: list = field(default_factory=list)
    """Since which days an evaluation is waited for, the oldest first."""
    proposals: list = field(default_factory=list)
    flags: list = field(default_factory=list)

    @property
    def waiting(self):
        return next((one for one in self.proposals if one.waits), None)

    def decides(self, who):
        oversees = who in self.office.process and self.phase > 1
        return self.is_open and (who == self.director or oversees)

    def works(self, who):
        return who in (self.director, *self.owners)

    def steers(self, who):
        """Directs it, leads a team of it, or directs processes while it is escalated."""
        oversees = who in self.office.process and self.phase > 1
        return who == self.director or who in self.office.leads or oversees

    # --- The phase -------------------------------------------------------------------------------

    def refuses_rise(self, who, to, fault):
        found = {
            LAW: not self.decides(who),
            "phase-unchanged": to == self.phase,
            "phase-down-by-two": to < self.phase,
            "phase-not-on-ladder": to not in self.office.ladder,
            fault: fault is not None,
        }
        return first(found)

    def refuses_staying(self, who, fault):
        found = {
            LAW: not self.decides(who),
            "phase-not-on-ladder": self.phase not in self.office.ladder,
            fault: fault is not None and not (self.phase == 1 and fault == "phase-without-review"),
        }
        return first(found)

    def decide(self, to, review_on, *, evaluated=False):
        self.called.append((self.office.name(self.phase), self.office.name(to)))
        self.decided.append((self.phase, to, review_on, evaluated))
        self.decided_on = clock.today()
        if evaluated:
            self.asked_on.append(self.decided_on)
        if to != self.phase:
            self.phase, self.since = to, self.decided_on

    def rise(self, to, review_on):
        if self.waiting is not None:
            self.waiting.end = "overtaken"
        self.decide(to, review_on)

    # --- Coming down -----------------------------------------------------------------------------

    def refuses_descent(self, who, receiver, fault):
        found = {
            LAW: not self.decides(who),
            "phase-is-lowest": self.phase == 1,
            fault: fault is not None,
            "descent-to-nobody": receiver is None,
            "descent-to-oneself": receiver == who,
            "colleague-unavailable": not self.can_have(receiver),
            "descent-waits-already": self.waiting is not None,
        }
        return first(found)

    def can_have(self, who):
        return who in self.office.working and who not in self.office.gone

    def proposed(self, who, receiver, day):
        closes = deadlines.same_time_after(clock.now(), DESCENT_DAYS)
        below = self.office.below(self.phase)
        made = Proposal(self.phase, below, who, receiver, day, closes)
        self.proposals.append(made)
        return made

    def is_second(self, who, one):
        return self.decides(who) and who != one.by and one.agreed_by is None

    def refuses_agreement(self, who, one):
        found = {
            LAW: not (one.waits and self.is_second(who, one)),
            DOWN_OF_THIS_LADDER: one.to != self.office.below(one.start),
            "colleague-unavailable": one.accepted and not self.can_have(one.receiver),
        }
        return first(found)

    def refuses_acceptance(self, who, one):
        found = {
            LAW: not (one.waits and who == one.receiver and not one.accepted),
            DOWN_OF_THIS_LADDER: one.to != self.office.below(one.start),
        }
        return first(found)

    def refuses_refusal(self, who, one, reason):
        receives = who == one.receiver and not one.accepted
        found = {
            LAW: not (one.waits and self.is_open and (self.is_second(who, one) or receives)),
            "descent-without-refusal": not reason,
        }
        return first(found)

    def refuses_withdrawal(self, who, one):
        return first({LAW: not (one.waits and who == one.by)})

    def answered(self, one):
        """Both said yes: it comes down, and whoever receives it directs it."""
        if one.agreed_by is None or not one.accepted:
            return
        one.end, self.director = "done", one.receiver
        highest = max(self.office.ladder)
        self.decide(one.to, one.day, evaluated=one.start >= highest)

    def refuses_evaluation(self, who, empty):
        found = {
            LAW: not self.decides(who),
            "evaluation-of-nothing": not self.asked_on,
            "evaluation-empty": empty,
        }
        return first(found)

    # --- Between the cracks ----------------------------------------------------------------------

    def to_decide(self):
        """Give by which findings somebody must decide something about it now."""
        if not self.is_open:
            return set()
        today, now = clock.today(), clock.now()
        review_on = self.decided[-1][2] if self.decided else None
        came_down = bool(self.decided) and self.decided[-1][1] < self.decided[-1][0]
        last = max(self.since, self.decided_on or self.since)
        over = self.phase > 1 and (today - last).days > STAY[self.phase]
        unlooked = bool(self.asked_on) and (today - self.asked_on[0]).days > EVALUATION_DAYS
        came = review_on is not None and review_on <= today
        found = {
            "phase-overstayed": over or self.phase not in self.office.ladder,
            "review-missing": self.phase > 1 and review_on is None,
            "review-passed": came and (self.phase > 1 or came_down),
            "evaluation-due": unlooked,
            "descent-unanswered": self.waiting is not None and self.waiting.answer_by <= now,
            "flag-unanswered": any(one.is_open and one.answer_by <= now for one in self.flags),
        }
        return {kind for kind, holds in found.items() if holds}


def first(found):
    """Give the first thing that forbids it; None means that it happens."""
    return next((what for what, holds in found.items() if holds), None)
