"""Signals: what somebody reported about a person or an address, before there is a case."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Dated, Identified, OfMunicipality, Versioned, one_of
from caseapp.model.case_words import Phenomenon, TrackKind
from caseapp.model.journal import Source
from caseapp.model.organisations import Team
from caseapp.model.residents import Resident
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts

BODY_LENGTH = 20_000
TEXT_LENGTH = 4000
OPEN = text("ended_at IS NULL")


class Urgency(StrEnum):
    """How soon somebody must look at it. What cannot wait an hour is no signal: call 112."""

    TODAY = "today"
    SOON = "soon"
    USUAL = "usual"


class SignalEnd(StrEnum):
    """By which decision a signal ended. Silence is none of them."""

    NEW_CASE = "new-case"
    JOINED = "joined"
    PASSED_ON = "passed-on"
    """Somebody outside has it: who said so, and when, is written down."""
    NO_ACTION = "no-action"


class Signal(SealedTexts, Identified, OfMunicipality, Versioned, Dated, Base):
    """What was reported about a known resident, an address, or somebody who is not known yet.

    From the first moment it is with a team, and has a date: the database allows it no other way.
    The resident comes with it, so that whoever is shown a signal is written in their log.
    """

    __tablename__ = "signals"
    __table_args__ = (
        Index(
            "ix_signals_queue",
            "municipality_id",
            "team_id",
            "next_on",
            sqlite_where=OPEN,
            postgresql_where=OPEN,
        ),
        Index("ix_signals_user", "user_id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_signals_forwarded", "to_team_id", sqlite_where=OPEN, postgresql_where=OPEN),
        Index("ix_signals_resident", "resident_id", "received_on"),
        Index("ix_signals_address", "municipality_id", "address_key", "received_on"),
        Index("ix_signals_case", "case_id"),
        CheckConstraint('("end" IS NULL) = (ended_at IS NULL)', name="end_has_moment"),
        CheckConstraint("(ended_at IS NULL) = (ended_by_id IS NULL)", name="end_has_person"),
        CheckConstraint("ended_at IS NOT NULL OR next_on IS NOT NULL", name="open_has_date"),
        CheckConstraint("(to_team_id IS NULL) = (answer_by IS NULL)", name="forward_has_term"),
        CheckConstraint("to_team_id IS NULL OR ended_at IS NULL", name="forward_is_open"),
        {"sqlite_strict": True},
    )

    key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"), unique=True)
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    """Whom it is about, where that is known."""
    address_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    """A keyed hash of postcode and house number, by which signals on one address are found."""
    place_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    place = Opens("place_sealed", length=300)
    """The address, or who it may be about where nobody knows that."""
    side: Mapped[TrackKind | None] = mapped_column(one_of(TrackKind))
    """Care or safety, where it says things that the other may not read."""
    phenomenon: Mapped[Phenomenon] = mapped_column(one_of(Phenomenon))
    source: Mapped[Source] = mapped_column(one_of(Source))
    urgency: Mapped[Urgency] = mapped_column(one_of(Urgency))
    received_on: Mapped[date]
    body_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    body = Opens("body_sealed", length=BODY_LENGTH)
    reporter_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    reporter = Opens("reporter_sealed", length=TEXT_LENGTH)
    """Who reported it and how to reach them; nobody's where they want to stay unknown."""
    wants_answer: Mapped[bool]
    """Whether who reported it is to hear what came of it (terugmelding)."""
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    recorded_by_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    team_id: Mapped[UUID] = mapped_column(ForeignKey("teams.id"))
    """The team it is with, whoever of them has it."""
    user_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    """Who has it; nobody while it waits in the queue of the team."""
    next_on: Mapped[date | None]
    to_team_id: Mapped[UUID | None] = mapped_column(ForeignKey("teams.id"))
    """The team it was forwarded to and that did not accept it yet."""
    answer_by: Mapped[datetime | None]
    note_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    note = Opens("note_sealed", length=TEXT_LENGTH)
    """What was said with forwarding it, or with refusing it."""
    previous_case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    """The closed case it came back on."""
    end: Mapped[SignalEnd | None] = mapped_column(one_of(SignalEnd))
    ended_at: Mapped[datetime | None]
    ended_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    reason_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    reason = Opens("reason_sealed", length=TEXT_LENGTH)
    """Why it was decided so."""
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    """The case it became or joined."""

    key: Mapped[DataKey] = relationship(lazy="joined", innerjoin=True)
    resident: Mapped[Resident | None] = relationship(lazy="joined")
    team: Mapped[Team] = relationship(foreign_keys=[team_id])
    to_team: Mapped[Team | None] = relationship(foreign_keys=[to_team_id])
    user: Mapped[User | None] = relationship(foreign_keys=[user_id])
    recorded_by: Mapped[User] = relationship(foreign_keys=[recorded_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])

    @property
    def is_open(self) -> bool:
        """Tell whether somebody must still decide."""
        return self.ended_at is None

    @property
    def is_forwarded(self) -> bool:
        """Tell whether it waits for another team to accept it."""
        return self.to_team_id is not None
