"""Who looked, as far as the rules need it: whom they live with, who bears their name, since when.

Everything is read unseen: a program weighs it, and nobody is shown a row.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, select

from caseapp.accounts import doors
from caseapp.extensions import db
from caseapp.kernel import crypto
from caseapp.model.accounts import RoleGrant, User
from caseapp.model.acquaintances import ColleagueMark, MarkKind
from caseapp.model.cases import Involvement
from caseapp.model.searches import SearchKey
from caseapp.residents import name_index
from caseapp.residents.names import INITIALS, OTHER_INITIAL, name_of
from caseapp.reviews.history import Colleague
from caseapp.reviews.parameters import Parameters

UNSEEN = {"unseen": "review"}
People = dict[UUID, set[UUID]]
"""Residents, by colleague."""


@dataclass(frozen=True, slots=True)
class Ties:
    """Which residents colleagues are, share an address with, and have around them at home."""

    own: People
    address: People
    around: People


def ties_of(municipality_id: UUID) -> Ties:
    """Give the ties of everybody who works here, by the marks that keep them from these files."""
    own = _by_colleague(municipality_id, doors.recognised())
    address = _by_colleague(municipality_id, doors.marked(MarkKind.ADDRESS))
    near = {user: own.get(user, set()) | address.get(user, set()) for user in {*own, *address}}
    mates = _housemates(set().union(*near.values()))
    around = {
        user: set().union(*(mates.get(one, set()) for one in people))
        for user, people in near.items()
    }
    return Ties(own, address, around)


def _by_colleague(municipality_id: UUID, query: Select[UUID, UUID]) -> People:
    found: People = {}
    here = query.where(ColleagueMark.municipality_id == municipality_id)
    for user_id, resident_id in db.session.execute(here.execution_options(**UNSEEN)):
        found.setdefault(user_id, set()).add(resident_id)
    return found


def _housemates(residents: set[UUID]) -> People:
    found: People = {}
    for resident_id, housemate_id in db.session.execute(
        doors.housemates_of(residents).execution_options(**UNSEEN)
    ):
        found.setdefault(resident_id, set()).add(housemate_id)
    return found


def colleagues_of(
    municipality_id: UUID, looked: Iterable[UUID], ties: Ties, parameters: Parameters
) -> dict[UUID, Colleague]:
    """Give what the rules need to know of those who looked; their roles are of the day."""
    granted: dict[UUID, list[datetime]] = {}
    grants = select(RoleGrant.user_id, RoleGrant.granted_at).where(
        RoleGrant.municipality_id == municipality_id
    )
    for user_id, at in db.session.execute(grants):
        granted.setdefault(user_id, []).append(at)
    ended = _ended(municipality_id)
    people = select(User.id, User.name, User.created_at, User.deactivated_at).where(
        User.municipality_id == municipality_id, User.id.in_(list(looked))
    )
    return {
        row.id: Colleague(
            row.id,
            own=frozenset(ties.own.get(row.id, ())),
            same_address=frozenset(ties.address.get(row.id, ())),
            around=frozenset(ties.around.get(row.id, ())),
            same_surname=_namesakes(municipality_id, row.name, parameters),
            granted_at=tuple(granted.get(row.id, ())),
            ended=ended.get(row.id, {}),
            leaves_at=row.deactivated_at,
            began_at=row.created_at,
        )
        for row in db.session.execute(people).all()
    }


def _ended(municipality_id: UUID) -> dict[UUID, dict[UUID, datetime]]:
    """Give when colleagues stopped working on a case, by case."""
    found: dict[UUID, dict[UUID, datetime]] = {}
    left = select(Involvement.user_id, Involvement.case_id, Involvement.ended_at).where(
        Involvement.municipality_id == municipality_id, Involvement.ended_at.is_not(None)
    )
    for user_id, case_id, at in db.session.execute(left.execution_options(**UNSEEN)):
        if at is not None:
            found.setdefault(user_id, {})[case_id] = at
    return found


def _namesakes(municipality_id: UUID, name: str, parameters: Parameters) -> frozenset[UUID]:
    """Give the residents with this colleague's surname, unless it is a common one.

    By the search keys alone: no name of anybody is opened for it.
    """
    _first, _space, surname = name.partition(" ")
    if not surname:
        return frozenset()
    key = crypto.ring().of(municipality_id).index
    keys = {
        found
        for letter in INITIALS + OTHER_INITIAL
        for found in name_index.keys_of(key, name_of(letter, surname))
    }
    query = (
        select(SearchKey.resident_id)
        .where(SearchKey.municipality_id == municipality_id, SearchKey.search_key.in_(keys))
        .distinct()
        .limit(parameters.common_surname + 1)
        .execution_options(**UNSEEN)
    )
    found = frozenset(db.session.scalars(query))
    return found if len(found) <= parameters.common_surname else frozenset()
