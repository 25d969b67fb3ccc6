"""Facts that come from the people in a case: what was raised about them, and who turns eighteen."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from functools import lru_cache
from uuid import UUID

from sqlalchemy import bindparam, select, union
from sqlalchemy.orm import aliased

from caseapp import residents, settings
from caseapp.model.among import among, among_keys
from caseapp.model.cases import Case, CaseSubject
from caseapp.model.escalation import Flag
from caseapp.model.searches import SearchKey
from caseapp.settings import Terms
from caseapp.watchdog.asking import rows
from caseapp.watchdog.found import day_of

ADULT = 18
MANY = 10
"""Flags that are looked at: as many times the number that makes a pattern."""

_mine, _theirs = aliased(CaseSubject), aliased(CaseSubject)
RAISED = union(
    select(Flag.case_id, Flag.id, Flag.raised_at).where(
        among(Flag.case_id, "ids"), Flag.raised_at > bindparam("since")
    ),
    select(_mine.case_id, Flag.id, Flag.raised_at)
    .join(_theirs, _theirs.resident_id == _mine.resident_id)
    .join(Flag, Flag.case_id == _theirs.case_id)
    .join(Case, Case.id == Flag.case_id)
    .where(among(_mine.case_id, "ids"), Flag.raised_at > bindparam("since"))
    .where(Case.is_shielded.is_(False)),
)
TURNING = (
    select(CaseSubject.case_id, CaseSubject.id, SearchKey.search_key)
    .join(SearchKey, SearchKey.resident_id == CaseSubject.resident_id)
    .where(
        SearchKey.municipality_id == bindparam("where"),
        among_keys(SearchKey.search_key, "births"),
        among(CaseSubject.case_id, "ids"),
    )
    .order_by(CaseSubject.id)
)
RETURNS = (
    select(CaseSubject.case_id, CaseSubject.id, CaseSubject.returns_on)
    .where(among(CaseSubject.case_id, "ids"), CaseSubject.returns_on.is_not(None))
    .order_by(CaseSubject.id)
)


def raised(ids: Sequence[UUID], terms: Terms, now: datetime) -> dict[UUID, tuple[datetime, ...]]:
    """Give when flags were raised on these cases and on other cases about the same people.

    A flag on a shielded case is told of nowhere but there.
    """
    since = now - 2 * timedelta(days=terms(settings.REPEAT_DAYS))
    moments: dict[UUID, dict[UUID, datetime]] = defaultdict(dict)
    for case_id, flag_id, moment in rows(RAISED, ids=ids, since=since) if ids else ():
        moments[case_id][flag_id] = moment
    return {case_id: tuple(sorted(known.values())) for case_id, known in moments.items()}


def adults(
    municipality_id: UUID, ids: Sequence[UUID], terms: Terms, now: datetime
) -> dict[UUID, tuple[tuple[UUID, date], ...]]:
    """Give who turns eighteen within the time agreed, found by the keyed hash of a birth date.

    Nobody's birth date is opened: it is asked who was born on each of these days.
    """
    if not ids:
        return {}
    today = day_of(now)
    births = _births(today + timedelta(days=1), today + timedelta(days=terms(settings.ADULT_DAYS)))
    born = residents.born_keys(municipality_id, births)
    turning = dict(zip(born, map(eighteenth, births), strict=True))
    found: dict[UUID, list[tuple[UUID, date]]] = defaultdict(list)
    asked = rows(TURNING, where=municipality_id, births=list(turning), ids=ids)
    for case_id, place_id, key in asked:
        found[case_id].append((place_id, turning[key]))
    return {case_id: tuple(places) for case_id, places in found.items()}


def returns(ids: Sequence[UUID]) -> dict[UUID, tuple[tuple[UUID, date], ...]]:
    """Give who comes back on which day, by their place in the case."""
    found: dict[UUID, list[tuple[UUID, date]]] = defaultdict(list)
    for case_id, place_id, day in rows(RETURNS, ids=ids) if ids else ():
        found[case_id].append((place_id, day))
    return {case_id: tuple(places) for case_id, places in found.items()}


def eighteenth(born: date) -> date:
    """Give the day on which somebody turns eighteen; who is of 29 February does so on 1 March."""
    try:
        return born.replace(year=born.year + ADULT)
    except ValueError:
        return date(born.year + ADULT, 3, 1)


@lru_cache(maxsize=8)
def _births(first: date, last: date) -> list[date]:
    """Give every birth date of which the eighteenth birthday falls in these days."""
    day = date(first.year - ADULT, first.month, 1)
    found = []
    while (birthday := eighteenth(day)) <= last:
        if birthday >= first:
            found.append(day)
        day += timedelta(days=1)
    return found
