"""The dictionaries of names that a process keeps in memory, and how they keep up with the table."""

import threading
import time
from collections.abc import Iterator
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, or_, select

from caseapp.extensions import db
from caseapp.kernel import crypto
from caseapp.model.searches import NameWord, WordKind
from caseapp.residents import name_index
from caseapp.residents.name_dictionary import NameDictionary

Books = dict[WordKind, NameDictionary]


class _Library:
    """The dictionaries of this process: two for each municipality that was searched here."""

    def __init__(self) -> None:
        self._books: dict[UUID, Books] = {}
        self._lock = threading.Lock()

    def of(self, municipality_id: UUID) -> Books:
        """Give a municipality's dictionaries, with everything registered until now."""
        with self._lock:
            books = self._books.get(municipality_id)
            if books is None:
                books = self._books[municipality_id] = _read(municipality_id)
                return books
        self._catch_up(municipality_id, books)
        return books

    def _catch_up(self, municipality_id: UUID, books: Books) -> None:
        newer = or_(*(_since(kind, book) for kind, book in books.items()))
        counts = select(NameWord.kind, func.count()).where(
            NameWord.municipality_id == municipality_id, newer
        )
        stored = dict(iter(db.session.execute(counts.group_by(NameWord.kind))))
        now = time.monotonic()
        for kind, book in books.items():
            if book.behind(stored.get(kind, 0), now):
                book.learn(_words(municipality_id, _since(kind, book)), at=now)


library = _Library()


def _read(municipality_id: UUID) -> Books:
    now = time.monotonic()
    return {
        kind: NameDictionary.load(_words(municipality_id, NameWord.kind == kind), at=now)
        for kind in WordKind
    }


def _since(kind: WordKind, book: NameDictionary) -> ColumnElement[bool]:
    return and_(NameWord.kind == kind, NameWord.id > book.read_from)


def _words(municipality_id: UUID, which: ColumnElement[bool]) -> Iterator[tuple[int, str]]:
    cipher = name_index.dictionary_cipher(crypto.ring().of(municipality_id).index)
    rows = db.session.execute(
        select(NameWord.id, NameWord.word_sealed, NameWord.word_hash)
        .where(NameWord.municipality_id == municipality_id, which)
        .order_by(NameWord.id),
        execution_options={"yield_per": 5000},
    )
    return ((number, name_index.open_word(cipher, sealed, where)) for number, sealed, where in rows)
