"""Four eyes: what one person asks, and a second one decides, about exactly the same thing."""

from caseapp.approvals.actions import decide, request
from caseapp.approvals.payload import hashed, read, written
from caseapp.approvals.queries import (
    approval,
    count_waiting,
    decided_lately,
    waiting_about,
    waiting_for,
)

__all__ = [
    "approval",
    "count_waiting",
    "decide",
    "decided_lately",
    "hashed",
    "read",
    "request",
    "waiting_about",
    "waiting_for",
    "written",
]
