"""The lines of a list of cases: what a page shows, read as rows and not as nouns.

A list shows a line of each of fifty cases. Made into nouns that would be a thousand objects, most
of which are asked nothing. The witness sees rows as well: a statement says in which column stands
whom it shows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, select

from caseapp import accesslog
from caseapp.extensions import db
from caseapp.model.accounts import User
from caseapp.model.case_words import CaseState, Part, Phenomenon
from caseapp.model.cases import Case, CaseSubject, Involvement
from caseapp.model.residents import ListedResident, Resident
from caseapp.model.sealed import DataKey, ListedKey, Opens

KEY: tuple[Any, ...] = (
    DataKey.municipality_id,
    DataKey.id,
    DataKey.wrapping_version,
    DataKey.wrapped,
)
NAME: tuple[Any, ...] = (
    Resident.id,
    Resident.surname_sealed,
    Resident.prefix_sealed,
    Resident.first_names_sealed,
    Resident.initials_sealed,
)
LINE: tuple[Any, ...] = (
    Case.id,
    Case.reference,
    Case.phenomenon,
    Case.state,
    Case.phase,
    Case.next_on,
    Case.opened_at,
    Case.address_sealed,
)


@dataclass
class ListedCase:
    """One line of a list of cases."""

    key: ListedKey
    id: UUID
    reference: str
    phenomenon: Phenomenon
    state: CaseState
    phase: int
    next_on: date | None
    opened_at: datetime
    address_sealed: bytes | None
    residents: list[ListedResident] = field(default_factory=list)
    owners: list[str] = field(default_factory=list)
    """Who owns a track of it, the care track first."""

    __tablename__ = "cases"
    address = Opens("address_sealed", length=300)

    @property
    def names(self) -> str:
        """Whom it is about, on one line."""
        return ", ".join(one.short_name for one in self.residents)

    @property
    def is_open(self) -> bool:
        """Tell whether work on it may go on."""
        return self.state is not CaseState.CLOSED


OF_PAGE: Any = bindparam("cases", expanding=True)
LINES = (
    select(*LINE, *KEY)
    .join(DataKey, DataKey.id == Case.key_id)
    .where(Case.id.in_(OF_PAGE))
    .execution_options(shows={"case": "id"})
)
SUBJECTS = (
    select(CaseSubject.case_id, *NAME, *KEY)
    .join(CaseSubject.resident)
    .join(DataKey, DataKey.id == Resident.key_id)
    .where(CaseSubject.case_id.in_(bindparam("cases", expanding=True)))
    .order_by(CaseSubject.case_id, CaseSubject.id)
    .execution_options(shows={"resident": "id", "case": "case_id"})
)
OWNERS = (
    select(Involvement.case_id, User.name)
    .join(Involvement.user)
    .where(Involvement.case_id.in_(bindparam("cases", expanding=True)))
    .where(Involvement.part == Part.OWNER, Involvement.ended_at.is_(None))
    .order_by(Involvement.track)
)


def lines_of(ids: Sequence[UUID]) -> list[ListedCase]:
    """Give the lines of these cases in this order, with whom each is about and who owns it."""
    asked = {"cases": ids}
    lines: dict[UUID, ListedCase] = {}
    for row in db.session.execute(LINES, asked):
        shown, key = row[: len(LINE)], ListedKey(*row[len(LINE) :])
        lines[row.id] = ListedCase(key, *shown)
    for case_id, *named in db.session.execute(SUBJECTS, asked):
        name, key = named[: len(NAME)], ListedKey(*named[len(NAME) :])
        lines[case_id].residents.append(ListedResident(key, *name))
    for case_id, owner in db.session.execute(OWNERS, asked):
        lines[case_id].owners.append(owner)
    accesslog.at_hand(
        {one.id: [person.id for person in one.residents] for one in lines.values()},
        (person for one in lines.values() for person in one.residents),
    )
    return [lines[identity] for identity in ids if identity in lines]
