"""What a municipality works by: its numbers where it chose others, and the days it is closed."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality

IN_FORCE = text("ended_at IS NULL")
REASON_LENGTH = 500
NAME_LENGTH = 80


class Setting(Identified, OfMunicipality, Base):
    """That a number was set: to what, for what, by whom and why. What held before stays readable.

    The database allows one in force for each name and scope.
    """

    __tablename__ = "settings"
    __table_args__ = (
        Index(
            "uq_settings_one_in_force",
            "municipality_id",
            "name",
            "scope",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
        {"sqlite_strict": True},
    )

    name: Mapped[str] = mapped_column(String(60))
    scope: Mapped[str] = mapped_column(String(60), default="")
    """For which cases: all, those of a phase, or those of a phenomenon."""
    number: Mapped[int]
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH), default="")
    set_at: Mapped[datetime]
    set_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    """Nobody, where it was set by a command."""
    ended_at: Mapped[datetime | None]

    set_by: Mapped[User | None] = relationship()


class ClosingDay(Identified, OfMunicipality, Base):
    """A day on which a municipality is closed, beside weekends and the days the law names."""

    __tablename__ = "closing_days"
    __table_args__ = (UniqueConstraint("municipality_id", "day"), {"sqlite_strict": True})

    day: Mapped[date]
    name: Mapped[str] = mapped_column(String(NAME_LENGTH))
    """What is the matter with it, such as the day after Ascension Day."""
    set_at: Mapped[datetime]
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    set_by: Mapped[User] = relationship()
