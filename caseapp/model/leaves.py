"""Leave: from when until when a colleague is away, and who stands in for them in those days."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality, Versioned, one_of

STANDING = text("ended_at IS NULL")


class LeaveEnd(StrEnum):
    """Why a leave does not hold any more."""

    REFUSED = "refused"
    """Who was asked to stand in does not: another must be asked, or the leave is off."""
    WITHDRAWN = "withdrawn"
    REPLACED = "replaced"
    """Other days or another substitute took its place; until that was agreed, this one held."""


class Leave(Identified, OfMunicipality, Versioned, Base):
    """That a colleague is away, both days inclusive, in days of the Netherlands.

    It is agreed once who stands in accepted, or at once where nothing is open and nobody stands in.
    """

    __tablename__ = "leaves"
    __table_args__ = (
        Index(
            "ix_leaves_user",
            "user_id",
            "last_on",
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index(
            "ix_leaves_substitute",
            "substitute_id",
            "last_on",
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index(
            "uq_leaves_one_replacement",
            "replaces_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        CheckConstraint("first_on <= last_on", name="days_in_order"),
        CheckConstraint("substitute_id <> user_id", name="somebody_else"),
        CheckConstraint('("end" IS NULL) = (ended_at IS NULL)', name="end_has_moment"),
        CheckConstraint(
            "accepted_at IS NULL OR substitute_id IS NOT NULL", name="somebody_accepted"
        ),
        {"sqlite_strict": True},
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    substitute_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    first_on: Mapped[date]
    last_on: Mapped[date]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    accepted_at: Mapped[datetime | None]
    replaces_id: Mapped[UUID | None] = mapped_column(ForeignKey("leaves.id"))
    end: Mapped[LeaveEnd | None] = mapped_column(one_of(LeaveEnd))
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(foreign_keys=[user_id])
    substitute: Mapped[User | None] = relationship(foreign_keys=[substitute_id])
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    replaces: Mapped[Leave | None] = relationship(remote_side="Leave.id")

    @property
    def waits(self) -> bool:
        """Tell whether who is asked to stand in did not answer yet."""
        return self.ended_at is None and self.accepted_at is None and self.substitute_id is not None

    @property
    def is_agreed(self) -> bool:
        """Tell whether it holds: somebody accepted, or nobody has to stand in."""
        return self.ended_at is None and not self.waits

    def includes(self, day: date) -> bool:
        """Tell whether a day falls in it."""
        return self.first_on <= day <= self.last_on
