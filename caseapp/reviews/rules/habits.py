"""Rules about how much, how fast and when somebody looked."""

from collections.abc import Iterator
from datetime import timedelta
from statistics import median

from caseapp.kernel import clock, deadlines
from caseapp.reviews.history import WORK, History, Look
from caseapp.reviews.parameters import Parameters
from caseapp.reviews.rules.hit import Hit, hit

MONTH, WEEK = 30, 7
BY_OFFICE = frozenset({"team-lead", "process-director", "intake"})
"""Roles that open people by office, and say what for."""


def outside_hours(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Opened somebody before the working day, after it, or on a day without work."""
    for subject, looks in history.by_subject():
        late = [look for look in looks if _is_outside(look, parameters)]
        if late:
            yield hit(subject, times=len(late), at=f"{clock.local(late[0].at):%H:%M}")


def _is_outside(look: Look, parameters: Parameters) -> bool:
    there = clock.local(look.at)
    inside = parameters.day_begins <= there.hour < parameters.day_ends
    return deadlines.is_day_off(there.date()) or not inside


def volume(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Opened many more people than anybody does, or than this colleague usually does."""
    today = len(history.opened_people())
    days = history.people_a_day()
    usual = median(days) if days else 0
    much = today > parameters.people_a_day
    unusual = today > parameters.people_for_median and (
        usual > 0 and today > parameters.times_own_median * usual
    )
    if much or unusual:
        yield hit(None, people=today, usual=round(usual))


def burst(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Opened many different people within minutes."""
    span = timedelta(minutes=parameters.burst_minutes)
    opened = sorted(history.opened, key=lambda look: look.at)
    for first in opened:
        within = {
            one.about for one in opened if first.at <= one.at <= first.at + span and one.about
        }
        if len(within) > parameters.opens_in_a_burst:
            yield hit(None, people=len(within), at=f"{clock.local(first.at):%H:%M}")
            return


def views_without_work(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Opened somebody again and again in a month, and did nothing for them.

    Not of who follows the work of others by office.
    """
    if history.colleague.roles & BY_OFFICE:
        return
    month = history.last_days(MONTH)
    busy = {look.about for look in month if look.event in WORK}
    busy |= {look.case_id for look in month if look.event in WORK}
    for subject, looks in history.by_subject():
        if subject in busy or any(look.case_id in busy for look in looks if look.case_id):
            continue
        moments = {(one.day, one.entry) for one in month if one.opened and one.about == subject}
        if len(moments) >= parameters.views_without_work:
            yield hit(subject, times=len(moments))


def closed_case(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Opened a case that was closed a good while ago."""
    for subject, looks in history.by_subject():
        for look in looks:
            closed = history.known.closed_at.get(look.case_id) if look.case_id else None
            if closed and look.at > closed + timedelta(days=parameters.days_after_closing):
                yield hit(subject, days=(look.at - closed).days)
                break


def grant_then_read(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Opened somebody without a part in it, right after a role was given."""
    span = timedelta(hours=parameters.hours_after_grant)
    for subject, looks in history.by_subject():
        for look in looks:
            if not look.relation and any(
                given <= look.at <= given + span for given in history.colleague.granted_at
            ):
                yield hit(subject)
                break


def leaving(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Looks more than usual, or takes files out, in the last weeks of an account."""
    leaves = history.colleague.leaves_at
    if leaves is None:
        return
    left = (clock.local(leaves).date() - history.day).days
    if not 0 <= left <= parameters.days_before_leaving:
        return
    days = history.people_a_day()
    usual = median(days) if days else 0
    today = len(history.opened_people())
    exports = sum(look.event.endswith(("exported", "handed-out")) for look in history.today)
    if exports or (usual > 0 and today * 2 > usual * 3):
        yield hit(None, people=today, usual=round(usual), files=exports)


def newcomer(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Opened very many people in the first days of an account."""
    began = history.colleague.began_at
    if began is None:
        return
    age = (history.day - clock.local(began).date()).days
    people = len(history.opened_people())
    if 0 <= age < parameters.new_for_days and people > parameters.new_people:
        yield hit(None, people=people)
