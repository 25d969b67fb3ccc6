"""The end of the log itself: months that were destroyed by two people, and what holds that up."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, FetchedValue, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.approvals import Approval
from caseapp.model.base import Base, Counter, Identified, OfMunicipality, one_of

MARK_LENGTH = 60


class HoldGround(StrEnum):
    """Why a part of the log must stay, whatever its term."""

    INCIDENT = "incident"
    INQUIRY = "inquiry"
    SUPERVISOR = "supervisor"
    COURT = "court"


class LogHold(Identified, OfMunicipality, Base):
    """That months of the log stay for an incident or inquiry: until when, and who said so.

    Evidence of an incident stays at least three years (BIO2 5.28.01). Whoever lifts a hold before
    its day is another than who placed it.
    """

    __tablename__ = "log_holds"
    __table_args__ = (
        Index("ix_log_holds_months", "municipality_id", "first_month", "last_month"),
        CheckConstraint("first_month <= last_month", name="months_in_order"),
        CheckConstraint("lifted_by_id <> placed_by_id", name="two_people"),
        CheckConstraint("(lifted_at IS NULL) = (lifted_by_id IS NULL)", name="lift_has_moment"),
        {"sqlite_strict": True},
    )

    first_month: Mapped[date]
    last_month: Mapped[date]
    """Both as their first day; both are kept."""
    ground: Mapped[HoldGround] = mapped_column(one_of(HoldGround))
    mark: Mapped[str] = mapped_column(String(MARK_LENGTH), default="")
    """Under which number the incident is known elsewhere: never a name."""
    until: Mapped[date]
    placed_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    placed_at: Mapped[datetime]
    lifted_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    lifted_at: Mapped[datetime | None]

    placed_by: Mapped[User] = relationship(foreign_keys=[placed_by_id])
    lifted_by: Mapped[User | None] = relationship(foreign_keys=[lifted_by_id])

    def keeps(self, month: date, today: date) -> bool:
        """Tell whether it keeps this month today."""
        holds = self.lifted_at is None and today <= self.until
        return holds and self.first_month <= month <= self.last_month


class LogDestruction(Identified, Base):
    """That two people agreed to destroy a month of the log, and when it was done.

    What stays is the size and the root of its tree: with them the chain of months, and so every
    other month, proves what it proved before. What belongs to no municipality goes when the last
    municipality's part of the month goes.
    """

    __tablename__ = "log_destructions"
    __table_args__ = (
        Index("ix_log_destructions_due", "destroyed_at", "due_at"),
        {"sqlite_strict": True},
    )

    municipality_id: Mapped[UUID | None]
    tree_id: Mapped[UUID] = mapped_column(ForeignKey("log_trees.id"), unique=True)
    month: Mapped[date]
    size: Mapped[int] = mapped_column(Counter)
    root: Mapped[bytes] = mapped_column(LargeBinary)
    approval_id: Mapped[UUID] = mapped_column(ForeignKey("approvals.id"))
    agreed_at: Mapped[datetime]
    due_at: Mapped[datetime]
    """Until then anybody may still hold it up."""
    destroyed_at: Mapped[datetime | None] = mapped_column(server_default=FetchedValue())
    """Filled in by the database alone: an INSERT of the application may not even name it."""

    approval: Mapped[Approval] = relationship()
