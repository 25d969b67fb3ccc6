"""The secret address under which somebody's own calendar program asks for their dates."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, LargeBinary, text
from sqlalchemy.orm import Mapped, mapped_column

from caseapp.model.base import Base, Identified, OfMunicipality

IN_FORCE = text("ended_at IS NULL")


class CalendarFeed(Identified, OfMunicipality, Base):
    """That somebody has such an address. The secret in it is stored nowhere, only its hash.

    The database allows one that works for each person.
    """

    __tablename__ = "calendar_feeds"
    __table_args__ = (
        Index(
            "uq_calendar_feeds_one_in_force",
            "user_id",
            unique=True,
            sqlite_where=IN_FORCE,
            postgresql_where=IN_FORCE,
        ),
        {"sqlite_strict": True},
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    secret_hash: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    made_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
