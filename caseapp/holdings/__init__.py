"""What is open with one colleague: one answer for whoever goes, for days or for good."""

from caseapp.holdings.kinds import OF_WORK, Holding, HoldingKind
from caseapp.holdings.queries import held_by, holds
from caseapp.holdings.teams import has_work, work_of

__all__ = ["OF_WORK", "Holding", "HoldingKind", "has_work", "held_by", "holds", "work_of"]
