"""What a resident is told about who looked, and what may not be told yet."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.kernel import clock, deadlines
from caseapp.model.base import Base, Identified, OfMunicipality, one_of
from caseapp.model.residents import Resident
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts

LONGEST_ANSWER = 6_000_000


class ConfidentialScope(StrEnum):
    """Which looks are not told yet."""

    SAFETY = "safety"
    """Those from the safety side: who works on the safety track, or advises on safety."""
    ALL = "all"


class ConfidentialGround(StrEnum):
    """Why a look may be kept back for a while: UAVG article 41, first section."""

    PUBLIC_SAFETY = "uavg-41-1-c"
    CRIME = "uavg-41-1-d"
    SUPERVISION = "uavg-41-1-h"
    PROTECTION = "uavg-41-1-i"


class Confidentiality(Identified, OfMunicipality, Base):
    """That looks at one resident, or in one case, are not told until a day.

    It ends by itself. Who wants it longer decides again, in a row of its own.
    """

    __tablename__ = "confidentialities"
    __table_args__ = (
        Index("ix_confidentialities_case", "case_id"),
        Index("ix_confidentialities_resident", "resident_id"),
        CheckConstraint(
            "(case_id IS NULL) <> (resident_id IS NULL)", name="about_a_case_or_a_resident"
        ),
        CheckConstraint("until > since", name="ends_after_start"),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    scope: Mapped[ConfidentialScope] = mapped_column(one_of(ConfidentialScope))
    ground: Mapped[ConfidentialGround] = mapped_column(one_of(ConfidentialGround))
    decision: Mapped[str] = mapped_column(String(60))
    """Under which number the municipality keeps the decision."""
    since: Mapped[date]
    until: Mapped[date]
    """The first day on which it may be told."""
    decided_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    ended_at: Mapped[datetime | None]
    """When somebody ended it before its day."""


class ResidentAnswer(SealedTexts, Identified, OfMunicipality, Base):
    """The answer to "who looked at my data": for one resident, over a period, word for word.

    Sealed under the resident's key: when that is destroyed, the answers go with it.
    """

    __tablename__ = "resident_answers"
    about = ("resident", "resident_id")

    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    asked_on: Mapped[date | None]
    """When the resident asked; None where that was not kept: then on the day it was made."""
    first_on: Mapped[date]
    last_on: Mapped[date]
    content_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    content = Opens("content_sealed", length=LONGEST_ANSWER)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    """SHA-256 of the content, to the byte."""
    involves_safety: Mapped[bool]
    """Whether the safety side looked in this period, told or not: then two people release it."""
    prepared_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    prepared_at: Mapped[datetime]

    resident: Mapped[Resident] = relationship(lazy="joined", innerjoin=True)
    release: Mapped[Release | None] = relationship(back_populates="answer", lazy="joined")

    @property
    def key(self) -> DataKey:
        """Its text is sealed with the key of the resident."""
        return self.resident.key

    @property
    def answer_by(self) -> date:
        """The last day on which the resident must have it: AVG article 12, third section."""
        asked_on = self.asked_on or clock.local(self.prepared_at).date()
        return deadlines.TO_ANSWER_A_RESIDENT.last_day(asked_on)


class Release(Identified, OfMunicipality, Base):
    """That an answer may go to the resident: who said so, and of which content to the byte."""

    __tablename__ = "answer_releases"

    answer_id: Mapped[UUID] = mapped_column(ForeignKey("resident_answers.id"), unique=True)
    digest: Mapped[bytes] = mapped_column(LargeBinary)
    released_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    released_at: Mapped[datetime]

    answer: Mapped[ResidentAnswer] = relationship(back_populates="release")
