"""Police data: from which days it is only searched for, only stored, and due to be destroyed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.model.base import Base, Identified, OfMunicipality


class PoliceStage(StrEnum):
    """How near police data still is to the work (articles 8 and 14 of the Wpg)."""

    AT_HAND = "at-hand"
    """In its first year it is read as any step."""
    SEARCHED = "searched"
    """Then it is found by a targeted search for a reason, and stands nowhere by itself."""
    RESTRICTED = "restricted"
    """After five years it is only stored, for complaints and to account for it."""
    DUE = "due"
    """After five more it has to be destroyed."""
    DESTROYED = "destroyed"
    """Two people agreed that it is gone: that there was a step is all that is left."""


class PoliceSearch(StrEnum):
    """Why somebody searches in police data of more than a year ago."""

    NEW_REPORT = "new-report"
    THREAT = "threat"
    MEASURE = "measure"
    CORRECTNESS = "correctness"


class RestrictedReading(StrEnum):
    """Why somebody reads police data that is only stored: there is no other reason in the law."""

    COMPLAINT = "complaint"
    ACCESS_REQUEST = "access-request"
    ACCOUNTABILITY = "accountability"


class PoliceTerms:
    """The days on which police data goes a stage further; nothing for what is no police data.

    They are worked out when it is written, by the terms that hold then: what a municipality changes
    holds for what is written after it.
    """

    searched_from: Mapped[date | None] = mapped_column(sort_order=80)
    restricted_from: Mapped[date | None] = mapped_column(sort_order=81)
    destroy_from: Mapped[date | None] = mapped_column(sort_order=82)
    destruction_id: Mapped[UUID | None] = mapped_column(ForeignKey("approvals.id"), sort_order=83)
    """On which agreement of two people its texts were destroyed; the agreement knows when."""

    def stage(self, today: date) -> PoliceStage:
        """Tell how near it is to the work today."""
        if self.destruction_id is not None:
            return PoliceStage.DESTROYED
        later = (
            (self.destroy_from, PoliceStage.DUE),
            (self.restricted_from, PoliceStage.RESTRICTED),
            (self.searched_from, PoliceStage.SEARCHED),
        )
        return next(
            (stage for day, stage in later if day is not None and day <= today),
            PoliceStage.AT_HAND,
        )


class PoliceDestruction(Identified, OfMunicipality, Base):
    """That one text is in what two people were asked to destroy, whatever they answered.

    Written while nobody decided yet, and never changed: the database lets the texts of a step go
    only under an agreement that it is in.
    """

    __tablename__ = "police_destructions"
    __table_args__ = (
        UniqueConstraint("approval_id", "step_id"),
        Index("ix_police_destructions_step", "step_id"),
        {"sqlite_strict": True},
    )

    approval_id: Mapped[UUID] = mapped_column(ForeignKey("approvals.id"))
    step_id: Mapped[UUID] = mapped_column(ForeignKey("steps.id"))
