"""The rows of residents, the households they form, their relations, and how they are found."""

from collections import deque
from collections.abc import Iterable
from datetime import UTC, datetime, time, timedelta
from uuid import UUID

from caseapp.demo.bulk import Bulk
from caseapp.demo.entities import Household as Home
from caseapp.demo.entities import Relation as Bond
from caseapp.demo.entities import Resident as Person
from caseapp.demo.marks import Marks, Seal
from caseapp.demo.words import RELATIONS, TOLD_BY
from caseapp.demo.world import World
from caseapp.kernel import crypto
from caseapp.model.residents import Household, HouseholdMember, Relation, Resident
from caseapp.model.sealed import DataKey
from caseapp.model.searches import SearchKey
from caseapp.residents.search_rows import SearchRows

REACH_OF_RELATIONS = 9
"""A relation points to somebody at most eight households further on."""

KNOWN_SINCE = timedelta(days=800)


class ResidentRows:
    """Adds households one at a time, with everything that hangs on them."""

    def __init__(self, bulk: Bulk, world: World, marks: Marks) -> None:
        """Begin; the residents were registered well before the first case."""
        self._bulk, self._marks = bulk, marks
        self._created_at = datetime.combine(world.today - KNOWN_SINCE, time(9, tzinfo=UTC))
        self._found: dict[UUID, SearchRows] = {}
        self._bonds: deque[tuple[UUID, tuple[Bond, ...]]] = deque()
        self._seals: dict[str, Seal] = {}
        self._homes: deque[Home] = deque()

    def add_all(self, households: Iterable[Home]) -> None:
        """Add households, and the names in them to the dictionaries."""
        for home in households:
            self._add(home)
        while self._bonds:
            self._add_relations()
        self._bulk.write()
        for rows in self._found.values():
            rows.write(self._bulk.session)
            rows.words.clear()

    def _add(self, home: Home) -> None:
        municipality_id, home_id = self._marks.of(home.municipality), self._marks.of(home.key)
        owned = {"municipality_id": municipality_id}
        dated = owned | {"id": home_id, "created_at": self._created_at}
        self._bulk.add(Household, dated)
        for person in home.residents:
            seal = self._add_resident(municipality_id, home, person)
            member_id = self._marks.of(f"{person.key}/home")
            since = person.born_on.isoformat() if person.place == "child" else ""
            member = {
                "id": member_id,
                "household_id": home_id,
                "resident_id": self._marks.of(person.key),
                **seal.texts(
                    HouseholdMember, member_id, started_on=since, source=TOLD_BY["registration"]
                ),
            }
            self._bulk.add(HouseholdMember, owned | member)
        self._remember(home)
        self._bonds.append((municipality_id, home.relations))
        if len(self._bonds) > REACH_OF_RELATIONS:
            self._add_relations()

    def _remember(self, home: Home) -> None:
        """Keep the seals of who a relation may still point from, and of nobody else."""
        self._homes.append(home)
        if len(self._homes) > 3 * REACH_OF_RELATIONS:
            for person in self._homes.popleft().residents:
                del self._seals[person.key]

    def _add_resident(self, municipality_id: UUID, home: Home, person: Person) -> Seal:
        resident_id = self._marks.of(person.key)
        seal = Seal(municipality_id, self._marks.of(f"{person.key}/key"), self._created_at)
        facts = facts_of(home, person)
        row = {
            "id": resident_id,
            "municipality_id": municipality_id,
            "key_id": seal.row["id"],
            "bsn_hash": crypto.keyed_hash(municipality_id, "bsn", person.bsn)
            if person.bsn
            else None,
            "created_at": self._created_at,
            **seal.texts(Resident, resident_id, **facts),
        }
        self._bulk.add(DataKey, seal.row)
        self._bulk.add(Resident, row)
        if municipality_id not in self._found:
            self._found[municipality_id] = SearchRows(municipality_id)
        rows = self._found[municipality_id]
        rows.add(resident_id, facts | {"birth_date": person.born_on})
        self._bulk.add_all(SearchKey, rows.keys)
        rows.keys.clear()
        self._seals[person.key] = seal
        return seal

    def _add_relations(self) -> None:
        municipality_id, bonds = self._bonds.popleft()
        for bond in bonds:
            bond_id = self._marks.of(f"{bond.from_key}/{bond.kind}/{bond.to_key}")
            row = {
                "id": bond_id,
                "municipality_id": municipality_id,
                "from_id": self._marks.of(bond.from_key),
                "to_id": self._marks.of(bond.to_key),
                "kind": RELATIONS.get(bond.kind, bond.kind),
                "ended_on": bond.until,
                "created_at": self._created_at,
                **self._seals[bond.from_key].texts(
                    Relation,
                    bond_id,
                    started_on=bond.since.isoformat() if bond.since else "",
                    source=TOLD_BY[bond.source],
                ),
            }
            self._bulk.add(Relation, row)


def facts_of(home: Home, person: Person) -> dict[str, str]:
    """Give what is known of somebody, under its names on `Resident`."""
    return {
        "surname": person.surname,
        "prefix": person.prefix,
        "first_names": person.given_names,
        "initials": person.initials,
        "birth_date": person.born_on.isoformat(),
        "bsn": person.bsn or "",
        "street": home.address.street,
        "house_number": f"{home.address.number} {home.address.addition}".strip(),
        "postcode": home.address.postcode,
        "city": home.address.town,
        "phone": person.phone,
        "email": person.email,
    }
