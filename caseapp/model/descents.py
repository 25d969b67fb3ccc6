"""Coming down the ladder: proposed by one, agreed to by a second, taken on by a receiver."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality, Versioned, one_of
from caseapp.model.cases import Case
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts

TEXT_LENGTH = 4000
WAITING = text("ended_at IS NULL")


class DescentEnd(StrEnum):
    """What came of a proposal to come down."""

    DONE = "done"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    OVERTAKEN = "overtaken"
    """The case changed phase, or closed, before everybody had answered."""


class Descent(SealedTexts, Identified, OfMunicipality, Versioned, Base):
    """A proposal to bring a case one phase down (afschalen), which waits for two answers.

    The case stays where it is until a second person agrees and who receives it accepts. The
    database holds that nobody agrees with themselves or receives their own proposal, and that one
    proposal waits for each case.
    """

    __tablename__ = "descents"
    about = ("case", "case_id")
    __table_args__ = (
        Index(
            "uq_descents_one_waiting",
            "case_id",
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
        Index("ix_descents_case", "case_id", "ended_at"),
        Index("ix_descents_receiver", "receiver_id", "ended_at"),
        CheckConstraint("to_phase < from_phase AND to_phase >= 1", name="goes_down"),
        CheckConstraint("agreed_by_id <> requested_by_id", name="two_people"),
        CheckConstraint("receiver_id <> requested_by_id", name="received_by_another"),
        CheckConstraint("(agreed_at IS NULL) = (agreed_by_id IS NULL)", name="agreed_by_somebody"),
        CheckConstraint('("end" IS NULL) = (ended_at IS NULL)', name="end_has_moment"),
        CheckConstraint(
            "\"end\" <> 'done' OR (agreed_at IS NOT NULL AND accepted_at IS NOT NULL)",
            name="done_by_both",
        ),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    from_phase: Mapped[int]
    to_phase: Mapped[int]
    reason_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    reason = Opens("reason_sealed", length=TEXT_LENGTH)
    """How what was agreed for coming down is met, and why it will hold."""
    aftercare_on: Mapped[date]
    """On which day somebody looks whether it held."""
    requested_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    requested_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    receiver_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    """Who directs the case in the lower phase (warme overdracht)."""
    accepted_at: Mapped[datetime | None]
    agreed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    agreed_at: Mapped[datetime | None]
    end: Mapped[DescentEnd | None] = mapped_column(one_of(DescentEnd))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    refusal_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    refusal = Opens("refusal_sealed", length=TEXT_LENGTH)
    """Why not, and what is needed first."""

    case: Mapped[Case] = relationship()
    requested_by: Mapped[User] = relationship(foreign_keys=[requested_by_id])
    receiver: Mapped[User] = relationship(foreign_keys=[receiver_id])
    agreed_by: Mapped[User | None] = relationship(foreign_keys=[agreed_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key

    @property
    def is_waiting(self) -> bool:
        """Tell whether it still waits for an answer."""
        return self.ended_at is None
