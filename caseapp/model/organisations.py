"""Municipalities, the organisations they work with, and their teams."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.model.base import Base, Dated, Identified, OfMunicipality, Versioned, one_of


class Municipality(Identified, Dated, Base):
    """One municipality of those that share an installation; they never see each other."""

    __tablename__ = "municipalities"

    name: Mapped[str] = mapped_column(String(120), unique=True)
    prefix: Mapped[str] = mapped_column(String(4), unique=True)
    """The letters its case references begin with."""
    theme: Mapped[str] = mapped_column(String(40), default="default")
    is_fictitious: Mapped[bool] = mapped_column(default=False)

    @property
    def municipality_id(self) -> UUID:
        """A municipality is its own: permissions about the whole of it are asked of it."""
        return self.id


class OrganisationKind(StrEnum):
    """What an organisation is in the chain of care and safety."""

    MUNICIPALITY = "municipality"
    POLICE = "police"
    HOUSING = "housing"
    CARE = "care"
    JUSTICE = "justice"
    EDUCATION = "education"
    OTHER = "other"


class Organisation(Identified, OfMunicipality, Versioned, Dated, Base):
    """An organisation whose people work with this municipality (chain partner)."""

    __tablename__ = "organisations"
    __table_args__ = (
        UniqueConstraint("municipality_id", "name"),
        {"sqlite_strict": True},
    )

    name: Mapped[str] = mapped_column(String(160))
    kind: Mapped[OrganisationKind] = mapped_column(one_of(OrganisationKind))


class TeamKind(StrEnum):
    """Which work a team does, and so which track may wait in its queue."""

    CARE = "care"
    SAFETY = "safety"
    INTAKE = "intake"
    OTHER = "other"


class Team(Identified, OfMunicipality, Versioned, Dated, Base):
    """A team: a queue where work waits for a person, and a lead who watches it."""

    __tablename__ = "teams"
    __table_args__ = (
        UniqueConstraint("municipality_id", "name"),
        {"sqlite_strict": True},
    )

    name: Mapped[str] = mapped_column(String(120))
    kind: Mapped[TeamKind] = mapped_column(one_of(TeamKind))
    organisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"))
    closed_at: Mapped[datetime | None]
    """Since when nothing new comes to it; what it had is with another team."""
