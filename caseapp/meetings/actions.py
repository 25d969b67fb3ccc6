"""Calling a meeting, moving it, giving its chair to another, closing it, and kinds of one's own."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import set_committed_value

from caseapp import accesslog, notifications, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.meetings.agenda import objections_to_calling
from caseapp.meetings.chairing import refuse_unfit_chair
from caseapp.meetings.queries import own_kinds, undecided, was_decided_at, was_held
from caseapp.model.accounts import User
from caseapp.model.meeting_words import MeetingKind
from caseapp.model.meetings import Meeting, OwnMeetingKind
from caseapp.model.messages import MessageKind
from caseapp.policy import Permission

AS_IT_IS = ("on_day", "cut_off_on", "chair_id", "closed_at")
"""What another may have changed of a meeting since it was read; not its version, which tells so."""


@dataclass(frozen=True, slots=True)
class Planned:
    """When and where a meeting is, who chairs it, and until when cases come on its agenda."""

    on_day: date | None
    begins: str
    place: str
    cut_off_on: date | None
    chair: User | None


def call_meeting(
    actor: Actor,
    municipality: Any,
    *,
    kind: MeetingKind | None,
    own_kind: OwnMeetingKind | None,
    planned: Planned,
) -> Meeting:
    """Call a meeting; without a last day for its agenda, that is the day itself.

    Raises RuleBroken for a day that passed or is too far, for no time, for a last day after the
    meeting, for no kind, and for somebody who cannot chair.
    """
    policy.require(actor, Permission.MEETING_CALL, municipality)
    if kind is None or (kind is MeetingKind.OWN) is not (own_kind is not None):
        raise RuleBroken("meeting-without-kind", "kind")
    if own_kind is not None and own_kind not in own_kinds(municipality.id):
        raise RuleBroken("meeting-without-kind", "kind")
    day, chair = _fit(planned)
    refuse_unfit_chair(municipality.id, chair)
    meeting = Meeting(
        municipality_id=municipality.id,
        kind=kind,
        own_kind=own_kind,
        on_day=day,
        begins=planned.begins,
        place=planned.place,
        cut_off_on=planned.cut_off_on or day,
        chair=chair,
        called_at=clock.now(),
        called_by_id=actor.user_id,
    )
    db.session.add(meeting)
    db.session.flush()
    accesslog.record(actor, Event.MEETING_CALLED, meeting, kind=kind)
    _tell_chair(actor, meeting)
    return meeting


def change_meeting(actor: Actor, meeting: Meeting, *, planned: Planned) -> None:
    """Move a meeting, or give its chair to another, who may read what is on the agenda.

    Raises RuleBroken as calling does, when it was closed before, for a chair who does not work on a
    track that is spoken about alone, for another day once something was decided on this one, and
    for another chair once a case was concluded under this one.
    """
    policy.require(actor, Permission.MEETING_KEEP, meeting)
    hold(meeting)
    day, chair = _fit(planned, meeting.on_day)
    if day != meeting.on_day and was_held(meeting):
        raise RuleBroken("meeting-was-held", "on_day")
    if chair.id != meeting.chair_id:
        if was_decided_at(meeting):
            raise RuleBroken("meeting-chair-stays", "chair")
        refuse_unfit_chair(meeting.municipality_id, chair, meeting)
    before = meeting.chair_id
    meeting.on_day, meeting.begins, meeting.place = day, planned.begins, planned.place
    meeting.cut_off_on, meeting.chair = planned.cut_off_on or day, chair
    db.session.flush()
    accesslog.record(actor, Event.MEETING_CHANGED, meeting)
    if chair.id != before:
        _tell_chair(actor, meeting)


def close_meeting(actor: Actor, meeting: Meeting) -> None:
    """Close a meeting. Raises RuleBroken while nothing was concluded about a case on it."""
    policy.require(actor, Permission.MEETING_KEEP, meeting)
    hold(meeting)
    if undecided(meeting):
        raise RuleBroken("meeting-with-open-items")
    meeting.closed_at, meeting.closed_by_id = clock.now(), actor.user_id
    db.session.flush()
    accesslog.record(actor, Event.MEETING_CLOSED, meeting)


def add_kind(actor: Actor, municipality: Any, *, name: str, is_internal: bool) -> OwnMeetingKind:
    """Add a kind of meeting of one's own. Raises RuleBroken without a name, or for one there is."""
    policy.require(actor, Permission.MEETING_KINDS_KEEP, municipality)
    if not name.strip():
        raise RuleBroken("meeting-kind-without-name", "name")
    kind = OwnMeetingKind(municipality_id=municipality.id, name=name, is_internal=is_internal)
    try:
        with db.session.begin_nested():
            db.session.add(kind)
    except IntegrityError:
        raise RuleBroken("meeting-kind-twice", "name") from None
    accesslog.record(actor, Event.MEETING_KIND_SET, kind)
    return kind


def end_kind(actor: Actor, kind: OwnMeetingKind) -> None:
    """Let a kind go: no new meeting is of it. Raises RuleBroken when that was done before."""
    policy.require(actor, Permission.MEETING_KINDS_KEEP, kind)
    db.session.refresh(kind, ["ended_at"])
    if kind.ended_at is not None:
        raise RuleBroken("meeting-kind-ended")
    kind.ended_at = clock.now()
    accesslog.record(actor, Event.MEETING_KIND_ENDED, kind)


def hold(meeting: Meeting) -> None:
    """Hold a meeting until the end: who comes second sees what the first did; it must be open."""
    columns = [getattr(Meeting, name) for name in AS_IT_IS]
    query = select(*columns).where(Meeting.id == meeting.id).with_for_update()
    for name, value in zip(AS_IT_IS, db.session.execute(query).one(), strict=True):
        set_committed_value(meeting, name, value)
    db.session.expire(meeting, ["chair"])
    if not meeting.is_open:
        raise RuleBroken("meeting-closed-before")


def _fit(planned: Planned, was: date | None = None) -> tuple[date, User]:
    """Give the day and the chair; RuleBroken for what forbids them."""
    today = clock.today()
    for objection in objections_to_calling(
        planned.on_day, planned.begins, planned.cut_off_on, today, was
    ):
        raise objection
    if planned.on_day is None or planned.chair is None:
        raise RuleBroken("meeting-without-chair", "chair")
    return planned.on_day, planned.chair


def _tell_chair(actor: Actor, meeting: Meeting) -> None:
    notifications.tell(
        MessageKind.MEETING_GIVEN,
        meeting,
        to=[meeting.chair_id],
        but=actor.user_id,
        slot=meeting.chair_id.hex,
    )
