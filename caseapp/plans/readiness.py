"""What a plan must hold before it can be confirmed. Decides only, from facts."""

from collections.abc import Iterator, Mapping

from caseapp.kernel.errors import RuleBroken
from caseapp.plans.parties import PlanParty, Stand, unexplained


def objections(*, goals: int, stands: Mapping[PlanParty, Stand]) -> Iterator[RuleBroken]:
    """Give what is missing: a goal, whether the resident was asked, and why somebody is not in."""
    if not goals:
        yield RuleBroken("plan-without-goal")
    if stands.get(PlanParty.RESIDENT, Stand()).presence is None:
        yield RuleBroken("plan-without-resident")
    if unexplained(stands):
        yield RuleBroken("plan-without-why")
