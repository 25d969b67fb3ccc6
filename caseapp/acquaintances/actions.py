"""Keeping out of the files of people one knows: at once, and without giving a reason."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from caseapp import accesslog, approvals, cases, notifications, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock, crypto
from caseapp.kernel.actor import Actor
from caseapp.kernel.errors import RuleBroken
from caseapp.model.accounts import TeamMembership
from caseapp.model.acquaintances import Acquaintance, ColleagueMark, Departure, MarkKind
from caseapp.model.approvals import Approval, ApprovalKind
from caseapp.model.case_words import Part, TrackState
from caseapp.model.cases import Case, CaseSubject, Involvement
from caseapp.model.messages import MessageKind
from caseapp.model.residents import Resident
from caseapp.model.signals import Signal
from caseapp.policy import Permission
from caseapp.residents import name_index, number_of, registered_name


def step_aside_from_case(actor: Actor, case: Case) -> None:
    """Leave a case because one knows somebody in it; what one owned waits in a team's queue."""
    policy.require(actor, Permission.CASE_VIEW, case)
    _declare(actor, case_id=case.id)
    _leave(actor, case)
    accesslog.record(actor, Event.STEPPED_ASIDE, case)


def step_aside_from_resident(actor: Actor, resident: Resident) -> None:
    """Leave every case about a resident one knows; no page of that person opens any more.

    An open signal about them that one had oneself, waits in the queue of its team.
    """
    policy.require(actor, Permission.RESIDENT_VIEW, resident)
    _declare(actor, resident_id=resident.id)
    about = select(CaseSubject.case_id).where(CaseSubject.resident_id == resident.id)
    query = (
        select(Case)
        .where(
            Case.id.in_(about),
            Case.involvements.any(
                (Involvement.user_id == actor.user_id) & Involvement.ended_at.is_(None)
            ),
        )
        .options(selectinload(Case.tracks), selectinload(Case.involvements))
    )
    for case in db.session.scalars(query).all():
        _leave(actor, case)
    _let_go_of_signals(actor, resident)
    accesslog.record(actor, Event.STEPPED_ASIDE, resident)


def see_departure(actor: Actor, departure: Departure) -> None:
    """Say that one saw that a colleague left a case; seeing it twice keeps the first moment."""
    policy.require(actor, Permission.DEPARTURE_SEE, departure)
    if departure.seen_at is None:
        departure.seen_by_id, departure.seen_at = actor.user_id, clock.now()
    accesslog.record(actor, Event.DEPARTURE_SEEN, departure.case)


def ask_lift(actor: Actor, declared: Acquaintance, *, reason: str) -> Approval:
    """Ask a second person to lift a declaration of one's own. Raises RuleBroken without reason."""
    policy.require(actor, Permission.ACQUAINTANCE_LIFT, declared)
    if not reason.strip():
        raise RuleBroken("approval-without-reason", "reason")
    return approvals.request(
        actor,
        declared,
        permission=Permission.ACQUAINTANCE_LIFT,
        asked_of=declared,
        kind=ApprovalKind.LIFT_ACQUAINTANCE,
        payload={"acquaintance": declared.id.hex},
        reason=reason,
    )


def lift(actor: Actor, approval: Approval) -> None:
    """Lift a declaration that two people agreed on."""
    policy.require(actor, Permission.APPROVAL_DECIDE, approval)
    declared = db.session.get_one(Acquaintance, approval.subject_id)
    declared.lifted_at = declared.lifted_at or clock.now()
    accesslog.record(actor, Event.ACQUAINTANCE_LIFTED, declared, approval=approval.id.hex)


def set_own_marks(
    actor: Actor,
    municipality: Any,
    *,
    first_names: str,
    surname: str,
    born: date | None,
    postcode: str,
    house_number: str,
) -> None:
    """Replace a colleague's own marks; what was typed is hashed here and kept nowhere."""
    policy.require(actor, Permission.MARKS_SET, municipality)
    key = crypto.ring().of(municipality.id).index
    marks: list[tuple[MarkKind, bytes]] = []
    if born is not None and surname:
        marks.append((MarkKind.BIRTH_DATE, name_index.born_key(key, born)))
        names = name_index.keys_of(key, registered_name(first_names, "", surname))
        marks += [(MarkKind.NAME, mark) for mark in sorted(names)]
    number = number_of(house_number)
    if postcode and number is not None:
        marks.append((MarkKind.ADDRESS, name_index.address_key(key, postcode, number)))
    mine = select(ColleagueMark).where(ColleagueMark.user_id == actor.user_id)
    for before in db.session.scalars(mine):
        db.session.delete(before)
    db.session.flush()
    now = clock.now()
    db.session.add_all(
        ColleagueMark(
            municipality_id=municipality.id, user_id=actor.user_id, kind=kind, mark=mark, set_at=now
        )
        for kind, mark in marks
    )
    kinds = sorted({str(kind) for kind, _ in marks})
    accesslog.record(actor, Event.MARKS_SET, municipality, kinds=",".join(kinds))


def _declare(actor: Actor, **subject: UUID) -> None:
    db.session.add(
        Acquaintance(
            municipality_id=actor.municipality_id,
            user_id=actor.user_id,
            declared_at=clock.now(),
            **subject,
        )
    )


def _leave(actor: Actor, case: Case) -> None:
    """End every part of theirs; a track they owned waits in a queue from the same moment."""
    cases.lock(case)
    mine = [i for i in case.involvements if i.is_active and i.user_id == actor.user_id]
    if not mine:
        return
    now = clock.now()
    for held in mine:
        held.ended_at = now
        if held.part is Part.OWNER and held.track is not None:
            track = case.track(held.track)
            if track.team_id is None and track.state is TrackState.NEEDED:
                track.team_id = _a_team_of(actor)
    left = Departure(
        municipality_id=case.municipality_id,
        case_id=case.id,
        case=case,
        user_id=actor.user_id,
        left_at=now,
    )
    db.session.add(left)
    steering = notifications.directors_of(case.id) | notifications.leads_of_case(case.id)
    notifications.tell(MessageKind.COLLEAGUE_LEFT, left, to=steering, but=actor.user_id)


def _let_go_of_signals(actor: Actor, resident: Resident) -> None:
    """Have nobody keep a signal that they cannot open."""
    query = select(Signal).where(
        Signal.resident_id == resident.id,
        Signal.user_id == actor.user_id,
        Signal.ended_at.is_(None),
    )
    for signal in db.session.scalars(query.execution_options(unseen="position")).all():
        signal.user_id = None


def _a_team_of(actor: Actor) -> UUID:
    """Give a team of the one who leaves. Raises RuleBroken when nobody could take it over."""
    team = db.session.scalar(
        select(TeamMembership.team_id)
        .where(TeamMembership.user_id == actor.user_id)
        .order_by(TeamMembership.team_id)
        .limit(1)
    )
    if team is None:
        raise RuleBroken("nobody-to-take-over")
    return team
