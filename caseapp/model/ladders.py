"""The escalation ladder of a municipality: which phases it knows, and how they are called."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality

LADDER_NAME_LENGTH = 60
PHASES_LENGTH = 2000
REASON_LENGTH = 500
IN_FORCE = text("adopted_at IS NOT NULL AND ended_at IS NULL")


class PhaseColour(StrEnum):
    """The colour of a phase; never the only thing that tells phases apart."""

    GREEN = "green"
    BLUE = "blue"
    YELLOW = "yellow"
    RED = "red"
    DARK_RED = "dark-red"


class PhaseIcon(StrEnum):
    """The drawing beside the name of a phase."""

    CHECK = "circle-check"
    EYE = "eye"
    USERS = "users-group"
    SHIELD = "shield-half"
    WARNING = "alert-triangle"
    URGENT = "urgent"


class Ladder(Identified, OfMunicipality, Base):
    """One version of a ladder. What it says does not change: another version takes its place.

    Whose ladder holds by agreement of two people; the database allows one in force for each
    municipality, and refuses to change what a version says.
    """

    __tablename__ = "ladders"
    __table_args__ = (
        UniqueConstraint("municipality_id", "number"),
        Index(
            "uq_ladders_one_in_force",
            "municipality_id",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
        CheckConstraint("number >= 1", name="counts_from_one"),
        CheckConstraint("ended_at IS NULL OR adopted_at IS NOT NULL", name="ends_what_held"),
        {"sqlite_strict": True},
    )

    number: Mapped[int]
    name: Mapped[str] = mapped_column(String(LADDER_NAME_LENGTH))
    phases: Mapped[str] = mapped_column(String(PHASES_LENGTH))
    """Its phases, as `escalation.ladders` writes them."""
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    adopted_at: Mapped[datetime | None]
    """Since when it holds; None while nobody agreed."""
    ended_at: Mapped[datetime | None]
    """When another version took its place."""

    made_by: Mapped[User] = relationship()

    @property
    def is_in_force(self) -> bool:
        """Tell whether cases go by it today."""
        return self.adopted_at is not None and self.ended_at is None
