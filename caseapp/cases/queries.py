"""What is asked about cases."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, asc, bindparam, desc, func, inspect, literal, select, tuple_
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from caseapp import policy
from caseapp.cases.belongings import THERE, Belongings
from caseapp.cases.lines import ListedCase, lines_of
from caseapp.cases.listing import ORDERS, Filter, Order
from caseapp.extensions import db
from caseapp.kernel import paging
from caseapp.kernel.actor import Actor
from caseapp.kernel.paging import Page
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case, CaseSubject, Involvement, Track
from caseapp.policy import Permission

STATEMENTS = 300
"""How many are kept written out, in each process."""
PEOPLE = (
    selectinload(Case.tracks).joinedload(Track.team),
    selectinload(Case.involvements).joinedload(Involvement.user),
    selectinload(Case.subjects).joinedload(CaseSubject.resident),
)


TRACKS = joinedload(Case.tracks).joinedload(Track.team)
"""Of one case, its two tracks come in the same statement."""
BY_REFERENCE = select(Case).where(Case.reference == bindparam("reference")).options(TRACKS)
BY_ID = select(Case).where(Case.id == bindparam("case_id")).options(TRACKS)
PEOPLE_OF_CASE: dict[str, Select[Any]] = {
    "involvements": select(Involvement)
    .join(Involvement.user)
    .where(Involvement.case_id == bindparam("case_id"))
    .options(contains_eager(Involvement.user))
    .order_by(Involvement.started_at, Involvement.id),
    "subjects": select(CaseSubject).where(CaseSubject.case_id == bindparam("case_id")),
}
"""Who works on one case, and whom it is about: asked as they stand here, which costs less than to
have it worked out from the case each time."""


def by_reference(reference: str) -> Case | None:
    """Give the case with this reference, and everything its head shows."""
    found = db.session.scalars(BY_REFERENCE, {"reference": reference}).unique().one_or_none()
    return _with_people(found)


def case(case_id: UUID) -> Case | None:
    """Give the case with this id, and everything its head shows."""
    found = db.session.scalars(BY_ID, {"case_id": case_id}).unique().one_or_none()
    return _with_people(found)


def _with_people(case: Case | None) -> Case | None:
    if case is None:
        return None
    for name, query in PEOPLE_OF_CASE.items():
        if name in inspect(case).unloaded:
            people = db.session.scalars(query, {"case_id": case.id}).all()
            set_committed_value(case, name, people)
    return case


def belongings(case: Case) -> Belongings:
    """Give what there is any of, that belongs to a case."""
    there: Sequence[bool] = db.session.execute(THERE, {"case_id": case.id}).one()
    return Belongings(*there)


def among(actor: Actor, ids: set[UUID]) -> dict[UUID, Case]:
    """Give those of some cases that this person may open."""
    if not ids:
        return {}
    query = policy.visible(actor, Permission.CASE_VIEW, select(Case).where(Case.id.in_(ids)))
    return {one.id: one for one in db.session.scalars(query)}


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


def page(
    actor: Actor, chosen: Filter, *, order: str = "next", mark: str | None = None
) -> Page[ListedCase]:
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
    ids = db.session.scalars(query.order_by(way(sort.key), way(Case.id))).all()
    more, found = len(ids) > paging.PAGE_SIZE, lines_of(ids[: paging.PAGE_SIZE])
    if not forward:
        found.reverse()
    return Page(
        found,
        after=_mark("after", sort, found[-1]) if found and (more or not forward) else None,
        before=_mark("before", sort, found[0])
        if found and (position if forward else more)
        else None,
    )


def _mark(way: str, sort: Order, case: ListedCase) -> str:
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
def _listed(actor: Actor, chosen: Filter) -> Select[UUID]:
    """Give the statement for the ids of a page, in no order yet, and of one case after it.

    The same people ask it again and again. Nobody sees an id: the lines are read apart, of the
    page alone, so that the case after it is not in the log as if it had been shown.
    """
    query = chosen.apply(actor, select(Case.id)).limit(paging.PAGE_SIZE + 1)
    return query.execution_options(unseen="position")


@lru_cache(maxsize=STATEMENTS)
def _counting(actor: Actor, chosen: Filter) -> Select[int]:
    """Give the statement that counts the list."""
    inner = chosen.apply(actor, select(Case)).with_only_columns(Case.id)
    capped = inner.limit(paging.COUNT_CAP + 1).subquery()
    return select(func.count()).select_from(capped).execution_options(unseen="count")
