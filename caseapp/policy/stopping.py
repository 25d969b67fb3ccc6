"""Facts about a track of which somebody said that it is not needed, and nobody confirmed it yet."""

from sqlalchemy import exists, func, true

from caseapp.model.cases import Involvement, Part, Track, TrackState
from caseapp.policy.predicates import Predicate

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
