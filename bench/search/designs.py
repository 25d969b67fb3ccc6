"""The three ways to find people, each from what was typed to the first twenty."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from store import (
    KEYS,
    MUNICIPALITY,
    data_keys,
    name_words,
    residents,
    search_keys,
    surname_hashes,
    tokens,
)

from caseapp.kernel import crypto
from caseapp.residents import name_index
from caseapp.residents.matching import Description, compare
from caseapp.residents.name_dictionary import NameDictionary
from caseapp.residents.names import initial_of, name_of, readings, sound_of, unglued

SHOWN, CANDIDATES = 20, 400
ring = crypto.KeyRing(keys={MUNICIPALITY: KEYS})


@dataclass(frozen=True)
class Found:
    """A person in the answer."""

    id: UUID
    given: str
    surname: str


def ranked(connection: sa.Connection, ids: sa.Select[tuple[UUID]], question: str) -> list[Found]:
    """Open the candidates' names, each with its own key, and put the best first."""
    statement = (
        sa.select(residents, data_keys.c.wrapping_version, data_keys.c.wrapped)
        .join(data_keys, data_keys.c.id == residents.c.key_id)
        .where(residents.c.municipality_id == MUNICIPALITY, residents.c.id.in_(ids))
    )
    sought = Description(readings(question))
    scored = []
    for row in connection.execute(statement):
        cipher = AESGCM(ring.unwrap(MUNICIPALITY, row.key_id, row.wrapping_version, row.wrapped))
        given = crypto.unseal(cipher, row.given_sealed, b"residents|given|" + row.id.bytes)
        surname = crypto.unseal(cipher, row.surname_sealed, b"residents|surname|" + row.id.bytes)
        match = compare(sought, Description((name_of(given, surname),)))
        scored.append((match.points, match.closeness, row.id.hex, Found(row.id, given, surname)))
    scored.sort(key=lambda entry: entry[:3], reverse=True)
    return [entry[3] for entry in scored[:SHOWN]]


def by_tokens(connection: sa.Connection, question: str) -> list[Found]:
    """Design A: those who share most trigrams and sounds."""
    words = {word for way in readings(question) for word in (*way.given, *way.surname)}
    texts = {f"s{sound_of(word)}" for word in words}
    texts |= {f"3{f'^{word}$'[n : n + 3]}" for word in words for n in range(len(word))}
    hashed = [name_index.keyed_hash(KEYS.index, "token", text) for text in texts]
    counted = (
        sa.select(tokens.c.resident_id)
        .where(tokens.c.token.in_(hashed))
        .group_by(tokens.c.resident_id)
        .order_by(sa.func.count().desc())
        .limit(CANDIDATES)
    )
    return ranked(connection, sa.select(counted.subquery().c.resident_id), question)


@dataclass
class Dictionaries:
    """What a worker keeps in memory for designs B and C."""

    surnames: NameDictionary
    given: NameDictionary

    @classmethod
    def read(cls, connection: sa.Connection) -> "Dictionaries":
        """Read and open both."""
        cipher = name_index.dictionary_cipher(KEYS.index)

        def of(kind: str) -> NameDictionary:
            rows = connection.execute(
                sa.select(name_words.c.id, name_words.c.word_sealed, name_words.c.word_hash)
                .where(name_words.c.municipality_id == MUNICIPALITY, name_words.c.kind == kind)
                .order_by(name_words.c.id),
                execution_options={"yield_per": 5000},
            )
            return NameDictionary.load(
                ((n, name_index.open_word(cipher, sealed, place)) for n, sealed, place in rows),
                at=time.monotonic(),
            )

        return cls(of("surname"), of("given"))

    def by_surname(self, connection: sa.Connection, question: str) -> list[Found]:
        """Design B: the forty nearest surnames; for each, its people, same initial first."""
        ids: list[sa.Select[tuple[UUID]]] = []
        for way in readings(question):
            near = {name: cost for part in way.surname + way.joined for form in unglued(part)
                    for name, cost in self.surnames.closest(form, 40)}  # fmt: skip
            hashed = [name_index.keyed_hash(KEYS.index, "surname", name) for name in near]
            condition = surname_hashes.c.surname_hash.in_(hashed)
            initials = [name_index.keyed_hash(KEYS.index, "initial", initial_of(w))
                        for w in way.given]  # fmt: skip
            if initials:
                condition &= surname_hashes.c.initial_hash.in_(initials)
            ids.append(sa.select(surname_hashes.c.resident_id).where(condition))
        union = sa.union_all(*ids).subquery()
        return ranked(connection, sa.select(union.c.resident_id), question)

    def by_pairs(self, connection: sa.Connection, question: str) -> list[Found]:
        """Design C: the production module's keys, in one or two statements."""
        found: list[Found] = []
        for asking in name_index.askings(KEYS.index, readings(question), self.surnames, self.given):
            known = {person.id for person in found}
            more = ranked(connection, people_with(asking), question)
            found += [person for person in more if person.id not in known]
            if len(found) >= SHOWN:
                break
        return found[:SHOWN]


def people_with(asking: name_index.Asking) -> sa.Select[tuple[UUID]]:
    """Select those who have one of the keys, at most so many a key: the same on both databases."""
    place = sa.func.row_number().over(
        partition_by=search_keys.c.search_key, order_by=search_keys.c.resident_id
    )
    keyed = (
        sa.select(search_keys.c.resident_id, place.label("place"))
        .where(
            search_keys.c.municipality_id == MUNICIPALITY, search_keys.c.search_key.in_(asking.keys)
        )
        .subquery()
    )
    return sa.select(keyed.c.resident_id).where(keyed.c.place <= asking.of_each)


Search = Callable[[sa.Connection, str], list[Found]]
