"""What was learned of an escalation to the highest phase, once the case came down from it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality
from caseapp.model.cases import Case
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts

EVALUATION_LENGTH = 6000


class Evaluation(SealedTexts, Identified, OfMunicipality, Base):
    """That an escalation was looked back on: one for each time a case came down from the top."""

    __tablename__ = "evaluations"
    about = ("case", "case_id")
    __table_args__ = (UniqueConstraint("change_id"), {"sqlite_strict": True})

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"), index=True)
    change_id: Mapped[UUID] = mapped_column(ForeignKey("phase_changes.id"))
    """The decision by which the case came down from the highest phase."""
    happened_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    happened = Opens("happened_sealed", length=EVALUATION_LENGTH)
    helped_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    helped = Opens("helped_sealed", length=EVALUATION_LENGTH)
    otherwise_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    otherwise = Opens("otherwise_sealed", length=EVALUATION_LENGTH)
    """What those involved will do otherwise next time."""
    with_whom_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    with_whom = Opens("with_whom_sealed", length=EVALUATION_LENGTH)
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    case: Mapped[Case] = relationship()
    made_by: Mapped[User] = relationship()

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key
