"""Facts about signals: who has one, with whose team it is, and to whom it was forwarded.

A signal about the resident of a shielded case is there for who has it themselves and for who
directs that case, and for nobody by team.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_, select

from caseapp.extensions import db
from caseapp.kernel.actor import Actor
from caseapp.model.case_words import Part
from caseapp.model.cases import Case, CaseSubject, Involvement
from caseapp.model.residents import Resident
from caseapp.model.signals import Signal
from caseapp.policy.predicates import Predicate
from caseapp.policy.relations import WORKING_PARTS
from caseapp.policy.trades import fits, sides_of

has_signal = Predicate(
    "has the signal",
    lambda actor, signal: signal.user_id == actor.user_id,
    lambda actor: Signal.user_id == actor.user_id,
)


stands_in_for_signal = Predicate(
    "stands in for a colleague on leave who has the signal",
    lambda actor, signal: signal.user_id in actor.stands_in_for,
    lambda actor: Signal.user_id.in_(actor.stands_in_for),
)


def _of_own_side(actor: Actor) -> ColumnElement[bool]:
    return or_(Signal.side.is_(None), Signal.side.in_(sides_of(actor.roles)))


signal_is_for_own_side = Predicate(
    "the signal is not for the side of the other trade alone",
    lambda actor, signal: fits(actor.roles, signal.side),
    _of_own_side,
)

signal_of_own_team = Predicate(
    "the signal is with their own team",
    lambda actor, signal: signal.team_id in actor.team_ids,
    lambda actor: Signal.team_id.in_(actor.team_ids),
)

signal_for_own_team = Predicate(
    "the signal was forwarded to their own team, which did not accept it yet",
    lambda actor, signal: signal.to_team_id in actor.team_ids,
    lambda actor: Signal.to_team_id.in_(actor.team_ids),
)

recorded_signal = Predicate(
    "recorded the signal themselves",
    lambda actor, signal: signal.recorded_by_id == actor.user_id,
    lambda actor: Signal.recorded_by_id == actor.user_id,
)

signal_is_open = Predicate(
    "nobody decided on the signal yet",
    lambda _actor, signal: signal.ended_at is None,
    lambda _actor: Signal.ended_at.is_(None),
)


def _asked(condition: ColumnElement[bool], signal: Signal) -> bool:
    query = select(Signal.id).where(Signal.id == signal.id, condition)
    return db.session.scalar(query.execution_options(unseen="policy")) is not None


def _open_to_others() -> ColumnElement[bool]:
    shielded = select(Case.id).where(Case.is_shielded).correlate(None)
    people = select(CaseSubject.resident_id).where(CaseSubject.case_id.in_(shielded))
    return and_(
        or_(Signal.resident_id.is_(None), Signal.resident_id.not_in(people.correlate(None))),
        or_(Signal.case_id.is_(None), Signal.case_id.not_in(shielded)),
    )


signal_is_not_shielded = Predicate(
    "no shielded case is about whom the signal is about",
    lambda _actor, signal: _asked(_open_to_others(), signal),
    lambda _actor: _open_to_others(),
)


def _shielded_and_directed(actor: Actor) -> ColumnElement[bool]:
    return Signal.resident_id.in_(
        select(CaseSubject.resident_id)
        .join(Case, Case.id == CaseSubject.case_id)
        .join(Involvement, Involvement.case_id == Case.id)
        .where(
            Case.is_shielded,
            Involvement.user_id == actor.user_id,
            Involvement.part == Part.DIRECTOR,
            Involvement.ended_at.is_(None),
        )
        .correlate(None)
    )


directs_shielded_case_of_signal = Predicate(
    "directs a shielded case about whom the signal is about",
    lambda actor, signal: (
        signal.resident_id is not None and _asked(_shielded_and_directed(actor), signal)
    ),
    _shielded_and_directed,
)
"""A shield closes a signal for the team; a shielded case has a director, who then has it."""


def _on_case(actor: Actor) -> ColumnElement[bool]:
    return exists().where(
        Involvement.case_id == Signal.case_id,
        Involvement.user_id == actor.user_id,
        Involvement.ended_at.is_(None),
        Involvement.part.in_(WORKING_PARTS),
        or_(
            Involvement.part == Part.DIRECTOR,
            Signal.side.is_(None),
            Involvement.track == Signal.side,
        ),
    )


works_on_case_of_signal = Predicate(
    "works on the case it became or joined, on the side it is for, or directs it",
    lambda actor, signal: signal.case_id is not None and _asked(_on_case(actor), signal),
    _on_case,
)


def _near(actor: Actor) -> ColumnElement[bool]:
    return or_(
        Signal.team_id.in_(actor.team_ids),
        Signal.to_team_id.in_(actor.team_ids),
        Signal.user_id.in_(actor.stands_in_for),
    )


def _about(actor: Actor) -> ColumnElement[bool]:
    """Ask for whom an open signal is about that is with somebody, their team, or comes to it."""
    known: Any = select(Signal.resident_id).where(
        Signal.ended_at.is_(None),
        Signal.resident_id.is_not(None),
        or_(
            Signal.user_id == actor.user_id,
            and_(_of_own_side(actor), _near(actor)),
        ),
    )
    return Resident.id.in_(known.correlate(None))


def _is_about(actor: Actor, resident: Resident) -> bool:
    query = select(Resident.id).where(Resident.id == resident.id, _about(actor))
    return db.session.scalar(query.execution_options(unseen="policy")) is not None


has_signal_about = Predicate(
    "an open signal is about the resident, and it is with them, or it is for their side too and "
    "with their team or who they stand in for, or comes to it",
    _is_about,
    _about,
)
