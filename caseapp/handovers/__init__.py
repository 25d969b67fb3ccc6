"""Handing over with a clock: nobody lets go of a case before somebody else holds it."""

from caseapp.handovers.actions import accept, offer, refuse, see, withdraw
from caseapp.handovers.queries import handover, held, overdue
from caseapp.handovers.returning import return_unanswered

__all__ = [
    "accept",
    "handover",
    "held",
    "offer",
    "overdue",
    "refuse",
    "return_unanswered",
    "see",
    "withdraw",
]
