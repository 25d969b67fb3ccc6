"""The end of what is kept: months of the log that two people destroy, and what holds them up."""

from caseapp.retention.actions import agree, ask_destruction, lift_hold, place_hold
from caseapp.retention.night import destroy_due
from caseapp.retention.queries import LogMonth, certificate, hold, holds, month, months, tree

__all__ = [
    "LogMonth",
    "agree",
    "ask_destruction",
    "certificate",
    "destroy_due",
    "hold",
    "holds",
    "lift_hold",
    "month",
    "months",
    "place_hold",
    "tree",
]
