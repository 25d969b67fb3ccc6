"""Cases: who they are about, their care track and safety track, and who works on them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, false, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Dated, Identified, OfMunicipality, Versioned, one_of
from caseapp.model.case_words import (
    CaseState,
    Part,
    Phenomenon,
    ReturnFrom,
    SubjectKind,
    TrackKind,
    TrackState,
)
from caseapp.model.organisations import Team
from caseapp.model.residents import Resident
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts

GOAL_LENGTH = 1000
ACTIVE = text("ended_at IS NULL")
BY_NEXT_DATE = ("municipality_id", text("coalesce(next_on, '1900-01-01')"), "id")
OPEN: dict[str, Any] = {
    "sqlite_where": text("state <> 'closed'"),
    "postgresql_where": text("state <> 'closed'"),
}
"""The list of open cases in its usual order: a page of it is read without sorting them all."""


class Case(SealedTexts, Identified, OfMunicipality, Versioned, Dated, Base):
    """The work object (casus): one or more residents, or an address, and what is done for them."""

    __tablename__ = "cases"
    about = ("case", "id")
    __table_args__ = (
        Index("ix_cases_list", "municipality_id", "state", "next_on", "id"),
        Index("ix_cases_open", *BY_NEXT_DATE, **OPEN),
        Index("ix_cases_phase", "municipality_id", "phase", "phase_since"),
        Index("ix_cases_previous", "previous_case_id"),
        Index(
            "ix_cases_shielded",
            "id",
            sqlite_where=text("is_shielded = 1"),
            postgresql_where=text("is_shielded"),
        ),
        CheckConstraint("phase BETWEEN 1 AND 4", name="phase_on_ladder"),
        CheckConstraint("(state = 'closed') = (closed_at IS NOT NULL)", name="closed_has_moment"),
        {"sqlite_strict": True},
    )

    reference: Mapped[str] = mapped_column(String(16), unique=True)
    key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"), unique=True)
    title_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    title = Opens("title_sealed", length=200)
    summary_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    summary = Opens("summary_sealed", length=20_000)
    address_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    address = Opens("address_sealed", length=300)
    """Where it plays, for a case about an address or area."""
    phenomenon: Mapped[Phenomenon] = mapped_column(one_of(Phenomenon))
    subject_kind: Mapped[SubjectKind] = mapped_column(one_of(SubjectKind))
    state: Mapped[CaseState] = mapped_column(one_of(CaseState), default=CaseState.ACTIVE)
    phase: Mapped[int] = mapped_column(default=1)
    phase_since: Mapped[date]
    next_on: Mapped[date | None]
    """The first next date of its tracks: kept with them, so that lists sort without a join."""
    previous_case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    closed_at: Mapped[datetime | None]
    is_shielded: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Open to the people named on it only, and not to anybody by office (afgeschermd)."""

    key: Mapped[DataKey] = relationship(lazy="joined", innerjoin=True)
    tracks: Mapped[list[Track]] = relationship(back_populates="case", order_by="Track.kind")
    involvements: Mapped[list[Involvement]] = relationship(back_populates="case")
    subjects: Mapped[list[CaseSubject]] = relationship(back_populates="case")
    previous_case: Mapped[Case | None] = relationship(remote_side="Case.id")

    @property
    def is_open(self) -> bool:
        """Tell whether work on it may go on."""
        return self.state is not CaseState.CLOSED

    def earliest_next_on(self) -> date | None:
        """Give the first date on which something happens on either track."""
        return min((t.next_on for t in self.tracks if t.next_on is not None), default=None)

    def track(self, kind: TrackKind) -> Track:
        """Give the care track or the safety track; every case has both."""
        return next(track for track in self.tracks if track.kind is kind)

    @property
    def director(self) -> User | None:
        """The case director (casusregisseur): at most one is active."""
        return next(
            (i.user for i in self.involvements if i.is_active and i.part is Part.DIRECTOR), None
        )


class CaseSubject(Identified, OfMunicipality, Base):
    """That a case turns around this resident (case_subject, not the data subject of the law)."""

    __tablename__ = "case_subjects"
    about = ("resident", "resident_id")
    __table_args__ = (
        UniqueConstraint("case_id", "resident_id"),
        CheckConstraint("(returns_on IS NULL) = (returns_from IS NULL)", name="return_is_whole"),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    resident_id: Mapped[UUID] = mapped_column(ForeignKey("residents.id"), index=True)
    returns_on: Mapped[date | None]
    """The day on which they come back, where they are away now."""
    returns_from: Mapped[ReturnFrom | None] = mapped_column(one_of(ReturnFrom))

    case: Mapped[Case] = relationship(back_populates="subjects")
    resident: Mapped[Resident] = relationship(lazy="joined", innerjoin=True)


class Track(SealedTexts, Identified, OfMunicipality, Versioned, Dated, Base):
    """One of the two tracks of a case, with an owner, a state and a next date of its own."""

    __tablename__ = "tracks"
    about = ("case", "case_id")
    __table_args__ = (
        UniqueConstraint("case_id", "kind"),
        CheckConstraint(
            "(confirmed_at IS NULL) = (confirmed_by_id IS NULL)", name="confirmed_by_somebody"
        ),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[TrackKind] = mapped_column(one_of(TrackKind))
    state: Mapped[TrackState] = mapped_column(one_of(TrackState), default=TrackState.NEEDED)
    state_reason_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    state_reason = Opens("state_reason_sealed", length=2000)
    goal_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    goal = Opens("goal_sealed", length=GOAL_LENGTH)
    """What is to be reached on this track: for who works on it, and not for the other side."""
    team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"), index=True)
    """The team in whose queue the track waits while nobody owns it."""
    next_on: Mapped[date | None] = mapped_column(index=True)
    is_agreed: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether who works on it said themselves that it is done or not needed: a case is closed by
    nobody alone."""
    waits_for_other: Mapped[bool] = mapped_column(default=False, server_default=false())
    """Whether it can only go on after something that the other track does."""
    said_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    """Who said that it is not needed, and so cannot confirm it themselves."""
    confirmed_at: Mapped[datetime | None]
    """When who owns the other track confirmed that it is not needed."""
    confirmed_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))

    case: Mapped[Case] = relationship(back_populates="tracks")
    team: Mapped[Team | None] = relationship()

    @property
    def key(self) -> DataKey:
        """Its texts are sealed with the key of the case."""
        return self.case.key

    @property
    def awaits_other(self) -> bool:
        """Tell whether somebody said that it is not needed, and nobody confirmed it yet."""
        said = self.state is TrackState.NOT_NEEDED and self.said_by_id is not None
        return said and self.confirmed_at is None

    @property
    def owner(self) -> User | None:
        """The one person who is responsible for this track; None while it waits in a queue."""
        return next(
            (
                i.user
                for i in self.case.involvements
                if i.is_active and i.part is Part.OWNER and i.track is self.kind
            ),
            None,
        )


class Involvement(Identified, OfMunicipality, Base):
    """That a colleague works on a case, on which track, since when. The basis of nearly all rights.

    The database allows one active director a case and one active owner a track.
    """

    __tablename__ = "involvements"
    __table_args__ = (
        Index(
            "uq_involvements_one_director",
            "case_id",
            unique=True,
            sqlite_where=text("part = 'director' AND ended_at IS NULL"),
            postgresql_where=text("part = 'director' AND ended_at IS NULL"),
        ),
        Index(
            "uq_involvements_one_owner",
            "case_id",
            "track",
            unique=True,
            sqlite_where=text("part = 'owner' AND ended_at IS NULL"),
            postgresql_where=text("part = 'owner' AND ended_at IS NULL"),
        ),
        Index(
            "ix_involvements_user",
            "user_id",
            "case_id",
            sqlite_where=ACTIVE,
            postgresql_where=ACTIVE,
        ),
        Index("ix_involvements_case", "case_id"),
        CheckConstraint("(part IN ('owner', 'member')) = (track IS NOT NULL)", name="part_track"),
        {"sqlite_strict": True},
    )

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    part: Mapped[Part] = mapped_column(one_of(Part))
    track: Mapped[TrackKind | None] = mapped_column(one_of(TrackKind))
    started_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship(back_populates="involvements")
    user: Mapped[User] = relationship()

    @property
    def is_active(self) -> bool:
        """Tell whether it holds today."""
        return self.ended_at is None
