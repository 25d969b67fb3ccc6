"""Facts and rules about one of the two tracks: reading, writing, taking, stopping it."""

from sqlalchemy import exists, func, true

from caseapp.model.case_words import Part, TrackState
from caseapp.model.cases import Involvement, Track
from caseapp.policy.doors import case_is_not_shielded, track_opened_in_emergency
from caseapp.policy.permissions import Permission as P  # noqa: N817 - the law is read often
from caseapp.policy.predicates import Predicate
from caseapp.policy.relations import (
    case_is_open,
    leads_team_of_track,
    track_waits_in_own_queue,
    via_case,
)
from caseapp.policy.terms import casework, on_own_track, owns_track, steers_case

owns_other_track = Predicate(
    "owns the other track of the case",
    lambda actor, track: any(
        one.user_id == actor.user_id
        and one.is_active
        and one.part is Part.OWNER
        and one.track is not track.kind
        for one in track.case.involvements
    ),
    lambda actor: exists().where(
        Involvement.case_id == Track.case_id,
        Involvement.user_id == actor.user_id,
        Involvement.ended_at.is_(None),
        Involvement.part == Part.OWNER,
        Involvement.track != Track.kind,
    ),
)

track_awaits_other = Predicate(
    "somebody said that the track is not needed, and nobody confirmed it yet",
    lambda _actor, track: track.awaits_other,
    lambda _actor: (
        (Track.state == TrackState.NOT_NEEDED)
        & Track.said_by_id.is_not(None)
        & Track.confirmed_at.is_(None)
    ),
)

another_said_it = Predicate(
    "did not say so themselves",
    lambda actor, track: track.said_by_id != actor.user_id,
    lambda actor: func.coalesce(Track.said_by_id != actor.user_id, true()),
)

OF_TRACK: dict[P, Predicate] = {
    P.TRACK_VIEW: on_own_track | casework & track_opened_in_emergency,
    P.POLICE_SEARCH: on_own_track,
    P.TRACK_WRITE: on_own_track & via_case(Track, case_is_open),
    P.TRACK_PRINT: on_own_track & via_case(Track, case_is_open),
    P.TRACK_TAKE: (
        casework & track_waits_in_own_queue & via_case(Track, case_is_open & case_is_not_shielded)
    ),
    P.SAFETY_LINE_CONFIRM: owns_track & via_case(Track, case_is_open),
    P.TRACK_CONFIRM: (
        (casework & owns_other_track | via_case(Track, steers_case))
        & track_awaits_other
        & another_said_it
        & via_case(Track, case_is_open)
    ),
    P.TRACK_ARRANGE: (
        (on_own_track | leads_team_of_track & via_case(Track, case_is_not_shielded))
        & via_case(Track, case_is_open)
    ),
}
