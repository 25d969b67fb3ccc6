"""What is open with one colleague: positions only, nothing is shown of what they are about."""

from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import aliased

from caseapp.holdings import teams
from caseapp.holdings.asking import rows
from caseapp.holdings.kinds import Holding, HoldingKind
from caseapp.kernel import clock
from caseapp.model.case_words import CaseState, Part, TrackState
from caseapp.model.cases import Case, Involvement, Track
from caseapp.model.closures import Watch
from caseapp.model.handovers import Handover
from caseapp.model.leaves import Leave
from caseapp.model.meetings import Meeting
from caseapp.model.signals import Signal


def holds() -> ColumnElement[bool]:
    """Ask, beside an involvement and its case, whether somebody is responsible by it.

    For an open case: its director, and the owner of a track that is needed.
    """
    theirs = aliased(Track)
    needed = (
        select(theirs.id)
        .where(
            theirs.case_id == Involvement.case_id,
            theirs.kind == Involvement.track,
            theirs.state == TrackState.NEEDED,
        )
        .exists()
    )
    return and_(
        Involvement.ended_at.is_(None),
        Case.state != CaseState.CLOSED,
        or_(
            Involvement.part == Part.DIRECTOR,
            and_(Involvement.part == Part.OWNER, needed),
        ),
    )


def held_by(user_id: UUID) -> list[Holding]:
    """Give everything that is open with somebody, each thing once."""
    return [
        *_parts(user_id),
        *_watches(user_id),
        *_signals(user_id),
        *_offers(user_id),
        *_substitutions(user_id),
        *_meetings(user_id),
        *teams.left_to(user_id),
    ]


def _parts(user_id: UUID) -> Iterator[Holding]:
    query = (
        select(Involvement.case_id, Involvement.part, Involvement.track, Case.is_shielded)
        .add_columns(Track.id.label("track_id"), Track.team_id)
        .join(Case, Case.id == Involvement.case_id)
        .outerjoin(
            Track, and_(Track.case_id == Involvement.case_id, Track.kind == Involvement.track)
        )
        .where(Involvement.user_id == user_id, holds())
        .order_by(Case.next_on, Case.id, Involvement.part, Involvement.track)
    )
    for row in rows(query):
        of_case = row.part is Part.DIRECTOR
        yield Holding(
            HoldingKind.DIRECTION if of_case else HoldingKind.TRACK,
            row.case_id if of_case else row.track_id,
            case_id=row.case_id,
            track=row.track,
            team_id=row.team_id,
            is_shielded=row.is_shielded,
        )


def _watches(user_id: UUID) -> Iterator[Holding]:
    query = (
        select(Watch.id, Watch.case_id, Case.is_shielded)
        .join(Case, Case.id == Watch.case_id)
        .where(Watch.watcher_id == user_id, Watch.ended_at.is_(None))
        .order_by(Watch.until_on, Watch.id)
    )
    for row in rows(query):
        yield Holding(HoldingKind.WATCH, row.id, row.case_id, is_shielded=row.is_shielded)


def _signals(user_id: UUID) -> Iterator[Holding]:
    query = (
        select(Signal.id, Signal.team_id, Signal.side)
        .where(Signal.user_id == user_id, Signal.ended_at.is_(None))
        .order_by(Signal.next_on, Signal.id)
    )
    for row in rows(query):
        yield Holding(HoldingKind.SIGNAL, row.id, track=row.side, team_id=row.team_id)


def _offers(user_id: UUID) -> Iterator[Holding]:
    query = (
        select(Handover.id, Handover.case_id, Handover.of, Case.is_shielded)
        .join(Case, Case.id == Handover.case_id)
        .where(Handover.to_user_id == user_id, Handover.ended_at.is_(None))
        .order_by(Handover.answer_by, Handover.id)
    )
    for row in rows(query):
        yield Holding(
            HoldingKind.OFFER, row.id, row.case_id, row.of.track, is_shielded=row.is_shielded
        )


def _substitutions(user_id: UUID) -> Iterator[Holding]:
    query = (
        select(Leave.id, Leave.first_on, Leave.last_on)
        .where(
            Leave.substitute_id == user_id,
            Leave.accepted_at.is_not(None),
            Leave.ended_at.is_(None),
            Leave.last_on >= clock.today(),
        )
        .order_by(Leave.first_on, Leave.id)
    )
    for row in rows(query):
        yield Holding(HoldingKind.SUBSTITUTION, row.id, first_on=row.first_on, last_on=row.last_on)


def _meetings(user_id: UUID) -> Iterator[Holding]:
    query = (
        select(Meeting.id, Meeting.on_day)
        .where(Meeting.chair_id == user_id, Meeting.closed_at.is_(None))
        .order_by(Meeting.on_day, Meeting.id)
    )
    for row in rows(query):
        yield Holding(HoldingKind.MEETING, row.id, first_on=row.on_day, last_on=row.on_day)
