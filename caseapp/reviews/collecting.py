"""Gathering what the rules are shown: the lines of the log, and what is known beside it.

Everything is read unseen: a program weighs it, and nobody is shown a row. What stands out is put
to a reviewer, whose look is logged like any other.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from sqlalchemy import select

from caseapp.extensions import db
from caseapp.kernel import clock, crypto
from caseapp.model.accesslog import AccessEntry, Processing, Result
from caseapp.model.accounts import RoleGrant, User
from caseapp.model.acquaintances import ColleagueMark, MarkKind
from caseapp.model.cases import Case, CaseSubject, Involvement
from caseapp.model.residents import SearchKey
from caseapp.residents import name_index
from caseapp.residents.names import INITIALS, OTHER_INITIAL, name_of
from caseapp.reviews.history import Colleague, History, Known, Look
from caseapp.reviews.parameters import Parameters

LOOKS_BACK = timedelta(days=30)
CROWD_SPAN = timedelta(days=2)
UNSEEN = {"unseen": "review"}
AT_ONCE = 5_000


def midnight(day: date) -> datetime:
    """Give the moment a day begins in the Netherlands."""
    return datetime.combine(day, time(), tzinfo=clock.AMSTERDAM)


@dataclass(slots=True)
class Gathered:
    """All looks of a municipality in a period, and what the rules need to know beside them."""

    municipality_id: UUID
    looks: dict[UUID, list[Look]]
    colleagues: dict[UUID, Colleague]
    closed_at: dict[UUID, datetime]
    shielded: frozenset[UUID]
    recognised: frozenset[UUID]

    def histories(self, day: date) -> Iterator[History]:
        """Give the day of everybody who was there, with the thirty days before it."""
        known = self._known(day)
        first = day - LOOKS_BACK
        for user_id, looks in sorted(self.looks.items(), key=lambda pair: pair[0].hex):
            today = tuple(look for look in looks if look.day == day)
            if not today:
                continue
            before = tuple(look for look in looks if first <= look.day < day)
            yield History(self.colleagues[user_id], day, today, before, known)

    def _known(self, day: date) -> Known:
        crowds: dict[UUID, set[UUID]] = {}
        since = day - CROWD_SPAN + timedelta(days=1)
        for user_id, looks in self.looks.items():
            for look in looks:
                bare = look.opened and not look.relation and since <= look.day <= day
                if bare and look.about is not None:
                    crowds.setdefault(look.about, set()).add(user_id)
        numbers = {one: len(people) for one, people in crowds.items()}
        return Known(self.closed_at, self.shielded, self.recognised, numbers)


def gather(municipality_id: UUID, first: date, last: date, parameters: Parameters) -> Gathered:
    """Read the log of these days and the thirty before them."""
    looks = _looks(
        municipality_id, midnight(first - LOOKS_BACK), midnight(last + timedelta(days=1))
    )
    recognised = _marked(municipality_id)
    return Gathered(
        municipality_id,
        looks,
        _colleagues(municipality_id, looks, recognised, parameters),
        *_cases(municipality_id),
        frozenset(resident for own in recognised[0].values() for resident in own),
    )


def _looks(municipality_id: UUID, since: datetime, until: datetime) -> dict[UUID, list[Look]]:
    query = (
        select(
            AccessEntry.user_id,
            AccessEntry.at,
            AccessEntry.event,
            Processing.resident_id,
            Processing.case_id,
            AccessEntry.case_id.label("entry_case"),
            AccessEntry.relation,
            AccessEntry.purpose,
            AccessEntry.result,
            AccessEntry.origin,
            AccessEntry.emergency_id,
            AccessEntry.subject_id,
            AccessEntry.seq,
        )
        .outerjoin(Processing, Processing.entry_seq == AccessEntry.seq)
        .where(
            AccessEntry.municipality_id == municipality_id,
            AccessEntry.at >= since,
            AccessEntry.at < until,
            AccessEntry.user_id.is_not(None),
        )
        .order_by(AccessEntry.at, AccessEntry.seq)
        .execution_options(yield_per=AT_ONCE, **UNSEEN)
    )
    found: dict[UUID, list[Look]] = {}
    for row in db.session.execute(query):
        look = Look(
            at=row.at,
            event=row.event,
            resident_id=row.resident_id,
            case_id=row.case_id or row.entry_case,
            relation=row.relation,
            purpose=row.purpose,
            refused=row.result is Result.REFUSED,
            origin=row.origin,
            emergency_id=row.emergency_id,
            subject_id=row.subject_id,
            entry=row.seq,
        )
        found.setdefault(row.user_id, []).append(look)
    return found


Marked = tuple[dict[UUID, set[UUID]], dict[UUID, set[UUID]]]


def _marked(municipality_id: UUID) -> Marked:
    """Give, by colleague, the residents who are themselves, and those at their address."""
    query = (
        select(ColleagueMark.user_id, ColleagueMark.kind, SearchKey.resident_id)
        .join(
            SearchKey,
            (SearchKey.municipality_id == ColleagueMark.municipality_id)
            & (SearchKey.search_key == ColleagueMark.mark),
        )
        .where(ColleagueMark.municipality_id == municipality_id)
        .execution_options(**UNSEEN)
    )
    found: dict[MarkKind, dict[UUID, set[UUID]]] = {kind: {} for kind in MarkKind}
    for user_id, kind, resident_id in db.session.execute(query):
        found[kind].setdefault(user_id, set()).add(resident_id)
    born, named = found[MarkKind.BIRTH_DATE], found[MarkKind.NAME]
    own = {user: people & named.get(user, set()) for user, people in born.items()}
    return own, found[MarkKind.ADDRESS]


def _colleagues(
    municipality_id: UUID, looked: Iterable[UUID], marked: Marked, parameters: Parameters
) -> dict[UUID, Colleague]:
    own, address = marked
    granted: dict[UUID, list[datetime]] = {}
    roles: dict[UUID, set[str]] = {}
    grants = select(RoleGrant).where(RoleGrant.municipality_id == municipality_id)
    for grant in db.session.scalars(grants):
        granted.setdefault(grant.user_id, []).append(grant.granted_at)
        roles.setdefault(grant.user_id, set()).add(str(grant.role))
    ended: dict[UUID, dict[UUID, datetime]] = {}
    left = select(Involvement.user_id, Involvement.case_id, Involvement.ended_at).where(
        Involvement.municipality_id == municipality_id, Involvement.ended_at.is_not(None)
    )
    for user_id, case_id, at in db.session.execute(left.execution_options(**UNSEEN)):
        if at is not None:
            ended.setdefault(user_id, {})[case_id] = at
    people = select(User.id, User.name, User.created_at, User.deactivated_at).where(
        User.municipality_id == municipality_id, User.id.in_(list(looked))
    )
    return {
        row.id: Colleague(
            row.id,
            frozenset(roles.get(row.id, ())),
            frozenset(own.get(row.id, ())),
            frozenset(address.get(row.id, ())),
            _namesakes(municipality_id, row.name, parameters),
            tuple(granted.get(row.id, ())),
            ended.get(row.id, {}),
            row.deactivated_at,
            row.created_at,
        )
        for row in db.session.execute(people).all()
    }


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


def _cases(municipality_id: UUID) -> tuple[dict[UUID, datetime], frozenset[UUID]]:
    """Give when cases were closed, and which cases and people are shielded."""
    closed = select(Case.id, Case.closed_at).where(
        Case.municipality_id == municipality_id, Case.closed_at.is_not(None)
    )
    shielded = select(Case.id).where(Case.municipality_id == municipality_id, Case.is_shielded)
    about = select(CaseSubject.resident_id).where(CaseSubject.case_id.in_(shielded))
    moments = {
        row.id: row.closed_at for row in db.session.execute(closed.execution_options(**UNSEEN))
    }
    sheltered = [
        *db.session.scalars(shielded.execution_options(**UNSEEN)),
        *db.session.scalars(about.execution_options(**UNSEEN)),
    ]
    return moments, frozenset(sheltered)
