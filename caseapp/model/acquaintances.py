"""Whom a colleague knows, is or lives with: from those files they are kept away."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.accounts import User
from caseapp.model.base import Base, Identified, OfMunicipality, one_of
from caseapp.model.cases import Case

RUNNING = text("lifted_at IS NULL")


class Acquaintance(Identified, OfMunicipality, Base):
    """That a colleague said "I know this person": of a resident, or of a whole case. No reason."""

    __tablename__ = "acquaintances"
    __table_args__ = (
        Index("ix_acquaintances_user", "user_id", sqlite_where=RUNNING, postgresql_where=RUNNING),
        CheckConstraint("(resident_id IS NULL) <> (case_id IS NULL)", name="of_one_thing"),
        {"sqlite_strict": True},
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    resident_id: Mapped[UUID | None] = mapped_column(ForeignKey("residents.id"))
    case_id: Mapped[UUID | None] = mapped_column(ForeignKey("cases.id"))
    declared_at: Mapped[datetime]
    lifted_at: Mapped[datetime | None]
    """Two people lift it: the colleague asks, and another decides."""

    user: Mapped[User] = relationship()


class MarkKind(StrEnum):
    """By what a colleague is recognised among the residents."""

    NAME = "name"
    BIRTH_DATE = "birth-date"
    ADDRESS = "address"


class ColleagueMark(Identified, OfMunicipality, Base):
    """A colleague's own name, birth date or address: a keyed hash, and nothing else.

    Made with the key of the municipality's name index, so that it equals the search key of the
    resident who is that person (name and birth date) or lives at that address. It cannot be read
    back.
    """

    __tablename__ = "colleague_marks"
    __table_args__ = (UniqueConstraint("user_id", "mark"), {"sqlite_strict": True})

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    kind: Mapped[MarkKind] = mapped_column(one_of(MarkKind))
    mark: Mapped[bytes] = mapped_column(LargeBinary, index=True)
    set_at: Mapped[datetime]


class Departure(Identified, OfMunicipality, Base):
    """That a colleague stepped aside from a case they worked on, for who must see to their place.

    Says no reason: that somebody knows a resident is nobody's business.
    """

    __tablename__ = "departures"
    about = ("case", "case_id")
    __table_args__ = (Index("ix_departures_case", "case_id"), {"sqlite_strict": True})

    case_id: Mapped[UUID] = mapped_column(ForeignKey("cases.id"))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    left_at: Mapped[datetime]
    seen_by_id: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    seen_at: Mapped[datetime | None]

    case: Mapped[Case] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id])
