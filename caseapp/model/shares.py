"""What was moved from a track to the strip: a copy of a part of a step, by decision."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality, one_of
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.content import ContentClass
from caseapp.model.journal import BODY_LENGTH
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts

PURPOSE_LENGTH = 1000


class ShareGround(StrEnum):
    """On which ground the other side may read it."""

    PUBLIC_TASK = "public-task"
    LEGAL_DUTY = "legal-duty"
    VITAL_INTEREST = "vital-interest"
    CONSENT = "consent"
    POLICE_ACT = "police-act"


class Share(SealedTexts, Identified, OfMunicipality, Base):
    """That a part of a step was copied to the strip, by whom, why, on which ground, until when.

    A copy: the step stays where it is, and nobody reaches it from here. From the day after its
    last day, and from when it is withdrawn, it is shown to nobody.
    """

    __tablename__ = "shares"
    about = ("case", "case_id")
    __table_args__ = (
        Index("ix_shares_case", "case_id", "until_on"),
        CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by_id IS NULL)", name="withdrawn_by"),
        CheckConstraint(
            "(content = 'police-data') = (ground = 'police-act')", name="police_act_for_police"
        ),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    step_id: Mapped[UUID] = mapped_column(ForeignKey("steps.id"))
    from_track: Mapped[TrackKind] = mapped_column(one_of(TrackKind, "shared_from"))
    content: Mapped[ContentClass] = mapped_column(one_of(ContentClass))
    ground: Mapped[ShareGround] = mapped_column(one_of(ShareGround))
    excerpt_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    excerpt = Opens("excerpt_sealed", length=BODY_LENGTH)
    purpose_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    purpose = Opens("purpose_sealed", length=PURPOSE_LENGTH)
    """What the other side needs it for."""
    until_on: Mapped[date]
    """The last day on which it is shown."""
    shared_at: Mapped[datetime]
    shared_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    case: Mapped[Case] = relationship()
    shared_by: Mapped[User] = relationship(foreign_keys=[shared_by_id])
    withdrawn_by: Mapped[User | None] = relationship(foreign_keys=[withdrawn_by_id])

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key

    def runs(self, today: date) -> bool:
        """Tell whether it is on the strip on this day."""
        return self.withdrawn_at is None and self.until_on >= today
