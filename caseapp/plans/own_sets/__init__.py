"""The sets of areas of life a municipality made itself: names only, chosen by plans beside ours."""

from caseapp.plans.own_sets.actions import add_set, retire_set
from caseapp.plans.own_sets.names import listed
from caseapp.plans.own_sets.queries import in_use, own_sets

__all__ = ["add_set", "in_use", "listed", "own_sets", "retire_set"]
