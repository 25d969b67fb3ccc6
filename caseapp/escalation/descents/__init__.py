"""Coming down the ladder: proposed by one, agreed to by a second, taken on by a receiver."""

from caseapp.escalation.descents.actions import (
    accept,
    agree,
    propose,
    refuse,
    withdraw,
)
from caseapp.escalation.descents.queries import descent, is_of_another_ladder, waiting

__all__ = [
    "accept",
    "agree",
    "descent",
    "is_of_another_ladder",
    "propose",
    "refuse",
    "waiting",
    "withdraw",
]
