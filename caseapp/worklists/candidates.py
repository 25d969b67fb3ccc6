"""What may come on somebody's list: positions only, so that nothing is seen that is not shown."""

from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, CompoundSelect, or_, select, union

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor, Role
from caseapp.model.accounts import User
from caseapp.model.acquaintances import Departure
from caseapp.model.case_words import CaseState, Part
from caseapp.model.cases import Case, Involvement, Track
from caseapp.model.closures import Watch
from caseapp.model.emergencies import EmergencyAccess
from caseapp.model.escalation import Acknowledgement, Flag
from caseapp.model.measures import Measure
from caseapp.model.signals import Signal
from caseapp.model.watchdog import Finding
from caseapp.model.watchdog import FindingKind as K
from caseapp.policy import Permission
from caseapp.worklists.of_offers import descents_to_answer, handovers_back, handovers_to_answer
from caseapp.worklists.of_phases import reviews
from caseapp.worklists.of_plans import actions, tables
from caseapp.worklists.of_strip import between_sides
from caseapp.worklists.of_tracks import (
    own_tracks,
    queue,
    silent_tracks,
    unreached_tracks,
    watched_tracks,
)
from caseapp.worklists.positions import found, mine, on_behalf_of, rows_of
from caseapp.worklists.urgency import Candidate, Reason

BY_OFFICE = frozenset({Role.INTAKE, Role.PROCESS_DIRECTOR})
"""Who by their role may answer flags on cases nobody named them on."""


def flags_to_answer(actor: Actor) -> Iterator[Candidate]:
    """Give the flags this person may answer that nobody answered yet."""
    directors = _directors(actor)
    query = (
        select(Flag.id, Flag.answer_by, Flag.raised_at, Flag.case_id)
        .where(Flag.answered_at.is_(None))
        .order_by(Flag.answer_by, Flag.id)
    )
    if not actor.roles & BY_OFFICE:
        reached = select(Acknowledgement.flag_id).where(
            Acknowledgement.user_id.in_(mine(actor)), Acknowledgement.rung.is_not(None)
        )
        query = query.where(or_(Flag.case_id.in_(_steered(actor)), Flag.id.in_(reached)))
    for row in rows_of(actor, Permission.FLAG_ANSWER, query):
        yield Candidate(
            Reason.FLAG_TO_ANSWER,
            row.id,
            until=row.answer_by,
            since=row.raised_at,
            for_id=directors.get(row.case_id),
        )


def _steered(actor: Actor) -> CompoundSelect[Any]:
    """Ask for the cases whose flags may be answered by who has no office over all of them.

    The policy decides; this lets the database begin at a few cases and not at all of them.
    """
    directed = select(Involvement.case_id).where(
        Involvement.user_id.in_(mine(actor)),
        Involvement.part == Part.DIRECTOR,
        Involvement.ended_at.is_(None),
    )
    led = select(Track.case_id).where(Track.team_id.in_(actor.led_team_ids))
    return union(directed, led)


def _directors(actor: Actor) -> dict[UUID, UUID]:
    """Give which colleague directs each case for whose director one stands in today."""
    if not actor.stands_in_for:
        return {}
    query = select(Involvement.case_id, Involvement.user_id).where(
        Involvement.user_id.in_(actor.stands_in_for),
        Involvement.part == Part.DIRECTOR,
        Involvement.ended_at.is_(None),
    )
    rows = db.session.execute(query.execution_options(unseen="position"))
    return {row.case_id: row.user_id for row in rows}


def flags_to_know(actor: Actor) -> Iterator[Candidate]:
    """Give the flags this person was told of and did not say they know of."""
    query = (
        select(Flag.id, Flag.answer_by, Flag.raised_at)
        .join(Acknowledgement, Acknowledgement.flag_id == Flag.id)
        .where(Acknowledgement.user_id == actor.user_id, Acknowledgement.acknowledged_at.is_(None))
        .order_by(Flag.answer_by, Flag.id)
    )
    for flag_id, answer_by, raised_at in rows_of(actor, Permission.FLAG_VIEW, query):
        yield Candidate(Reason.FLAG_TO_KNOW, flag_id, until=answer_by, since=raised_at)


def intake(actor: Actor) -> Iterator[Candidate]:
    """Give the cases that wait at intake, for whoever works there."""
    if not actor.has(Role.INTAKE):
        return
    query = (
        select(Case.id, Case.opened_at)
        .where(Case.state == CaseState.INTAKE)
        .order_by(Case.opened_at, Case.id)
    )
    for case_id, opened_at in rows_of(actor, Permission.CASE_VIEW, query):
        yield Candidate(Reason.AT_INTAKE, case_id, since=opened_at)


def stagnating(actor: Actor) -> Iterator[Candidate]:
    """Give the cases this person directs on which nothing happened for longer than agreed."""
    query = (
        select(Case.id, Finding.last_on, Finding.user_id)
        .join(Finding, found(Case.id.expression, K.STAGNATION))
        .where(Finding.user_id.in_(mine(actor)), Finding.since <= clock.now())
        .order_by(Finding.last_on, Case.id)
    )
    for case_id, last_on, user_id in rows_of(actor, Permission.CASE_VIEW, query):
        director = on_behalf_of(actor, user_id)
        yield Candidate(Reason.STAGNATION, case_id, since=last_on, for_id=director)


def measures_due(actor: Actor) -> Iterator[Candidate]:
    """Give the measures of this person's safety tracks of which the day to look again has come."""
    query = (
        select(Measure.id, Measure.next_on, Finding.user_id)
        .join(Finding, found(Measure.id.expression, K.MEASURE_DUE))
        .where(Finding.user_id.in_(mine(actor)), Measure.next_on <= clock.today())
        .order_by(Measure.next_on, Measure.id)
    )
    for measure_id, next_on, user_id in rows_of(actor, Permission.MEASURE_ADVANCE, query):
        owner = on_behalf_of(actor, user_id)
        yield Candidate(Reason.MEASURE_DUE, measure_id, until=next_on, for_id=owner)


def signals(actor: Actor) -> Iterator[Candidate]:
    """Give the signals to decide on that this person has or that wait in a queue of theirs."""
    query = (
        select(Signal.id, Signal.next_on, Signal.user_id)
        .where(or_(Signal.user_id.is_(None), Signal.user_id.in_(mine(actor)), _is_left()))
        .order_by(Signal.next_on, Signal.id)
    )
    today = clock.today()
    for row in rows_of(actor, Permission.SIGNAL_HANDLE, query):
        reason = Reason.SIGNAL_WAITS
        if row.next_on <= today:
            reason = Reason.SIGNAL_PASSED if row.next_on < today else Reason.SIGNAL_TODAY
        holder = row.user_id if row.user_id in actor.stands_in_for else None
        yield Candidate(reason, row.id, until=row.next_on, for_id=holder)


def _is_left() -> ColumnElement[bool]:
    """Ask for a signal of somebody who cannot sign in any more: it is the team's again."""
    gone = select(User.id).where(User.deactivated_at.is_not(None))
    return Signal.user_id.in_(gone)


def signals_to_accept(actor: Actor) -> Iterator[Candidate]:
    """Give the signals that were forwarded to a team of this person."""
    query = select(Signal.id, Signal.answer_by).order_by(Signal.answer_by, Signal.id)
    for signal_id, answer_by in rows_of(actor, Permission.SIGNAL_ACCEPT, query):
        yield Candidate(Reason.SIGNAL_TO_ACCEPT, signal_id, until=answer_by)


def opened_in_emergency(actor: Actor) -> Iterator[Candidate]:
    """Give the emergency accesses to cases this person steers that nobody explained yet."""
    query = (
        select(EmergencyAccess.id, EmergencyAccess.opened_at)
        .where(EmergencyAccess.explained_at.is_(None), EmergencyAccess.user_id != actor.user_id)
        .order_by(EmergencyAccess.opened_at, EmergencyAccess.id)
    )
    for access_id, opened_at in rows_of(actor, Permission.EMERGENCY_EXPLAIN, query):
        yield Candidate(Reason.EMERGENCY, access_id, since=opened_at)


def departures(actor: Actor) -> Iterator[Candidate]:
    """Give who left a case this person steers, for as long as nobody saw to their place."""
    query = (
        select(Departure.id, Departure.left_at)
        .where(Departure.seen_at.is_(None))
        .order_by(Departure.left_at, Departure.id)
    )
    for departure_id, left_at in rows_of(actor, Permission.DEPARTURE_SEE, query):
        yield Candidate(Reason.DEPARTURE, departure_id, since=left_at)


def watches(actor: Actor) -> Iterator[Candidate]:
    """Give the closed cases this person keeps an eye on: those to decide on, and those that run."""
    query = (
        select(Watch.id, Watch.until_on, Watch.watcher_id)
        .where(Watch.watcher_id.in_(mine(actor)))
        .order_by(Watch.until_on, Watch.id)
    )
    for row in rows_of(actor, Permission.WATCH_DECIDE, query):
        reason = Reason.WATCH_DUE if row.until_on <= clock.today() else Reason.WATCH_RUNS
        watcher = on_behalf_of(actor, row.watcher_id)
        yield Candidate(reason, row.id, until=row.until_on, for_id=watcher)


KINDS: tuple[Callable[[Actor], Iterator[Candidate]], ...] = (
    flags_to_answer,
    flags_to_know,
    opened_in_emergency,
    departures,
    handovers_to_answer,
    handovers_back,
    descents_to_answer,
    signals,
    signals_to_accept,
    between_sides,
    own_tracks,
    actions,
    tables,
    silent_tracks,
    unreached_tracks,
    watches,
    reviews,
    stagnating,
    measures_due,
    intake,
    watched_tracks,
    queue,
)
