"""Texts about a resident: sealed in the database, open on the object.

A noun that holds such texts has a `key`, and per text two lines:

    surname_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    surname = Opens("surname_sealed", length=200)
"""

import secrets
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, Self, overload
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import LargeBinary
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.kernel import crypto
from caseapp.kernel.errors import KeyDestroyed, Unreadable
from caseapp.kernel.identifiers import new_id
from caseapp.model.base import Base, Dated, Identified, OfMunicipality

MEGABYTE = 1_000_000


class Sealed(LargeBinary):
    """A column that holds a sealed text."""

    cache_ok = True


class Unwraps:
    """What a wrapped data key can do, whether it came as a noun or in a row of a list."""

    if TYPE_CHECKING:
        id: Any
        municipality_id: Any
        wrapping_version: Any
        wrapped: Any

    @cached_property
    def log_key(self) -> bytes:
        """The key of commitments in the access log, for as long as this object lives."""
        return crypto.log_key(self.bare)

    @cached_property
    def cipher(self) -> AESGCM:
        """The cipher to seal and open with, for as long as this object lives."""
        return AESGCM(self.bare)

    @cached_property
    def bare(self) -> bytes:
        """The key itself, for as long as this object lives."""
        return self.unwrapped()

    def unwrapped(self) -> bytes:
        """Give the bare key; raises KeyDestroyed when it was destroyed."""
        if self.wrapped is None:
            raise KeyDestroyed
        bare: bytes = crypto.ring().unwrap(
            self.municipality_id, self.id, self.wrapping_version, self.wrapped
        )
        return bare


@dataclass
class ListedKey(Unwraps):
    """A data key as a row of a list brought it: to open with, never to change."""

    municipality_id: UUID
    id: UUID
    wrapping_version: int
    wrapped: bytes | None


class DataKey(Unwraps, Identified, OfMunicipality, Dated, Base):
    """The key of one resident, case or draft, wrapped by a key of the municipality.

    Destroying it (`wrapped` emptied) makes every text sealed with it unreadable for ever.
    """

    __tablename__ = "data_keys"

    wrapping_version: Mapped[int]
    wrapped: Mapped[bytes | None] = mapped_column(LargeBinary)

    @classmethod
    def draw(cls, municipality_id: UUID) -> "DataKey":
        """Draw a fresh key for someone or something new."""
        key = cls(id=new_id(), municipality_id=municipality_id)
        key.wrap(secrets.token_bytes(crypto.KEY_BYTES))
        return key

    def wrap(self, data_key: bytes) -> None:
        """Wrap the key under the municipality's current wrapping key."""
        self.wrapping_version, self.wrapped = crypto.ring().wrap(
            self.municipality_id, self.id, data_key
        )

    def destroy(self) -> None:
        """Forget the key: what it sealed is gone."""
        self.wrapped = None
        for opened in ("cipher", "log_key", "bare"):
            self.__dict__.pop(opened, None)


class HasKey(Protocol):
    """A noun whose texts are sealed with a key."""

    __tablename__: str
    id: Any

    @property
    def key(self) -> Any: ...


def place(table: str, column: str, row_id: UUID) -> bytes:
    """Write down where a sealed text belongs, so that it opens nowhere else."""
    return f"{table}|{column}|{row_id.hex}".encode()


class Opens:
    """The plain text beside a sealed column: reading opens it, writing seals it."""

    def __init__(self, column: str, *, length: int) -> None:
        self.column = column
        self.length = length

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    if TYPE_CHECKING:

        @overload
        def __get__(self, noun: None, owner: type) -> Self: ...
        @overload
        def __get__(self, noun: object, owner: type) -> str: ...

    def __get__(self, noun: Any, owner: type) -> "str | Self":
        if noun is None:
            return self
        sealed = getattr(noun, self.column)
        if sealed is None:
            return ""
        opened: dict[str, tuple[bytes, str]] = noun.__dict__.setdefault("_opened", {})
        known = opened.get(self.name)
        if known is None or known[0] is not sealed:
            known = opened[self.name] = (sealed, self._unsealed(noun, sealed))
        return known[1]

    def _unsealed(self, noun: Any, sealed: bytes) -> str:
        """Open what is sealed; an error says where it stood: the table, the column and the row."""
        where = place(noun.__tablename__, self.column, noun.id)
        try:
            return crypto.unseal(noun.key.cipher, sealed, where)
        except (Unreadable, KeyDestroyed) as lost:
            raise type(lost)(where.decode()) from lost

    def __set__(self, noun: Any, text: str | None) -> None:
        if not text:
            setattr(noun, self.column, None)
            return
        if len(text) > self.length:
            message = f"{self.name} is longer than {self.length} characters"
            raise ValueError(message)
        where = place(noun.__tablename__, self.column, noun.id)
        setattr(noun, self.column, crypto.seal(noun.key.cipher, text, where))


class OpensDay:
    """The plain day beside a sealed column: reading opens it, writing seals it."""

    def __init__(self, column: str) -> None:
        self._text = Opens(column, length=len("2026-11-23"))
        self.column, self.length = column, self._text.length

    def __set_name__(self, owner: type, name: str) -> None:
        self._text.__set_name__(owner, name)

    if TYPE_CHECKING:

        @overload
        def __get__(self, noun: None, owner: type) -> Self: ...
        @overload
        def __get__(self, noun: object, owner: type) -> date | None: ...

    def __get__(self, noun: Any, owner: type) -> "date | Self | None":
        if noun is None:
            return self
        text = self._text.__get__(noun, owner)
        return date.fromisoformat(text) if text else None

    def __set__(self, noun: Any, day: date | None) -> None:
        self._text.__set__(noun, day.isoformat() if day is not None else None)


class SealedTexts:
    """Base of nouns with sealed texts: sets the key and the owner before the texts."""

    def __init__(self, **values: Any) -> None:
        texts = {
            name: values.pop(name)
            for name in list(values)
            if isinstance(getattr(type(self), name, None), Opens | OpensDay)
        }
        super().__init__(**values)
        for name, text in texts.items():
            setattr(self, name, text)
