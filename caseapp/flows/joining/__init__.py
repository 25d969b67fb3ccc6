"""Two cases about the same people go on as one: the other closes, and its file stays."""

from caseapp.flows.joining.actions import join
from caseapp.flows.joining.queries import joined_from, joined_into, others_about

__all__ = ["join", "joined_from", "joined_into", "others_about"]
