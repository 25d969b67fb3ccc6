"""Facts about doors that open or close by themselves: shields, emergencies, approvals, reviews."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from sqlalchemy import false, func, select

from caseapp.extensions import db
from caseapp.kernel.actor import Actor, Role
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.cases import Case, CaseSubject, Track
from caseapp.model.endings import LogHold
from caseapp.model.journal import Step
from caseapp.model.residents import Resident
from caseapp.model.reviews import Review
from caseapp.policy.predicates import Predicate

K = ApprovalKind
DECIDERS: dict[ApprovalKind, frozenset[Role]] = {
    K.SHIELD_CASE: frozenset({Role.TEAM_LEAD, Role.PRIVACY_OFFICER}),
    K.UNSHIELD_CASE: frozenset({Role.TEAM_LEAD, Role.PRIVACY_OFFICER}),
    K.LIFT_ACQUAINTANCE: frozenset({Role.TEAM_LEAD, Role.PRIVACY_OFFICER}),
    K.OPEN_EMERGENCY: frozenset({Role.TEAM_LEAD, Role.PROCESS_DIRECTOR}),
    K.RELEASE_ANSWER: frozenset({Role.PRIVACY_OFFICER, Role.DATA_PROTECTION_OFFICER}),
    K.DESTROY_LOG: frozenset({Role.DATA_PROTECTION_OFFICER, Role.CISO}),
    K.ADOPT_LADDER: frozenset({Role.PROCESS_DIRECTOR, Role.FUNCTIONAL_ADMINISTRATOR}),
    K.DESTROY_POLICE_DATA: frozenset({Role.DATA_PROTECTION_OFFICER}),
}
"""Who may be the second person, by what is asked: somebody who could do it, or could read it."""

case_is_shielded = Predicate(
    "the case is shielded",
    lambda _actor, case: case.is_shielded,
    lambda _actor: Case.is_shielded.expression,  # as the index on shielded cases has it
)

case_is_not_shielded = replace(~case_is_shielded, name="the case is not shielded")


def _shielded_residents() -> Any:
    return (
        select(CaseSubject.resident_id)
        .join(Case, Case.id == CaseSubject.case_id)
        .where(Case.is_shielded)
        .correlate(None)
    )


def _is_shielded(_actor: Actor, resident: Resident) -> bool:
    query = select(Resident.id).where(
        Resident.id == resident.id, Resident.id.in_(_shielded_residents())
    )
    return db.session.scalar(query.execution_options(unseen="policy")) is not None


resident_is_shielded = Predicate(
    "a shielded case is about the resident",
    _is_shielded,
    lambda _actor: Resident.id.in_(_shielded_residents()),
)

resident_is_not_shielded = replace(
    ~resident_is_shielded, name="no shielded case is about the resident"
)

opened_in_emergency = Predicate(
    "opened the case in an emergency that runs now",
    lambda actor, case: case.id in actor.emergency_cases,
    lambda actor: Case.id.in_(actor.emergency_cases) if actor.emergencies else false(),
)

track_opened_in_emergency = Predicate(
    "opened its case in an emergency that runs now, and its notes too",
    lambda actor, track: track.case_id in actor.emergency_tracks,
    lambda actor: Track.case_id.in_(actor.emergency_tracks) if actor.emergencies else false(),
)

step_opened_in_emergency = Predicate(
    "opened its case in an emergency that runs now, and its notes too",
    lambda actor, step: step.case_id in actor.emergency_tracks,
    lambda actor: Step.case_id.in_(actor.emergency_tracks) if actor.emergencies else false(),
)


def _decided_by(actor: Actor) -> list[ApprovalKind]:
    return [kind for kind, roles in DECIDERS.items() if actor.has_any(roles)]


asked_approval = Predicate(
    "asked for it themselves",
    lambda actor, approval: approval.requested_by_id == actor.user_id,
    lambda actor: Approval.requested_by_id == actor.user_id,
)

another_asked = replace(~asked_approval, name="did not ask for it themselves")

decides_approval = Predicate(
    "has the role that decides on this",
    lambda actor, approval: approval.kind in _decided_by(actor),
    lambda actor: Approval.kind.in_(_decided_by(actor)),
    frozenset[Role]().union(*DECIDERS.values()),
)

another_placed = Predicate(
    "did not place it themselves",
    lambda actor, hold: hold.placed_by_id != actor.user_id,
    lambda actor: LogHold.placed_by_id != actor.user_id,
)

judged_review = Predicate(
    "judged it themselves",
    lambda actor, review: review.verdict_by_id == actor.user_id,
    lambda actor: func.coalesce(Review.verdict_by_id == actor.user_id, false()),
)

another_judged = replace(~judged_review, name="did not judge it themselves")

was_asked = Predicate(
    "was asked about it",
    lambda _actor, review: review.asked_at is not None,
    lambda _actor: Review.asked_at.is_not(None),
)

another_looked = Predicate(
    "it is not about their own looks",
    lambda actor, review: review.user_id != actor.user_id,
    lambda actor: Review.user_id != actor.user_id,
)
