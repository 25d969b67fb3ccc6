"""Handing over all that is open with one colleague in one go: nothing of it is left to nobody."""

from caseapp.flows.reassignment.actions import reassign
from caseapp.flows.reassignment.queries import AT_ONCE, Line, Successors, lines, successors

__all__ = ["AT_ONCE", "Line", "Successors", "lines", "reassign", "successors"]
