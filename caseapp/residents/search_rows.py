"""What is stored so that a resident can be found: search keys, and the words of the dictionary.

Used wherever residents come in: one by one on a screen, thousands at once from a list.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast
from uuid import UUID

from sqlalchemy import Insert, Table, delete
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session

from caseapp.kernel import crypto
from caseapp.model import bulk
from caseapp.model.residents import Resident
from caseapp.model.searches import NameWord, SearchKey, WordKind
from caseapp.residents import name_index
from caseapp.residents.names import Name, name_of

_LEADING_NUMBER = re.compile(r"\s*(\d{1,6})")
WORDS = cast("Table", NameWord.__table__)


def number_of(house_number: str) -> int | None:
    """Give the number of a house number without its addition: 12 of "12a-2"."""
    found = _LEADING_NUMBER.match(house_number)
    return int(found[1]) if found else None


def registered_name(first_names: str, initials: str, surname: str) -> Name:
    """Give the words of a registered name; initials stand in where first names are unknown."""
    return name_of(first_names or initials.replace(".", " "), surname)


@dataclass(slots=True)
class SearchRows:
    """Search rows of one municipality on their way to the database.

    Add residents one by one and write once, at the end: the words go in in one order, so that two
    who register at the same moment wait for each other and never block each other for good.
    """

    municipality_id: UUID
    keys: list[dict[str, Any]] = field(default_factory=list)
    words: dict[bytes, tuple[str, str]] = field(default_factory=dict)

    def add(self, resident_id: UUID, facts: Mapping[str, Any]) -> None:
        """Add a resident's rows. Facts are named as on `Resident`; absent ones are passed over."""
        index_key = crypto.ring().of(self.municipality_id).index
        name = registered_name(
            facts.get("first_names") or "", facts.get("initials") or "", facts.get("surname") or ""
        )
        born: date | None = facts.get("birth_date")
        postcode, number = facts.get("postcode"), number_of(facts.get("house_number") or "")
        address = (postcode, number) if postcode and number is not None else None
        for key in name_index.keys_of(index_key, name, born=born, address=address):
            self.keys.append(
                {
                    "municipality_id": self.municipality_id,
                    "search_key": key,
                    "resident_id": resident_id,
                }
            )
        for kind, word in name_index.words_for(name):
            self.words[name_index.word_hash(index_key, kind, word)] = (kind, word)

    def write(self, session: Session) -> None:
        """Insert the rows, after the residents themselves; words that are known stay."""
        session.flush()
        bulk.write(session, SearchKey, self.keys)
        if self.words:
            session.execute(_insert_words(session), self._sealed_words())

    def _sealed_words(self) -> list[dict[str, Any]]:
        cipher = name_index.dictionary_cipher(crypto.ring().of(self.municipality_id).index)
        return [
            {
                "municipality_id": self.municipality_id,
                "kind": WordKind(kind),
                "word_hash": hashed,
                "word_sealed": name_index.seal_word(cipher, word, hashed),
            }
            for hashed, (kind, word) in sorted(self.words.items())
        ]


def _insert_words(session: Session) -> Insert:
    """Insert words, passing over those that are there: said alike in both engines' own SQL."""
    unique = ["municipality_id", "word_hash"]
    if session.get_bind().dialect.name == "sqlite":
        return sqlite.insert(WORDS).on_conflict_do_nothing(index_elements=unique)
    return postgresql.insert(WORDS).on_conflict_do_nothing(index_elements=unique)


def search_rows_for(
    municipality_id: UUID, residents: Iterable[tuple[UUID, Mapping[str, Any]]]
) -> SearchRows:
    """Give the search rows of residents, each as (id, facts), ready for one `write`."""
    rows = SearchRows(municipality_id)
    for resident_id, facts in residents:
        rows.add(resident_id, facts)
    return rows


def facts_of(resident: Resident) -> dict[str, Any]:
    """Give the facts by which a registered resident is found."""
    return {
        "surname": resident.surname,
        "first_names": resident.first_names,
        "initials": resident.initials,
        "birth_date": resident.birth_date,
        "postcode": resident.postcode,
        "house_number": resident.house_number,
    }


def write_anew(session: Session, resident: Resident) -> None:
    """Replace a resident's search keys by those that fit what is registered now."""
    session.flush()
    session.execute(
        delete(SearchKey).where(
            SearchKey.municipality_id == resident.municipality_id,
            SearchKey.resident_id == resident.id,
        ),
        execution_options={"synchronize_session": False},
    )
    search_rows_for(resident.municipality_id, [(resident.id, facts_of(resident))]).write(session)


def address_key(municipality_id: UUID, postcode: str, house_number: int) -> bytes:
    """Give the keyed hash of an address, by which what is about it is found and nothing is read."""
    index_key = crypto.ring().of(municipality_id).index
    return name_index.address_key(index_key, postcode, house_number)


def born_keys(municipality_id: UUID, days: Sequence[date]) -> list[bytes]:
    """Give the search keys of who was born on each of these days; none of them is opened."""
    index_key = crypto.ring().of(municipality_id).index
    return [name_index.born_key(index_key, day) for day in days]
