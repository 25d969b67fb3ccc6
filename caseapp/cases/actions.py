"""What is done to a case as a whole: opening it, and saying who works on it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from caseapp import accesslog, accounts, approvals, notifications, policy
from caseapp.accesslog import Event
from caseapp.cases.making import involve, new_case
from caseapp.cases.staffing import (
    is_staffed,
    lock,
    make_room,
    refuse_letting_in,
    refuse_unfit,
)
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor, Role
from caseapp.kernel.errors import RuleBroken
from caseapp.kernel.identifiers import new_reference
from caseapp.model.accounts import User
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.case_words import CaseState, Part, Phenomenon, ReturnFrom, SubjectKind, TrackKind
from caseapp.model.cases import Case, CaseSubject, Involvement, Track
from caseapp.model.messages import MessageKind
from caseapp.model.organisations import Municipality, Team
from caseapp.model.residents import Resident
from caseapp.policy import Permission
from caseapp.policy.trades import TRACK_OF_ROLE


def open_case(
    actor: Actor,
    municipality: Any,
    *,
    phenomenon: Phenomenon,
    subject_kind: SubjectKind,
    residents: Sequence[Resident],
    title: str = "",
    summary: str = "",
    address: str = "",
    care_team: Team,
    safety_team: Team,
    next_on: date,
    previous: Case | None = None,
) -> Case:
    """Open a case with both its tracks; the opener takes the track of their own trade.

    What nobody owns waits in the queue of the team given for it, so that it is on somebody's list
    from the first moment. Raises RuleBroken when nobody, and no address, is in it.
    """
    policy.require(actor, Permission.CASE_OPEN, municipality)
    if not residents and subject_kind is not SubjectKind.ADDRESS:
        raise RuleBroken("case-about-nobody", "residents")
    if subject_kind is SubjectKind.ADDRESS and not address:
        raise RuleBroken("case-without-address", "address")
    for resident in residents:
        policy.require(actor, Permission.RESIDENT_VIEW, resident)
    if previous is not None:
        policy.require(actor, Permission.CASE_VIEW, previous)
    prefix = db.session.get_one(Municipality, municipality.id).prefix
    case = new_case(
        municipality_id=municipality.id,
        reference=new_reference(prefix),
        opened_by_id=actor.user_id,
        phenomenon=phenomenon,
        subject_kind=subject_kind,
        title=title,
        summary=summary,
        address=address,
        previous_case_id=previous.id if previous else None,
        state=CaseState.INTAKE if actor.roles == {Role.INTAKE} else CaseState.ACTIVE,
    )
    case.subjects = [
        CaseSubject(municipality_id=case.municipality_id, resident=resident)
        for resident in residents
    ]
    for track, team in zip(case.tracks, (care_team, safety_team), strict=True):
        track.team, track.next_on = team, next_on
    case.next_on = next_on
    db.session.add(case)
    for role, kind in TRACK_OF_ROLE.items():
        if actor.has(role):
            involve(case, actor.user_id, Part.OWNER, kind)
    accesslog.record(actor, Event.CASE_OPENED, case)
    return case


def staff_case(
    actor: Actor,
    case: Case,
    *,
    user: User,
    part: Part,
    track: TrackKind | None = None,
) -> Involvement:
    """Say that a colleague directs a case, owns a track, works on one or is asked as partner.

    Who held that place before steps back to being involved. Raises RuleBroken for somebody who
    cannot sign in, works elsewhere, or whose trade is the other track's, and on a case that one may
    not open for oneself, and behind a shield for whoever is no director.
    """
    policy.require(actor, Permission.CASE_DIRECT, case)
    lock(case)
    if not policy.allows(actor, Permission.CASE_VIEW, case):
        refuse_letting_in(actor, case, user, part)
    refuse_unfit(case, user, part, track)
    make_room(case, part, track)
    mine = [i for i in case.involvements if i.is_active and i.user_id == user.id]
    for held in mine:
        if held.part is part and held.track is track:
            return held
        if held.part is Part.MEMBER and part is Part.OWNER and held.track is track:
            held.ended_at = clock.now()
    db.session.flush()
    involvement = involve(case, user.id, part, track)
    if case.state is CaseState.INTAKE:
        case.state = CaseState.ACTIVE
    notifications.tell(
        MessageKind.WORK_GIVEN, involvement, to=[user.id], but=actor.user_id, case_id=case.id
    )
    accesslog.record(actor, Event.CASE_STAFFED, case, part=part, user=user.id.hex)
    return involvement


def take_track(actor: Actor, track: Track) -> Involvement:
    """Take a track from the queue of the own team. Of two who take it at once, one wins."""
    policy.require(actor, Permission.TRACK_TAKE, track)
    lock(track.case)
    if track.owner is not None:
        raise RuleBroken("track-taken")
    involvement = involve(track.case, actor.user_id, Part.OWNER, track.kind)
    db.session.flush()
    accesslog.record(actor, Event.TRACK_TAKEN, track)
    return involvement


def queue_track(actor: Actor, track: Track, *, team: Team) -> None:
    """Let a track wait in the queue of a team in which somebody works; who owned it steps back.

    Raises RuleBroken for a team of another trade, and one where nobody could take it.
    """
    policy.require(actor, Permission.CASE_DIRECT, track.case)
    lock(track.case)
    if team.municipality_id != track.municipality_id or team.kind.value != track.kind.value:
        raise RuleBroken("queue-of-another-trade", "team")
    accounts.hold_teams(team.id)
    if not is_staffed(team, but=track.owner):
        raise RuleBroken("queue-without-staff", "team")
    for held in track.case.involvements:
        if held.is_active and held.part is Part.OWNER and held.track is track.kind:
            held.ended_at = clock.now()
            db.session.flush()
            involve(track.case, held.user_id, Part.MEMBER, track.kind)
            break
    track.team = team
    accesslog.record(actor, Event.TRACK_QUEUED, track)


def expect_return(
    actor: Actor, subject: CaseSubject, *, returns_from: ReturnFrom | None, returns_on: date | None
) -> None:
    """Say on which day somebody of a case comes back and from where, or that nobody is expected.

    Raises RuleBroken for a day without a place, and for a place without a day.
    """
    policy.require(actor, Permission.RETURN_EXPECT, subject.case)
    if (returns_from is None) != (returns_on is None):
        raise RuleBroken("return-not-whole", "returns_on")
    lock(subject.case)
    subject.returns_from, subject.returns_on = returns_from, returns_on
    accesslog.record(actor, Event.RETURN_EXPECTED, subject.case)


def ask_shield(actor: Actor, case: Case, *, reason: str) -> Approval:
    """Ask a second person that a case be shielded, or be open again to who may see it by office.

    Raises RuleBroken without a reason, or while nobody directs the case: somebody must be able
    to find the resident.
    """
    policy.require(actor, Permission.CASE_SHIELD, case)
    if not reason.strip():
        raise RuleBroken("approval-without-reason", "reason")
    if case.director is None:
        raise RuleBroken("shield-without-director")
    kind = ApprovalKind.UNSHIELD_CASE if case.is_shielded else ApprovalKind.SHIELD_CASE
    payload = {"case": case.id.hex, "shielded": "no" if case.is_shielded else "yes"}
    return approvals.request(
        actor,
        case,
        permission=Permission.CASE_SHIELD,
        asked_of=case,
        kind=kind,
        payload=payload,
        reason=reason,
    )


def set_shield(actor: Actor, approval: Approval) -> None:
    """Do what two people agreed on.

    Raises RuleBroken when nobody directs the case any more: it would be shut for everybody.
    """
    policy.require(actor, Permission.APPROVAL_DECIDE, approval)
    shielded = approvals.read(approval.payload)["shielded"] == "yes"
    case = db.session.get_one(Case, approval.subject_id)
    lock(case)
    if shielded and case.director is None:
        raise RuleBroken("shield-without-director")
    case.is_shielded = shielded
    event = Event.CASE_SHIELDED if shielded else Event.CASE_UNSHIELDED
    accesslog.record(actor, event, case, approval=approval.id.hex)
