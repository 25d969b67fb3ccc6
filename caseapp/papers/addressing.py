"""What must be said of a paper before it is made: for whom it is, what for, and on which ground."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from caseapp.kernel.errors import RuleBroken
from caseapp.model.papers import PaperKind, Reach, Receiver
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
    person: UUID | None = None
    """Whose copy it is, of several people: for them, or for who stands for them."""
    receiver: Receiver | None = None

    @property
    def is_for_person(self) -> bool:
        """Tell whether it is the copy of one of the people, which goes to them."""
        return self.person is not None


def objections_to(kind: PaperKind, address: Address) -> list[RuleBroken]:
    """Give all that forbids a paper for this recipient; nothing means that it may be made."""
    out = address.reach is Reach.OUTSIDE
    own = address.is_for_person
    unsaid = not own and not address.organisation.strip()
    found = [
        (not address.recipient.strip(), "paper-for-nobody", "recipient"),
        (unsaid, "paper-without-organisation", "organisation"),
        (own and address.receiver is None, "copy-without-receiver", "receiver"),
        (not own and address.receiver is not None, "copy-of-nobody", "receiver"),
        (own and kind is not PaperKind.PLAN, "copy-of-plan-only", "whose"),
        (not address.purpose.strip(), "paper-without-purpose", "purpose"),
        (address.ground not in GROUNDS, "paper-police-act", "ground"),
        (kind in ALWAYS_OUT and not out, "paper-goes-out", "reach"),
        (own and not out, "copy-goes-out", "reach"),
    ]
    return [RuleBroken(code, where) for holds, code, where in found if holds]


def names_one_of(recipient: str, names: Collection[str]) -> bool:
    """Tell whether a recipient is called as one of these people is."""
    said = _plain(recipient)
    return any(_plain(name) in said for name in names if name.strip())


def _plain(name: str) -> str:
    return f" {' '.join(name.casefold().replace(',', ' ').split())} "
