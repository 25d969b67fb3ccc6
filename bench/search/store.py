"""The tables of the three designs and their loading, the same on PostgreSQL and SQLite."""

import secrets
import time
from collections.abc import Callable, Iterable, Iterator
from multiprocessing import get_context
from uuid import UUID

import sqlalchemy as sa
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from people import Person, Population

from caseapp.kernel import crypto
from caseapp.residents import name_index
from caseapp.residents.names import initial_of, name_of, sound_of

MUNICIPALITY = UUID("6f1f6a40-0000-4000-8000-000000000001")
KEYS = crypto.MunicipalKeys(1, {1: bytes(range(32))}, bytes(range(32, 64)))
CHUNK = 25_000
metadata = sa.MetaData()

data_keys = sa.Table(
    "data_keys", metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("wrapping_version", sa.SmallInteger, nullable=False),
    sa.Column("wrapped", sa.LargeBinary, nullable=False),
)  # fmt: skip
residents = sa.Table(
    "residents", metadata,
    sa.Column("id", sa.Uuid, primary_key=True),
    sa.Column("municipality_id", sa.Uuid, nullable=False),
    sa.Column("key_id", sa.Uuid, nullable=False),
    sa.Column("given_sealed", sa.LargeBinary, nullable=False),
    sa.Column("surname_sealed", sa.LargeBinary, nullable=False),
)  # fmt: skip
tokens = sa.Table(
    "name_tokens", metadata,
    sa.Column("token", sa.LargeBinary(8), nullable=False),
    sa.Column("resident_id", sa.Uuid, nullable=False),
    sa.PrimaryKeyConstraint("token", "resident_id"), sqlite_with_rowid=False,
)  # fmt: skip
surname_hashes = sa.Table(
    "surname_hashes", metadata,
    sa.Column("surname_hash", sa.LargeBinary(8), nullable=False),
    sa.Column("initial_hash", sa.LargeBinary(8), nullable=False),
    sa.Column("resident_id", sa.Uuid, nullable=False),
    sa.PrimaryKeyConstraint("surname_hash", "initial_hash", "resident_id"),
    sqlite_with_rowid=False,
)  # fmt: skip
search_keys = sa.Table(
    "resident_search_keys", metadata,
    sa.Column("municipality_id", sa.Uuid, nullable=False),
    sa.Column("search_key", sa.LargeBinary(8), nullable=False),
    sa.Column("resident_id", sa.Uuid, nullable=False),
    sa.PrimaryKeyConstraint("municipality_id", "search_key", "resident_id"),
    sqlite_with_rowid=False,
)  # fmt: skip
name_words = sa.Table(
    "name_words", metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("municipality_id", sa.Uuid, nullable=False),
    sa.Column("kind", sa.String(7), nullable=False),
    sa.Column("word_hash", sa.LargeBinary(8), nullable=False),
    sa.Column("word_sealed", sa.LargeBinary, nullable=False),
    sa.UniqueConstraint("municipality_id", "word_hash"),
)  # fmt: skip

for _table in (tokens, surname_hashes, search_keys):  # to delete by when a key is destroyed
    sa.Index(f"ix_{_table.name}_resident_id", _table.c.resident_id)


def tokens_of(given: str, surname: str) -> set[bytes]:
    """Design A: trigrams and sounds of every word, tussenvoegsels left out."""
    name = name_of(given, surname)
    found = set()
    for word in (*name.given, *name.surname, *name.joined):
        padded = f"^{word}$"
        found |= {f"3{padded[n : n + 3]}" for n in range(len(padded) - 2)} | {f"s{sound_of(word)}"}
    return {name_index.keyed_hash(KEYS.index, "token", text) for text in found}


def resident_rows(people: list[Person]) -> Iterator[tuple[sa.Table, tuple[object, ...]]]:
    """Seal names under a key of their own, wrapped by the municipality's: as the model does."""
    ring = crypto.KeyRing(keys={MUNICIPALITY: KEYS})
    for person in people:
        bare, key_id = secrets.token_bytes(32), UUID(bytes=secrets.token_bytes(16))
        cipher = AESGCM(bare)
        yield data_keys, (key_id, *ring.wrap(MUNICIPALITY, key_id, bare))
        yield (
            residents,
            (
                person.id, MUNICIPALITY, key_id,
                crypto.seal(cipher, person.given, b"residents|given|" + person.id.bytes),
                crypto.seal(cipher, person.surname, b"residents|surname|" + person.id.bytes),
            ),
        )  # fmt: skip


def token_rows(people: list[Person]) -> Iterator[tuple[sa.Table, tuple[object, ...]]]:
    """Design A."""
    for person in people:
        for token in tokens_of(person.given, person.surname):
            yield tokens, (token, person.id)


def surname_rows(people: list[Person]) -> Iterator[tuple[sa.Table, tuple[object, ...]]]:
    """Design B: each surname word by itself, narrowed by the first initial."""
    for person in people:
        name = name_of(person.given, person.surname)
        initial = name_index.keyed_hash(KEYS.index, "initial", initial_of(name.given[0]))
        for word in name.surname + name.joined:
            hashed = name_index.keyed_hash(KEYS.index, "surname", word)
            yield surname_hashes, (hashed, initial, person.id)


def pair_rows(people: list[Person]) -> Iterator[tuple[sa.Table, tuple[object, ...]]]:
    """Design C: the production module's keys."""
    for person in people:
        for key in name_index.keys_of(KEYS.index, name_of(person.given, person.surname)):
            yield search_keys, (MUNICIPALITY, key, person.id)


MAKERS: dict[str, Callable[[list[Person]], Iterator[tuple[sa.Table, tuple[object, ...]]]]] = {
    "residents": resident_rows, "A": token_rows, "B": surname_rows, "C": pair_rows,
}  # fmt: skip


def _write(url: str, rows: Iterable[tuple[sa.Table, tuple[object, ...]]]) -> int:
    by_table: dict[str, list[tuple[object, ...]]] = {}
    for table, row in rows:
        by_table.setdefault(table.name, []).append(row)
    engine = sa.create_engine(url)
    with engine.begin() as connection:
        for name, batch in by_table.items():
            if engine.dialect.name == "postgresql":
                raw = connection.connection.cursor()
                with raw.copy(f"COPY {name} FROM STDIN") as copy:
                    for row in batch:
                        copy.write_row(row)
            else:
                table = metadata.tables[name]
                connection.execute(
                    table.insert(), [dict(zip(table.c.keys(), row, strict=True)) for row in batch]
                )
    engine.dispose()
    return sum(map(len, by_table.values()))


def _chunk(task: tuple[str, str, int, int]) -> tuple[int, float]:
    url, maker, start, count = task
    people = Population().people(start, count)
    begun = time.process_time()
    rows = list(MAKERS[maker](people))
    computed = time.process_time() - begun
    return _write(url, rows), computed


def load(url: str, maker: str, people: int) -> dict[str, float]:
    """Fill one design's tables with two processes (SQLite: one); gives counts and seconds."""
    begun = time.monotonic()
    tasks = [(url, maker, start, CHUNK) for start in range(0, people, CHUNK)]
    with get_context("spawn").Pool(1 if url.startswith("sqlite") else 2) as pool:
        done = pool.map(_chunk, tasks, chunksize=1)
    return {
        "rows": sum(rows for rows, _ in done),
        "computing_s": round(sum(seconds for _, seconds in done), 1),
        "wall_s": round(time.monotonic() - begun, 1),
    }


def load_words(url: str) -> int:
    """Fill the encrypted dictionaries of surnames and given names."""
    population, cipher = Population(), name_index.dictionary_cipher(KEYS.index)
    entries: dict[tuple[str, str], None] = {}
    for surname in population.surnames:
        entries |= dict.fromkeys(sorted(name_index.words_for(name_of("", surname))))
    for given in population.given:
        entries |= dict.fromkeys(sorted(name_index.words_for(name_of(given, ""))))
    rows = []
    for number, (kind, word) in enumerate(entries, 1):
        hashed = name_index.word_hash(KEYS.index, kind, word)
        sealed = name_index.seal_word(cipher, word, hashed)
        rows.append((name_words, (number, MUNICIPALITY, kind, hashed, sealed)))
    return _write(url, rows)
