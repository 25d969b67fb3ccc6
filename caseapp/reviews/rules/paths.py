"""Rules about the way somebody came to what they saw: searching, taking out, being refused."""

from collections.abc import Iterator
from datetime import timedelta
from itertools import pairwise

from caseapp.kernel import clock
from caseapp.reviews.history import History
from caseapp.reviews.parameters import Parameters
from caseapp.reviews.rules.habits import MONTH, WEEK
from caseapp.reviews.rules.hit import Hit, hit

SEARCH, INTAKE = "search:shown", "intake"
SOON = timedelta(minutes=30)


def searching_much(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Searches by name far more than one opens work that is there already.

    Not of intake: searching who is known is their work.
    """
    if INTAKE in history.colleague.roles:
        return
    month = history.last_days(MONTH)
    if not any(look.event == SEARCH for look in history.today):
        return
    searches = len({look.entry for look in month if look.event == SEARCH})
    opened = len({look.entry for look in month if look.opened})
    enough = searches >= parameters.searches_at_least
    if enough and searches * 100 > parameters.searches_percent * (searches + opened):
        yield hit(None, searches=searches, opened=opened)


def search_without_opening(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Found people by searching, and opened nobody, several times in a week. Not of intake."""
    if INTAKE in history.colleague.roles:
        return
    if not any(look.event == SEARCH for look in history.today):
        return
    week = sorted(history.last_days(WEEK), key=lambda look: look.at)
    found = {look.entry: look.at for look in week if look.event == SEARCH and look.resident_id}
    opened = [look.at for look in week if look.opened or look.event.startswith("form:")]
    idle = sum(not any(at <= one <= at + SOON for one in opened) for at in found.values())
    if idle >= parameters.searches_without_opening:
        yield hit(None, searches=idle)


def same_purpose(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Opens ever more people for one and the same stated purpose. Not of intake."""
    if INTAKE in history.colleague.roles:
        return
    bare = [look for look in history.last_days(MONTH) if look.opened and not look.relation]
    for purpose in sorted({look.purpose for look in history.opened if look.purpose}):
        people = {look.about for look in bare if look.purpose == purpose}
        today = any(not look.relation and look.purpose == purpose for look in history.opened)
        if today and len(people) > parameters.same_purpose:
            yield hit(None, people=len(people), purpose=purpose)


def two_networks(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Was on two kinds of network within minutes, as one person can hardly be."""
    span = timedelta(minutes=parameters.minutes_between_networks)
    looks = sorted((look for look in history.today if look.origin), key=lambda look: look.at)
    for one, other in pairwise(looks):
        first, second = str(one.origin).partition(":")[0], str(other.origin).partition(":")[0]
        if first != second and other.at - one.at < span:
            yield hit(None, at=f"{clock.local(other.at):%H:%M}", networks=f"{first},{second}")
            return


def exports(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Took many files out in a day."""
    taken = {
        look.entry for look in history.today if look.event.endswith(("exported", "handed-out"))
    }
    if len(taken) > parameters.exports_a_day:
        yield hit(None, files=len(taken))


def emergencies(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Uses emergency access as an ordinary door."""
    if not any(look.event == "emergency:opened" for look in history.today):
        return
    opened = [look for look in history.last_days(WEEK) if look.event == "emergency:opened"]
    accesses = {look.subject_id for look in opened}
    if len(accesses) > parameters.emergencies_a_week:
        yield hit(None, times=len(accesses))


def same_emergency_twice(history: History, _parameters: Parameters) -> Iterator[Hit]:
    """Opened the same case in an emergency for a second time in a month."""
    month = [look for look in history.last_days(MONTH) if look.event == "emergency:opened"]
    for case in sorted({look.case_id for look in history.today if look.case_id}, key=str):
        times = {look.subject_id for look in month if look.case_id == case}
        if len(times) > 1 and any(look.event == "emergency:opened" for look in history.today):
            yield hit(case, times=len(times))


def refused_often(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Was refused different things shortly after each other: trying doors."""
    refused = sorted((look for look in history.today if look.refused), key=lambda look: look.at)
    for first in refused:
        hour = [one for one in refused if first.at <= one.at < first.at + timedelta(hours=1)]
        things = {str(one.about or one.entry) for one in hour}
        if len(things) >= parameters.refusals_an_hour:
            yield hit(None, times=len(things), at=f"{clock.local(first.at):%H:%M}")
            return


def numbers_revealed(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Revealed the whole citizen service number of many people in a day."""
    shown = {look.about for look in history.today if look.event == "resident:bsn-revealed"}
    if len(shown) > parameters.numbers_revealed:
        yield hit(None, people=len(shown))


def paging_through_lists(history: History, parameters: Parameters) -> Iterator[Hit]:
    """Paged through lists of people for a good part of the day."""
    listed = {look.entry for look in history.today if look.event in ("cases:listed", SEARCH)}
    if len(listed) > parameters.lists_a_day:
        yield hit(None, times=len(listed))
