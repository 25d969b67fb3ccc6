"""What an actor is to a case, track, step, flag or resident: the facts most rules rest on."""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, exists, select

from caseapp.kernel.actor import Actor, Role
from caseapp.model.case_words import CaseState, Part, Phase, TrackState
from caseapp.model.cases import Case, Involvement, Track
from caseapp.model.journal import Step
from caseapp.model.residents import Resident
from caseapp.policy.predicates import Joins, Predicate, has_role

WORKING_PARTS = (Part.DIRECTOR, Part.OWNER, Part.MEMBER)
HIGHEST_PHASE = Phase.FOUR
ESCALATED_FROM = Phase.TWO


def involved(actor: Actor, *parts: Part) -> ColumnElement[bool]:
    """The cases somebody works on are few: the database begins with them, not with all cases."""
    return Case.id.in_(
        select(Involvement.case_id).where(
            Involvement.user_id == actor.user_id,
            Involvement.ended_at.is_(None),
            Involvement.part.in_(parts),
        )
    )


def is_involved(actor: Actor, case: Case, *parts: Part) -> bool:
    """Tell whether somebody is one of these on a case today."""
    return any(
        i.user_id == actor.user_id and i.is_active and i.part in parts for i in case.involvements
    )


works_on_case = Predicate(
    "works on the case, as director, owner of a track or member",
    lambda actor, case: is_involved(actor, case, *WORKING_PARTS),
    lambda actor: involved(actor, *WORKING_PARTS),
)

directs_case = Predicate(
    "is the director of the case",
    lambda actor, case: is_involved(actor, case, Part.DIRECTOR),
    lambda actor: involved(actor, Part.DIRECTOR),
)

owns_a_track = Predicate(
    "owns one of the tracks of the case",
    lambda actor, case: is_involved(actor, case, Part.OWNER),
    lambda actor: involved(actor, Part.OWNER),
)

is_partner_on_case = has_role(Role.CHAIN_PARTNER) & Predicate(
    "was asked to take part in the case",
    lambda actor, case: is_involved(actor, case, Part.PARTNER),
    lambda actor: involved(actor, Part.PARTNER),
)

case_is_open = Predicate(
    "the case is open",
    lambda _actor, case: case.state is not CaseState.CLOSED,
    lambda _actor: Case.state != CaseState.CLOSED,
)

case_is_in_intake = Predicate(
    "the case is still at intake",
    lambda _actor, case: case.state is CaseState.INTAKE,
    lambda _actor: Case.state == CaseState.INTAKE,
)

case_is_escalated = Predicate(
    "the case is in phase 2 or higher",
    lambda _actor, case: case.phase >= ESCALATED_FROM,
    lambda _actor: Case.phase >= ESCALATED_FROM,
)

case_is_in_highest_phase = Predicate(
    "the case is in the highest phase",
    lambda _actor, case: case.phase >= HIGHEST_PHASE,
    lambda _actor: Case.phase >= HIGHEST_PHASE,
)


def _owned(track: Track) -> bool:
    return any(
        i.is_active and i.part is Part.OWNER and i.track is track.kind
        for i in track.case.involvements
    )


def _track_is_owned() -> ColumnElement[bool]:
    return exists().where(
        Involvement.case_id == Track.case_id,
        Involvement.part == Part.OWNER,
        Involvement.track == Track.kind,
        Involvement.ended_at.is_(None),
    )


track_waits_in_own_queue = Predicate(
    "the track is needed, has no owner and waits in the queue of their own team",
    lambda actor, track: (
        track.team_id in actor.team_ids and track.state is TrackState.NEEDED and not _owned(track)
    ),
    lambda actor: (
        Track.team_id.in_(actor.team_ids) & (Track.state == TrackState.NEEDED) & ~_track_is_owned()
    ),
)

case_waits_in_own_queue = Predicate(
    "one of its tracks waits, without an owner, in the queue of their own team",
    lambda actor, case: any(track_waits_in_own_queue.check(actor, t) for t in case.tracks),
    lambda actor: Case.id.in_(
        select(Track.case_id).where(track_waits_in_own_queue.where(actor)).correlate(None)
    ),
)


def unshielded_in_own_queue(actor: Actor) -> ColumnElement[bool]:
    """Ask for the cases in one's queue that are not shielded, as one list of cases.

    Beside other such lists the database begins at an index; a condition of its own next to the
    list would have it go through every case.
    """
    return Case.id.in_(
        select(Track.case_id)
        .join(Case, Case.id == Track.case_id)
        .where(track_waits_in_own_queue.where(actor), Case.is_shielded.is_not(True))
        .correlate(None)
    )


leads_team_of_case = has_role(Role.TEAM_LEAD) & Predicate(
    "leads the team that one of its tracks is with",
    lambda actor, case: any(t.team_id in actor.led_team_ids for t in case.tracks),
    lambda actor: Case.id.in_(
        select(Track.case_id).where(Track.team_id.in_(actor.led_team_ids)).correlate(None)
    ),
)

leads_team_of_track = has_role(Role.TEAM_LEAD) & Predicate(
    "leads the team that the track is with",
    lambda actor, track: track.team_id in actor.led_team_ids,
    lambda actor: Track.team_id.in_(actor.led_team_ids),
)


def works_on(actor: Actor, case: Case, kind: Any) -> bool:
    """Tell whether somebody works on a track of a case, or directs it."""
    return any(
        i.user_id == actor.user_id and i.is_active and (i.part is Part.DIRECTOR or i.track is kind)
        for i in case.involvements
        if i.part in WORKING_PARTS
    )


def working_on(actor: Actor, case_id: Any, kind: Any) -> ColumnElement[bool]:
    """Ask for what is on a track on which somebody works, or of a case that they direct."""
    return exists().where(
        Involvement.case_id == case_id,
        Involvement.user_id == actor.user_id,
        Involvement.ended_at.is_(None),
        Involvement.part.in_(WORKING_PARTS),
        (Involvement.part == Part.DIRECTOR) | (Involvement.track == kind),
    )


works_on_track = Predicate(
    "works on this very track, or is the director of the case",
    lambda actor, track: works_on(actor, track.case, track.kind),
    lambda actor: working_on(actor, Track.case_id, Track.kind),
)

owns_this_track = Predicate(
    "owns this very track",
    lambda actor, track: track.owner is not None and track.owner.id == actor.user_id,
    lambda actor: exists().where(
        Involvement.case_id == Track.case_id,
        Involvement.user_id == actor.user_id,
        Involvement.ended_at.is_(None),
        Involvement.part == Part.OWNER,
        Involvement.track == Track.kind,
    ),
)

step_is_on_own_track = Predicate(
    "the step is on a track they work on, or they are the director of the case",
    lambda actor, step: step.track is not None and works_on(actor, step.case, step.track),
    lambda actor: Step.track.is_not(None) & working_on(actor, Step.case_id, Step.track),
)

step_is_on_strip = Predicate(
    "the step is on the shared strip",
    lambda _actor, step: step.track is None,
    lambda _actor: Step.track.is_(None),
)

wrote_step = Predicate(
    "wrote the step themselves",
    lambda actor, step: step.author_id == actor.user_id,
    lambda actor: Step.author_id == actor.user_id,
)


def via_case(model: Any, inner: Predicate) -> Predicate:
    """Ask of the case of a track, step or flag what `inner` asks of a case."""
    return Predicate(
        inner.name,
        lambda actor, subject: inner.check(actor, subject.case),
        lambda actor: exists(
            select(Case.id).where(Case.id == model.case_id, inner.where(actor)).correlate(model)
        ),
        inner.roles,
        Joins.ALL,
        (inner,),
    )


def is_own(model: Any) -> Predicate:
    """It belongs to the person who asks."""
    return Predicate(
        "it is their own",
        lambda actor, subject: subject.user_id == actor.user_id,
        lambda actor: model.user_id == actor.user_id,
    )


registered_resident = Predicate(
    "registered this resident themselves",
    lambda actor, resident: resident.registered_by_id == actor.user_id,
    lambda actor: Resident.registered_by_id == actor.user_id,
)
