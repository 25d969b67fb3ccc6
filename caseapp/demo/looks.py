"""Who looked at which case, fitting the work; and one person who looked without any reason."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from random import Random

from caseapp.demo import workdays
from caseapp.demo.casefile import Case, Look, Step
from caseapp.demo.casting import Crew

SNOOP_DAYS = 38
SNOOP_ENDED = 7
SNOOP_LOOKS = 14
SNOOP_EVENING = (19, 23)


def looks_of(random: Random, case: Case, crew: Crew, limit: datetime) -> tuple[Look, ...]:
    """Tell who looked at a case: authors around their steps, colleagues, director and lead."""
    found = [look for look in _unsorted(random, case, crew) if case.opened_at <= look.at <= limit]
    return tuple(sorted(found, key=lambda look: (look.at, look.staff)))


def _unsorted(random: Random, case: Case, crew: Crew) -> Iterator[Look]:
    begin = case.opened_at + timedelta(minutes=2)
    yield _look(case, case.opened_by, begin, "question", "search")
    owners = [track.owner for track in case.tracks if track.owner]
    for step in case.steps:
        yield from _around(random, case, crew, step, owners)
    for flag in case.flags:
        if flag.answered_by and flag.answered_at:
            yield _look(case, flag.answered_by, flag.answered_at - timedelta(minutes=11))
    for change in case.phases[1:]:
        yield _look(case, change.decided_by, change.decided_at - timedelta(minutes=15))
    if random.randrange(4) == 0:
        at = _office(random, case.opened_at.date() + timedelta(days=30))
        yield _look(case, crew.lead.key, at, "review")


def _around(
    random: Random, case: Case, crew: Crew, step: Step, owners: list[str]
) -> Iterator[Look]:
    """Tell who looked around one step: its author, the owners of the tracks, a replacement."""
    yield _look(case, step.author, step.logged_at - timedelta(minutes=random.randrange(2, 9)))
    if random.randrange(2):
        before = timedelta(minutes=random.randrange(20, 55))
        yield _look(case, step.author, step.happened_at - before)
    next_day = step.logged_at.date() + timedelta(days=1)
    for other in owners:
        if other != step.author and step.strip == "shared" and random.randrange(2):
            yield _look(case, other, _office(random, next_day))
    if random.randrange(25) == 0:
        yield _look(case, crew.care2.key, _office(random, next_day), "replacement")


def _look(
    case: Case, staff: str, at: datetime, reason: str = "relation", via: str = "case"
) -> Look:
    return Look(staff, case.key, case.subject.residents, at, via, reason)


def _office(random: Random, day: date) -> datetime:
    return workdays.moment(random, workdays.working_day(random, day, date.max), "office")


def snooping(random: Random, snooper: str, case: Case, today: date) -> tuple[Look, ...]:
    """Plant the looks of somebody without any relation to a case, in the evening hours."""
    begin = today - timedelta(days=SNOOP_DAYS + SNOOP_ENDED)
    days = sorted(random.sample(range(SNOOP_DAYS), SNOOP_LOOKS))
    return tuple(
        Look(
            snooper,
            case.key,
            case.subject.residents,
            workdays.at(begin + timedelta(days=day), random.randrange(*SNOOP_EVENING),
                        random.randrange(60)),
            "search" if number == 0 else "case",
            random.choice(("question", "consultation", "replacement")),
        )
        for number, day in enumerate(days)
    )  # fmt: skip
