"""The fictitious world: two municipalities with staff, residents, cases and who looked at what.

Everything is made on demand and streamed, so a world of a hundred thousand cases needs no more
memory than one of a hundred. The same seed, scale and day give the same world everywhere.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from caseapp.demo import staff as staffing
from caseapp.demo.casefile import Case, Look
from caseapp.demo.casting import Roster
from caseapp.demo.dice import roll
from caseapp.demo.entities import Household, Municipality, Organisation, StaffMember, Team
from caseapp.demo.households import BLOCK_HOUSEHOLDS, BLOCK_RESIDENTS, Ground, block
from caseapp.demo.looks import SNOOP_DAYS, SNOOP_ENDED, snooping
from caseapp.demo.plan import CASES_PER_BLOCK, case_plan
from caseapp.demo.writing import Ink, write

BLOCKS_OF = {staffing.MAIN.key: 20, staffing.NEIGHBOUR.key: 1}
SNOOPER_NAME = "Gerben"


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of everything there is in one municipality."""

    staff: int
    households: int
    residents: int
    cases: int


@dataclass(frozen=True)
class World:
    """A fictitious world; make one with `World.make`."""

    seed: int
    scale: float
    today: date

    @classmethod
    def make(cls, seed: int, *, today: date, scale: float = 1.0) -> "World":
        """Give the world of a seed on a day; raises ValueError for a scale of 0 or less."""
        if scale <= 0:
            message = "a world needs a scale above 0"
            raise ValueError(message)
        return cls(seed, scale, today)

    @property
    def municipalities(self) -> tuple[Municipality, ...]:
        """Give the main municipality and its small neighbour."""
        return staffing.MUNICIPALITIES

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        """Give the municipalities as organisations, and their partners."""
        return staffing.organisations()

    @property
    def teams(self) -> tuple[Team, ...]:
        """Give the teams of both municipalities."""
        return staffing.teams(staffing.copies_for(self.scale))

    @property
    def staff(self) -> tuple[StaffMember, ...]:
        """Give everybody who can sign in."""
        return staffing.staff(self.seed, self.today, staffing.copies_for(self.scale))

    def sizes(self, municipality: str) -> Sizes:
        """Count what there is in a municipality, without making it."""
        blocks = self._blocks(municipality)
        return Sizes(
            staff=sum(1 for member in self.staff if member.municipality == municipality),
            households=blocks * BLOCK_HOUSEHOLDS,
            residents=blocks * BLOCK_RESIDENTS,
            cases=blocks * CASES_PER_BLOCK,
        )

    def iter_households(self) -> Iterator[Household]:
        """Make all households with their residents, one at a time.

        A relation may point to a resident of a household at most eight places further on.
        """
        for municipality in self.municipalities:
            ground = self._ground(municipality.key)
            for number in range(self._blocks(municipality.key)):
                yield from block(ground, number)

    def iter_cases(self) -> Iterator[Case]:
        """Make all cases, one at a time; a previous case comes before the one that follows it."""
        for municipality in self.municipalities:
            for index in range(self.sizes(municipality.key).cases):
                yield self.case(municipality.key, index)

    def case(self, municipality: str, index: int) -> Case:
        """Make one case by its number, without making those before it."""
        ink = self._inks[municipality]
        return write(ink, case_plan(ink.ground, index, ink.households))

    @cached_property
    def snooper(self) -> StaffMember:
        """Give the member of staff who looked at somebody without any relation."""
        return next(member for member in self.staff if member.given_name == SNOOPER_NAME)

    @cached_property
    def snooping(self) -> tuple[Look, ...]:
        """Give the planted looks: evenings, no relation, one household in another town.

        They are in no case, so that a reviewer has something to find that no work explains.
        """
        cases = range(self.sizes(staffing.MAIN.key).cases)
        found = next(
            case
            for case in (self.case(staffing.MAIN.key, index) for index in cases)
            if case.state in {"active", "watch"}
            and (self.today - case.opened_at.date()).days > SNOOP_DAYS + SNOOP_ENDED
            and case.subject.kind in {"household", "person"}
            and self.snooper.key not in {one.staff for one in case.involvements}
            and self.snooper.key not in {step.author for step in case.steps}
        )
        return snooping(roll(self.seed, "snooping"), self.snooper.key, found, self.today)

    def digest(self) -> str:
        """Give a fingerprint of everything in the world, to compare two runs."""
        total = hashlib.sha256()
        parts = (self.organisations, self.teams, self.staff, self.iter_households(),
                 self.iter_cases(), self.snooping)  # fmt: skip
        for part in parts:
            for value in part:
                total.update(repr(value).encode())
        return total.hexdigest()

    def _blocks(self, municipality: str) -> int:
        return max(1, round(BLOCKS_OF[municipality] * self.scale))

    def _ground(self, municipality: str) -> Ground:
        main = staffing.MAIN.key
        before = 0 if municipality == main else self._blocks(main) * BLOCK_RESIDENTS
        return Ground(self.seed, municipality, self.today, before)

    @cached_property
    def _inks(self) -> dict[str, Ink]:
        names = {one.key: one.name for one in self.municipalities}
        found = {}
        for key in names:
            members = tuple(one for one in self.staff if one.municipality == key)
            other = next(name for each, name in names.items() if each != key)
            households = self._blocks(key) * BLOCK_HOUSEHOLDS
            found[key] = Ink(self._ground(key), Roster(members, self.teams), households, other)
        return found
