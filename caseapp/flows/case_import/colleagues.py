"""Who of the own colleagues a list means: by e-mail address, by name, or by initial and surname.

Being recognised gives somebody a part in a case, so a name that two colleagues bear is nobody's,
and only who does casework is looked at.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from caseapp import accounts
from caseapp.flows.case_import.contacts import Colleague
from caseapp.flows.case_import.proposals import CaseValues, ProposedCase
from caseapp.kernel.actor import Role
from caseapp.model.accounts import User
from caseapp.model.case_words import Part, TrackKind
from caseapp.policy.trades import fits

CASEWORKERS = frozenset(
    {
        Role.SOCIAL_WORKER,
        Role.SAFETY_ADVISER,
        Role.INTAKE,
        Role.PROCESS_DIRECTOR,
        Role.TEAM_LEAD,
    }
)
_INITIAL = re.compile(r"(\w)\.(?:\s*\w\.)*\s*(\D+)")
Place = tuple[Part, TrackKind | None]


@dataclass(slots=True)
class Colleagues:
    """The people of one municipality who may be given a part in a case."""

    by_email: dict[str, User] = field(default_factory=dict)
    by_name: dict[str, User] = field(default_factory=dict)

    @classmethod
    def of(cls, municipality_id: UUID) -> "Colleagues":
        """Know who works here today."""
        active = [
            user
            for user in accounts.colleagues(municipality_id)
            if user.is_active and user.roles & CASEWORKERS
        ]
        times = Counter(name for user in active for name in _names(user))
        return cls(
            {user.email.casefold(): user for user in active},
            {name: user for user in active for name in _names(user) if times[name] == 1},
        )

    def find(self, colleague: Colleague, track: TrackKind | None) -> User | None:
        """Give who is meant, if their trade is not that of the other track."""
        user = self.by_email.get(colleague.email.casefold()) or self.by_name.get(
            _bare(colleague.name)
        )
        return user if user is not None and fits(user.roles, track) else None

    def places(self, values: CaseValues) -> Iterator[tuple[User, Part, TrackKind | None]]:
        """Give who gets which part in a case."""
        for colleague, part, track in _meant(values):
            user = self.find(colleague, track)
            if user is not None:
                yield user, part, track

    def unknown(self, cases: Iterable[ProposedCase]) -> Counter[str]:
        """Count the colleagues a list names in whom nobody is recognised."""
        return Counter(
            colleague.name or colleague.email
            for case in cases
            for colleague, _part, track in _meant(case.values)
            if self.find(colleague, track) is None
        )


def _meant(values: CaseValues) -> Iterator[tuple[Colleague, Part, TrackKind | None]]:
    for colleague, part, track in (
        (values.care_owner, Part.OWNER, TrackKind.CARE),
        (values.safety_owner, Part.OWNER, TrackKind.SAFETY),
        (values.director, Part.DIRECTOR, None),
    ):
        if colleague is not None:
            yield colleague, part, track


def _names(user: User) -> set[str]:
    first, _space, rest = user.name.partition(" ")
    names = {_bare(user.name)}
    return names | {f"{first[0]}|{rest}".casefold()} if first and rest else names


def _bare(name: str) -> str:
    found = _INITIAL.fullmatch(name)
    return f"{found[1]}|{found[2]}".casefold() if found else " ".join(name.split()).casefold()
