"""That a track is not needed is said by one, and confirmed by who owns the other."""

from caseapp.cases.confirming.actions import confirm_stop, contest_stop

__all__ = ["confirm_stop", "contest_stop"]
