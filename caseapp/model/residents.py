"""Residents, the households they form, and how they relate to each other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import (
    CheckConstraint,
    ForeignKey,
    Index,
    LargeBinary,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.base import (
    Base,
    Dated,
    Identified,
    OfMunicipality,
    Versioned,
    one_of,
)
from caseapp.model.sealed import DataKey, ListedKey, Opens, OpensDay, Sealed, SealedTexts

NAME_LENGTH = 200
SOURCE_LENGTH = 60


class Named:
    """How a resident is called, from the sealed parts of the name."""

    surname = Opens("surname_sealed", length=NAME_LENGTH)
    prefix = Opens("prefix_sealed", length=40)
    first_names = Opens("first_names_sealed", length=NAME_LENGTH)
    initials = Opens("initials_sealed", length=40)

    @property
    def name(self) -> str:
        """The name as one says it: first names or initials, prefix, surname."""
        given = self.first_names or self.initials
        return " ".join(part for part in (given, self.prefix, self.surname) if part)

    @property
    def short_name(self) -> str:
        """The name as a list shows it: initials, prefix, surname."""
        given = self.initials or "".join(f"{n[0]}." for n in self.first_names.split())
        return " ".join(part for part in (given, self.prefix, self.surname) if part)


@dataclass
class ListedResident(Named):
    """A resident as a row of a list brought them: the name, and nothing else."""

    key: ListedKey
    id: UUID
    surname_sealed: bytes | None
    prefix_sealed: bytes | None
    first_names_sealed: bytes | None
    initials_sealed: bytes | None

    __tablename__ = "residents"


class Resident(Named, SealedTexts, Identified, OfMunicipality, Versioned, Dated, Base):
    """A person who lives in the municipality and whom it helps or must keep an eye on.

    Everything that tells who it is, is sealed. The person is found by keyed hashes: of the BSN
    here, of name, birth date and address in `SearchKey`.
    """

    __tablename__ = "residents"
    about = ("resident", "id")

    key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"), unique=True)
    surname_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    prefix_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    first_names_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    initials_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    birth_date_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    bsn_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    street_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    house_number_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    postcode_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    city_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    phone_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    email_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    birth_date = OpensDay("birth_date_sealed")
    bsn = Opens("bsn_sealed", length=9)
    street = Opens("street_sealed", length=160)
    house_number = Opens("house_number_sealed", length=20)
    postcode = Opens("postcode_sealed", length=10)
    city = Opens("city_sealed", length=80)
    phone = Opens("phone_sealed", length=40)
    email = Opens("email_sealed", length=254)

    bsn_hash: Mapped[bytes | None] = mapped_column(LargeBinary)
    registered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    key: Mapped[DataKey] = relationship(lazy="joined", innerjoin=True)
    households: Mapped[list[HouseholdMember]] = relationship(back_populates="resident")

    __table_args__ = (
        UniqueConstraint("municipality_id", "bsn_hash"),
        {"sqlite_strict": True},
    )

    @property
    def masked_bsn(self) -> str:
        """The BSN with all but its last three digits hidden."""
        return f"••••••{self.bsn[-3:]}" if self.bsn else ""

    @property
    def address(self) -> str:
        """The address on one line."""
        first = f"{self.street} {self.house_number}".strip()
        second = f"{self.postcode} {self.city}".strip()
        return ", ".join(part for part in (first, second) if part)


class Household(Identified, OfMunicipality, Dated, Base):
    """People who live together, or did: the family is in view from the first day."""

    __tablename__ = "households"

    members: Mapped[list[HouseholdMember]] = relationship(back_populates="household")


class HouseholdMember(SealedTexts, Identified, OfMunicipality, Base):
    """That a resident belongs to a household: since when, until when, and who said so.

    Since when is sealed too: a child lives somewhere since the day it was born.
    """

    __tablename__ = "household_members"
    about = ("resident", "resident_id")

    household_id: Mapped[UUID] = mapped_column(ForeignKey("households.id"), index=True)
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    started_on_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    started_on = OpensDay("started_on_sealed")
    ended_on: Mapped[date | None]
    source_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    source = Opens("source_sealed", length=SOURCE_LENGTH)

    household: Mapped[Household] = relationship(back_populates="members")
    resident: Mapped[Resident] = relationship(back_populates="households")

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the resident."""
        return self.resident.key


class RelationKind(StrEnum):
    """How one resident relates to another."""

    PARENT = "parent"
    CHILD = "child"
    PARTNER = "partner"
    FORMER_PARTNER = "former-partner"
    SIBLING = "sibling"
    GRANDPARENT = "grandparent"
    LEGAL_REPRESENTATIVE = "legal-representative"
    GUARDIAN = "guardian"
    CAREGIVER = "caregiver"
    NEIGHBOUR = "neighbour"
    SUPPORT_PERSON = "support-person"
    OTHER = "other"


class Relation(SealedTexts, Identified, OfMunicipality, Dated, Base):
    """That someone is someone's mother, partner or guardian: typed, dated, with its source.

    Since when is sealed too: a mother is one since the day her child was born.
    """

    __tablename__ = "relations"
    about = ("resident", "from_id")
    __table_args__ = (
        Index(
            "uq_relations_one_running",
            "from_id",
            "to_id",
            "kind",
            unique=True,
            sqlite_where=text("ended_on IS NULL"),
            postgresql_where=text("ended_on IS NULL"),
        ),
        CheckConstraint("from_id <> to_id", name="not_oneself"),
        {"sqlite_strict": True},
    )

    from_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    to_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    kind: Mapped[RelationKind] = mapped_column(one_of(RelationKind))
    started_on_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    started_on = OpensDay("started_on_sealed")
    ended_on: Mapped[date | None]
    source_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    source = Opens("source_sealed", length=SOURCE_LENGTH)

    from_resident: Mapped[Resident] = relationship(foreign_keys=[from_id])
    to_resident: Mapped[Resident] = relationship(foreign_keys=[to_id])

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the first of the two."""
        return self.from_resident.key
