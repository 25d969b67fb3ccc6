"""How a case comes on an agenda, and on the next: with who was asked and still can come."""

from caseapp import accesslog, notifications
from caseapp.accesslog import Event
from caseapp.accounts import doors
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import CASEWORK_ROLES, Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.meetings.actions import hold
from caseapp.meetings.chairing import refuse_off_track
from caseapp.meetings.items.queries import is_on
from caseapp.meetings.queries import as_table
from caseapp.model.accounts import User
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.meetings import AgendaItem, Invitation, Meeting
from caseapp.model.messages import MessageKind


def put(
    actor: Actor, case: Case, meeting: Meeting, track: TrackKind | None, purpose: str
) -> AgendaItem:
    """Put a case on an agenda, whatever was asked before."""
    item = AgendaItem(
        municipality_id=case.municipality_id,
        meeting=meeting,
        case=case,
        case_id=case.id,
        track=track,
        put_at=clock.now(),
        put_by_id=actor.user_id,
    )
    item.purpose = purpose
    db.session.add(item)
    db.session.flush()
    return item


def put_off(actor: Actor, item: AgendaItem, to: Meeting | None) -> AgendaItem:
    """Put the case on a later agenda, with the people who were asked and are still needed."""
    if to is None or to.id == item.meeting_id:
        raise RuleBroken("item-without-meeting", "to")
    hold(to)
    table = as_table(to)
    if not table.is_open or to.on_day < clock.today():
        raise RuleBroken("item-without-meeting", "to")
    if is_on(to, item.case, item.track):
        raise RuleBroken("item-there-already", "to")
    refuse_off_track(item.case_id, item.track, to.chair)
    later = put(actor, item.case, to, item.track, item.purpose)
    accesslog.record(actor, Event.CASE_TABLED, later, track=later.track or "strip")
    for one in item.invited:
        outside = one.user is None or one.user.elsewhere is not None
        if (outside and table.is_internal) or (one.user and not can_come(item, one.user)):
            continue
        again = Invitation(
            municipality_id=item.municipality_id,
            item=later,
            case=item.case,
            case_id=item.case_id,
            user=one.user,
            organisation=one.organisation,
            ground=one.ground,
            need=one.need,
            invited_at=clock.now(),
            invited_by_id=actor.user_id,
        )
        again.why, again.name = one.why, one.name
        db.session.add(again)
        db.session.flush()
        accesslog.record(actor, Event.INVITED, again, ground=again.ground, need=again.need)
        tell(actor, again)
    return later


def can_come(item: AgendaItem, user: User) -> bool:
    """Tell whether somebody can sign in, comes to tables, and is not kept from the case."""
    works_here = user.is_active and user.municipality_id == item.municipality_id
    sits = not user.roles.isdisjoint(CASEWORK_ROLES)
    return works_here and sits and item.case_id not in doors.kept_from(user.id)


def tell(actor: Actor, invitation: Invitation) -> None:
    """Tell a colleague that they are asked to the table for a case."""
    if invitation.user_id is not None:
        notifications.tell(
            MessageKind.MEETING_INVITED,
            invitation.item,
            to=[invitation.user_id],
            but=actor.user_id,
            slot=invitation.id.hex,
        )
