"""What is asked about cases."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    asc,
    bindparam,
    desc,
    func,
    literal,
    literal_column,
    select,
    tuple_,
)
from sqlalchemy.orm import joinedload, selectinload

from caseapp import policy
from caseapp.extensions import db
from caseapp.kernel import paging
from caseapp.kernel.actor import Actor
from caseapp.kernel.identifiers import read_reference
from caseapp.kernel.paging import Page
from caseapp.model.cases import (
    Case,
    CaseState,
    CaseSubject,
    Involvement,
    Phenomenon,
    Track,
    TrackKind,
)
from caseapp.policy import Permission

STATEMENTS = 300
"""How many are kept written out, in each process."""
LONG_AGO = date(1900, 1, 1)
"""Where a case without a next date sorts: before all others, for it needs one."""
PEOPLE = (
    selectinload(Case.tracks).joinedload(Track.team),
    selectinload(Case.involvements).joinedload(Involvement.user),
    selectinload(Case.subjects).joinedload(CaseSubject.resident),
)


HEAD = (
    joinedload(Case.tracks).joinedload(Track.team),
    *PEOPLE[1:],
)
"""The same for one case: its two tracks come in the same statement."""
BY_REFERENCE = select(Case).where(Case.reference == bindparam("reference")).options(*HEAD)
BY_ID = select(Case).where(Case.id == bindparam("case_id")).options(*HEAD)


def by_reference(reference: str) -> Case | None:
    """Give the case with this reference, and everything its head shows."""
    return db.session.scalars(BY_REFERENCE, {"reference": reference}).unique().one_or_none()


def case(case_id: UUID) -> Case | None:
    """Give the case with this id, and everything its head shows."""
    return db.session.scalars(BY_ID, {"case_id": case_id}).unique().one_or_none()


def previous_to(actor: Actor, case: Case) -> Case | None:
    """Give the case that this one goes on from, if this person may open it."""
    if case.previous_case_id is None:
        return None
    query = select(Case).where(Case.id == case.previous_case_id)
    return db.session.scalar(policy.visible(actor, Permission.CASE_VIEW, query))


def following(actor: Actor, case: Case) -> list[Case]:
    """Give the cases that go on from a closed one, as far as this person may open them."""
    if case.is_open:
        return []
    query = select(Case).where(Case.previous_case_id == case.id).order_by(Case.opened_at, Case.id)
    return list(db.session.scalars(policy.visible(actor, Permission.CASE_VIEW, query)))


def track(reference: str, kind: str) -> Track | None:
    """Give one track of a case."""
    if kind not in set(TrackKind):
        return None
    return db.session.scalar(
        select(Track)
        .join(Track.case)
        .where(Case.reference == reference, Track.kind == TrackKind(kind))
        .options(joinedload(Track.case).options(*PEOPLE))
    )


@dataclass(frozen=True, slots=True)
class Filter:
    """What a list of cases is narrowed to; everything that is None does not narrow."""

    state: CaseState | None = None
    phase: int | None = None
    phenomenon: Phenomenon | None = None
    mine: bool = False
    team_id: UUID | None = None
    typed_reference: str = ""

    def apply(self, actor: Actor, query: Select[Case]) -> Select[Case]:
        """Narrow a query of cases."""
        query = policy.visible(actor, Permission.CASE_VIEW, query)
        if self.state is None:
            query = query.where(Case.state != CaseState.CLOSED)
        else:
            query = query.where(Case.state == self.state)
        if self.phase is not None:
            query = query.where(Case.phase == self.phase)
        if self.phenomenon is not None:
            query = query.where(Case.phenomenon == self.phenomenon)
        if self.typed_reference:
            query = query.where(Case.reference == read_reference(self.typed_reference))
        if self.mine:
            query = query.where(Case.involvements.any(_active(actor)))
        if self.team_id is not None:
            query = query.where(Case.tracks.any(Track.team_id == self.team_id))
        return query


def _active(actor: Actor) -> ColumnElement[bool]:
    return (Involvement.user_id == actor.user_id) & Involvement.ended_at.is_(None)


@dataclass(frozen=True, slots=True)
class Order:
    """A way to sort the list, and how its position is written in a link and read back."""

    key: ColumnElement[Any]
    descending: bool
    write: Callable[[Case], str]
    read: Callable[[str], Any]


ORDERS = {
    "next": Order(
        func.coalesce(Case.next_on, literal_column(f"'{LONG_AGO}'", Date())),
        descending=False,
        write=lambda case: (case.next_on or LONG_AGO).isoformat(),
        read=date.fromisoformat,
    ),
    "phase": Order(
        Case.phase.expression, descending=True, write=lambda case: str(case.phase), read=int
    ),
    "opened": Order(
        Case.opened_at.expression,
        descending=True,
        write=lambda case: case.opened_at.isoformat(),
        read=paging.moment,
    ),
}


def page(
    actor: Actor, chosen: Filter, *, order: str = "next", mark: str | None = None
) -> Page[Case]:
    """Give one page of the cases this person may open; page 10,000 costs what page 1 costs."""
    sort = ORDERS.get(order, ORDERS["next"])
    forward, position = _position(sort, mark)
    ascending = sort.descending != forward
    keys = tuple_(sort.key, Case.id)
    query = _listed(actor, chosen)
    if position is not None:
        where = tuple_(literal(position[0], sort.key.type), literal(position[1], Case.id.type))
        query = query.where(keys > where if ascending else keys < where)
    way = asc if ascending else desc
    found = list(db.session.scalars(query.order_by(way(sort.key), way(Case.id))))
    more, found = len(found) > paging.PAGE_SIZE, found[: paging.PAGE_SIZE]
    if not forward:
        found.reverse()
    return Page(
        found,
        after=_mark("after", sort, found[-1]) if found and (more or not forward) else None,
        before=_mark("before", sort, found[0])
        if found and (position if forward else more)
        else None,
    )


def _mark(way: str, sort: Order, case: Case) -> str:
    return paging.encode([way, sort.write(case), case.id.hex])


def _position(sort: Order, mark: str | None) -> tuple[bool, tuple[Any, UUID] | None]:
    values = paging.decode(mark, 3)
    if values is None:
        return True, None
    try:
        return values[0] != "before", (sort.read(values[1]), UUID(values[2]))
    except ValueError:
        return True, None


def count(actor: Actor, chosen: Filter) -> int:
    """Count what the list holds, up to one more than the cap of `paging`."""
    return db.session.execute(_counting(actor, chosen)).scalar_one()


@lru_cache(maxsize=STATEMENTS)
def _listed(actor: Actor, chosen: Filter) -> Select[Case]:
    """Give the statement for the list, in no order yet; the same people ask it again and again."""
    return chosen.apply(actor, select(Case)).options(*PEOPLE).limit(paging.PAGE_SIZE + 1)


@lru_cache(maxsize=STATEMENTS)
def _counting(actor: Actor, chosen: Filter) -> Select[int]:
    """Give the statement that counts the list."""
    inner = chosen.apply(actor, select(Case)).with_only_columns(Case.id)
    capped = inner.limit(paging.COUNT_CAP + 1).subquery()
    return select(func.count()).select_from(capped).execution_options(unseen="count")
