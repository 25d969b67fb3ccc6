"""The line of people that a flag climbs, a second time: who is next, and how long each has."""

from dataclasses import dataclass
from datetime import datetime

from caseapp.kernel import clock, deadlines
from tests.escalation.modelled import LAW, first

LINE = ("owner", "director", "process-director", "team-lead", "on-call")
HOURS = dict(zip(LINE, (8, 4, 4, 4, 2), strict=True))


@dataclass(eq=False)
class Raised:
    """A flag: whom it reached on which rung, and when it climbs on."""

    by: object
    rung: str | None
    ends: datetime | None
    answer_by: datetime
    reached: list
    is_open: bool = True
    id: object = None

    def is_due(self, now):
        return self.is_open and (self.ends or self.answer_by) <= now

    def by_office(self, who):
        offices = ("process-director", "team-lead", "on-call")
        return any(rung in offices and one == who for rung, one in self.reached)


def people_on(rung, case):
    """Give who is on a rung of a case, in the order of the on-call list."""
    office = case.office
    return {
        "owner": case.owners,
        "director": [case.director],
        "process-director": office.process,
        "team-lead": office.leads,
        "on-call": office.called,
    }[rung]


def rungs_after(rung):
    if rung is None:
        return LINE
    return LINE[LINE.index(rung) + 1 :] or ("on-call",)


def next_of(case, flag):
    """Give the next rung with somebody who was not reached and did not raise it, and who."""
    known = {flag.by, *(one for _rung, one in flag.reached)}
    for rung in rungs_after(flag.rung):
        left = [one for one in case.office.here(people_on(rung, case)) if one not in known]
        if left:
            return rung, left[:1] if rung == "on-call" else left
    return None, []


def climb(case, flag):
    """Let a flag climb one rung; gives whether it reached somebody."""
    rung, people = next_of(case, flag)
    if rung is None:
        flag.ends = None
        return False
    flag.rung = rung
    flag.ends = deadlines.working_hours_after(clock.now(), HOURS[rung])
    flag.reached += [(rung, one) for one in dict.fromkeys(people)]
    return True


def raised(case, who):
    """Give a flag as it begins, with whoever must answer first."""
    now = clock.now()
    flag = Raised(who, None, None, now, [])
    climb(case, flag)
    flag.answer_by = flag.ends or deadlines.working_hours_after(now, HOURS["owner"])
    return flag


def refuses_raising(case, who):
    """A lead of the teams may raise one too; not where nobody but the raiser is left to tell."""
    may = case.is_open and (case.works(who) or who in case.office.leads)
    directors = [case.director] if case.director is not None else []
    told = [*directors, *case.owners, *next_of(case, Raised(who, None, None, clock.now(), []))[1]]
    if not [one for one in directors if one != who]:
        told += case.office.leads
    if case.phase > 1:
        told += case.office.process
    left = [one for one in case.office.here([*told, *case.office.leads]) if one != who]
    return first({LAW: not may, "flag-nobody-to-tell": not left})


def refuses_answer(case, flag, who):
    """Who works on the case or steers it reads it; whom it did not reach may not answer it."""
    by_office = flag.by_office(who)
    reads = case.works(who) or case.steers(who) or by_office
    reached = case.works(who) and any(one == who for _rung, one in flag.reached)
    answers = case.is_open and (case.steers(who) or reached or by_office)
    if not reads:
        return LAW
    return first({"flag-answered-before": not flag.is_open, LAW: not answers})
