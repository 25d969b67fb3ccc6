"""Handing over: what one colleague offers another, and what came of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality, Versioned, one_of
from caseapp.model.case_words import TrackKind
from caseapp.model.cases import Case
from caseapp.model.organisations import Team
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts

TEXT_LENGTH = 4000
WAITING = text("ended_at IS NULL")


class HandoverOf(StrEnum):
    """What is handed over."""

    CARE = "care"
    SAFETY = "safety"
    DIRECTION = "direction"
    WATCH = "watch"
    """The watch over a closed case."""

    @property
    def track(self) -> TrackKind | None:
        """The track it is, or none for what is about the case as a whole."""
        return TrackKind(self.value) if self in (HandoverOf.CARE, HandoverOf.SAFETY) else None


class HandoverEnd(StrEnum):
    """What came of an offer."""

    ACCEPTED = "accepted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    """Nobody answered within the term, or nobody was left to answer: it is the sender's again."""


class Handover(SealedTexts, Identified, OfMunicipality, Versioned, Base):
    """That a track, the direction of a case, or a watch was offered to a colleague or a team.

    Who offers it stays responsible until it is accepted. The database allows one offer that waits
    for each track, for the direction of a case, and for the watch over it.
    """

    __tablename__ = "handovers"
    about = ("case", "case_id")
    __table_args__ = (
        Index(
            "uq_handovers_one_waiting",
            "case_id",
            "of",
            unique=True,
            sqlite_where=WAITING,
            postgresql_where=WAITING,
        ),
        Index("ix_handovers_to_user", "to_user_id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_handovers_to_team", "to_team_id", sqlite_where=WAITING, postgresql_where=WAITING),
        Index("ix_handovers_from", "from_id", "ended_at"),
        Index("ix_handovers_case", "case_id"),
        CheckConstraint("(to_user_id IS NULL) <> (to_team_id IS NULL)", name="to_one"),
        CheckConstraint('("end" IS NULL) = (ended_at IS NULL)', name="end_has_moment"),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    of: Mapped[HandoverOf] = mapped_column(one_of(HandoverOf))
    from_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    to_user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    to_team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    offered_at: Mapped[datetime]
    answer_by: Mapped[datetime]
    note_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    note = Opens("note_sealed", length=TEXT_LENGTH)
    """What who receives it must know first."""
    end: Mapped[HandoverEnd | None] = mapped_column(one_of(HandoverEnd))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    """Nobody, where the term ended it."""
    seen_at: Mapped[datetime | None]
    """When the sender read that it was refused or came back."""
    reason_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    reason = Opens("reason_sealed", length=TEXT_LENGTH)
    proposal_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    proposal = Opens("proposal_sealed", length=TEXT_LENGTH)
    """Who refuses says who could, or what else could be done."""

    case: Mapped[Case] = relationship()
    sender: Mapped[User] = relationship(foreign_keys=[from_id])
    to_user: Mapped[User | None] = relationship(foreign_keys=[to_user_id])
    to_team: Mapped[Team | None] = relationship()
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key

    @property
    def is_waiting(self) -> bool:
        """Tell whether it still waits for an answer."""
        return self.ended_at is None

    def is_for(self, user_id: UUID, team_ids: frozenset[UUID]) -> bool:
        """Tell whether somebody may answer it."""
        return self.to_user_id == user_id or self.to_team_id in team_ids
