"""The rules about the people of a case: of whom a day comes on which help must be ready."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from caseapp.kernel.clock import midnight
from caseapp.model.case_words import TrackKind
from caseapp.model.watchdog import FindingKind as K
from caseapp.settings import catalogue as settings
from caseapp.settings.catalogue import Terms
from caseapp.watchdog.facts import CaseFacts
from caseapp.watchdog.found import Found, day_after

PeopleRule = Callable[[CaseFacts, Terms], Iterator[Found]]


def _of_person(kind: K, case: CaseFacts, place_id: UUID, day: date, **facts: Any) -> Found:
    """Make a finding about one of the people: help comes first, so the care track sees to it."""
    care = case.track(TrackKind.CARE)
    owner = care.owner if care is not None else None
    return Found(
        kind,
        place_id,
        case_id=case.id,
        last_on=day,
        track=TrackKind.CARE,
        team_id=care.team_id if care is not None else None,
        user_id=owner.id if owner is not None else None,
        **facts,
    )


def turns_adult(case: CaseFacts, terms: Terms) -> Iterator[Found]:
    """Somebody turns eighteen soon: help for youth ends, and help for adults must be ready."""
    for place_id, day in case.adult_on:
        since = midnight(day - timedelta(days=terms(settings.ADULT_DAYS)))
        yield _of_person(K.TURNS_ADULT, case, place_id, day, since=since, until=midnight(day))


def return_ahead(case: CaseFacts, terms: Terms) -> Iterator[Found]:
    """Somebody comes back soon: a home, an income, papers, debts and care must be ready."""
    for place_id, day in case.returns_on:
        since = midnight(day - timedelta(days=terms(settings.RETURN_AHEAD_DAYS)))
        yield _of_person(K.RETURN_AHEAD, case, place_id, day, since=since, until=day_after(day))


def return_unseen(case: CaseFacts, terms: Terms) -> Iterator[Found]:
    """Somebody came back, and nobody who works on the case had contact with them since."""
    days = terms(settings.RETURN_SEEN_DAYS)
    seen = max((t.last_contact_on for t in case.tracks if t.last_contact_on), default=None)
    for place_id, day in case.returns_on:
        if seen is None or seen < day:
            since = day_after(day, days)
            yield _of_person(K.RETURN_UNSEEN, case, place_id, day, since=since, number=days)


OF_PEOPLE: dict[K, PeopleRule] = {
    K.TURNS_ADULT: turns_adult,
    K.RETURN_AHEAD: return_ahead,
    K.RETURN_UNSEEN: return_unseen,
}
