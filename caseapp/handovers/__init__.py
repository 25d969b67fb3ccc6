"""Handing over with a clock: nobody lets go of a case before somebody else holds it."""

from caseapp.handovers.actions import accept, offer, refuse, see, withdraw
from caseapp.handovers.lapsing import lapse
from caseapp.handovers.queries import handover, held, overdue, waiting_watch_of
from caseapp.handovers.receivers import refuse_watcher
from caseapp.handovers.returning import return_unanswered

__all__ = [
    "accept",
    "handover",
    "held",
    "lapse",
    "offer",
    "overdue",
    "refuse",
    "refuse_watcher",
    "return_unanswered",
    "see",
    "waiting_watch_of",
    "withdraw",
]
