"""What a plan must hold before it can be confirmed. Decides only, from facts."""

from collections.abc import Collection, Iterator, Mapping
from uuid import UUID

from caseapp.kernel.errors import RuleBroken
from caseapp.plans.members import Member, is_household
from caseapp.plans.parties import PlanParty, Stand, unexplained


def objections(
    *,
    goals: int,
    stands: Mapping[PlanParty, Stand],
    people: Collection[UUID] = (),
    members: Mapping[UUID, Member] | None = None,
) -> Iterator[RuleBroken]:
    """Give what is missing: a goal, whether each resident was asked, and why somebody is not in."""
    if not goals:
        yield RuleBroken("plan-without-goal")
    known = members or {}
    if is_household(people):
        if any(known.get(one, Member()).stand.presence is None for one in people):
            yield RuleBroken("plan-without-everybody")
    elif stands.get(PlanParty.RESIDENT, Stand()).presence is None:
        yield RuleBroken("plan-without-resident")
    if unexplained(stands) or any(one.stand.owes_reason for one in known.values()):
        yield RuleBroken("plan-without-why")
