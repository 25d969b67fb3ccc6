"""What is asked about signals: what waits for somebody, and what was reported or closed before."""

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import joinedload

from caseapp import accounts, cases, policy, residents, settings
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.case_words import CaseState, TrackKind
from caseapp.model.cases import Case, CaseSubject
from caseapp.model.organisations import Team, TeamKind
from caseapp.model.residents import Resident
from caseapp.model.signals import Signal
from caseapp.policy import Permission

MOST = 200
"""As many as the list shows; more than a team decides on in a month."""
STATEMENTS = 300
"""How many are kept written out, in each process; the same person asks the same with every page."""
HEAD = (
    joinedload(Signal.team),
    joinedload(Signal.to_team),
    joinedload(Signal.user),
    joinedload(Signal.recorded_by),
    joinedload(Signal.ended_by),
    joinedload(Signal.answered_by),
)


def signal(signal_id: UUID) -> Signal | None:
    """Give one signal, with whom it is about."""
    return db.session.scalar(select(Signal).where(Signal.id == signal_id).options(*HEAD))


def _waiting(actor: Actor, query: Select[Any]) -> Select[Any]:
    """Narrow to what somebody may decide on or accept: the number and the list are made of this."""
    ids = select(Signal.id)
    handled = policy.visible(actor, Permission.SIGNAL_HANDLE, ids)
    offered = policy.visible(actor, Permission.SIGNAL_ACCEPT, ids)
    mine = Signal.id.in_(handled.correlate(None)), Signal.id.in_(offered.correlate(None))
    return query.where(Signal.ended_at.is_(None), or_(*mine))


def waiting(actor: Actor) -> Sequence[Signal]:
    """Give the open signals with somebody or their team, and those forwarded to it: by date."""
    query = _waiting(actor, select(Signal)).options(*HEAD)
    return db.session.scalars(query.order_by(Signal.next_on, Signal.id).limit(MOST)).all()


def count(actor: Actor) -> int:
    """Count that list."""
    return db.session.execute(_counting(actor)).scalar_one()


@lru_cache(maxsize=STATEMENTS)
def _counting(actor: Actor) -> Select[int]:
    """Give the statement that counts it: it stands in the menu, so on every page."""
    listed = _waiting(actor, select(Signal.id)).limit(MOST).subquery()
    return select(func.count()).select_from(listed)


def handled(actor: Actor, signal_ids: Sequence[UUID]) -> set[UUID]:
    """Give those of these signals somebody may decide on or accept; none of them is shown."""
    if not signal_ids:
        return set()
    query = _waiting(actor, select(Signal.id).where(Signal.id.in_(signal_ids)))
    return set(db.session.scalars(query))


def handled_of(actor: Actor, signal_ids: Sequence[UUID]) -> Sequence[Signal]:
    """Give those of these signals, by date, that somebody may decide on."""
    if not signal_ids:
        return []
    query = select(Signal).where(Signal.id.in_(signal_ids)).options(*HEAD)
    ordered = query.order_by(Signal.next_on, Signal.id)
    return db.session.scalars(policy.visible(actor, Permission.SIGNAL_HANDLE, ordered)).all()


def about_nobody(actor: Actor) -> Sequence[Signal]:
    """Give the open signals about nobody with a name that somebody may decide on, by date."""
    query = select(Signal).where(Signal.resident_id.is_(None), Signal.ended_at.is_(None))
    ordered = query.options(*HEAD).order_by(Signal.next_on, Signal.id).limit(MOST)
    return db.session.scalars(policy.visible(actor, Permission.SIGNAL_HANDLE, ordered)).all()


def acceptable(actor: Actor, signal_ids: Sequence[UUID]) -> set[UUID]:
    """Give those of these signals somebody may accept for their team; none of them is shown."""
    if not signal_ids:
        return set()
    query = select(Signal.id).where(Signal.id.in_(signal_ids))
    return set(db.session.scalars(policy.visible(actor, Permission.SIGNAL_ACCEPT, query)))


def of_resident(actor: Actor, resident: Resident) -> Sequence[Signal]:
    """Give what was reported about a resident, of what somebody may read, the last first."""
    query = select(Signal).where(Signal.resident_id == resident.id).options(*HEAD)
    ordered = query.order_by(Signal.received_on.desc(), Signal.id).limit(MOST)
    return db.session.scalars(policy.visible(actor, Permission.SIGNAL_VIEW, ordered)).all()


def of_case(actor: Actor, case: Case) -> Sequence[Signal]:
    """Give what was reported about a case, of what somebody may read, the last first.

    What it began with or what joined it, and what came in within the window about its people.
    """
    days = settings.terms_of(case.municipality_id)(settings.SIGNAL_WINDOW)
    people = [one.resident_id for one in case.subjects]
    lately = Signal.received_on > clock.today() - timedelta(days=days)
    query = (
        select(Signal)
        .where(or_(Signal.case_id == case.id, Signal.resident_id.in_(people) & lately))
        .options(*HEAD)
        .order_by(Signal.received_on.desc(), Signal.id)
        .limit(MOST)
    )
    return db.session.scalars(policy.visible(actor, Permission.SIGNAL_VIEW, query)).all()


def earlier(actor: Actor, signal: Signal) -> Sequence[Signal]:
    """Give what was reported within the window about the same person or address.

    Only what somebody may read: what they may not, is not there, and is not counted either.
    """
    days = settings.terms_of(signal.municipality_id)(settings.SIGNAL_WINDOW)
    same = []
    if signal.resident_id is not None:
        same.append(Signal.resident_id == signal.resident_id)
    if signal.address_key is not None:
        same.append(Signal.address_key == signal.address_key)
    if not same:
        return []
    query = (
        select(Signal)
        .where(Signal.id != signal.id, or_(*same))
        .where(Signal.received_on > clock.today() - timedelta(days=days))
        .options(*HEAD)
        .order_by(Signal.received_on.desc(), Signal.id)
        .limit(MOST)
    )
    return db.session.scalars(policy.visible(actor, Permission.SIGNAL_VIEW, query)).all()


def last_closed(resident_id: UUID) -> UUID | None:
    """Give the case of a resident that was closed last, where none of theirs is open.

    For the program, which brings a signal to who directed it; not to be shown to who reported it.
    """
    query = (
        select(Case.id, Case.state)
        .join(CaseSubject, CaseSubject.case_id == Case.id)
        .where(CaseSubject.resident_id == resident_id)
        .order_by(Case.state == CaseState.CLOSED, Case.closed_at.desc(), Case.id)
        .limit(1)
    )
    row = db.session.execute(query.execution_options(unseen="position")).one_or_none()
    return row.id if row is not None and row.state is CaseState.CLOSED else None


def openable_previous(actor: Actor, signal: Signal) -> Case | None:
    """Give the closed case a signal came back on, for who may open it."""
    if signal.previous_case_id is None:
        return None
    query = select(Case).where(Case.id == signal.previous_case_id)
    return db.session.scalar(policy.visible(actor, Permission.CASE_VIEW, query))


def cases_to_join(actor: Actor, signal: Signal) -> list[Case]:
    """Give the running cases of whom a signal is about, of those somebody may open."""
    if signal.resident is None:
        return []
    return [one for one in residents.cases_of(actor, signal.resident) if one.is_open]


def queues(municipality_id: UUID, side: TrackKind | None = None) -> list[Team]:
    """Give where a signal may wait: teams of its side, or intake, in which somebody may read it.

    What says things that one side may not read, waits with no team of that side.
    """
    kinds = {TeamKind.INTAKE, TeamKind.CARE, TeamKind.SAFETY}
    if side is not None:
        kinds.discard(TeamKind(side.other.value))
    known = [one for one in accounts.teams(municipality_id) if one.kind in kinds]
    return cases.staffed(known, side=side)
