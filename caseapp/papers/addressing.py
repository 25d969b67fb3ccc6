"""What must be said of a paper before it is made: for whom it is, what for, and on which ground."""

from dataclasses import dataclass

from caseapp.kernel.errors import RuleBroken
from caseapp.model.papers import PaperKind, Reach
from caseapp.model.shares import ShareGround

GROUNDS = tuple(one for one in ShareGround if one is not ShareGround.POLICE_ACT)
"""On which ground a paper goes: police data is in none, so that the police act is none of them."""
ALWAYS_OUT = frozenset({PaperKind.REFERRAL})
"""Papers that are for others than the municipality by what they are."""


@dataclass(frozen=True, slots=True)
class Address:
    """For whom a paper is, what for, on which ground, and whether it leaves the municipality."""

    recipient: str
    function: str
    organisation: str
    purpose: str
    ground: ShareGround
    reach: Reach


def objections_to(kind: PaperKind, address: Address) -> list[RuleBroken]:
    """Give all that forbids a paper for this recipient; nothing means that it may be made."""
    out = address.reach is Reach.OUTSIDE
    found = [
        (not address.recipient.strip(), "paper-for-nobody", "recipient"),
        (not address.organisation.strip(), "paper-without-organisation", "organisation"),
        (not address.purpose.strip(), "paper-without-purpose", "purpose"),
        (address.ground not in GROUNDS, "paper-police-act", "ground"),
        (kind in ALWAYS_OUT and not out, "paper-goes-out", "reach"),
    ]
    return [RuleBroken(code, where) for holds, code, where in found if holds]
