"""Putting a case on an agenda, asking people to the table for it, and concluding it."""

from collections.abc import Collection
from uuid import UUID

from caseapp import accesslog, accounts, cases, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.meetings.actions import hold
from caseapp.meetings.agenda import (
    Conclusion,
    Guest,
    objections_to_concluding,
    objections_to_inviting,
    objections_to_tabling,
)
from caseapp.meetings.chairing import refuse_off_track
from caseapp.meetings.items.putting import can_come, put, put_off, tell
from caseapp.meetings.items.queries import decided, is_on, right_to_table, seats, seen_anew
from caseapp.meetings.queries import as_table
from caseapp.model.accounts import User
from caseapp.model.case_words import TrackKind, TrackState
from caseapp.model.cases import Case
from caseapp.model.meeting_words import ItemOutcome, Need, Presence
from caseapp.model.meetings import AgendaItem, Invitation, Meeting
from caseapp.model.organisations import Organisation
from caseapp.model.shares import ShareGround
from caseapp.policy import Permission


def table_case(
    actor: Actor, case: Case, *, meeting: Meeting, track: TrackKind | None, purpose: str
) -> AgendaItem:
    """Put a case on the agenda of a meeting: who chairs it reads the purpose.

    Raises RuleBroken without a purpose, for a meeting that was, after the last day for anybody but
    the chair, for a case that is on it, for a track of which the chair is not, and for one that
    stopped.
    """
    policy.require(actor, *right_to_table(case, track))
    cases.lock(case)
    hold(meeting)
    for objection in objections_to_tabling(
        as_table(meeting),
        purpose,
        clock.today(),
        by_chair=meeting.chair_id == actor.user_id,
        is_on_it=is_on(meeting, case, track),
    ):
        raise objection
    _refuse_stopped(case, track)
    refuse_off_track(case.id, track, meeting.chair)
    item = put(actor, case, meeting, track, purpose)
    accesslog.record(actor, Event.CASE_TABLED, item, track=track or "strip")
    return item


def ask_to_table(
    actor: Actor,
    item: AgendaItem,
    *,
    user: User | None,
    organisation: Organisation | None,
    name: str,
    ground: ShareGround | None,
    need: Need | None,
    why: str,
) -> Invitation:
    """Ask somebody to the table for this case alone: a colleague, or somebody from elsewhere.

    Raises RuleBroken for nobody, for somebody from elsewhere at a table of the municipality alone,
    for who is asked already or cannot come, and without ground, need or reason.
    """
    policy.require(actor, Permission.ITEM_PREPARE, item)
    _hold(item)
    outside = organisation is not None or (user is not None and user.elsewhere is not None)
    guest = Guest(
        is_somebody=user is not None or (organisation is not None and bool(name.strip())),
        is_outside=outside,
        ground=ground,
        need=need,
        why=why,
        is_asked_already=user is not None and user.id in {one.user_id for one in item.invited},
    )
    found = objections_to_inviting(
        as_table(item.meeting), guest, is_on_track=item.track is not None
    )
    for objection in found:
        raise objection
    if user is not None:
        _refuse_who_cannot_come(item, user)
    made = Invitation(
        municipality_id=item.municipality_id,
        item=item,
        case=item.case,
        case_id=item.case_id,
        user=user,
        organisation=organisation if user is None else None,
        ground=ground,
        need=need,
        invited_at=clock.now(),
        invited_by_id=actor.user_id,
    )
    made.why, made.name = why, "" if user is not None else name
    db.session.add(made)
    db.session.flush()
    accesslog.record(actor, Event.INVITED, made, ground=made.ground, need=made.need)
    tell(actor, made)
    return made


def take_from_table(actor: Actor, invitation: Invitation) -> None:
    """Take somebody off again: nothing of the case is for them any more.

    Raises RuleBroken when that was done before, for who was there and so heard of it, and once the
    case was concluded.
    """
    policy.require(actor, Permission.ITEM_PREPARE, invitation.item)
    _hold(invitation.item)
    if invitation.withdrawn_at is not None:
        raise RuleBroken("invitation-withdrawn-before")
    if invitation.presence is Presence.PRESENT:
        raise RuleBroken("invitation-of-present")
    invitation.withdrawn_at, invitation.withdrawn_by_id = clock.now(), actor.user_id
    db.session.flush()
    accesslog.record(actor, Event.UNINVITED, invitation)


def note_presence(actor: Actor, item: AgendaItem, *, present: Collection[UUID]) -> None:
    """Write down who of the invited is there for this case; all others are not.

    Raises RuleBroken before the day of the meeting.
    """
    policy.require(actor, Permission.ITEM_RUN, item)
    _hold(item)
    if item.meeting.on_day > clock.today():
        raise RuleBroken("meeting-not-held")
    for one in item.invited:
        one.presence = Presence.PRESENT if one.id in present else Presence.ABSENT
    db.session.flush()
    accesslog.record(actor, Event.PRESENCE_NOTED, item, present=str(len(present)))


def conclude(
    actor: Actor, item: AgendaItem, *, said: Conclusion, to: Meeting | None = None
) -> AgendaItem | None:
    """Conclude a case: decided, put off to a later meeting, or taken off the agenda for a reason.

    Put off, it is on the agenda of that meeting from now on, with the same people asked; that is
    given back. Raises RuleBroken for all that is missing: see `objections_to_concluding`.
    """
    policy.require(actor, Permission.ITEM_RUN, item)
    _hold(item)
    for objection in objections_to_concluding(
        said,
        on_day=item.meeting.on_day,
        today=clock.today(),
        decisions=decided(item),
        seats=seats(item),
    ):
        raise objection
    later = put_off(actor, item, to) if said.outcome is ItemOutcome.POSTPONED else None
    item.outcome, item.reason = said.outcome, said.reason
    if said.outcome is ItemOutcome.DECIDED:
        item.shared, item.content, item.reason = said.shared, said.content, ""
    item.moved_to = later.meeting if later is not None else None
    item.concluded_at, item.concluded_by_id = clock.now(), actor.user_id
    db.session.flush()
    accesslog.record(actor, Event.ITEM_CONCLUDED, item, outcome=item.outcome or "")
    return later


def _hold(item: AgendaItem) -> None:
    """Hold the case and the item until the end; RuleBroken when somebody concluded it meanwhile.

    The case first, as who puts it on an agenda does: nobody waits for each other. Who is invited,
    and who was there, is seen as it is now.
    """
    cases.lock(item.case)
    db.session.refresh(item, ["outcome", "version"], with_for_update=True)
    if not item.is_open:
        raise RuleBroken("item-concluded-before")
    seen_anew(item)


def _refuse_stopped(case: Case, track: TrackKind | None) -> None:
    """Raise RuleBroken for a track on which nobody works: nothing could be decided for it."""
    if track is None:
        return
    where = case.track(track)
    db.session.refresh(where, ["state"])
    if where.state is not TrackState.NEEDED:
        raise RuleBroken("agenda-on-stopped-track", "place")


def _refuse_who_cannot_come(item: AgendaItem, user: User) -> None:
    """Raise RuleBroken for who cannot sign in, comes to no table, or is kept from the case."""
    accounts.hold(user)
    db.session.refresh(user, ["deactivated_at"])
    if not can_come(item, user):
        raise RuleBroken("guest-unavailable", "user")
