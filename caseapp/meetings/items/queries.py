"""What is asked about cases on an agenda: one of them, those of a meeting, those of a case."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from caseapp import policy
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import Hidden
from caseapp.meetings.agenda import Seat
from caseapp.model import lock
from caseapp.model.accounts import User
from caseapp.model.case_words import Part, TrackKind
from caseapp.model.cases import Case, Involvement
from caseapp.model.meeting_words import ItemOutcome, Presence
from caseapp.model.meetings import AgendaItem, Invitation, Meeting
from caseapp.model.plans import PlanAction
from caseapp.policy import Permission

MOST = 200
OF_CASE = joinedload(AgendaItem.case).options(
    selectinload(Case.tracks),
    selectinload(Case.involvements).joinedload(Involvement.user),
    selectinload(Case.subjects),
)
OF_MEETING = joinedload(AgendaItem.meeting).options(
    joinedload(Meeting.own_kind), joinedload(Meeting.chair)
)
OF_GUESTS = selectinload(AgendaItem.invitations).options(
    joinedload(Invitation.user).joinedload(User.organisation), joinedload(Invitation.organisation)
)


def right_to_table(case: Case, track: TrackKind | None) -> tuple[Permission, Any]:
    """Give what must be allowed, and of what, to put a case on an agenda in this place."""
    if track is None:
        return Permission.CASE_TABLE, case
    return Permission.TRACK_WRITE, case.track(track)


def item(item_id: UUID) -> AgendaItem | None:
    """Give one case on an agenda; raises Hidden for one that the database itself keeps back."""
    query = select(AgendaItem).where(AgendaItem.id == item_id)
    found = db.session.scalar(query.options(OF_CASE, OF_MEETING, OF_GUESTS))
    if found is None:
        hidden = select(AgendaItem.id, AgendaItem.case_id).where(AgendaItem.id == item_id)
        with lock.aloud(db.session(), lock.Voice.UNSEEN):
            row = db.session.execute(hidden, execution_options={"unseen": "log"}).one_or_none()
        if row is not None:
            raise Hidden(AgendaItem.__tablename__, row.id, row.case_id)
    return found


def on_agenda(actor: Actor, meeting: Meeting) -> Sequence[AgendaItem]:
    """Give what somebody may read of the agenda of a meeting, in the order it came on it."""
    query = (
        select(AgendaItem)
        .where(AgendaItem.meeting_id == meeting.id)
        .options(joinedload(AgendaItem.case).selectinload(Case.tracks), OF_GUESTS)
        .order_by(AgendaItem.put_at, AgendaItem.id)
        .limit(MOST)
    )
    return db.session.scalars(policy.visible(actor, Permission.ITEM_VIEW, query)).all()


def neighbours(actor: Actor, item: AgendaItem) -> tuple[UUID | None, UUID | None]:
    """Give which comes before it and which after, of those somebody may read on its agenda."""
    query = (
        select(AgendaItem.id)
        .where(AgendaItem.meeting_id == item.meeting_id)
        .order_by(AgendaItem.put_at, AgendaItem.id)
        .limit(MOST)
    )
    seen = policy.visible(actor, Permission.ITEM_VIEW, query)
    ids = list(db.session.scalars(seen, execution_options={"unseen": "position"}))
    if item.id not in ids:
        return None, None  # beyond what any table can speak about in one sitting
    at = ids.index(item.id)
    before = ids[at - 1] if at else None
    return before, ids[at + 1] if at + 1 < len(ids) else None


def of_case(actor: Actor, case: Case) -> Sequence[AgendaItem]:
    """Give on which agendas a case is, as far as somebody may read it; the next meeting first."""
    query = (
        select(AgendaItem)
        .join(AgendaItem.meeting)
        .where(AgendaItem.case_id == case.id, AgendaItem.outcome.is_(None))
        .options(contains_eager(AgendaItem.meeting).joinedload(Meeting.own_kind))
        .order_by(Meeting.on_day, Meeting.begins, AgendaItem.id)
        .limit(MOST)
    )
    return db.session.scalars(policy.visible(actor, Permission.ITEM_VIEW, query)).all()


def held(actor: Actor, case: Case) -> Sequence[AgendaItem]:
    """Give where a case was decided about, as far as somebody may read it; the last first."""
    query = (
        select(AgendaItem)
        .where(AgendaItem.case_id == case.id, AgendaItem.outcome.is_not(None))
        .options(OF_MEETING)
        .order_by(AgendaItem.concluded_at.desc(), AgendaItem.id)
        .limit(MOST)
    )
    return db.session.scalars(policy.visible(actor, Permission.ITEM_VIEW, query)).all()


def is_readable(actor: Actor, item_id: UUID | None) -> bool:
    """Tell whether somebody may read one case on an agenda, without showing anything of it."""
    query = select(AgendaItem.id).where(AgendaItem.id == item_id)
    seen = policy.visible(actor, Permission.ITEM_VIEW, query)
    return db.session.scalar(seen, execution_options={"unseen": "policy"}) is not None


def told(actor: Actor, case: Case) -> Sequence[Invitation]:
    """Give with whom a case was shared at a table, as far as somebody may read that item.

    Lines of the ledger: who was there, on which ground, and what of; the last first.
    """
    visible = policy.visible(
        actor, Permission.ITEM_VIEW, select(AgendaItem.id).where(AgendaItem.case_id == case.id)
    )
    query = (
        select(Invitation)
        .join(Invitation.item)
        .where(
            Invitation.case_id == case.id,
            Invitation.item_id.in_(visible),
            Invitation.presence == Presence.PRESENT,
            Invitation.withdrawn_at.is_(None),
            AgendaItem.outcome == ItemOutcome.DECIDED,
        )
        .options(
            contains_eager(Invitation.item).options(
                OF_MEETING, joinedload(AgendaItem.concluded_by)
            ),
            joinedload(Invitation.user).joinedload(User.organisation),
            joinedload(Invitation.organisation),
        )
        .order_by(AgendaItem.concluded_at.desc(), Invitation.id)
        .limit(MOST)
    )
    return db.session.scalars(query).all()


def decided(item: AgendaItem) -> int:
    """Count what was decided about it, on whichever track."""
    query = select(func.count(PlanAction.id)).where(PlanAction.agenda_item_id == item.id)
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        return int(db.session.scalar(query, execution_options={"unseen": "count"}) or 0)


def seen_anew(item: AgendaItem) -> None:
    """Look up again who was asked and who was there: another may have written it meanwhile."""
    query = select(Invitation).where(Invitation.item_id == item.id)
    db.session.scalars(query.execution_options(populate_existing=True)).all()
    db.session.expire(item, ["invitations"])


def seats(item: AgendaItem) -> list[Seat]:
    """Give who was asked as facts for the rules: who works on the case heard nothing new.

    Of one track only who works there, or directs the case: the other side heard it here.
    """
    known = {
        one.user_id
        for one in item.case.involvements
        if one.is_active and (item.track in (None, one.track) or one.part is Part.DIRECTOR)
    }
    return [
        Seat(
            is_noted=one.presence is not None,
            is_present=one.presence is Presence.PRESENT,
            is_stranger=one.user_id not in known,
            ground=one.ground,
        )
        for one in item.invited
    ]


def is_on(meeting: Meeting, case: Case, track: TrackKind | None) -> bool:
    """Tell whether a case is on an agenda already, open, in the same place."""
    query = select(AgendaItem.id).where(
        AgendaItem.meeting_id == meeting.id,
        AgendaItem.case_id == case.id,
        AgendaItem.track.is_(None) if track is None else AgendaItem.track == track,
        AgendaItem.outcome.is_(None),
    )
    with lock.aloud(db.session(), lock.Voice.UNSEEN):
        found = db.session.scalar(query.limit(1), execution_options={"unseen": "position"})
    return found is not None


def is_of_today(item: AgendaItem) -> bool:
    """Tell whether its meeting is held today or was: only then something is decided."""
    return item.meeting.on_day <= clock.today()
