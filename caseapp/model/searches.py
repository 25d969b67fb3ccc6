"""How residents are found: the words and keys they stand under, and what somebody looked for."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Identity, Index, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.base import Base, Counter, Identified, OfMunicipality, one_of
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts


class WordKind(StrEnum):
    """Which part of a name a word of the dictionary comes from."""

    SURNAME = "surname"
    GIVEN = "given"


class NameWord(OfMunicipality, Base):
    """One distinct surname or given name of a municipality: the dictionary names are matched in.

    Workers open it into memory; `id` counts, so that each sees what came since it last looked.
    Sealed with a key of the municipality, for a word alone is nobody's.
    """

    __tablename__ = "name_words"
    __table_args__ = (
        UniqueConstraint("municipality_id", "word_hash"),
        Index("ix_name_words_since", "municipality_id", "id"),
        {"sqlite_strict": True},
    )

    id: Mapped[int] = mapped_column(Counter, Identity(), primary_key=True)
    kind: Mapped[WordKind] = mapped_column(one_of(WordKind))
    word_hash: Mapped[bytes] = mapped_column(LargeBinary)
    word_sealed: Mapped[bytes] = mapped_column(Sealed())


class SearchKey(Base):
    """One way to find a resident: a keyed hash of a pair of names, a birth date or an address.

    From outside all look alike.
    """

    __tablename__ = "search_keys"

    municipality_id: Mapped[UUID] = mapped_column(ForeignKey("municipalities.id"), primary_key=True)
    search_key: Mapped[bytes] = mapped_column(LargeBinary, primary_key=True)
    resident_id: Mapped[UUID] = mapped_column(
        ForeignKey("residents.id"), primary_key=True, index=True
    )


class Search(SealedTexts, Identified, OfMunicipality, Base):
    """What somebody searched for, kept a short while so that the address of the page tells nothing.

    Belongs to the one who searched; the typed text is sealed and its key goes when it expires.
    """

    __tablename__ = "searches"

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"), index=True)
    key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))
    terms_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    terms = Opens("terms_sealed", length=2000)
    at: Mapped[datetime]

    key: Mapped[DataKey] = relationship(lazy="joined", innerjoin=True)
