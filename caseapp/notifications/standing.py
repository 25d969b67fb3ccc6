"""Whether what somebody is told of is still there, and still theirs to know: asked of the policy.

Between writing and sending somebody may have answered it, taken it back, left the case, or said
that they know a resident. What one may not see does not exist, in a mail either.
"""

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from caseapp import policy
from caseapp.extensions import db
from caseapp.kernel.actor import Actor
from caseapp.model.acquaintances import Departure
from caseapp.model.approvals import Approval
from caseapp.model.cases import Case, Involvement
from caseapp.model.closures import Watch
from caseapp.model.descents import Descent
from caseapp.model.emergencies import EmergencyAccess
from caseapp.model.escalation import Flag
from caseapp.model.handovers import Handover
from caseapp.model.leaves import Leave
from caseapp.model.meetings import AgendaItem, Meeting
from caseapp.model.messages import MessageKind as K
from caseapp.model.organisations import Municipality
from caseapp.model.reviews import Review
from caseapp.model.signals import Signal
from caseapp.model.watchdog import Finding
from caseapp.policy import Permission

PART = aliased(Involvement)
"""By another name: the rule about cases asks involvements too, and not this one."""

ASKED: Mapping[K, tuple[Permission, Select[Any]]] = {
    K.FLAG_RAISED: (Permission.FLAG_VIEW, select(Flag.id)),
    K.FLAG_UNANSWERED: (
        Permission.FLAG_VIEW,
        select(Flag.id).where(Flag.answered_at.is_(None)),
    ),
    K.EMERGENCY_OPENED: (Permission.EMERGENCY_VIEW, select(EmergencyAccess.id)),
    K.HANDOVER_OFFERED: (Permission.HANDOVER_ANSWER, select(Handover.id)),
    K.HANDOVER_BACK: (
        Permission.HANDOVER_SEE,
        select(Handover.id).where(Handover.seen_at.is_(None)),
    ),
    K.DESCENT_ASKED: (Permission.DESCENT_ANSWER, select(Descent.id)),
    K.DESCENT_BACK: (
        Permission.DESCENT_VIEW,
        select(Descent.id).where(Descent.ended_at.is_not(None)),
    ),
    K.MEETING_GIVEN: (Permission.MEETING_KEEP, select(Meeting.id)),
    K.MEETING_INVITED: (Permission.ITEM_VIEW, select(AgendaItem.id)),
    K.WORK_GIVEN: (
        Permission.CASE_VIEW,
        select(PART.id).join(Case, Case.id == PART.case_id).where(PART.ended_at.is_(None)),
    ),
    K.WATCH_GIVEN: (Permission.WATCH_DECIDE, select(Watch.id)),
    K.COLLEAGUE_LEFT: (
        Permission.DEPARTURE_SEE,
        select(Departure.id).where(Departure.seen_at.is_(None)),
    ),
    K.LEAVE_ASKED: (
        Permission.LEAVE_ANSWER,
        select(Leave.id).where(Leave.accepted_at.is_(None), Leave.ended_at.is_(None)),
    ),
    K.LEAVE_REFUSED: (Permission.LEAVE_ARRANGE, select(Leave.id)),
    K.SIGNAL_GIVEN: (Permission.SIGNAL_HANDLE, select(Signal.id)),
    K.SIGNAL_WAITS: (Permission.SIGNAL_VIEW, select(Signal.id).where(Signal.ended_at.is_(None))),
    K.SIGNAL_BACK: (Permission.SIGNAL_HANDLE, select(Signal.id)),
    K.REVIEW_QUESTION: (
        Permission.REVIEW_ANSWER,
        select(Review.id).where(Review.answered_at.is_(None), Review.verdict.is_(None)),
    ),
    K.REVIEW_WAITS: (Permission.REVIEWS_BROWSE, select(Municipality.id)),
    K.APPROVAL_ASKED: (
        Permission.APPROVAL_DECIDE,
        select(Approval.id).where(Approval.decided_at.is_(None)),
    ),
    K.APPROVAL_DECIDED: (Permission.APPROVAL_VIEW, select(Approval.id)),
    K.FINDING: (
        Permission.FINDING_VIEW,
        select(Finding.id).where(Finding.ended_at.is_(None)),
    ),
    K.DIGEST: (Permission.WORKLIST_READ, select(Municipality.id)),
}
"""For each kind: what must be allowed, on which rows that still say the same."""


def stands(actor: Actor, kind: K, subject_ids: Collection[UUID]) -> set[UUID]:
    """Give which of these things somebody may still be told of. Positions only: nothing is read."""
    permission, query = ASKED[kind]
    noun = query.selected_columns[0]
    found = policy.visible(actor, permission, query.where(noun.in_(list(subject_ids))))
    return set(db.session.scalars(found.execution_options(unseen="position")))
