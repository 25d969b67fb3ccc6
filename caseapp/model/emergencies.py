"""Access in an emergency: one case, for a short time, read only, and always reviewed."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality, one_of
from caseapp.model.cases import Case
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts

REASON_LENGTH = 2000


class EmergencyReason(StrEnum):
    """Why there is no time to be made part of the case."""

    ACUTE_DANGER = "acute-danger"
    CHILD_AT_RISK = "child-at-risk"
    ON_CALL = "on-call"
    COURT_DEADLINE = "court-deadline"


class EmergencyAccess(SealedTexts, Identified, OfMunicipality, Base):
    """That a colleague opened a case in an emergency (noodtoegang): why, and until when."""

    __tablename__ = "emergency_accesses"
    about = ("case", "case_id")
    __table_args__ = (
        Index("ix_emergency_accesses_user", "user_id", "until"),
        Index("ix_emergency_accesses_case", "case_id", "opened_at"),
        CheckConstraint("until > opened_at", name="ends_after_start"),
        {"sqlite_strict": True},
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[EmergencyReason] = mapped_column(one_of(EmergencyReason))
    reason_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    reason = Opens("reason_sealed", length=REASON_LENGTH)
    opened_at: Mapped[datetime]
    until: Mapped[datetime]
    tracks_opened_at: Mapped[datetime | None]
    """When the notes of both tracks were asked for as well: that is a second step."""
    ended_at: Mapped[datetime | None]
    explanation_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    explanation = Opens("explanation_sealed", length=REASON_LENGTH)
    """What the case director says of it, for the review."""
    explained_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    explained_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    explained_by: Mapped[User | None] = relationship(foreign_keys=[explained_by_id])

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key

    def is_running(self, moment: datetime) -> bool:
        """Tell whether it gives access at that moment."""
        return self.ended_at is None and moment < self.until
