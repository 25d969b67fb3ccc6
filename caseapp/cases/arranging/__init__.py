"""How a track stands: arranged by who works on it, and a stop confirmed by who owns the other."""

from caseapp.cases.arranging.actions import arrange_track, confirm_stop, contest_stop

__all__ = ["arrange_track", "confirm_stop", "contest_stop"]
