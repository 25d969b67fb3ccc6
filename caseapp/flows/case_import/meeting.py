"""Who on a list is whom: people named twice on it, and people who may be registered already.

Within the list a person is taken for one who stands higher only with the same BSN, or with a name
and birth date that nothing contradicts: twins with one initial stay two. With somebody registered,
only an equal BSN decides by itself; all else is asked of the person who imports.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from caseapp import residents
from caseapp.flows.case_import.grouping import completed
from caseapp.flows.case_import.proposals import ProposedCase, ProposedPerson
from caseapp.kernel.errors import RuleBroken
from caseapp.residents import Clue, Known, Verdict

OTHER = "other"
SAME = "same"


@dataclass(frozen=True, slots=True)
class Double:
    """Somebody on the list who may be a registered resident, and why."""

    key: str
    person: ProposedPerson
    resident_id: UUID
    reasons: tuple[Clue, ...]
    is_certain: bool
    """The BSN is the same and the rest does not contradict it: nothing is asked."""

    @property
    def has_their_bsn(self) -> bool:
        """Tell whether somebody else can only come in without the BSN of the list."""
        return Clue.BSN_SAME in self.reasons


@dataclass(slots=True)
class Meeting:
    """The people of a list, each once, and which registered residents they may be."""

    people: dict[str, ProposedPerson] = field(default_factory=dict)
    """Each person once, with all that any row says of them, by the key of their first mention."""
    first_mention: dict[str, str] = field(default_factory=dict)
    """The key of every mention of a person -> the key of the first."""
    known: dict[str, Double] = field(default_factory=dict)

    @classmethod
    def of(cls, municipality_id: UUID, cases: Sequence[ProposedCase]) -> "Meeting":
        """Meet the people of these cases, on the list and in the register."""
        met = cls()
        met._gather(cases)
        keys, people = list(met.people), list(met.people.values())
        found = residents.recognise(municipality_id, [describe(one) for one in people])
        for key, person, known in zip(keys, people, found, strict=True):
            if known is not None:
                met.known[key] = _double(key, person, known)
        return met

    @property
    def doubts(self) -> list[Double]:
        """The doubles somebody has to decide about."""
        return [double for double in self.known.values() if not double.is_certain]

    def decided(self, decisions: Mapping[str, str], rest: str = "") -> dict[str, UUID]:
        """Give which registered resident people are, by what was decided about each.

        A decision names the resident it was made about, or "other"; `rest` is for who has none.
        Raises RuleBroken while somebody is undecided, also when another resident was meant.
        """
        taken: dict[str, UUID] = {}
        for key, double in self.known.items():
            said = SAME if double.is_certain else decisions.get(key) or rest
            if said in (SAME, double.resident_id.hex):
                taken[key] = double.resident_id
            elif said != OTHER:
                raise RuleBroken("list-undecided")
        return taken

    def _gather(self, cases: Sequence[ProposedCase]) -> None:
        identities: dict[tuple[str, ...], str] = {}
        for case in cases:
            for key, person in keyed(case):
                earlier = self._met_before(identities, person)
                first = self.first_mention[key] = key if earlier is None else earlier
                known = self.people.get(first)
                self.people[first] = person if known is None else completed(known, person)
                for identity in self.people[first].identities():
                    identities.setdefault(identity, first)

    def _met_before(
        self, identities: Mapping[tuple[str, ...], str], person: ProposedPerson
    ) -> str | None:
        for identity in person.identities():
            first = identities.get(identity)
            if first is not None and self.people[first].may_be(person):
                return first
        return None


def keyed(case: ProposedCase) -> Iterator[tuple[str, ProposedPerson]]:
    """Give the people of a case, each with a key of their own: two may stand on one row."""
    seen: Counter[int] = Counter()
    for person in case.subjects:
        yield f"{person.row_number}-{seen[person.row_number]}", person
        seen[person.row_number] += 1


def describe(person: ProposedPerson) -> residents.Description:
    """Say what the list knows of a person, as the search for people understands it."""
    name, address = person.name, person.address
    given = name.first_names or name.call_name
    return residents.Description(
        (residents.registered_name(given, name.initials, name.surname),),
        person.birth_date,
        address.postcode.replace(" ", "") if address else "",
        residents.number_of(address.house_number) if address else None,
        person.bsn or "",
    )


def _double(key: str, person: ProposedPerson, known: Known) -> Double:
    resident_id, match = known
    return Double(key, person, resident_id, match.clues, match.verdict is Verdict.SAME)
