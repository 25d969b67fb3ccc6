"""Where a municipality keeps its own log of processing, and how far it has been told of ours."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from caseapp.model.base import Base, Counter, Identified, OfMunicipality, one_of
from caseapp.model.sealed import DataKey, Opens, Sealed, SealedTexts


class TargetKind(StrEnum):
    """In which shape the other side takes it."""

    VNG = "vng"
    """VNG Verwerkingenlogging, writing."""
    LDV = "ldv"
    """Logius Logboek Dataverwerkingen, as OTLP over HTTP."""


class LogTarget(SealedTexts, Identified, OfMunicipality, Base):
    """A log elsewhere that is told of every processing. There is none until somebody sets one."""

    __tablename__ = "log_targets"
    __table_args__ = (UniqueConstraint("municipality_id", "kind"), {"sqlite_strict": True})

    kind: Mapped[TargetKind] = mapped_column(one_of(TargetKind))
    url: Mapped[str] = mapped_column(String(500))
    register_url: Mapped[str] = mapped_column(String(500))
    """Before the number of an activity: where the municipality publishes its register."""
    key_id: Mapped[UUID] = mapped_column(ForeignKey("data_keys.id"))
    token_sealed: Mapped[bytes | None] = mapped_column(Sealed())
    token = Opens("token_sealed", length=4000)
    tries: Mapped[int] = mapped_column(default=0)
    """How often in a row it failed."""
    next_at: Mapped[datetime | None]
    gave_up_at: Mapped[datetime | None]
    trouble: Mapped[str] = mapped_column(String(200), default="")

    key: Mapped[DataKey] = relationship(lazy="joined", innerjoin=True)


class LogCursor(Base):
    """How far one log elsewhere has been told of one month: the next number to send."""

    __tablename__ = "log_cursors"

    target_id: Mapped[UUID] = mapped_column(ForeignKey("log_targets.id"), primary_key=True)
    tree_id: Mapped[UUID] = mapped_column(ForeignKey("log_trees.id"), primary_key=True)
    number: Mapped[int] = mapped_column(Counter)
