"""Areas of life (leefgebieden): those of the sets everybody knows, and a municipality's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality
from caseapp.model.plan_words import Domain

SET_NAME_LENGTH = 80
DOMAIN_NAME_LENGTH = 80


class OwnDomainSet(Identified, OfMunicipality, Base):
    """A set of areas of life that a municipality made itself: names only.

    It does not change once it is there, for plans go by it; one that is retired is chosen no more.
    """

    __tablename__ = "own_domain_sets"
    __table_args__ = (
        UniqueConstraint("municipality_id", "name"),
        CheckConstraint(
            "(retired_at IS NULL) = (retired_by_id IS NULL)", name="retired_by_somebody"
        ),
        {"sqlite_strict": True},
    )

    name: Mapped[str] = mapped_column(String(SET_NAME_LENGTH))
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    retired_at: Mapped[datetime | None]
    retired_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    domains: Mapped[list[OwnDomain]] = relationship(order_by="OwnDomain.position")
    made_by: Mapped[User] = relationship(foreign_keys=[made_by_id])


class OwnDomain(Identified, OfMunicipality, Base):
    """One area of life in a set of a municipality's own."""

    __tablename__ = "own_domains"
    __table_args__ = (UniqueConstraint("set_id", "position"), {"sqlite_strict": True})

    set_id: Mapped[UUID] = mapped_column(ForeignKey("own_domain_sets.id"))
    position: Mapped[int]
    name: Mapped[str] = mapped_column(String(DOMAIN_NAME_LENGTH))


@dataclass(frozen=True, slots=True)
class Area:
    """One area of life, whichever set it is of: exactly one of the two is there."""

    domain: Domain | None = None
    own_domain: OwnDomain | None = None

    @classmethod
    def of(cls, noun: Any) -> Area:
        """Give the area of a goal or a measurement; or of what is an area itself."""
        if isinstance(noun, Domain):
            return cls(domain=noun)
        if isinstance(noun, OwnDomain):
            return cls(own_domain=noun)
        return cls(noun.domain, noun.own_domain)

    @property
    def chosen(self) -> Domain | OwnDomain:
        """Give which one it is."""
        return self.own_domain or Domain(str(self.domain))

    @property
    def key(self) -> str:
        """By what it is known on a form and in an address."""
        if self.own_domain is not None:
            return self.own_domain.id.hex
        return str(self.domain)
