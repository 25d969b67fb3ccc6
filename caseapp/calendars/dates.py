"""The dates that are somebody's own: positions only, for a day and a reference are no look."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from caseapp import notifications, policy
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.model.case_words import CaseState, Part, TrackState
from caseapp.model.cases import Case, Involvement, Track
from caseapp.model.closures import Watch
from caseapp.model.escalation import PhaseChange
from caseapp.model.handovers import Handover
from caseapp.model.leaves import Leave
from caseapp.model.meeting_words import ItemOutcome
from caseapp.model.meetings import AgendaItem, Invitation, Meeting
from caseapp.model.signals import Signal
from caseapp.policy import Permission

LAST_DAYS = 31
"""So many days back a date stays in the calendar, done or not."""
MOST = 500


@dataclass(frozen=True, slots=True)
class OwnMeeting:
    """A meeting somebody chairs or was asked to, and when it begins."""

    meeting_id: UUID
    begins: datetime


@dataclass(frozen=True, slots=True)
class OwnDate:
    """One date: of what, on which days, and the reference that may be told, if any."""

    noun_id: UUID
    first_on: date
    last_on: date
    reference: str | None = None


def dates_of(actor: Actor) -> list[OwnDate]:
    """Give the days on which somebody must do something, and those on which they are away.

    Of tracks they own, escalated cases they direct and must weigh again, their watches, signals
    they have and offers to answer; and own leave.
    """
    found = [*_tracks(actor), *_reviews(actor), *_watches(actor), *_offers(actor)]
    names = notifications.tellable(case_id for _noun, case_id, _day in found)
    dates = [OwnDate(noun, day, day, names.get(case_id)) for noun, case_id, day in found]
    others = [*_signals(actor), *_leaves(actor)]
    return sorted([*dates, *others], key=lambda one: (one.first_on, one.noun_id))


def meetings_of(actor: Actor) -> list[OwnMeeting]:
    """Give the meetings somebody chairs or sits at: when, and nothing of which cases."""
    asked = (
        select(Invitation.id)
        .join(AgendaItem, AgendaItem.id == Invitation.item_id)
        .where(
            AgendaItem.meeting_id == Meeting.id,
            AgendaItem.outcome.is_(None) | (AgendaItem.outcome != ItemOutcome.WITHDRAWN),
            Invitation.user_id == actor.user_id,
            Invitation.withdrawn_at.is_(None),
        )
    )
    query = (
        select(Meeting.id, Meeting.on_day, Meeting.begins)
        .where((Meeting.chair_id == actor.user_id) | asked.exists(), Meeting.on_day >= _since())
        .order_by(Meeting.on_day, Meeting.begins, Meeting.id)
    )
    return [
        OwnMeeting(
            row.id,
            datetime.combine(row.on_day, time.fromisoformat(row.begins), tzinfo=clock.AMSTERDAM),
        )
        for row in _rows(actor, Permission.MEETING_VIEW, query)
    ]


Found = tuple[UUID, UUID, date]


def _since() -> date:
    return clock.today() - timedelta(days=LAST_DAYS)


def _tracks(actor: Actor) -> Iterator[Found]:
    part, case = aliased(Involvement), aliased(Case)
    owned = select(part.id).where(
        part.case_id == Track.case_id,
        part.track == Track.kind,
        part.user_id == actor.user_id,
        part.part == Part.OWNER,
        part.ended_at.is_(None),
    )
    of_open_case = select(case.id).where(case.id == Track.case_id, case.state != CaseState.CLOSED)
    query = (
        select(Track.id, Track.case_id, Track.next_on)
        .where(
            owned.exists(),
            of_open_case.exists(),
            Track.state == TrackState.NEEDED,
            Track.next_on >= _since(),
        )
        .order_by(Track.next_on, Track.id)
    )
    for row in _rows(actor, Permission.TRACK_VIEW, query):
        yield row.id, row.case_id, row.next_on


def _reviews(actor: Actor) -> Iterator[Found]:
    later = aliased(PhaseChange)
    directs = select(Involvement.id).where(
        Involvement.case_id == Case.id,
        Involvement.user_id == actor.user_id,
        Involvement.part == Part.DIRECTOR,
        Involvement.ended_at.is_(None),
    )
    passed = select(later.id).where(
        later.case_id == Case.id, later.changed_at > PhaseChange.changed_at
    )
    query = (
        select(PhaseChange.id, PhaseChange.case_id, PhaseChange.review_on)
        .join(Case, Case.id == PhaseChange.case_id)
        .where(directs.exists(), ~passed.exists(), PhaseChange.review_on >= _since())
        .order_by(PhaseChange.review_on, PhaseChange.id)
    )
    for row in _rows(actor, Permission.CASE_CHANGE_PHASE, query):
        yield row.id, row.case_id, row.review_on


def _signals(actor: Actor) -> Iterator[OwnDate]:
    """Give the days of signals: a signal has no reference, so nothing stands beside the day."""
    query = (
        select(Signal.id, Signal.next_on)
        .where(Signal.user_id == actor.user_id, Signal.next_on >= _since())
        .order_by(Signal.next_on, Signal.id)
    )
    for row in _rows(actor, Permission.SIGNAL_HANDLE, query):
        yield OwnDate(row.id, row.next_on, row.next_on)


def _watches(actor: Actor) -> Iterator[Found]:
    query = (
        select(Watch.id, Watch.case_id, Watch.until_on)
        .where(Watch.watcher_id == actor.user_id, Watch.until_on >= _since())
        .order_by(Watch.until_on, Watch.id)
    )
    for row in _rows(actor, Permission.WATCH_DECIDE, query):
        yield row.id, row.case_id, row.until_on


def _offers(actor: Actor) -> Iterator[Found]:
    query = (
        select(Handover.id, Handover.case_id, Handover.answer_by)
        .where(Handover.to_user_id == actor.user_id)
        .order_by(Handover.answer_by, Handover.id)
    )
    for row in _rows(actor, Permission.HANDOVER_ANSWER, query):
        yield row.id, row.case_id, clock.local(row.answer_by).date()


def _leaves(actor: Actor) -> Iterator[OwnDate]:
    query = (
        select(Leave.id, Leave.first_on, Leave.last_on)
        .where(Leave.user_id == actor.user_id, Leave.ended_at.is_(None))
        .where(Leave.last_on >= _since())
        .order_by(Leave.first_on, Leave.id)
    )
    for row in db.session.execute(query.limit(MOST)):
        yield OwnDate(row.id, row.first_on, row.last_on)


def _rows(actor: Actor, permission: Permission, query: Any) -> list[Any]:
    seen = policy.visible(actor, permission, query).limit(MOST)
    return list(db.session.execute(seen.execution_options(unseen="position")))
