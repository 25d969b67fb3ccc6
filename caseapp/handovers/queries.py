"""What is asked about handing over: one offer, who holds what, and what nobody answered in time."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.model.accounts import User
from caseapp.model.case_words import Part
from caseapp.model.cases import Case, Involvement
from caseapp.model.closures import Watch
from caseapp.model.handovers import Handover, HandoverOf

HEAD = (
    joinedload(Handover.case).options(
        selectinload(Case.tracks),
        selectinload(Case.involvements).joinedload(Involvement.user),
        selectinload(Case.subjects),
    ),
    joinedload(Handover.sender),
    joinedload(Handover.to_user).selectinload(User.memberships),
    joinedload(Handover.to_team),
    joinedload(Handover.ended_by),
)


def handover(handover_id: UUID) -> Handover | None:
    """Give one offer, with the case it is about."""
    return db.session.scalar(select(Handover).where(Handover.id == handover_id).options(*HEAD))


def held(case: Case, of: HandoverOf) -> UUID | None:
    """Give who holds a track or the direction today, or keeps an eye on the case once closed."""
    if case.is_open is (of is HandoverOf.WATCH):
        return None
    if of is HandoverOf.WATCH:
        running = select(Watch.watcher_id).where(Watch.case_id == case.id, Watch.ended_at.is_(None))
        return db.session.scalar(running.execution_options(unseen="position"))
    wanted = Part.DIRECTOR if of is HandoverOf.DIRECTION else Part.OWNER
    return next(
        (
            one.user_id
            for one in case.involvements
            if one.is_active and one.part is wanted and one.track is of.track
        ),
        None,
    )


def waiting_watch_of(case: Case) -> Handover | None:
    """Give the offer of the watch over a case that waits for an answer."""
    query = select(Handover).where(
        Handover.case_id == case.id,
        Handover.of == HandoverOf.WATCH,
        Handover.ended_at.is_(None),
    )
    return db.session.scalar(query.options(joinedload(Handover.to_user)))


def overdue(municipality_id: UUID) -> Sequence[UUID]:
    """Give the offers that waited for longer than agreed, or for somebody who is gone."""
    query = (
        select(Handover.id)
        .outerjoin(User, User.id == Handover.to_user_id)
        .where(Handover.municipality_id == municipality_id, Handover.ended_at.is_(None))
        .where((Handover.answer_by <= clock.now()) | User.deactivated_at.is_not(None))
        .order_by(Handover.answer_by, Handover.id)
    )
    return db.session.scalars(query.execution_options(unseen="cover")).all()
