"""Finding residents whose names are encrypted: keyed hashes and sealed name words.

A resident is found through opaque search keys of 8 bytes: one for each pair of a surname word
and a given name, one for each surname word with an initial, one for the date of birth and one
for postcode with house number. A surname by itself has no key, so that a thief of the database
cannot count surnames. Why it is so: docs/decisions/0003-finding-people-in-encrypted-names.md.
"""

import hashlib
import hmac
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import product

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from caseapp.kernel.errors import Unreadable
from caseapp.residents.call_names import known_as
from caseapp.residents.name_dictionary import SOUND, NameDictionary, merged
from caseapp.residents.names import INITIALS, OTHER_INITIAL, Name, initial_of, unglued

KEY_BYTES = 8
NONCE_BYTES = 12
PADDED_TO = 16
"""Sealed words are padded to a multiple of this, so that their length tells little."""

MOST_KEYS = 700
"""Keys asked of the database for one question; the nearest names go first."""

MOST_COST = 2.0
INITIAL_COST = 2.5
"""An initial alone comes after every pair of names within two errors."""

NEAR_SURNAMES = 60
NEAR_GIVEN = 25
SURNAMES_WITH_ANY_INITIAL = 16
SURNAMES_WITH_INITIAL = 12

MOST_OF_EACH, LEAST_OF_EACH = 25, 2
"""Residents taken of each key: some more than the twenty shown, fewer when many keys are asked."""

MOST_ROWS, MOST_ROWS_OF_SURNAMES = 2_500, 800
"""Residents whose names are opened for a question; a bare surname fits many equally well."""


SURNAME, GIVEN = "surname", "given"


def keyed_hash(key: bytes, kind: str, text: str) -> bytes:
    """Hash a text to 8 bytes under the municipality's index key; kinds never meet.

    The same message as kernel.crypto.keyed_hash, cut shorter: at a million residents two
    different texts share a hash about once in a million municipalities.
    """
    return hmac.digest(key, f"{kind}\x00{text}".encode(), hashlib.sha256)[:KEY_BYTES]


def word_hash(key: bytes, kind: str, word: str) -> bytes:
    """Give the hash by which a dictionary knows a word; it meets no search key."""
    return keyed_hash(key, f"word:{kind}", word)


def dictionary_cipher(key: bytes) -> AESGCM:
    """Make the cipher of the dictionary's words from the municipality's index key."""
    return AESGCM(hmac.digest(key, b"cipher of the name dictionary", hashlib.sha256))


def seal_word(cipher: AESGCM, word: str, place: bytes) -> bytes:
    """Seal a dictionary word for its place (its word hash), padded."""
    nonce, plain = secrets.token_bytes(NONCE_BYTES), word.encode()
    plain += b"\0" * (-len(plain) % PADDED_TO)
    return nonce + cipher.encrypt(nonce, plain, place)


def open_word(cipher: AESGCM, sealed: bytes, place: bytes) -> str:
    """Open a dictionary word; raises Unreadable when it was altered or moved."""
    try:
        plain = cipher.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place)
    except InvalidTag as mismatch:
        raise Unreadable from mismatch
    return plain.rstrip(b"\0").decode()


def words_for(name: Name) -> set[tuple[str, str]]:
    """Give the (kind, word) entries a dictionary needs for a resident to be found."""
    surnames = {(SURNAME, word) for part in name.surname + name.joined for word in unglued(part)}
    return surnames | {(GIVEN, word) for word in name.given}


@lru_cache(maxsize=2_000)
def born_key(key: bytes, born: date) -> bytes:
    """Give the search key of a date of birth."""
    return keyed_hash(key, "born", born.isoformat())


def pair_keys(key: bytes, name: Name) -> set[bytes]:
    """Give the search keys of whole names: each word of the surname with each given name."""
    surnames = {word for part in name.surname + name.joined for word in unglued(part)}
    given = {word for word in name.given if len(word) > 1}
    return {_pair(key, surname, first) for surname, first in product(surnames, given)}


def address_key(key: bytes, postcode: str, house_number: int) -> bytes:
    """Give the search key of a postcode with a house number, without additions."""
    return keyed_hash(key, "address", f"{postcode.replace(' ', '').upper()}|{house_number}")


def keys_of(
    key: bytes,
    name: Name,
    *,
    born: date | None = None,
    address: tuple[str, int] | None = None,
) -> set[bytes]:
    """Give every search key under which a resident is to be found."""
    surnames = {word for part in name.surname + name.joined for word in unglued(part)}
    initials = {initial_of(word) for word in name.given} or {OTHER_INITIAL}
    keys = {_pair(key, surname, given) for surname, given in product(surnames, name.given)}
    keys |= {_initial(key, surname, letter) for surname, letter in product(surnames, initials)}
    if born:
        keys.add(born_key(key, born))
    if address:
        keys.add(address_key(key, *address))
    return keys


@dataclass(frozen=True)
class Asking:
    """One statement's worth of search keys, and how many residents to take of each."""

    keys: list[bytes]
    of_each: int


def askings(
    key: bytes, ways: Sequence[Name], surnames: NameDictionary, given: NameDictionary
) -> Iterator[Asking]:
    """Give what to ask of the database, first for the name as typed, then for names near it.

    Ask on only while fewer people were found than are shown: what comes later ranks lower.
    Names with two errors are looked for when nothing nearer goes together.
    """
    costs = _keys(key, ways, surnames, given, thorough=False)
    if not any(cost <= MOST_COST for cost in costs.values()):
        costs = _keys(key, ways, surnames, given, thorough=True) | costs
    ranked = sorted(costs, key=costs.__getitem__)[:MOST_KEYS]
    rows = MOST_ROWS if any(way.given for way in ways) else MOST_ROWS_OF_SURNAMES
    for keys in (
        [found for found in ranked if costs[found] <= SOUND],
        [found for found in ranked if costs[found] > SOUND],
    ):
        if keys:
            yield Asking(keys, max(LEAST_OF_EACH, min(MOST_OF_EACH, rows // len(keys))))


def _keys(
    key: bytes,
    ways: Sequence[Name],
    surnames: NameDictionary,
    given: NameDictionary,
    *,
    thorough: bool,
) -> dict[bytes, float]:
    """Give search keys, each with how far its names are from the question."""
    costs: dict[bytes, float] = {}
    for way in ways:
        family = merged(
            *(
                surnames.closest(form, NEAR_SURNAMES, thorough=thorough)
                for part in way.surname + way.joined
                for form in unglued(part)
            )
        )
        names = merged(
            *(given.closest(word, NEAR_GIVEN) for word in way.given if len(word) > 1),
            [(other, SOUND) for word in way.given for other in known_as(word) if other in given],
        )
        for cost, found in _ways_to_find(key, way, family, names):
            costs[found] = min(cost, costs.get(found, cost))
    return costs


def _ways_to_find(
    key: bytes, way: Name, family: list[tuple[str, float]], names: list[tuple[str, float]]
) -> Iterator[tuple[float, bytes]]:
    """Give (cost, search key) for one way to read a question."""
    if not way.given:
        for (surname, cost), letter in product(
            family[:SURNAMES_WITH_ANY_INITIAL], INITIALS + OTHER_INITIAL
        ):
            yield cost, _initial(key, surname, letter)
        return
    for (surname, far), (name, further) in product(family, names):
        if far + further <= MOST_COST:
            yield far + further, _pair(key, surname, name)
    letters = {initial_of(word) for word in way.given}
    only_initials = all(len(word) == 1 for word in way.given)
    most = NEAR_SURNAMES if only_initials else SURNAMES_WITH_INITIAL
    for (surname, far), letter in product(family[:most], letters):
        yield far + (0 if only_initials else INITIAL_COST), _initial(key, surname, letter)


def _pair(key: bytes, surname: str, given: str) -> bytes:
    return keyed_hash(key, "name", f"{surname}|{given}")


def _initial(key: bytes, surname: str, letter: str) -> bytes:
    return keyed_hash(key, "initial", f"{surname}|{letter}")
