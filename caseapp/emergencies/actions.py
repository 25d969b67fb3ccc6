"""Opening a case in an emergency, explaining it, and giving it back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from caseapp import accesslog, approvals, notifications, policy, settings
from caseapp.accesslog import Event
from caseapp.emergencies.queries import (
    MINUTES,
    MOST_MINUTES,
    can_open_anyway,
    needs_second,
)
from caseapp.extensions import db
from caseapp.kernel import clock, deadlines
from caseapp.kernel.actor import Actor, Role
from caseapp.kernel.errors import RuleBroken
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.cases import Case
from caseapp.model.emergencies import EmergencyAccess, EmergencyReason
from caseapp.model.messages import MessageKind
from caseapp.model.reviews import Review, ReviewKind
from caseapp.model.sealed import DataKey
from caseapp.policy import Permission

LEAST_WORDS = 30
"""Characters of a reason: less is no reason that anybody can judge."""
WORKING_DAYS_TO_VERDICT = 3


def open_access(
    actor: Actor,
    municipality: Any,
    *,
    case_id: UUID | None,
    kind: EmergencyReason,
    reason: str,
    minutes: int = MINUTES,
) -> EmergencyAccess | Approval:
    """Open one case, read only, for a short time; who must know is told in the same transaction.

    For a shielded case, or the third time in a day, a second person is asked instead. Raises
    RuleBroken for a case that is not there, one that opens without an emergency, a reason of a
    few words, or too long a time.
    """
    policy.require(actor, Permission.EMERGENCY_OPEN, municipality)
    if case_id is None or case_id in actor.kept_from:
        raise RuleBroken("emergency-no-case", "reference")
    if can_open_anyway(actor, case_id):
        raise RuleBroken("emergency-not-needed", "reference")
    if len(reason.strip()) < LEAST_WORDS:
        raise RuleBroken("emergency-reason-too-short", "reason")
    if not 1 <= minutes <= MOST_MINUTES:
        raise RuleBroken("emergency-too-long", "minutes")
    case = db.session.get_one(Case, case_id)
    if not needs_second(actor, case_id):
        access = _open(case, actor.user_id, minutes=minutes, kind=kind, reason=reason)
        accesslog.record(actor, Event.EMERGENCY_OPENED, access, kind=kind, minutes=str(minutes))
        return access
    return approvals.request(
        actor,
        case,
        permission=Permission.EMERGENCY_OPEN,
        asked_of=municipality,
        kind=ApprovalKind.OPEN_EMERGENCY,
        payload={"case": case_id.hex, "kind": kind, "minutes": str(minutes)},
        reason=reason,
    )


def open_approved(actor: Actor, approval: Approval) -> EmergencyAccess:
    """Open for the one who asked what a second person agreed with."""
    policy.require(actor, Permission.APPROVAL_DECIDE, approval)
    agreed = approvals.read(approval.payload)
    access = _open(
        db.session.get_one(Case, approval.subject_id),
        approval.requested_by_id,
        minutes=int(agreed["minutes"]),
        kind=EmergencyReason(agreed["kind"]),
        reason=approval.reason,
    )
    accesslog.record(actor, Event.EMERGENCY_OPENED, access, asked_by=access.user_id.hex, **agreed)
    return access


def _open(case: Case, asker: UUID, *, minutes: int, **told: Any) -> EmergencyAccess:
    """Write the access and the review it always gets."""
    now = clock.now()
    access = EmergencyAccess(
        municipality_id=case.municipality_id,
        user_id=asker,
        case_id=case.id,
        case=case,
        opened_at=now,
        **told,
    )
    access.until = now + timedelta(minutes=minutes)
    db.session.add(access)
    db.session.flush()
    today = clock.today()
    review = Review(
        municipality_id=case.municipality_id,
        kind=ReviewKind.EMERGENCY,
        user_id=asker,
        subject_kind="emergency_accesses",
        subject_id=access.id,
        emergency_id=access.id,
        day=today,
        opened_at=now,
        due_on=deadlines.working_days_after(
            today, WORKING_DAYS_TO_VERDICT, settings.closed_days(case.municipality_id)
        ),
        key=DataKey.draw(case.municipality_id),
    )
    db.session.add(review)
    _tell(access)
    return access


def _tell(access: EmergencyAccess) -> None:
    """Tell whoever directs the case, whoever leads its teams and the privacy officers, at once."""
    told = (
        notifications.directors_of(access.case_id)
        | notifications.leads_of_case(access.case_id)
        | notifications.holders_of(access.municipality_id, {Role.PRIVACY_OFFICER})
    )
    notifications.tell(MessageKind.EMERGENCY_OPENED, access, to=told, but=access.user_id)


def open_tracks(actor: Actor, access: EmergencyAccess) -> None:
    """Open the notes of both tracks as well: a second step, and an entry of its own.

    Raises RuleBroken when the time is over.
    """
    policy.require(actor, Permission.EMERGENCY_USE, access)
    if not access.is_running(clock.now()):
        raise RuleBroken("emergency-over")
    access.tracks_opened_at = access.tracks_opened_at or clock.now()
    accesslog.record(actor, Event.EMERGENCY_TRACKS_OPENED, access)


def end(actor: Actor, access: EmergencyAccess) -> None:
    """Give the access back before its time; what is over stays over."""
    policy.require(actor, Permission.EMERGENCY_USE, access)
    if access.is_running(clock.now()):
        access.ended_at = clock.now()
    accesslog.record(actor, Event.EMERGENCY_ENDED, access)


def explain(actor: Actor, access: EmergencyAccess, *, text: str) -> None:
    """Say for the case what the emergency was. Raises RuleBroken when it was said before."""
    policy.require(actor, Permission.EMERGENCY_EXPLAIN, access)
    db.session.refresh(access, ["explained_at", "explained_by_id"], with_for_update=True)
    if access.explained_at is not None:
        raise RuleBroken("emergency-explained-before")
    access.explanation, access.explained_by_id = text, actor.user_id
    access.explained_at = clock.now()
    accesslog.record(actor, Event.EMERGENCY_EXPLAINED, access)
