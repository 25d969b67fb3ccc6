"""Agreements that something on the list of cracks may stand for a while, with the reason."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality
from caseapp.model.cases import Case
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts
from caseapp.model.watchdog import Finding

REASON_LENGTH = 1000


class Agreement(SealedTexts, Identified, OfMunicipality, Base):
    """That a finding may stand through a day, who decided so and why. Never changed.

    What was agreed before stays readable beside what holds now.
    """

    __tablename__ = "finding_agreements"
    about = ("case", "case_id")
    __table_args__ = (
        Index("ix_finding_agreements_finding", "finding_id", "made_at"),
        {"sqlite_strict": True},
    )

    finding_id: Mapped[UUID] = mapped_column(ForeignKey("findings.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    until: Mapped[date]
    """The last day on which it may stand."""
    reason_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    reason = Opens("reason_sealed", length=REASON_LENGTH)
    """Why it may, and what happens meanwhile."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))

    finding: Mapped[Finding] = relationship()
    case: Mapped[Case] = relationship()
    made_by: Mapped[User] = relationship()

    @property
    def key(self) -> DataKey:
        """Its text is sealed with the key of the case."""
        return self.case.key
