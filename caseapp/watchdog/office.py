"""What waits on the desk of those who watch over access, with the moment before which it must go.

Reviews of emergencies have a day, breaches the 72 hours of the law, requests to a second person the
time after which they lapse.
"""

from datetime import datetime
from uuid import UUID

from sqlalchemy import exists, select
from sqlalchemy.orm import aliased

from caseapp.extensions import db
from caseapp.model.approvals import Approval
from caseapp.model.reviews import Breach, Review, ReviewKind
from caseapp.watchdog.facts import DeskFacts, OfficeFacts
from caseapp.watchdog.found import day_after
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
        approvals=tuple(
            DeskFacts(row.id, row.until, user_id=row.requested_by_id) for row in ask(undecided)
        ),
    )
