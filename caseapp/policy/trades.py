"""Trades: a social worker works on the care track, a safety adviser on the safety track.

Who has one trade is given nothing that is for the other side alone; who has both, or neither (an
intake worker, a process director), fits either.
"""

from collections.abc import Iterable

from caseapp.kernel.actor import Role
from caseapp.model.case_words import TrackKind

TRACK_OF_ROLE = {Role.SOCIAL_WORKER: TrackKind.CARE, Role.SAFETY_ADVISER: TrackKind.SAFETY}


def sides_of(roles: Iterable[Role]) -> frozenset[TrackKind]:
    """Give the tracks on which somebody with these roles fits; without a trade, both."""
    trades = frozenset(TRACK_OF_ROLE[role] for role in roles if role in TRACK_OF_ROLE)
    return trades or frozenset(TrackKind)


def fits(roles: Iterable[Role], track: TrackKind | None) -> bool:
    """Tell whether somebody with these roles fits what is for one track, or for both (None)."""
    return track is None or track in sides_of(roles)
