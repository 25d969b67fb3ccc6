"""What is done to a case as a whole: opening it, and saying who works on it."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import select

from caseapp import accesslog, policy
from caseapp.accesslog import Event
from caseapp.extensions import db
from caseapp.kernel import clock
from caseapp.kernel.actor import Actor, Role
from caseapp.kernel.errors import RuleBroken
from caseapp.kernel.identifiers import new_reference
from caseapp.model.accounts import User
from caseapp.model.cases import (
    Case,
    CaseState,
    CaseSubject,
    Involvement,
    Part,
    Phenomenon,
    SubjectKind,
    Track,
    TrackKind,
    TrackState,
)
from caseapp.model.organisations import Municipality, Team
from caseapp.model.residents import Resident
from caseapp.model.sealed import DataKey
from caseapp.policy import Permission

TRACK_OF_ROLE = {Role.SOCIAL_WORKER: TrackKind.CARE, Role.SAFETY_ADVISER: TrackKind.SAFETY}


def open_case(
    actor: Actor,
    municipality: Any,  # noqa: ANN401 - the municipality, or its office
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


def new_case(**values: Any) -> Case:  # noqa: ANN401 - the columns of a case
    """Make a case with its key and both its tracks, not yet added to the session."""
    moment = values.setdefault("opened_at", clock.now())
    values.setdefault("phase_since", clock.local(moment).date())
    case = Case(key=DataKey.draw(values["municipality_id"]), **values)
    case.tracks = [
        Track(municipality_id=case.municipality_id, case_id=case.id, kind=kind)
        for kind in TrackKind
    ]
    return case


def involve(case: Case, user_id: Any, part: Part, track: TrackKind | None = None) -> Involvement:  # noqa: ANN401 - a uuid
    """Add somebody to a case from now on."""
    involvement = Involvement(
        municipality_id=case.municipality_id,
        user_id=user_id,
        part=part,
        track=track,
        started_at=clock.now(),
    )
    case.involvements.append(involvement)
    return involvement


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
    cannot sign in, works elsewhere, or whose trade is the other track's.
    """
    policy.require(actor, Permission.CASE_DIRECT, case)
    _refuse_unfit(case, user, part, track)
    lock(case)
    _make_room(case, part, track)
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
    accesslog.record(actor, Event.CASE_STAFFED, case, part=part, user=user.id.hex)
    return involvement


def take_track(actor: Actor, track: Track) -> Involvement:
    """Take a track that waits in the queue of the own team. Of two who take it at once, one wins."""
    policy.require(actor, Permission.TRACK_TAKE, track)
    lock(track.case)
    if track.owner is not None:
        raise RuleBroken("track-taken")
    involvement = involve(track.case, actor.user_id, Part.OWNER, track.kind)
    db.session.flush()
    accesslog.record(actor, Event.TRACK_TAKEN, track)
    return involvement


def arrange_track(
    actor: Actor, track: Track, *, state: TrackState, reason: str, next_on: date | None
) -> None:
    """Set a track's next date, or say that it is done or not needed and why.

    Raises RuleBroken for a track that goes on without a next date, or stops without a reason.
    """
    policy.require(actor, Permission.TRACK_ARRANGE, track)
    if state is TrackState.NEEDED and next_on is None:
        raise RuleBroken("track-without-date", "next_on")
    if state is not TrackState.NEEDED and not reason:
        raise RuleBroken("track-without-reason", "reason")
    track.state, track.state_reason = state, reason
    track.next_on = next_on if state is TrackState.NEEDED else None
    track.case.next_on = track.case.earliest_next_on()
    accesslog.record(actor, Event.TRACK_ARRANGED, track, state=state)


def lock(case: Case) -> None:
    """Hold the case until the end of the transaction: who comes second sees what the first did."""
    db.session.execute(
        select(Case.id).where(Case.id == case.id).with_for_update(),
        execution_options={"unseen": "position"},
    )
    db.session.expire(case, ["involvements"])


def _refuse_unfit(case: Case, user: User, part: Part, track: TrackKind | None) -> None:
    if user.municipality_id != case.municipality_id or not user.is_active:
        raise RuleBroken("colleague-unavailable", "user")
    if (part in (Part.OWNER, Part.MEMBER)) != (track is not None):
        raise RuleBroken("part-needs-track", "track")
    partner = Role.CHAIN_PARTNER in user.roles
    if partner != (part is Part.PARTNER):
        raise RuleBroken("part-of-partner", "user")
    trades = {TRACK_OF_ROLE[role] for role in user.roles if role in TRACK_OF_ROLE}
    if track is not None and trades and track not in trades:
        raise RuleBroken("other-trade", "user")


def _make_room(case: Case, part: Part, track: TrackKind | None) -> None:
    """The one who held the place steps back: a director leaves, an owner stays involved."""
    if part not in (Part.DIRECTOR, Part.OWNER):
        return
    for held in case.involvements:
        if held.is_active and held.part is part and held.track is track:
            held.ended_at = clock.now()
            if part is Part.OWNER:
                db.session.flush()
                involve(case, held.user_id, Part.MEMBER, track)
                return
