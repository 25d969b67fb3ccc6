"""Access in an emergency: a way in for who has no time to be made part of a case."""

from caseapp.emergencies.actions import end, explain, open_access, open_approved, open_tracks
from caseapp.emergencies.queries import MINUTES, MOST_MINUTES, access, sought

__all__ = [
    "MINUTES",
    "MOST_MINUTES",
    "access",
    "end",
    "explain",
    "open_access",
    "open_approved",
    "open_tracks",
    "sought",
]
