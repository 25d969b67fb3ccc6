"""What waits for one person, why, since when and until when."""

from caseapp.worklists.queries import LENGTH, Item, Worklist, tally, work_of
from caseapp.worklists.urgency import Horizon, Reason

__all__ = ["LENGTH", "Horizon", "Item", "Reason", "Worklist", "tally", "work_of"]
