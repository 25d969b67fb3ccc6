"""Measurements (metingen): how it is in one area of life on a day, and by what people see that."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality, one_of
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.domains import OwnDomain
from caseapp.model.plan_words import Domain, Level, SeenBy
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts
from caseapp.model.whose import OfSomebody, of_one_or_all

EVIDENCE_LENGTH = 2000
REASON_LENGTH = 1000


class Measurement(OfSomebody, SealedTexts, Identified, OfMunicipality, Base):
    """A score from one to five, or unknown, in one area of life, on a track or for both.

    The database holds that it does not change. A wrong one is corrected by another that points to
    it, or withdrawn with a reason: both stay readable.
    """

    __tablename__ = "plan_measurements"
    about = ("case", "case_id")
    __table_args__ = (
        Index("ix_plan_measurements_case", "case_id", "measured_on"),
        UniqueConstraint("corrects_id"),
        CheckConstraint("score BETWEEN 1 AND 5", name="one_to_five"),
        CheckConstraint("(domain IS NULL) <> (own_domain_id IS NULL)", name="of_one_area"),
        of_one_or_all(),
        CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)"
            " AND (withdrawn_at IS NULL) = (reason_sealed IS NULL)",
            name="withdrawn_for_a_reason",
        ),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    track: Mapped[TrackKind | None] = mapped_column(one_of(TrackKind))
    domain: Mapped[Domain | None] = mapped_column(one_of(Domain))
    own_domain_id: Mapped[UUID | None] = mapped_column(ForeignKey("own_domains.id"))
    score: Mapped[int | None]
    """Nothing where it is not known."""
    seen_by: Mapped[SeenBy] = mapped_column(one_of(SeenBy))
    measured_on: Mapped[date]
    evidence_sealed: Mapped[bytes] = mapped_column(Sealed())
    evidence = Opens("evidence_sealed", length=EVIDENCE_LENGTH)
    """By what people see that it is so."""
    made_at: Mapped[datetime]
    made_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    corrects_id: Mapped[UUID | None] = mapped_column(ForeignKey("plan_measurements.id"))
    """The one that was wrong, in whose place it came."""
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    reason_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    reason = Opens("reason_sealed", length=REASON_LENGTH)
    """Why it was withdrawn."""

    case: Mapped[Case] = relationship()
    own_domain: Mapped[OwnDomain | None] = relationship()
    made_by: Mapped[User] = relationship(foreign_keys=[made_by_id])
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by_id])

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key

    @property
    def level(self) -> Level:
        """Give the score in words."""
        return Level.of(self.score)
