"""Whose an action is today: whom it was given to while they can do it, and else who stands for it.

Decides only. Because of this nobody has to hand an action over on its own: it goes with the track,
or with the direction of the case, and is never anybody's who left.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from caseapp.model.case_words import Part, TrackKind


@dataclass(frozen=True, slots=True)
class Place:
    """That somebody who can still do something has a part in a case."""

    user_id: UUID
    part: Part
    track: TrackKind | None = None


def holder(given_to: UUID | None, track: TrackKind | None, places: Iterable[Place]) -> UUID | None:
    """Give whose an action is; nobody, where it waits with the queue of its track.

    For both tracks it is the director's, and else that of who owns the care or the safety track.
    """
    known = list(places)
    if any(one.user_id == given_to and reaches(one, track) for one in known):
        return given_to
    owners = {one.track: one.user_id for one in known if one.part is Part.OWNER}
    directors = [one.user_id for one in known if one.part is Part.DIRECTOR]
    if track is not None:
        return owners.get(track) or next(iter(directors), None)
    return next(iter(directors), None) or owners.get(TrackKind.CARE) or owners.get(TrackKind.SAFETY)


def reaches(place: Place, track: TrackKind | None) -> bool:
    """Tell whether somebody in this place works on a track, or on what is for both."""
    if place.part is Part.PARTNER:
        return False
    return track is None or place.part is Part.DIRECTOR or place.track is track
