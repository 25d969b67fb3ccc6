"""What waits on the desk of those who watch over access, with the moment before which it must go.

Reviews of emergencies have a day, breaches the 72 hours of the law, residents who ask who looked
the month of the law, requests to a second person the time after which they lapse.
"""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from caseapp.extensions import db
from caseapp.kernel import deadlines
from caseapp.model.approvals import Approval
from caseapp.model.privacy import Release, ResidentAnswer
from caseapp.model.reviews import Breach, Review, ReviewKind
from caseapp.watchdog.asking import rows
from caseapp.watchdog.facts import DeskFacts, OfficeFacts
from caseapp.watchdog.found import day_after, day_of
from caseapp.watchdog.rules import LAPSED_FOR


def office_of(municipality_id: UUID, now: datetime) -> OfficeFacts:
    """Give the facts of a municipality."""
    unjudged = select(Review.id, Review.due_on).where(
        Review.municipality_id == municipality_id,
        Review.kind == ReviewKind.EMERGENCY,
        Review.verdict.is_(None),
    )
    unreported = select(Breach.id, Breach.report_by).where(
        Breach.municipality_id == municipality_id,
        Breach.closed_at.is_(None),
        Breach.supervisor_told_at.is_(None),
        Breach.supervisor_not_needed.is_(False),
    )
    anew = aliased(Approval)
    undecided = select(Approval.id, Approval.until, Approval.requested_by_id).where(
        Approval.municipality_id == municipality_id,
        Approval.decided_at.is_(None),
        Approval.until > now - LAPSED_FOR,
        ~exists().where(
            anew.payload_hash == Approval.payload_hash,
            anew.municipality_id == Approval.municipality_id,
            anew.requested_at > Approval.requested_at,
        ),
    )
    ask = db.session.execute
    return OfficeFacts(
        emergencies=tuple(DeskFacts(row.id, day_after(row.due_on)) for row in ask(unjudged)),
        breaches=tuple(DeskFacts(row.id, row.report_by) for row in ask(unreported)),
        requests=_unanswered(municipality_id),
        approvals=tuple(
            DeskFacts(row.id, row.until, user_id=row.requested_by_id) for row in ask(undecided)
        ),
    )


def _unanswered(municipality_id: UUID) -> tuple[DeskFacts, ...]:
    """Give what residents asked and nobody released an answer to, once for each day of asking."""
    columns = (ResidentAnswer.id, ResidentAnswer.resident_id, ResidentAnswer.asked_on)
    query = (
        select(*columns, ResidentAnswer.prepared_at, Release.id.label("release_id"))
        .outerjoin(Release, Release.answer_id == ResidentAnswer.id)
        .where(ResidentAnswer.municipality_id == municipality_id)
        .order_by(ResidentAnswer.prepared_at, ResidentAnswer.id)
    )
    first: dict[tuple[UUID, date], UUID] = {}
    answered = set()
    for row in rows(query):
        request = row.resident_id, row.asked_on or day_of(row.prepared_at)
        first.setdefault(request, row.id)
        if row.release_id is not None:
            answered.add(request)
    return tuple(
        DeskFacts(answer_id, day_after(deadlines.TO_ANSWER_A_RESIDENT.last_day(asked_on)))
        for (resident_id, asked_on), answer_id in first.items()
        if (resident_id, asked_on) not in answered
    )
