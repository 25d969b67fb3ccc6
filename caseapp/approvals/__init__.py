"""Four eyes: what one person asks, and a second one decides, about exactly the same thing."""

from caseapp.approvals.actions import decide, request
from caseapp.approvals.payload import hashed, read, written
from caseapp.approvals.queries import approval, decided_lately, waiting_for

__all__ = [
    "approval",
    "decide",
    "decided_lately",
    "hashed",
    "read",
    "request",
    "waiting_for",
    "written",
]
