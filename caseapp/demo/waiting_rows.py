"""Somebody in the cracks that a row beside the case makes: what nobody answered, tried or judged.

Like the other cracks only in teams that nobody leads, and in cases of their own.
"""

import hashlib
from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from caseapp.demo.asked_rows import request_unanswered, turns_adult
from caseapp.demo.bulk import table_of
from caseapp.demo.desk import CASES, USERS, Desk
from caseapp.demo.learned_rows import look_back_never
from caseapp.demo.meeting_rows import call_a_meeting, item_undecided
from caseapp.demo.planned_rows import action_passed, measure_due
from caseapp.demo.police_rows import keep_old_police_data
from caseapp.kernel.actor import Role
from caseapp.model.accounts import TeamMembership
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.case_words import CaseState, Part, TrackKind
from caseapp.model.cases import Track
from caseapp.model.closures import Watch
from caseapp.model.descents import Descent
from caseapp.model.emergencies import EmergencyAccess, EmergencyReason
from caseapp.model.escalation import Flag, PhaseChange
from caseapp.model.handovers import Handover, HandoverOf
from caseapp.model.journal import Nature, Outcome, Source, Step, StepKind
from caseapp.model.leaves import Leave
from caseapp.model.reviews import Breach, Review, ReviewKind, Verdict

DAY = timedelta(days=1)
NOT_THERE = 3
"""So often it was tried in vain."""
FLAGS = 3


def handover_unanswered(desk: Desk, case_id: UUID) -> None:
    """The owner offered the care track to a colleague, who never answered."""
    owner = desk.holder(case_id, Part.OWNER)
    to = desk.person(Role.SOCIAL_WORKER, but=owner)
    times = {"offered_at": desk.now - 9 * DAY, "answer_by": desk.now - 2 * DAY}
    desk.add(
        Handover, desk.key_of(case_id), case_id=case_id, of=HandoverOf.CARE, from_id=owner,
        to_user_id=to, note_text="Ik ga naar een ander team. De afspraken staan in de stappen.",
        **times,
    )  # fmt: skip


def descent_unanswered(desk: Desk, case_id: UUID) -> None:
    """The director proposed to scale down, and nobody ever said yes or no."""
    phase = desk.phase_of(case_id)
    director = desk.holder(case_id, Part.DIRECTOR)
    times = {"requested_at": desk.now - 9 * DAY, "answer_by": desk.now - 2 * DAY}
    desk.add(
        Descent, desk.key_of(case_id), case_id=case_id, from_phase=phase, to_phase=phase - 1,
        aftercare_on=desk.today + 60 * DAY, requested_by_id=director,
        receiver_id=desk.person(Role.SOCIAL_WORKER, but=director),
        reason_text="De meldingen zijn gestopt. Het wijkteam kan dit verder alleen.", **times,
    )  # fmt: skip


def descended_unreceived(desk: Desk, case_id: UUID) -> None:
    """It was scaled down when that took one person, and nobody below ever said yes."""
    phase, at = desk.phase_of(case_id), desk.now - 4 * DAY
    moved = {"phase": phase - 1, "phase_since": desk.today - 4 * DAY}
    desk.ask(update(CASES).where(CASES.c.id == case_id).values(**moved))
    desk.add(
        PhaseChange, desk.key_of(case_id), case_id=case_id, from_phase=phase, to_phase=phase - 1,
        triggers="", decided_by_id=desk.holder(case_id, Part.DIRECTOR), changed_at=at,
        review_on=desk.today + 60 * DAY, reason_text="Het is rustiger.", is_from_before=True,
    )  # fmt: skip


def unreached(desk: Desk, case_id: UUID) -> None:
    """Nobody opened the door, three times."""
    owner, key_id = desk.holder(case_id, Part.OWNER), desk.key_of(case_id)
    what = {"kind": StepKind.ATTEMPT, "outcome": Outcome.NOT_REACHED, "track": TrackKind.CARE}
    told = {"source": Source.OWN, "nature": Nature.FACT, "author_id": owner}
    for _time in range(NOT_THERE):
        desk.add(
            Step, key_id, case_id=case_id, happened_on=desk.today - DAY,
            body_text="Aangebeld, niemand deed open.", **what, **told,
        )  # fmt: skip


def repeated(desk: Desk, case_id: UUID) -> None:
    """Three flags in a month about the same people, each answered by itself."""
    owner, key_id = desk.holder(case_id, Part.OWNER), desk.key_of(case_id)
    for number in range(FLAGS):
        at = desk.now - (25 - 7 * number) * DAY
        desk.add(
            Flag, key_id, case_id=case_id, raised_by_id=owner, raised_at=at, answer_by=at + DAY,
            answered_by_id=desk.holder(case_id, Part.DIRECTOR), answered_at=at + DAY / 2,
            facts_text="Er was weer ruzie op straat.", answer_text="Ik ga er vandaag langs.",
        )  # fmt: skip


def emergency_unjudged(desk: Desk, case_id: UUID) -> None:
    """A case was opened in an emergency, and the privacy officer did not judge it in time."""
    user_id, at = desk.person(Role.SAFETY_ADVISER), desk.now - 9 * DAY
    opened = desk.add(
        EmergencyAccess, desk.key_of(case_id), case_id=case_id, user_id=user_id,
        kind=EmergencyReason.ON_CALL, reason_text="Melding buiten kantoortijd.", opened_at=at,
        until=at + timedelta(hours=1),
    )  # fmt: skip
    desk.add(
        Review, kind=ReviewKind.EMERGENCY, emergency_id=opened, subject_id=opened,
        subject_kind="emergency_accesses", **_reviewed(desk, user_id),
    )  # fmt: skip


def breach_unreported(desk: Desk, case_id: UUID) -> None:
    """A look was judged unlawful, and nobody told the supervisor within 72 hours."""
    user_id = desk.person(Role.SOCIAL_WORKER, but=desk.holder(case_id, Part.OWNER))
    officer, at = desk.person(Role.PRIVACY_OFFICER), desk.now - 5 * DAY
    judged = {"verdict": Verdict.UNLAWFUL, "verdict_at": at, "verdict_by_id": officer}
    review = desk.add(
        Review, kind=ReviewKind.ALERT, subject_id=case_id, subject_kind="cases", **judged,
        **_reviewed(desk, user_id),
    )  # fmt: skip
    desk.add(Breach, review_id=review, known_at=at, report_by=at + timedelta(hours=72))


def _reviewed(desk: Desk, user_id: UUID | None) -> dict[str, Any]:
    days = {"day": (desk.now - 9 * DAY).date(), "due_on": desk.today - 4 * DAY}
    facts = {"days": 1, "score": 0, "facts": "", "drawn_from": "", "reread": False}
    key = {"key_id": desk.fresh_key(), "user_id": user_id}
    return {"opened_at": desk.now - 9 * DAY, **days, **facts, **key}


def approval_undecided(desk: Desk, case_id: UUID) -> None:
    """The director asked a second person for a shield, and nobody decided before it lapsed."""
    payload = f'{{"case":"{case_id.hex}","shielded":"yes"}}'
    whole = f"{ApprovalKind.SHIELD_CASE}\x00{case_id.hex}\x00{payload}"
    times = {"requested_at": desk.now - 3 * DAY, "until": desk.now - 2 * DAY}
    key_id = desk.fresh_key()
    desk.add(
        Approval, key_id, kind=ApprovalKind.SHIELD_CASE, subject_kind="cases", subject_id=case_id,
        payload=payload, payload_hash=hashlib.sha256(whole.encode()).digest(), key_id=key_id,
        requested_by_id=desk.holder(case_id, Part.DIRECTOR),
        reason_text="Een collega is familie.", **times,
    )  # fmt: skip


def watcher_gone(desk: Desk, case_id: UUID) -> None:
    """Who kept an eye on a closed case left the municipality."""
    gone = select(USERS.c.id).where(
        USERS.c.municipality_id == desk.municipality_id, USERS.c.deactivated_at.is_not(None)
    )
    watcher = desk.ask(gone.order_by(USERS.c.email).limit(1)).scalar_one_or_none()
    if watcher is not None:
        _watched(desk, case_id, watcher)


def watcher_away(desk: Desk, case_id: UUID) -> None:
    """Who keeps an eye on a closed case is on leave, and nobody said to stand in."""
    leaves = table_of(Leave)
    away = select(leaves.c.user_id).where(
        leaves.c.municipality_id == desk.municipality_id, leaves.c.accepted_at.is_(None)
    )
    watcher = desk.ask(away.order_by(leaves.c.id).limit(1)).scalar_one_or_none()
    if watcher is not None:
        _watched(desk, case_id, watcher)


def _watched(desk: Desk, case_id: UUID, watcher_id: UUID) -> None:
    days = {"started_at": desk.now - 20 * DAY, "until_on": desk.today + 60 * DAY}
    desk.add(Watch, case_id=case_id, watcher_id=watcher_id, **days)


Plant = Callable[[Desk, UUID], None]
IN_OPEN_CASES: tuple[Plant, ...] = (
    handover_unanswered,
    descent_unanswered,
    descended_unreceived,
    measure_due,
    action_passed,
    unreached,
    repeated,
)
BESIDE_EACH_OTHER: tuple[Plant, ...] = (
    item_undecided,
    emergency_unjudged,
    breach_unreported,
    approval_undecided,
    turns_adult,
    request_unanswered,
    keep_old_police_data,
)
"""What says nothing of how the case itself is kept: one case is enough for all of it."""
IN_CLOSED_CASES: tuple[Plant, ...] = (watcher_gone, watcher_away)


def plant_what_waits(session: Session, municipality_id: UUID, open_ids: Iterable[UUID]) -> None:
    """Plant each in one of these open cases, and the watches in closed ones, as far as they go."""
    desk, open_ids = Desk(session, municipality_id), list(open_ids)
    closed = [row.id for row in desk.ask(_unwatched(municipality_id))]
    for plants, ids in ((IN_OPEN_CASES, open_ids), (IN_CLOSED_CASES, closed)):
        for plant, case_id in zip(plants, ids, strict=False):
            plant(desk, case_id)
    call_a_meeting(desk, open_ids[:3])
    look_back_never(desk, [*open_ids[3:], *open_ids[:1]])
    for plant in BESIDE_EACH_OTHER if open_ids else ():
        plant(desk, open_ids[-1])


def _unwatched(municipality_id: UUID) -> Any:
    """Select closed cases over which nobody ever watched, with teams that nobody leads."""
    tracks, members, watches = table_of(Track), table_of(TeamMembership), table_of(Watch)
    return (
        select(CASES.c.id)
        .join(tracks, (tracks.c.case_id == CASES.c.id) & (tracks.c.kind == TrackKind.CARE))
        .where(CASES.c.municipality_id == municipality_id, CASES.c.state == CaseState.CLOSED)
        .where(CASES.c.is_shielded.is_(False), CASES.c.phase == 1)
        .where(CASES.c.id.not_in(select(watches.c.case_id)))
        .where(tracks.c.team_id.not_in(select(members.c.team_id).where(members.c.is_lead)))
        .order_by(CASES.c.reference.desc())
    )
