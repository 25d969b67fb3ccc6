"""Who of a whole list is registered already: asked for many people at once, by exact keys.

A person of the list is held against residents with the same BSN, and against those who share a
name key and a birth date or an address; where the list knows neither, against namesakes. Nothing is
shown here: whoever shows a resident loads them, and so is witnessed.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import aliased

from caseapp.extensions import db
from caseapp.kernel import crypto
from caseapp.model.residents import Resident
from caseapp.model.sealed import DataKey
from caseapp.model.searches import SearchKey
from caseapp.residents import name_index
from caseapp.residents.finding import NEEDED, SEARCH, may_be_same, opened
from caseapp.residents.matching import Clue, Description, Match, compare

EVERYTHING = Description(born=date.min, postcode="all", house_number=0)
"""What is asked of a candidate: all that is known."""

BATCH = 400
"""People asked about in one statement: some eight keys each, and SQLite takes 32,766 values."""

Known = tuple[UUID, Match]


def recognise(municipality_id: UUID, people: Sequence[Description]) -> list[Known | None]:
    """Give for each person of a list the registered resident who is most likely the same."""
    found: list[Known | None] = []
    for start in range(0, len(people), BATCH):
        batch = people[start : start + BATCH]
        candidates = _Candidates.of(municipality_id, batch)
        known = dict(_described(municipality_id, candidates.residents()))
        for place, person in enumerate(batch):
            among = ((one, known[one]) for one in candidates.found[place] if one in known)
            found.append(_best(person, among))
    return found


def _best(person: Description, among: Iterator[tuple[UUID, Description]]) -> Known | None:
    matches = ((one, compare(person, description)) for one, description in among)
    fitting = [
        (one, match) for one, match in matches if may_be_same(match) or Clue.BSN_SAME in match.clues
    ]
    return max(
        fitting,
        key=lambda known: (Clue.BSN_SAME in known[1].clues, known[1].points, known[0].hex),
        default=None,
    )


@dataclass(slots=True)
class _Candidates:
    """The residents each person of a batch is to be compared with."""

    municipality_id: UUID
    people: Sequence[Description]
    found: list[set[UUID]] = field(default_factory=list)

    @classmethod
    def of(cls, municipality_id: UUID, people: Sequence[Description]) -> "_Candidates":
        made = cls(municipality_id, people, [set() for _ in people])
        made._by_bsn()
        made._by_name_and_more()
        made._by_name_alone()
        return made

    def residents(self) -> list[UUID]:
        return sorted(set().union(*self.found))

    def _by_bsn(self) -> None:
        hashes: dict[bytes, list[int]] = {}
        for place, person in enumerate(self.people):
            if person.bsn:
                hashed = crypto.keyed_hash(self.municipality_id, "bsn", person.bsn)
                hashes.setdefault(hashed, []).append(place)
        query = select(Resident.bsn_hash, Resident.id).where(
            Resident.municipality_id == self.municipality_id, Resident.bsn_hash.in_(list(hashes))
        )
        for found, resident_id in db.session.execute(query, execution_options=SEARCH):
            for place in hashes.get(bytes(found or b""), ()):
                self.found[place].add(resident_id)

    def _by_name_and_more(self) -> None:
        names = [self._name_keys(person) for person in self.people]
        anchors: dict[bytes, list[int]] = {}
        for place, person in enumerate(self.people):
            for key in self._anchors(person):
                anchors.setdefault(key, []).append(place)
        one, other = aliased(SearchKey), aliased(SearchKey)
        query = (
            select(one.search_key, other.search_key, one.resident_id)
            .join(
                other,
                (other.municipality_id == one.municipality_id)
                & (other.resident_id == one.resident_id),
            )
            .where(
                one.municipality_id == self.municipality_id,
                one.search_key.in_(list(anchors)),
                other.search_key.in_(sorted(set().union(*names))),
            )
        )
        for anchor, name, resident_id in db.session.execute(query):
            for place in anchors[bytes(anchor)]:
                if bytes(name) in names[place]:
                    self.found[place].add(resident_id)

    def _by_name_alone(self) -> None:
        pairs: dict[bytes, list[int]] = {}
        for place, person in enumerate(self.people):
            if person.born is None and person.names:
                for key in name_index.pair_keys(self._index_key, person.names[0]):
                    pairs.setdefault(key, []).append(place)
        query = select(SearchKey.search_key, SearchKey.resident_id).where(
            SearchKey.municipality_id == self.municipality_id, SearchKey.search_key.in_(list(pairs))
        )
        for key, resident_id in db.session.execute(query):
            for place in pairs[bytes(key)]:
                self.found[place].add(resident_id)

    @property
    def _index_key(self) -> bytes:
        return crypto.ring().of(self.municipality_id).index

    def _name_keys(self, person: Description) -> set[bytes]:
        return set().union(*(name_index.keys_of(self._index_key, name) for name in person.names))

    def _anchors(self, person: Description) -> Iterator[bytes]:
        if person.born:
            yield name_index.born_key(self._index_key, person.born)
        if person.postcode and person.house_number is not None:
            yield name_index.address_key(self._index_key, person.postcode, person.house_number)


def _described(municipality_id: UUID, ids: list[UUID]) -> Iterator[tuple[UUID, Description]]:
    """Open what residents are compared by; the values are shown to nobody."""
    needed = [*NEEDED, "bsn"]
    columns = [getattr(Resident, f"{name}_sealed") for name in needed]
    for start in range(0, len(ids), BATCH):
        query = (
            select(Resident.id, DataKey.id, DataKey.wrapping_version, DataKey.wrapped, *columns)
            .join(DataKey, DataKey.id == Resident.key_id)
            .where(Resident.id.in_(ids[start : start + BATCH]))
        )
        for row in db.session.execute(query, execution_options=SEARCH):
            if row[3] is not None:
                yield row[0], opened(municipality_id, tuple(row), needed, EVERYTHING)
