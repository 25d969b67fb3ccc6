"""Finding residents although everything about them is sealed: candidates by key, then ranked.

Only whom the actor may see is looked at. The values that are ranked are opened here and shown to
nobody; the few that come out on top are loaded as residents, and so witnessed.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import (
    ARRAY,
    LargeBinary,
    Select,
    Subquery,
    Uuid,
    bindparam,
    func,
    select,
    true,
)

from caseapp.extensions import db
from caseapp.kernel import crypto
from caseapp.model.residents import Resident
from caseapp.model.sealed import DataKey, place
from caseapp.model.searches import SearchKey, WordKind
from caseapp.residents import name_index
from caseapp.residents.library import library
from caseapp.residents.matching import Clue, Description, Match, Verdict, compare
from caseapp.residents.search_rows import number_of, registered_name

SHOWN = 20
MOST_BY_KEY = 200
"""People taken of one birth date or address: on one day some thirty in a million were born."""

SEARCH = {"unseen": "search"}
NEEDED = ("surname", "first_names", "initials", "birth_date", "postcode", "house_number")


@dataclass(frozen=True, slots=True)
class Found:
    """A resident who was found, how well they fit and why."""

    resident: Resident
    match: Match

    @property
    def score(self) -> float:
        """How well they fit, in points (log-odds)."""
        return self.match.points

    @property
    def reasons(self) -> tuple[Clue, ...]:
        """Why they were found."""
        return self.match.clues


Narrowing = Callable[[Select[Any]], Select[Any]]


def fits_somehow(match: Match) -> bool:
    """Tell whether more speaks for a match than against it."""
    return match.points > 0


def may_be_same(match: Match) -> bool:
    """Tell whether two descriptions may be of one person, for somebody to decide."""
    return match.verdict is not Verdict.DIFFERENT


@dataclass(frozen=True, slots=True)
class Finder:
    """A search in one municipality among those the searcher may see: `narrow` keeps them."""

    municipality_id: UUID
    narrow: Narrowing

    def best(
        self,
        sought: Description,
        *,
        limit: int = SHOWN,
        keep: Callable[[Match], bool] = fits_somehow,
    ) -> list[Found]:
        """Give who fits best, the best first."""
        scored: dict[UUID, tuple[Match, int]] = {}
        for ids in self._exact(sought):
            self._score(ids, sought, keep, scored)
        for asking in self._askings(sought):
            self._score(self._holders(asking.keys, asking.of_each), sought, keep, scored)
            if len(scored) >= limit:
                break
        ranked = sorted(scored, key=lambda identity: (*_rank(*scored[identity]), identity.hex))
        return self._shown([(identity, scored[identity][0]) for identity in ranked[:limit]])

    def _exact(self, sought: Description) -> Iterator[Select[tuple[UUID]]]:
        """Give selects of the ids of who has this BSN, birth date or address."""
        index_key = crypto.ring().of(self.municipality_id).index
        if sought.bsn:
            hashed = crypto.keyed_hash(self.municipality_id, "bsn", sought.bsn)
            holder = select(Resident.id).where(Resident.bsn_hash == hashed)
            yield self.narrow(holder).correlate(None)
        keys = []
        if sought.born:
            keys.append(name_index.born_key(index_key, sought.born))
        if sought.postcode and sought.house_number is not None:
            keys.append(name_index.address_key(index_key, sought.postcode, sought.house_number))
        if keys:
            yield self._holders(keys, MOST_BY_KEY)

    def _askings(self, sought: Description) -> Iterable[name_index.Asking]:
        """Give what to ask for the name: as it was typed, then names near it."""
        if not sought.names:
            return ()
        books = library.of(self.municipality_id)
        index_key = crypto.ring().of(self.municipality_id).index
        return name_index.askings(
            index_key, sought.names, books[WordKind.SURNAME], books[WordKind.GIVEN]
        )

    def _score(
        self,
        ids: Select[tuple[UUID]],
        sought: Description,
        keep: Callable[[Match], bool],
        scored: dict[UUID, tuple[Match, int]],
    ) -> None:
        for identity, known in self._described(ids, sought):
            match = compare(sought, known)
            if keep(match):
                scored[identity] = match, sum(len(name.given) for name in known.names)

    def _holders(self, keys: list[bytes], of_each: int) -> Select[tuple[UUID]]:
        """Select who has one of the keys, at most so many a key, among those one may see."""
        holders = select(SearchKey.resident_id).where(
            SearchKey.municipality_id == self.municipality_id
        )
        if db.session.get_bind().dialect.name == "postgresql":
            return self._first_of_each(holders, keys, of_each)
        holders = holders.join(Resident, Resident.id == SearchKey.resident_id)
        number = func.row_number().over(
            partition_by=SearchKey.search_key, order_by=SearchKey.resident_id
        )
        numbered = holders.add_columns(number.label("number")).where(SearchKey.search_key.in_(keys))
        keyed = self.narrow(numbered).subquery()
        return select(keyed.c.resident_id).where(keyed.c.number <= of_each)

    def _first_of_each(
        self, holders: Select[Any], keys: list[bytes], of_each: int
    ) -> Select[tuple[UUID]]:
        """Stop at so many of each key, as they stand in the index: thousands share a surname.

        Whether one may be seen is asked of one holder after another (a limit keeps the database
        from joining them with all residents at once).
        """
        listed = bindparam(None, keys, type_=ARRAY(LargeBinary))
        asked = select(func.unnest(listed).label("search_key")).subquery()
        one = select(Resident.id).where(Resident.id == SearchKey.resident_id)
        seen = self.narrow(one).limit(1).correlate(SearchKey).lateral()
        own = holders.join(seen, true()).where(SearchKey.search_key == asked.c.search_key)
        few = own.order_by(SearchKey.resident_id).limit(of_each).correlate(asked).lateral()
        return select(few.c.resident_id).select_from(asked.join(few, true()))

    def _seen_of(self, asked: Subquery) -> Select[tuple[UUID]]:
        """Keep of a few ids whom one may see, each asked by itself like the holders of a key."""
        one = select(Resident.id).where(Resident.id == asked.c.id)
        seen = self.narrow(one).limit(1).correlate(asked).lateral()
        return select(seen.c.id).select_from(asked.join(seen, true()))

    def _described(
        self, ids: Select[tuple[UUID]], sought: Description
    ) -> Iterator[tuple[UUID, Description]]:
        needed = [*NEEDED, *(["bsn"] if sought.bsn else [])]
        columns = [getattr(Resident, f"{name}_sealed") for name in needed]
        candidates = (
            select(Resident.id, DataKey.id, DataKey.wrapping_version, DataKey.wrapped, *columns)
            .join(DataKey, DataKey.id == Resident.key_id)
            .where(Resident.id.in_(ids))
        )
        for row in db.session.execute(candidates, execution_options=SEARCH):
            if row[3] is not None:
                yield row[0], opened(self.municipality_id, tuple(row), needed, sought)

    def _shown(self, ranked: list[tuple[UUID, Match]]) -> list[Found]:
        """Load those who came out on top: from here on they are seen."""
        if not ranked:
            return []
        ids = [identity for identity, _ in ranked]
        if db.session.get_bind().dialect.name == "postgresql":
            asked = select(func.unnest(bindparam(None, ids, type_=ARRAY(Uuid))).label("id"))
            wanted = select(Resident).where(Resident.id.in_(self._seen_of(asked.subquery())))
        else:
            wanted = self.narrow(select(Resident).where(Resident.id.in_(ids)))
        known = {resident.id: resident for resident in db.session.scalars(wanted)}
        return [Found(known[identity], match) for identity, match in ranked if identity in known]


def _rank(match: Match, given_names: int) -> tuple[float, float, int]:
    """Put the better match first, and of equal ones who has fewer names that were not typed."""
    return -match.points, -match.closeness, given_names


def opened(
    municipality_id: UUID, row: Sequence[Any], needed: list[str], sought: Description
) -> Description:
    """Open what a candidate is compared by: always the name, the rest where it was asked for."""
    identity, key_id, version, wrapped = row[:4]
    cipher = AESGCM(crypto.ring().unwrap(municipality_id, key_id, version, wrapped))
    sealed: dict[str, bytes | None] = dict(zip(needed, row[4:], strict=True))

    def text(name: str) -> str:
        value = sealed.get(name)
        if value is None:
            return ""
        return crypto.unseal(cipher, value, place("residents", f"{name}_sealed", identity))

    born = text("birth_date") if sought.born else ""
    return Description(
        (registered_name(text("first_names"), text("initials"), text("surname")),),
        date.fromisoformat(born) if born else None,
        text("postcode") if sought.postcode else "",
        number_of(text("house_number")) if sought.house_number is not None else None,
        bsn=text("bsn"),
    )
