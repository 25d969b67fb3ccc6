"""The agreed safety line: what both sides do, and whom they call, when it becomes unsafe."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality
from caseapp.model.case_words import TrackKind, TrackState
from caseapp.model.cases import Case
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts

LINE_LENGTH = 1000
"""Who has to act on it reads it in one go."""


class SafetyLine(SealedTexts, Identified, OfMunicipality, Base):
    """One text of the safety line of a case; the last one holds, and none is ever rewritten.

    So that a changed text is confirmed by nobody until somebody does: who owns a track agrees for
    that side, by setting the text or by confirming it.
    """

    __tablename__ = "safety_lines"
    about = ("case", "case_id")
    __table_args__ = (
        UniqueConstraint("case_id", "number"),
        CheckConstraint("number >= 1", name="counts_from_one"),
        CheckConstraint("(care_at IS NULL) = (care_by_id IS NULL)", name="care_by_somebody"),
        CheckConstraint("(safety_at IS NULL) = (safety_by_id IS NULL)", name="safety_by_somebody"),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    body_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    body = Opens("body_sealed", length=LINE_LENGTH)
    set_at: Mapped[datetime]
    set_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    care_at: Mapped[datetime | None]
    """When who owns the care track agreed with this text."""
    care_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    safety_at: Mapped[datetime | None]
    safety_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    case: Mapped[Case] = relationship()
    set_by: Mapped[User] = relationship(foreign_keys=[set_by_id])
    care_by: Mapped[User | None] = relationship(foreign_keys=[care_by_id])
    safety_by: Mapped[User | None] = relationship(foreign_keys=[safety_by_id])

    @property
    def key(self) -> DataKey:
        """Its text is sealed with the key of the case."""
        return self.case.key

    @property
    def version(self) -> int:
        """By what a form knows that it was made from this text."""
        return self.number

    def agree(self, kind: TrackKind, user_id: UUID, moment: datetime) -> None:
        """Keep who agreed with this text for one side."""
        if kind is TrackKind.CARE:
            self.care_by_id, self.care_at = user_id, moment
        else:
            self.safety_by_id, self.safety_at = user_id, moment

    def is_agreed(self, kind: TrackKind) -> bool:
        """Tell whether who owns this track agreed with this very text."""
        return (self.care_at if kind is TrackKind.CARE else self.safety_at) is not None

    def confirmations(self) -> Sequence[tuple[TrackKind, User, datetime]]:
        """Give who confirmed it for which side and when; who set it is told of already."""
        found: list[Any] = [
            (TrackKind.CARE, self.care_by, self.care_at),
            (TrackKind.SAFETY, self.safety_by, self.safety_at),
        ]
        return [one for one in found if one[1] is not None and one[1].id != self.set_by_id]

    def awaited(self) -> Sequence[TrackKind]:
        """Give the sides that are worked on, and did not agree with this text yet."""
        return [
            track.kind
            for track in sorted(self.case.tracks, key=lambda track: track.kind)
            if track.state is TrackState.NEEDED and not self.is_agreed(track.kind)
        ]
