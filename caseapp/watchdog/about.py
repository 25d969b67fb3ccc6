"""Which cases to look at again because of whom they are about."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import or_, select

from caseapp.accounts import doors
from caseapp.model.accounts import TeamMembership
from caseapp.model.among import among
from caseapp.model.case_words import CaseState, TrackState
from caseapp.model.cases import Case, CaseSubject, Track
from caseapp.model.searches import SearchKey
from caseapp.watchdog.asking import rows

AT_ONCE = 1000
"""Cases in one question: a team may have tens of thousands."""
THEIRS = select(TeamMembership.team_id).where(among(TeamMembership.user_id, "people"))
WAITING = (
    select(Case.municipality_id, Case.id)
    .join(Track, Track.case_id == Case.id)
    .where(Track.state == TrackState.NEEDED, Case.state != CaseState.CLOSED)
    .where(or_(among(Track.team_id, "teams"), Track.team_id.in_(THEIRS)))
)


def kept(known: Collection[UUID], marks: Collection[bytes]) -> list[tuple[UUID, UUID]]:
    """Give the cases among these, those about these residents, and those about whom a mark fits.

    More than somebody is kept from: a birth date alone fits many. Of housemates the round knows.
    """
    if not known and not marks:
        return []
    fitting = select(SearchKey.resident_id).where(SearchKey.search_key.in_(marks))
    of_people = select(CaseSubject.case_id).where(
        or_(CaseSubject.resident_id.in_(known), CaseSubject.resident_id.in_(fitting))
    )
    query = select(Case.municipality_id, Case.id).where(
        or_(Case.id.in_(known), Case.id.in_(of_people))
    )
    return [(row.municipality_id, row.id) for row in rows(query)]


def waiting_for_few(people: Collection[UUID], teams: Collection[UUID]) -> list[tuple[UUID, UUID]]:
    """Give the cases with these teams, and with those of these people, that somebody is kept from.

    Of such a case it may be the last one who could do it that came, or went.
    """
    if not people and not teams:
        return []
    found = rows(WAITING, people=list(people), teams=list(teams))
    waiting = {row.id: row.municipality_id for row in found}
    ids, few = list(waiting), set[UUID]()
    for first in range(0, len(ids), AT_ONCE):
        part = ids[first : first + AT_ONCE]
        few.update(row.case_id for row in rows(doors.KEPT_FROM_CASES, ids=part))
    return [(waiting[case_id], case_id) for case_id in few]
