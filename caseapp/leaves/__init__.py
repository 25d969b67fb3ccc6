"""Leave with a substitute: nobody goes away from open work before somebody else stands in."""

from caseapp.leaves.actions import accept, ask, change, refuse, withdraw
from caseapp.leaves.queries import (
    away_today,
    candidates,
    leave,
    of_teams,
    own,
    stood_in_by,
    to_answer,
    turned_down,
    who_may_be_away,
)
from caseapp.leaves.weighing import open_without, unfit_for

__all__ = [
    "accept",
    "ask",
    "away_today",
    "candidates",
    "change",
    "leave",
    "of_teams",
    "open_without",
    "own",
    "refuse",
    "stood_in_by",
    "to_answer",
    "turned_down",
    "unfit_for",
    "who_may_be_away",
    "withdraw",
]
