"""Closing a case: why and how it ended, and the watch (waakvlam) that goes on for a while."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality, Versioned, one_of
from caseapp.model.cases import Case
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts

TEXT_LENGTH = 4000
STANDING = text("reopened_at IS NULL")
RUNNING = text("ended_at IS NULL")
INTO = text("into_id IS NOT NULL")


class ClosureReason(StrEnum):
    """Why a case is closed (afsluitreden); with the end results of a contact log of the field."""

    GOALS_REACHED = "goals-reached"
    HANDED_ON = "handed-on"
    NO_HELP_WANTED = "no-help-wanted"
    NOT_REACHED = "not-reached"
    MOVED_AWAY = "moved-away"
    DECEASED = "deceased"
    UNFOUNDED = "unfounded"
    JOINED = "joined"
    """It goes on as another case."""
    OTHER = "other"


class ReopeningGround(StrEnum):
    """Why a closed case is worked on again."""

    NEW_SIGNAL = "new-signal"
    RELAPSE = "relapse"
    ASKED_BY_RESIDENT = "asked-by-resident"
    CLOSED_WRONGLY = "closed-wrongly"
    OTHER = "other"


class Closure(SealedTexts, Identified, OfMunicipality, Base):
    """That a case was closed: by whom, why, how it ended, and who was told; and its reopening.

    The database allows one that stands for each case. What it says stays when it is reopened.
    """

    __tablename__ = "closures"
    about = ("case", "case_id")
    __table_args__ = (
        Index(
            "uq_closures_one_standing",
            "case_id",
            unique=True,
            sqlite_where=STANDING,
            postgresql_where=STANDING,
        ),
        Index("ix_closures_case", "case_id", "closed_at"),
        CheckConstraint(
            "(reopened_at IS NULL) = (reopened_by_id IS NULL)"
            " AND (reopened_at IS NULL) = (ground IS NULL)",
            name="reopening_has_all",
        ),
        CheckConstraint("(reason = 'joined') = (into_id IS NOT NULL)", name="joined_into_one"),
        CheckConstraint("into_id <> case_id", name="joined_into_another"),
        Index("ix_closures_into", "into_id", sqlite_where=INTO, postgresql_where=INTO),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    closed_at: Mapped[datetime]
    closed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    """Nobody that is known, where it was closed before this was kept."""
    reason: Mapped[ClosureReason] = mapped_column(one_of(ClosureReason))
    why_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    why = Opens("why_sealed", length=TEXT_LENGTH)
    ending_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    ending = Opens("ending_sealed", length=TEXT_LENGTH)
    """How it ended."""
    is_informed: Mapped[bool | None]
    """Whether the resident was told that the case is closed; None where that is not known."""
    uninformed_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    uninformed = Opens("uninformed_sealed", length=TEXT_LENGTH)
    """Why the resident was not told."""
    unwatched_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    unwatched = Opens("unwatched_sealed", length=TEXT_LENGTH)
    """Why there is no aftercare."""
    into_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    """The case it goes on as, where it was joined with another."""
    reopened_at: Mapped[datetime | None]
    reopened_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    ground: Mapped[ReopeningGround | None] = mapped_column(one_of(ReopeningGround))
    reopened_why_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    reopened_why = Opens("reopened_why_sealed", length=TEXT_LENGTH)

    case: Mapped[Case] = relationship(foreign_keys=[case_id])
    closed_by: Mapped[User | None] = relationship(foreign_keys=[closed_by_id])
    reopened_by: Mapped[User | None] = relationship(foreign_keys=[reopened_by_id])

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key


class WatchEnd(StrEnum):
    """What was decided of a watch."""

    STOPPED = "stopped"
    REOPENED = "reopened"


class Watch(SealedTexts, Identified, OfMunicipality, Versioned, Base):
    """That somebody keeps an eye on a closed case (waakvlam) until a day on which is decided.

    The database allows one that runs for each case, and it can be extended once.
    """

    __tablename__ = "watches"
    about = ("case", "case_id")
    __table_args__ = (
        Index(
            "uq_watches_one_running",
            "case_id",
            unique=True,
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
        Index(
            "ix_watches_watcher",
            "watcher_id",
            "until_on",
            sqlite_where=RUNNING,
            postgresql_where=RUNNING,
        ),
        CheckConstraint('("end" IS NULL) = (ended_at IS NULL)', name="end_has_moment"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="end_has_person"),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    watcher_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    started_at: Mapped[datetime]
    until_on: Mapped[date]
    """From this day on somebody must decide."""
    extended_at: Mapped[datetime | None]
    extension_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    extension = Opens("extension_sealed", length=TEXT_LENGTH)
    """Why it was extended."""
    end: Mapped[WatchEnd | None] = mapped_column(one_of(WatchEnd))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    reason_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    reason = Opens("reason_sealed", length=TEXT_LENGTH)
    """Why it ended."""

    case: Mapped[Case] = relationship()
    watcher: Mapped[User] = relationship(foreign_keys=[watcher_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key

    @property
    def runs(self) -> bool:
        """Tell whether somebody still keeps an eye on the case."""
        return self.ended_at is None
