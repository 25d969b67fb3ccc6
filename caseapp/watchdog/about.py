"""Which cases to look at again because of whom they are about."""

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import or_, select

from caseapp.model.cases import Case, CaseSubject
from caseapp.model.searches import SearchKey
from caseapp.watchdog.asking import rows


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
