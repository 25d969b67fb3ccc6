"""Looking again at signals: facts about the open ones, beside what was written down before."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, or_, select
from sqlalchemy.orm import aliased

from caseapp import settings
from caseapp.kernel import clock
from caseapp.model.among import among
from caseapp.model.cases import Case, CaseSubject
from caseapp.model.signals import Signal
from caseapp.model.watchdog import OF_SIGNALS, Finding
from caseapp.watchdog import reach, rules
from caseapp.watchdog.asking import rows
from caseapp.watchdog.facts import SignalFacts
from caseapp.watchdog.found import day_of
from caseapp.watchdog.keeping import AT_ONCE, TABLE, keep, written_down

OF_THESE = written_down(TABLE.c.kind.in_(OF_SIGNALS) & among(TABLE.c.subject_id, "ids"))
RUNNING = select(Signal.id).where(
    Signal.municipality_id == bindparam("where"), Signal.ended_at.is_(None)
)
TOLD = select(Finding.subject_id).where(
    Finding.municipality_id == bindparam("where"),
    Finding.kind.in_(OF_SIGNALS),
    Finding.ended_at.is_(None),
)


def examine_signals(municipality_id: UUID, signal_ids: Iterable[UUID] | None = None) -> None:
    """Look again at these signals and those about the same, or at all that are open or told of."""
    now, terms = clock.now(), settings.terms_of(municipality_id)
    wanted = _all(municipality_id) if signal_ids is None else _alike(list(signal_ids))
    ids = sorted(wanted)
    for first in range(0, len(ids), AT_ONCE):
        part = ids[first : first + AT_ONCE]
        facts = _facts_of(municipality_id, part, now, terms(settings.SIGNAL_WINDOW))
        found = [one for signal in facts for one in rules.of_signal(signal, terms)]
        keep(municipality_id, OF_THESE, found, now, ids=part)


def _all(municipality_id: UUID) -> set[UUID]:
    return {row[0] for query in (RUNNING, TOLD) for row in rows(query, where=municipality_id)}


def _alike(ids: list[UUID]) -> set[UUID]:
    """Give these, and the open ones about the same person or address: each counts for the other."""
    other = aliased(Signal)
    query = (
        select(other.id)
        .join(Signal, _same(Signal, other))
        .where(among(Signal.id, ids), other.ended_at.is_(None))
    )
    return {*ids, *(row[0] for row in rows(query))}


def _same(one: Any, other: Any) -> Any:
    same = or_(one.resident_id == other.resident_id, one.address_key == other.address_key)
    return (one.municipality_id == other.municipality_id) & same


def _facts_of(
    municipality_id: UUID, ids: Sequence[UUID], now: datetime, window: int
) -> Iterator[SignalFacts]:
    columns = (Signal.id, Signal.team_id, Signal.user_id, Signal.next_on, Signal.to_team_id)
    query = (
        select(*columns, Signal.answer_by, Signal.created_at, Signal.previous_case_id)
        .add_columns(Signal.resident_id, Signal.side)
        .where(among(Signal.id, ids), Signal.municipality_id == municipality_id)
        .where(Signal.ended_at.is_(None))
        .order_by(Signal.id)
    )
    found = rows(query)
    today = day_of(now)
    known = reach.Reach.of(found, today)
    received = _received([row.id for row in found], today - timedelta(days=2 * window))
    for row in found:
        holder = known.holder(row)
        yield SignalFacts(
            id=row.id,
            team_id=row.team_id,
            recorded_at=row.created_at,
            user_id=holder,
            holder_works=holder is not None,
            queue_is_staffed=known.team_can(row),
            next_on=row.next_on,
            to_team_id=row.to_team_id,
            answer_by=row.answer_by,
            came_back=row.previous_case_id is not None,
            received=received.get(row.id, ()),
        )


def _received(ids: list[UUID], since: date) -> dict[UUID, tuple[date, ...]]:
    """Give when signals about the same came in, with the same team, in order; its own too.

    What is about somebody else behind a shield does not count: the number would betray it.
    """
    other = aliased(Signal)
    kept = (
        select(CaseSubject.resident_id)
        .join(Case, Case.id == CaseSubject.case_id)
        .where(Case.is_shielded, CaseSubject.resident_id == other.resident_id)
        .exists()
    )
    query = (
        select(Signal.id, other.id.label("other"), other.received_on)
        .join(other, _same(Signal, other) & (other.team_id == Signal.team_id))
        .where(among(Signal.id, ids), other.received_on > since)
        .where(or_(other.resident_id == Signal.resident_id, ~kept))
    )
    days: dict[UUID, dict[UUID, date]] = {}
    for row in rows(query) if ids else ():
        days.setdefault(row.id, {})[row.other] = row.received_on
    return {signal: tuple(sorted(known.values())) for signal, known in days.items()}
