"""What is asked about meetings: those to come and those that were, and who can chair one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import joinedload

from caseapp import accounts, policy
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import WORKING_ROLES, Actor
from caseapp.meetings.agenda import Table
from caseapp.model import lock
from caseapp.model.accounts import User
from caseapp.model.meeting_words import ItemOutcome
from caseapp.model.meetings import AgendaItem, Invitation, Meeting, OwnMeetingKind
from caseapp.model.plans import PlanAction
from caseapp.policy import Permission

PAST = 50
AHEAD = 200
PEOPLE = (joinedload(Meeting.own_kind), joinedload(Meeting.chair))


@dataclass(frozen=True, slots=True)
class Listed:
    """The meetings somebody may know of, and how many cases on each they may read."""

    ahead: Sequence[Meeting]
    past: Sequence[Meeting]
    items: Mapping[UUID, int]
    undecided: Mapping[UUID, int]


def meeting(meeting_id: UUID) -> Meeting | None:
    """Give one meeting."""
    return db.session.scalar(select(Meeting).where(Meeting.id == meeting_id).options(*PEOPLE))


def listed(actor: Actor) -> Listed:
    """Give the meetings to come or not closed yet, the next first, and the last that were."""
    query = policy.visible(actor, Permission.MEETING_VIEW, select(Meeting)).options(*PEOPLE)
    to_come = or_(Meeting.closed_at.is_(None), Meeting.on_day >= clock.today())
    ahead = query.where(to_come).order_by(Meeting.on_day, Meeting.begins, Meeting.id)
    past = query.where(~to_come).order_by(Meeting.on_day.desc(), Meeting.begins, Meeting.id)
    found, gone = (
        db.session.scalars(ahead.limit(AHEAD)).all(),
        db.session.scalars(past.limit(PAST)).all(),
    )
    ids = [one.id for one in (*found, *gone)]
    items, undecided = {}, {}
    counts: Any = (
        select(
            AgendaItem.meeting_id,
            func.count(AgendaItem.id),
            func.count(AgendaItem.id) - func.count(AgendaItem.outcome),
        )
        .where(AgendaItem.meeting_id.in_(ids))
        .group_by(AgendaItem.meeting_id)
    )
    seen = policy.visible(actor, Permission.ITEM_VIEW, counts)
    for meeting_id, number, left in db.session.execute(seen.execution_options(unseen="count")):
        items[meeting_id], undecided[meeting_id] = number, left
    return Listed(found, gone, items, undecided)


def to_come(municipality_id: UUID) -> Sequence[Meeting]:
    """Give the meetings of today and later that are not closed, the next first."""
    query = (
        select(Meeting)
        .where(
            Meeting.municipality_id == municipality_id,
            Meeting.closed_at.is_(None),
            Meeting.on_day >= clock.today(),
        )
        .options(*PEOPLE)
        .order_by(Meeting.on_day, Meeting.begins, Meeting.id)
    )
    return db.session.scalars(query.limit(AHEAD)).all()


def own_kinds(municipality_id: UUID) -> Sequence[OwnMeetingKind]:
    """Give the kinds a municipality named itself, and still uses."""
    query = select(OwnMeetingKind).where(
        OwnMeetingKind.municipality_id == municipality_id, OwnMeetingKind.ended_at.is_(None)
    )
    return db.session.scalars(query.order_by(OwnMeetingKind.name)).all()


def fit_to_chair(municipality_id: UUID) -> Sequence[User]:
    """Give who can chair a meeting: who does casework, for the municipality itself."""
    return accounts.active_holders(municipality_id, *WORKING_ROLES)


def undecided(meeting: Meeting) -> int:
    """Count the cases about which nothing was concluded, whoever may read them."""
    query = select(func.count(AgendaItem.id)).where(
        AgendaItem.meeting_id == meeting.id, AgendaItem.outcome.is_(None)
    )
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        return int(db.session.scalar(query, execution_options={"unseen": "count"}) or 0)


def was_held(meeting: Meeting) -> bool:
    """Tell whether anything was decided at it, or written down of who was there."""
    noted = exists().where(Invitation.item_id == AgendaItem.id, Invitation.presence.is_not(None))
    decided = exists().where(PlanAction.agenda_item_id == AgendaItem.id)
    query = select(AgendaItem.id).where(AgendaItem.meeting_id == meeting.id, or_(noted, decided))
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        found = db.session.scalar(query.limit(1), execution_options={"unseen": "policy"})
    return found is not None


def was_decided_at(meeting: Meeting) -> bool:
    """Tell whether a case was concluded at it with a decision: who chaired it then stays known."""
    query = select(AgendaItem.id).where(
        AgendaItem.meeting_id == meeting.id, AgendaItem.outcome == ItemOutcome.DECIDED
    )
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        found = db.session.scalar(query.limit(1), execution_options={"unseen": "policy"})
    return found is not None


def as_table(meeting: Meeting) -> Table:
    """Give a meeting as facts for the rules."""
    return Table(meeting.on_day, meeting.cut_off_on, meeting.is_open, meeting.is_internal)
