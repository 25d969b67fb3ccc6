"""Police data: from which days it is only searched for, only stored, and due to be destroyed."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from sqlalchemy.orm import Mapped, mapped_column


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

    def stage(self, today: date) -> PoliceStage:
        """Tell how near it is to the work today."""
        later = (
            (self.destroy_from, PoliceStage.DUE),
            (self.restricted_from, PoliceStage.RESTRICTED),
            (self.searched_from, PoliceStage.SEARCHED),
        )
        return next(
            (stage for day, stage in later if day is not None and day <= today),
            PoliceStage.AT_HAND,
        )
